"""Stay on Discord, whatever comes over the gateway."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp
import discord
from discord.gateway import DiscordWebSocket

from bot.client import BriefingBot

_log = logging.getLogger(__name__)

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
            error_id = bot.failures.log("the gateway", error)
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
