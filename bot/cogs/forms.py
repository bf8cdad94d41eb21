"""Every form that is sent in, of whatever message and however many restarts ago it was opened."""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.client import BriefingBot
from bot.cogs.question_form import take_question
from bot.cogs.votes import take_word
from bot.ui import custom_ids


class FormsCog(commands.Cog, name="forms"):
    """Reads a form by its custom_id; discord.py itself knows those only that it opened since it started."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the form says."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        told: dict[str, Any] = dict(interaction.data or {})
        try:
            match custom_ids.parse(str(told.get("custom_id", ""))):
                case custom_ids.VoteWord() as form:
                    if await self._bot.admit(interaction):
                        await take_word(interaction, form)
                case custom_ids.QuestionForm():
                    if await self._bot.admit(interaction):
                        await take_question(interaction)
                case _:
                    pass
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await self._bot.failures.answer(interaction, error)
