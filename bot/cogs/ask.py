"""/ask: a question, answered by a fact or by nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.choices import Picked, Typed, offer, question_choices, read_question
from bot.sending import send
from bot.texts import ENGLISH, Texts, texts_for

if TYPE_CHECKING:
    from bot.client import BriefingBot
    from bot.core.base import Base

ASK: Final = ENGLISH.commands["ask"]


class AskCog(commands.Cog, name="ask"):
    """The command and its completion."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=ASK.name, description=ASK.description)
    @app_commands.describe(question=ASK.options["question"].description)
    async def ask(self, interaction: discord.Interaction[BriefingBot], question: str) -> None:
        """Answer a question."""
        await send(interaction, reply_to(question, self._bot.base, texts_for(str(interaction.locale))))

    @ask.autocomplete("question")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a question."""
        return offer(question_choices, current, bot=self._bot, command="/ask")


def reply_to(question: str, base: Base, words: Texts) -> discord.ui.LayoutView:
    """The layout for a question as it was typed, or for a proposal that was taken."""
    match read_question(question, base.knowledge):
        case Picked(fact=fact):
            return render.fact(fact, base.knowledge, words)
        case Typed(question=typed):
            return render.outcome(base.decide(typed), base.knowledge, words)
