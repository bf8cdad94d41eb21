"""Tell whoever watches the bot from outside that it is connected: `python -m bot health` reads it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

from bot.app.client import BriefingBot

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


FIRST_PAUSE: Final = dt.timedelta(seconds=5)
"""Discord takes one new session in five seconds."""

LONGEST_PAUSE: Final = dt.timedelta(minutes=5)
"""Discord takes a thousand new sessions a day; this makes 288."""

CALM: Final = dt.timedelta(hours=1)
"""A connection that held so long begins again with the first pause when it breaks."""


async def stay(bot: BriefingBot, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Stay connected until the client, which is logged in, is closed. Raises what Discord refuses for good.

    discord.py connects anew after what it expects to go wrong. What it does not, such as an event that it cannot
    read, would end it: here that is logged as a defect, and after a growing pause a new session is begun.
    """
    pause = FIRST_PAUSE
    while not bot.is_closed():
        began = bot.clock()
        try:
            await bot.connect()
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the bot must outlive whatever comes
            error_id = bot.error_handler.log("the gateway", error)
            # discord.py leaves the connection open, and its heart beating.
            await _hang_up(bot.ws)
            if bot.clock() - began > CALM:
                pause = FIRST_PAUSE
            _log.warning("connecting anew in %s (error %s)", pause, error_id)
            await sleep(pause.total_seconds())
            pause = min(2 * pause, LONGEST_PAUSE)


async def _hang_up(line: DiscordWebSocket | None) -> None:
    """Close a connection; there is none before the first greeting was read."""
    if line is not None:
        await line.close()
