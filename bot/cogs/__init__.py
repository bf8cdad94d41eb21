"""What users see: one file for each feature. A cog asks the core, renders, sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.cogs.ask import AskCog
from bot.cogs.briefing import BriefingCog
from bot.cogs.buttons import Press
from bot.cogs.fact import FactCog
from bot.cogs.reload import ReloadCog
from bot.cogs.sources import SourcesCog
from bot.cogs.topics import TopicsCog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client import BriefingBot
    from bot.core.base import Base


async def load_cogs(
    bot: BriefingBot, *, open_base: Callable[[], Base], sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Add all features to the client; /reload to the home guild only, and nowhere where there is none."""
    bot.add_dynamic_items(Press)
    for cog in (AskCog(bot), FactCog(bot), TopicsCog(bot), SourcesCog(bot), BriefingCog(bot, sleep=sleep)):
        await bot.add_cog(cog)
    home = bot.config.discord.home_guild
    if home is not None:
        await bot.add_cog(ReloadCog(bot, open_base=open_base), guild=discord.Object(home))
