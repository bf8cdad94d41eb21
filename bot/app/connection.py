"""Stay connected to Discord, and record it in the store, where `python -m bot health` reads it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Final

import discord

from bot.app.client import BriefingBot
from bot.app.sharding import FIRST_WAIT, LONGEST_WAIT
from bot.app.timeouts import Sleep, end_tasks

_log = logging.getLogger(__name__)

HEARTBEAT_INTERVAL: Final = 30.0
"""Seconds between two heartbeats."""


@contextlib.asynccontextmanager
async def heartbeat(bot: BriefingBot, *, sleep: Sleep) -> AsyncIterator[None]:
    """Record heartbeats while all shards are connected, until the block ends. `sleep` takes seconds."""
    ready = asyncio.Event()

    async def changed(_shard: int) -> None:
        if bot.is_connected:
            ready.set()
        else:
            ready.clear()

    for event in ("shard_ready", "shard_resumed", "shard_disconnect"):
        bot.add_listener(changed, f"on_{event}")
    task = asyncio.create_task(_beat(bot, ready, sleep), name="heartbeat")
    try:
        yield
    finally:
        await end_tasks(task)


async def _beat(bot: BriefingBot, ready: asyncio.Event, sleep: Sleep) -> None:
    """Record a heartbeat and sleep, again and again. Keeps running after errors and logs only the first of a series."""
    failing = False
    while True:
        await ready.wait()
        try:
            await bot.store.heartbeat.beat(bot.clock())
        except Exception as error:  # noqa: BLE001 - the task must survive every error
            if not failing:
                _log.warning("the heartbeat cannot be stored, so `health` will report the bot as down: %s", error)
            failing = True
        else:
            if failing:
                _log.info("the heartbeat is stored again")
            failing = False
        await sleep(HEARTBEAT_INTERVAL)


async def stay_connected(bot: BriefingBot, *, sleep: Sleep = asyncio.sleep) -> None:
    """Keep the logged-in client connected until it is closed. Raises errors that a new session cannot fix.

    Each shard recovers by itself. What can fail before there are any is asking Discord for them: that is tried again
    after a growing wait.
    """
    wait = FIRST_WAIT
    while not bot.is_closed():
        try:
            await bot.connect()
        except discord.GatewayNotFound as error:
            _log.warning("Discord does not say how to connect (%s): trying again in %s", error.__cause__, wait)
            await sleep(wait.total_seconds())
            wait = min(2 * wait, LONGEST_WAIT)
