"""/ask: a question, answered by a fact or by nothing."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.question_log import Entry
from bot.app.responses import send
from bot.cogs.access import everywhere
from bot.cogs.autocomplete import Picked, Typed, offer, question_choices, read_question
from bot.core.knowledge.model import Fact
from bot.core.matching.decision import Answer, Outcome, Suggestion, shown
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.errors import RefusedError
from bot.i18n import ENGLISH, texts_for
from bot.ui import custom_ids


def written(part: Mapping[str, Any], field: str) -> str:
    """The text of a field by its custom_id, wherever in the form it stands; empty where there is none."""
    if part.get("custom_id") == field:
        return str(part.get("value") or "")
    nested = [*(part.get("components") or ()), *filter(None, [part.get("component")])]
    return next(filter(None, (written(each, field) for each in nested)), "")


Interaction = discord.Interaction[BriefingBot]


async def decline(interaction: Interaction, action: custom_ids.NoneOfThese) -> None:
    """Note that none of the suggested facts was meant, and lead to the topics; a press again changes nothing."""
    words = texts_for(str(interaction.locale))
    noted = await interaction.client.question_log.decline(action.question)
    await send(interaction, ui.declined(interaction.client.base.knowledge, words, noted=noted))


ASK: Final = ENGLISH.commands["ask"]

PROPOSAL: Final = "proposal"
"""What the log calls the outcome of a proposal that was taken: its fact is meant, and there is nothing to match."""

_SECOND: Final = dt.timedelta(seconds=1)


class AskCog(commands.Cog, name="ask"):
    """The command and its completion."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=ASK.name, description=ASK.description)
    @app_commands.describe(question=ASK.options["question"].description)
    @everywhere
    async def ask(
        self,
        interaction: discord.Interaction[BriefingBot],
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
    ) -> None:
        """Answer a question."""
        await answer_question(interaction, question)

    @ask.autocomplete("question")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a question; nothing of it is kept."""
        return offer(question_choices, current, bot=self._bot, command="/ask")


async def answer_question(interaction: Interaction, text: str) -> None:
    """Answer a question as it was typed, or a proposal that was taken, and keep it for the curators.

    The one way for all questions of users. Raises RefusedError where the user asks too often.
    """
    bot, words = interaction.client, texts_for(str(interaction.locale))
    demand_patience(interaction)
    base = bot.base
    match read_question(text, base.knowledge):
        case Picked(fact=fact):
            entry = _keep_proposal(interaction, fact)
            await send(interaction, ui.fact(fact, base.knowledge, words, await entry.number()))
        case Typed(question=typed):
            found = base.decide(typed)
            entry = _keep(interaction, found)
            # Only an answer and a suggestion are judged by their reader: the others need not wait for the log.
            question = await entry.number() if isinstance(found, Answer | Suggestion) else None
            await send(interaction, ui.outcome(found, base.knowledge, words, question))


def demand_patience(interaction: Interaction) -> None:
    """Count a question of the user. Raises RefusedError where it is one too many."""
    limit, words = interaction.client.asking_limit, texts_for(str(interaction.locale))
    wait = limit.take(interaction.user.id)
    if wait is not None:
        seconds = max(1, math.ceil(wait / _SECOND))
        raise RefusedError(
            words.asked_too_often.format(
                questions=words.count(limit.most, words.question), seconds=words.count(seconds, words.second)
            )
        )


def _keep(interaction: Interaction, found: Outcome) -> Entry:
    """Keep a question that was typed, with the first fact that it was shown."""
    return interaction.client.question_log.keep(
        text=found.question[:LONGEST_QUESTION],
        outcome=found.kind,
        fact=next((match.fact.id for match in shown(found)), None),
        confidence=found.confidence,
        guild=interaction.guild_id,
    )


def _keep_proposal(interaction: Interaction, taken: Fact) -> Entry:
    """Keep a proposal that was taken: of its words no more is known than the fact that they stand for."""
    return interaction.client.question_log.keep(
        text=taken.statement, outcome=PROPOSAL, fact=taken.id, confidence=None, guild=interaction.guild_id
    )


_QUESTION: Final = "question"


async def ask_for_question(interaction: Interaction) -> None:
    """Open the form."""
    words = texts_for(str(interaction.locale))
    form = discord.ui.Modal(title=words.question_form, custom_id=custom_ids.QuestionForm().encode())
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_QUESTION, placeholder=words.question_hint, max_length=LONGEST_QUESTION
    )
    form.add_item(discord.ui.Label(text=words.question_label, component=field))
    # discord.py would wait for it in memory, for ever and until the next restart only.
    form.stop()
    await interaction.response.send_modal(form)


async def take_question(interaction: Interaction) -> None:
    """Answer the question of a form that was sent in. Raises RefusedError as /ask does."""
    await answer_question(interaction, written(interaction.data or {}, _QUESTION))
