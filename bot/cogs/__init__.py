"""What users see: one file for each feature. A cog asks the core, renders, sends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord

from bot.app.client import BriefingBot
from bot.app.reload import Reloading
from bot.cogs.admin import AdminCog
from bot.cogs.ask import AskCog
from bot.cogs.briefing import BriefingCog, zone_names
from bot.cogs.browse import CompareCog, FactCog, SourcesCog, TimelineCog, TopicsCog, WhoCog
from bot.cogs.components import FormsCog, Press
from bot.cogs.factcheck import SupportCog
from bot.cogs.help import HelpCog, PrivacyCog
from bot.cogs.reload import ReloadCog
from bot.core.factbase.base import Library


async def load_cogs(
    bot: BriefingBot,
    *,
    library: Library,
    sleep: Callable[[float], Awaitable[None]],
    expiry_sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Add all features; /reload and /admin to the home guild only, and nowhere where there is none."""
    bot.add_dynamic_items(Press)
    for cog in (
        AskCog(bot),
        HelpCog(bot),
        FactCog(bot),
        TopicsCog(bot),
        SourcesCog(bot),
        TimelineCog(bot),
        WhoCog(bot),
        CompareCog(bot),
        BriefingCog(bot, sleep=sleep, zones=zone_names()),
    ):
        await bot.add_cog(cog)
    await bot.add_cog(FormsCog(bot))
    await bot.add_cog(SupportCog(bot))
    await bot.add_cog(PrivacyCog(bot, sleep=expiry_sleep))
    home = bot.config.discord.home_guild
    if home is not None:
        reloading = Reloading(bot, library=library, sleep=expiry_sleep)
        await bot.add_cog(ReloadCog(reloading=reloading), guild=discord.Object(home))
        await bot.add_cog(AdminCog(bot, reloading=reloading), guild=discord.Object(home))
