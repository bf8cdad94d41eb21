"""/ask and its form. Answers a question with a fact or a page, or says that there is no fact."""

from __future__ import annotations

from typing import Any, Final

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui
from bot.app.context import Interaction, QuestionContext, RequestContext, echo
from bot.app.responses import Rendered, open_form, send
from bot.cogs.access import command, everywhere
from bot.cogs.autocomplete import Picked, Typed, offer, question_choices, read_choice
from bot.cogs.browse import find_speaker, in_time, sources_page, timeline_page
from bot.cogs.curators import may_edit
from bot.cogs.help import help_page
from bot.core.knowledge.entities import Speaker
from bot.core.knowledge.model import Fact
from bot.core.matching.decision import Outcome, shown
from bot.core.matching.intents import AsksDate, AsksFact, AsksHelp, AsksOverview, AsksSources, AsksWho
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.errors import RefusedError
from bot.ui import custom_ids
from bot.ui.markdown import line

PICKED_OUTCOME: Final = "proposal"
"""The outcome in the log of a suggestion that was picked while typing: its fact is meant, so nothing is matched."""

_QUESTION: Final = "question"  # the form's field


class AskCog(commands.Cog, name="ask"):
    """The command and its completion."""

    @command("ask")
    @everywhere
    async def ask(self, interaction: Interaction, question: app_commands.Range[str, 1, LONGEST_QUESTION]) -> None:
        """Answer a question."""
        await answer_question(RequestContext.of(interaction), question)

    @ask.autocomplete("question")
    async def suggest_questions(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete a question; nothing of it is kept."""
        asked = () if current.strip() else await _most_asked(interaction)
        return offer(interaction, lambda ctx: question_choices(current, ctx.base, asked))


async def _most_asked(interaction: Interaction) -> tuple[str, ...]:
    bot = interaction.client
    return await bot.question_log.most_asked(bot.bases.name_of(interaction.guild_id))


async def ask_for_question(ctx: RequestContext) -> None:
    """Open the form. Raises RefusedError if that is no longer possible."""
    words = ctx.words
    form = discord.ui.Modal(title=words.ask_button, custom_id=custom_ids.QuestionForm().encode())
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_QUESTION, placeholder=words.question_hint, max_length=LONGEST_QUESTION
    )
    form.add_item(discord.ui.Label(text=words.question_label, component=field))
    if not await open_form(ctx.interaction, form):
        raise RefusedError("question_form_late")


async def take_question(ctx: RequestContext) -> None:
    """Answer the question of a form that was sent in. Raises RefusedError as /ask does."""
    await answer_question(ctx, ctx.written(_QUESTION))


async def answer_question(ctx: RequestContext, text: str) -> None:
    """Answer a question that was typed, or a suggestion that was picked, and keep it for the curators.

    Raises RefusedError if the user asks too often, or if the fact of the suggestion has left the base.
    """
    ctx.count_request()
    match read_choice(text, ctx.base):
        case Picked(fact=fact):
            number = _keep_picked(ctx, fact)
            editable = may_edit(ctx.interaction, ctx.base.name)
            asked = line(fact.question)
            card = ui.fact(fact, ctx.knowledge, ctx.words, number, asked=asked, editable=editable)
            await send(ctx.interaction, card)
        case Typed(text=question):
            answer = await reply_to(ctx, question)
            await send(ctx.interaction, answer.view, files=answer.files)


async def reply_to(ctx: QuestionContext, question: str) -> Rendered:
    """Return the answer to a question, and keep the question for the curators; or return the page that it asks for.

    A question that a page answers is not kept: no fact could answer it.
    """
    return await _page(ctx, question) or _outcome(ctx, question)


def _outcome(ctx: QuestionContext, question: str) -> Rendered:
    outcome = ctx.base.decide(question)
    number = _keep(ctx, outcome)
    editable = isinstance(ctx, RequestContext) and may_edit(ctx.interaction, ctx.base.name)
    view = ui.outcome(
        outcome, ctx.knowledge, ctx.words, number, public=ctx.public, desk=ctx.has_desk, editable=editable
    )
    return Rendered(view=view)


async def _page(ctx: QuestionContext, question: str) -> Rendered | None:
    """Return the page that a question asks for; None if it asks for a fact."""
    match ctx.base.recognise(question, month_first=ctx.month_first):
        case AsksFact():
            return None
        case AsksOverview():
            return Rendered(view=ui.overview(ctx.knowledge, ctx.words))
        case AsksSources():
            return Rendered(view=await sources_page(ctx))
        case AsksHelp():
            return await help_page(ctx)
        case AsksDate(dates=dates):
            page = custom_ids.TimelinePage(first=dates.first, last=dates.last)
            date = ctx.base.find_ambiguity(question, month_first=ctx.month_first)
            reading = ctx.words.date_reading(echo(question), date) if date else ""
            return await timeline_page(ctx, page, reading=reading)
        case AsksWho(name=name):
            return await _who(ctx, name)


async def _who(ctx: QuestionContext, name: str) -> Rendered | None:
    match await in_time(ctx.base.speakers, find_speaker, name):
        case (Speaker(listed=True) as speaker, appearances):
            return Rendered(view=ui.who(speaker, appearances, ctx.words))
        case _:
            return None


async def decline(ctx: RequestContext, action: custom_ids.NoneOfThese) -> None:
    """Note that none of the suggested facts was meant, and show the topics. A second press changes nothing."""
    noted = await ctx.bot.question_log.decline(action.question)
    desk = action.question if ctx.has_desk else None
    await send(ctx.interaction, ui.declined(ctx.knowledge, ctx.words, noted=noted, asked=ctx.asked, desk=desk))


def _keep(ctx: QuestionContext, outcome: Outcome) -> int | None:
    """Keep a question that was typed, with the first fact that was shown; return its id, None if it is not kept."""
    return ctx.bot.question_log.keep(
        base=ctx.base.name,
        text=outcome.question[:LONGEST_QUESTION],
        outcome=outcome.kind,
        fact=next((match.fact.id for match in shown(outcome)), None),
        confidence=outcome.confidence,
        guild=ctx.guild,
    )


def _keep_picked(ctx: RequestContext, fact: Fact) -> int | None:
    """Keep a suggestion that was picked: only its fact is known, not what the user typed."""
    return ctx.bot.question_log.keep(
        base=ctx.base.name, text=fact.statement, outcome=PICKED_OUTCOME, fact=fact.id, confidence=None, guild=ctx.guild
    )
