"""/sources: what the base quotes."""

from __future__ import annotations

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.reach import everywhere
from bot.i18n import ENGLISH, texts_for
from bot.sending import send

SOURCES: Final = ENGLISH.commands["sources"]


class SourcesCog(commands.Cog, name="sources"):
    """The command; its pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=SOURCES.name, description=SOURCES.description)
    @everywhere
    async def sources(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Show the sources."""
        await send(interaction, ui.sources(self._bot.base.knowledge, texts_for(str(interaction.locale))))
