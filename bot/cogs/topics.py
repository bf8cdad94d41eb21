"""/topics: what the base covers."""

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

TOPICS: Final = ENGLISH.commands["topics"]


class TopicsCog(commands.Cog, name="topics"):
    """The command; its menu and pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=TOPICS.name, description=TOPICS.description)
    @everywhere
    async def topics(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Show the topics."""
        await send(interaction, ui.topics(self._bot.base.knowledge, texts_for(str(interaction.locale))))
