"""What users see: one file for each feature. A cog asks the core, renders, sends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import discord

from bot.client import BriefingBot
from bot.cogs.admin import AdminCog
from bot.cogs.ask import AskCog
from bot.cogs.briefing import BriefingCog
from bot.cogs.briefing_input import zone_names
from bot.cogs.buttons import Press
from bot.cogs.compare import CompareCog
from bot.cogs.fact import FactCog
from bot.cogs.forms import FormsCog
from bot.cogs.help import HelpCog
from bot.cogs.privacy import PrivacyCog
from bot.cogs.reload import ReloadCog
from bot.cogs.sources import SourcesCog
from bot.cogs.support import SupportCog
from bot.cogs.timeline import TimelineCog
from bot.cogs.topics import TopicsCog
from bot.cogs.who import WhoCog
from bot.core.factbase.base import Library
from bot.reloading import Reloading


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
        reloading = Reloading(bot, library=library)
        await bot.add_cog(ReloadCog(bot, reloading=reloading), guild=discord.Object(home))
        await bot.add_cog(AdminCog(bot, reloading=reloading), guild=discord.Object(home))
