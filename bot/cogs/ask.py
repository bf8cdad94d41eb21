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
from bot.app.context import Interaction, RequestContext
from bot.app.question_log import PendingQuestion
from bot.app.responses import open_form, send
from bot.cogs.access import everywhere
from bot.cogs.autocomplete import Picked, Typed, offer, question_choices, read_question
from bot.core.knowledge.model import Fact
from bot.core.matching.decision import Answer, Outcome, Suggestion, shown
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.errors import Counted, RefusedError
from bot.i18n import ENGLISH
from bot.ui import custom_ids


def written(part: Mapping[str, Any], field: str) -> str:
    """The text of a field by its custom_id, wherever in the form it stands; empty where there is none."""
    if part.get("custom_id") == field:
        return str(part.get("value") or "")
    nested = [*(part.get("components") or ()), *filter(None, [part.get("component")])]
    return next(filter(None, (written(each, field) for each in nested)), "")


async def decline(ctx: RequestContext, action: custom_ids.NoneOfThese) -> None:
    """Note that none of the suggested facts was meant, and lead to the topics; a press again changes nothing."""
    noted = await ctx.bot.question_log.decline(action.question)
    await send(ctx.interaction, ui.declined(ctx.knowledge, ctx.words, noted=noted))


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
        interaction: Interaction,
        question: app_commands.Range[str, 1, LONGEST_QUESTION],
    ) -> None:
        """Answer a question."""
        await answer_question(RequestContext.of(interaction), question)

    @ask.autocomplete("question")
    async def propose(self, _interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a question; nothing of it is kept."""
        return offer(question_choices, current, bot=self._bot, command="/ask")


async def answer_question(ctx: RequestContext, text: str) -> None:
    """Answer a question as it was typed, or a proposal that was taken, and keep it for the curators.

    The one way for all questions of users. Raises RefusedError where the user asks too often.
    """
    check_rate_limit(ctx)
    match read_question(text, ctx.knowledge):
        case Picked(fact=fact):
            entry = _keep_proposal(ctx, fact)
            await send(ctx.interaction, ui.fact(fact, ctx.knowledge, ctx.words, await entry.number()))
        case Typed(question=typed):
            found = ctx.base.decide(typed)
            entry = _keep(ctx, found)
            # Only an answer and a suggestion are judged by their reader: the others need not wait for the log.
            question = await entry.number() if isinstance(found, Answer | Suggestion) else None
            await send(ctx.interaction, ui.outcome(found, ctx.knowledge, ctx.words, question))


def check_rate_limit(ctx: RequestContext) -> None:
    """Count a question of the user. Raises RefusedError where it is one too many."""
    limit = ctx.bot.rate_limit
    wait = limit.take(ctx.interaction.user.id)
    if wait is not None:
        raise RefusedError(
            "rate_limited",
            questions=Counted(number=limit.most, noun="question"),
            seconds=Counted(number=max(1, math.ceil(wait / _SECOND)), noun="second"),
        )


def _keep(ctx: RequestContext, found: Outcome) -> PendingQuestion:
    """Keep a question that was typed, with the first fact that it was shown."""
    return ctx.bot.question_log.keep(
        text=found.question[:LONGEST_QUESTION],
        outcome=found.kind,
        fact=next((match.fact.id for match in shown(found)), None),
        confidence=found.confidence,
        guild=ctx.interaction.guild_id,
    )


def _keep_proposal(ctx: RequestContext, taken: Fact) -> PendingQuestion:
    """Keep a proposal that was taken: of its words no more is known than the fact that they stand for."""
    return ctx.bot.question_log.keep(
        text=taken.statement, outcome=PROPOSAL, fact=taken.id, confidence=None, guild=ctx.interaction.guild_id
    )


_QUESTION: Final = "question"


async def ask_for_question(ctx: RequestContext) -> None:
    """Open the form. Raises RefusedError where that is no longer possible."""
    words = ctx.words
    form = discord.ui.Modal(title=words.question_form, custom_id=custom_ids.QuestionForm().encode())
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_QUESTION, placeholder=words.question_hint, max_length=LONGEST_QUESTION
    )
    form.add_item(discord.ui.Label(text=words.question_label, component=field))
    if not await open_form(ctx.interaction, form):
        raise RefusedError("question_form_late")


async def take_question(ctx: RequestContext) -> None:
    """Answer the question of a form that was sent in. Raises RefusedError as /ask does."""
    await answer_question(ctx, written(ctx.interaction.data or {}, _QUESTION))
