"""/topics: what the base covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.sending import send

if TYPE_CHECKING:
    from bot.client import BriefingBot


class TopicsCog(commands.Cog, name="topics"):
    """The command; its menu and pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(description="Browse the facts by topic.")
    async def topics(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Show the topics."""
        await send(interaction, render.topics(self._bot.base.knowledge))
