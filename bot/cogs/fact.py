"""/fact: one fact by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render, texts
from bot.cogs.choices import fact_choices, offer
from bot.errors import RefusedError
from bot.sending import send

if TYPE_CHECKING:
    from bot.client import BriefingBot


class FactCog(commands.Cog, name="fact"):
    """The command and its completion."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(description="Show one fact of the base with its proof.")
    @app_commands.rename(fact_id="id")
    @app_commands.describe(fact_id="The id of a fact; type a few words to find it")
    async def fact(self, interaction: discord.Interaction[BriefingBot], fact_id: str) -> None:
        """Show a fact."""
        knowledge = self._bot.base.knowledge
        found = knowledge.facts.get(fact_id.strip())
        if found is None:
            raise RefusedError(texts.NO_SUCH_FACT)
        await send(interaction, render.fact(found, knowledge))

    @fact.autocomplete("fact_id")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete an id."""
        return offer(fact_choices, current, bot=self._bot, command="/fact")
