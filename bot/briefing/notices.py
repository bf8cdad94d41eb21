"""Tell who scheduled a briefing that it is paused."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.briefing.places import known_place, words_at
from bot.client import BriefingBot
from bot.core.briefing.obstacles import Obstacle
from bot.storage import StoredSchedule

_log = logging.getLogger(__name__)

PATIENCE: Final = 30.0
"""Seconds after which a direct message is given up; nothing depends on it."""


async def tell_of_pause(bot: BriefingBot, stored: StoredSchedule, obstacle: Obstacle) -> None:
    """Send a direct message to the user who set the schedule; one of the config has none. Never raises for Discord."""
    if stored.by is None:
        return
    guild = bot.get_guild(stored.guild) if stored.guild is not None else None
    place = known_place(bot, stored.channel)
    name = place.name if place else None
    text = ui.pause_message(
        obstacle, words_at(bot, stored.channel), channel=stored.channel, name=name, guild=guild.name if guild else None
    )
    try:
        async with asyncio.timeout(PATIENCE):
            direct = await bot.create_dm(discord.Object(stored.by))
            await direct.send(text)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("user %d could not be told that the briefing is paused (%s)", stored.by, error)
