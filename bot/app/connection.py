"""Stay connected to Discord, and record it in the store, where `python -m bot health` reads it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator
from typing import Final

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

from bot.app.client import BriefingBot
from bot.app.timeouts import Sleep

_log = logging.getLogger(__name__)

HEARTBEAT_INTERVAL: Final = 30.0
"""Seconds between two heartbeats."""

FIRST_WAIT: Final = dt.timedelta(seconds=5)
"""The wait before the first new session: Discord accepts one every five seconds."""

LONGEST_WAIT: Final = dt.timedelta(minutes=5)
"""The longest wait before a later one: Discord accepts a thousand sessions a day, and this makes 288."""

STABLE_AFTER: Final = dt.timedelta(hours=1)
"""After a connection that lasted this long, the next wait is the first one again."""


@contextlib.asynccontextmanager
async def heartbeat(bot: BriefingBot, *, sleep: Sleep) -> AsyncIterator[None]:
    """Record heartbeats while the gateway is ready, until the block ends. `sleep` takes seconds."""
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

    discord.py reconnects after the errors that it expects. Any other error, such as an event that it cannot read,
    would end the connection: log it as a defect, and begin a new session after a growing wait.
    """
    wait = FIRST_WAIT
    while not bot.is_closed():
        began = bot.clock()
        try:
            await bot.connect()
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - the bot must survive every error
            error_id = bot.error_handler.log("the gateway", error)
            # discord.py leaves the connection open, with its own heartbeat.
            await _close(bot.ws)
            if bot.clock() - began > STABLE_AFTER:
                wait = FIRST_WAIT
            _log.warning("connecting again in %s (error %s)", wait, error_id)
            await sleep(wait.total_seconds())
            wait = min(2 * wait, LONGEST_WAIT)


async def _close(connection: DiscordWebSocket | None) -> None:
    """Close a connection; there is none before the first message of the gateway."""
    if connection is not None:
        await connection.close()
