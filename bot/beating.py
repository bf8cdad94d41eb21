"""Tell whoever watches the bot from outside that it is connected: `python -m bot health` reads it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from bot.client import BriefingBot

_log = logging.getLogger(__name__)

BEAT: Final = 30.0
"""Seconds between two beats."""


@contextlib.asynccontextmanager
async def beating(bot: BriefingBot, *, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
    """Beat in the store as long as the gateway is ready, until the block ends. `sleep` takes seconds."""
    ready = asyncio.Event()

    async def up() -> None:
        ready.set()

    async def down() -> None:
        ready.clear()

    bot.add_listener(up, "on_ready")
    bot.add_listener(up, "on_resumed")
    bot.add_listener(down, "on_disconnect")
    task = asyncio.create_task(_beat(bot, ready, sleep), name="heartbeat")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _beat(bot: BriefingBot, ready: asyncio.Event, sleep: Callable[[float], Awaitable[None]]) -> None:
    """Beat, sleep, for ever: no error ends it; of failures in a row the first is told."""
    failing = False
    while True:
        await ready.wait()
        try:
            await bot.store.heartbeat.beat(bot.clock())
        except Exception as error:  # noqa: BLE001 - the task must outlive whatever happens
            if not failing:
                _log.warning("the heartbeat cannot be kept, so `health` will call the bot dead: %s", error)
            failing = True
        else:
            if failing:
                _log.info("the heartbeat is kept again")
            failing = False
        await sleep(BEAT)
