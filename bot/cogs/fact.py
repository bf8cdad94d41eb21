"""/fact: one fact by its id."""

from __future__ import annotations

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.choices import fact_choices, offer
from bot.cogs.reach import everywhere
from bot.errors import RefusedError
from bot.i18n import ENGLISH, texts_for
from bot.sending import send

FACT: Final = ENGLISH.commands["fact"]


class FactCog(commands.Cog, name="fact"):
    """The command and its completion."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=FACT.name, description=FACT.description)
    @app_commands.rename(fact_id=FACT.options["fact_id"].name)
    @app_commands.describe(fact_id=FACT.options["fact_id"].description)
    @everywhere
    async def fact(self, interaction: discord.Interaction[BriefingBot], fact_id: str) -> None:
        """Show a fact."""
        knowledge, words = self._bot.base.knowledge, texts_for(str(interaction.locale))
        found = knowledge.facts.get(fact_id.strip())
        if found is None:
            raise RefusedError(words.no_such_fact)
        await send(interaction, ui.fact(found, knowledge, words))

    @fact.autocomplete("fact_id")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete an id."""
        return offer(fact_choices, current, bot=self._bot, command="/fact")
