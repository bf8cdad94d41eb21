"""Answer every button, menu and form, however many restarts ago its message was sent."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Self

import discord
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext
from bot.app.responses import Deferral, send, update
from bot.cogs.admin import press_unanswered
from bot.cogs.ask import decline, take_question
from bot.cogs.briefing import in_list, press_edition, press_schedules
from bot.cogs.browse import press_browsing
from bot.cogs.corrections import press_corrections, put_since, retired_page
from bot.cogs.curators import may_edit
from bot.cogs.desk import press_desk, take_reason
from bot.cogs.edits import press_curation, take_form
from bot.cogs.feedback import take_comment, vote
from bot.cogs.follow import press_follow
from bot.cogs.reload import decide
from bot.cogs.settings import press_settings
from bot.cogs.sharing import press_share
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact
from bot.errors import RefusedError
from bot.ui import custom_ids


class FormsCog(commands.Cog, name="forms"):
    """Answers forms by their custom_id; discord.py itself knows only those that it opened since it started."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a form that was sent in, also one that this version does not know."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: dict[str, Any] = dict(interaction.data or {})
        try:
            form = custom_ids.parse(str(data.get("custom_id", "")))
            deferral = Deferral.IN_PLACE if isinstance(form, custom_ids.OfEditForm) else Deferral.PRIVATE
            if await self._bot.admit(interaction, deferral):
                await submit(RequestContext.of(interaction), form)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await self._bot.error_handler.answer(interaction, error)


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=re.compile(r"(?s:.*)")):
    """Takes every custom_id, so that no press goes unanswered; `custom_ids` parses it."""

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """Wrap a message's button or menu."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says."""
        try:
            action, siblings = custom_ids.parse(self.custom_id), self._siblings()
            if await interaction.client.admit(interaction, deferral_of(action, siblings)):
                await press(interaction, action, siblings, self.custom_id)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await interaction.client.error_handler.answer(interaction, error)

    def _siblings(self) -> frozenset[str]:
        """Return the custom_ids of all buttons of the message, without the mark of its base."""
        items = self.view.walk_children() if self.view else ()
        found = filter(None, (getattr(item, "custom_id", None) for item in items))
        return frozenset(map(custom_ids.without_mark, found))


def deferral_of(action: custom_ids.Action | custom_ids.UnknownAction, siblings: Collection[str]) -> Deferral:
    """Return what a button shows while its answer takes long; its message has the buttons `siblings`."""
    match action:
        case custom_ids.Vote(up=False) | custom_ids.Unshare():
            return Deferral.NEVER
        case _ if action.opens_form:
            return Deferral.NEVER
        case custom_ids.Share() | custom_ids.ShareUnknown():
            return Deferral.PUBLIC
        case custom_ids.InContext(fact=fact):
            in_place = turns_quotes(fact, siblings)
        case custom_ids.Vote():
            in_place = True
        case custom_ids.Cite():
            in_place = turns_citations(siblings)
        case custom_ids.EditionFacts():
            in_place = in_list(action, siblings)
        case _:
            in_place = action.in_place
    return Deferral.IN_PLACE if in_place else Deferral.PRIVATE


async def submit(ctx: RequestContext, form: custom_ids.Action | custom_ids.UnknownAction) -> None:
    """Answer a form that was sent in. Raises RefusedError if it is not one of this version's forms."""
    match form:
        case custom_ids.VoteComment():
            await take_comment(ctx, form)
        case custom_ids.DeskDismiss():
            await take_reason(ctx, form)
        case custom_ids.QuestionForm():
            await take_question(ctx)
        case _ if isinstance(form, custom_ids.OfEditForm):
            await take_form(ctx, form)
        case _:
            raise RefusedError("foreign_button")


async def press(
    interaction: Interaction,
    action: custom_ids.Action | custom_ids.UnknownAction,
    siblings: Collection[str],
    custom_id: str,
) -> None:
    """Answer a button of a message that has the buttons `siblings`, from the base that its `custom_id` is of.

    Raises RefusedError if its fact is gone, or if the server has another base by now.
    """
    if isinstance(action, custom_ids.OfDryRun):
        # Without a context, which would keep the replaced base in memory until the answer is sent.
        await decide(interaction, action)
        return
    if isinstance(action, custom_ids.OfManagers):
        await _press_managers(interaction, action, custom_id)
        return
    bases = interaction.client.bases
    ctx = RequestContext.of(interaction, await bases.of_message(interaction.guild_id, custom_id))
    match action:
        case custom_ids.Vote() | custom_ids.NoneOfThese():
            await _press_feedback(ctx, action)
        case custom_ids.Share() | custom_ids.ShareUnknown() | custom_ids.Unshare():
            await press_share(ctx, action)
        case custom_ids.EditionFacts() | custom_ids.EditionPick() | custom_ids.QuestionForm():
            await press_edition(ctx, action, siblings)
        case custom_ids.UnknownAction() | custom_ids.VoteComment() | custom_ids.FactValues():
            raise RefusedError("foreign_button")
        case _ if isinstance(action, custom_ids.OfCuration | custom_ids.OfDesk | custom_ids.OfFollows):
            await _press_desk_or_follow(ctx, action, siblings)
        case custom_ids.CorrectionsPage():
            await press_corrections(ctx, action)
        case _ if isinstance(action, custom_ids.Browsing):
            await press_browsing(ctx, action)
        case _:
            await _press_fact(ctx, action, siblings)


async def _press_desk_or_follow(
    ctx: RequestContext,
    action: custom_ids.OfCuration | custom_ids.OfDesk | custom_ids.OfFollows,
    siblings: Collection[str],
) -> None:
    if isinstance(action, custom_ids.OfCuration):
        await press_curation(ctx, action)
    elif isinstance(action, custom_ids.OfDesk):
        await press_desk(ctx, action, siblings)
    else:
        await press_follow(ctx, action)


async def _press_feedback(ctx: RequestContext, action: custom_ids.Vote | custom_ids.NoneOfThese) -> None:
    match action:
        case custom_ids.Vote():
            await vote(ctx, action)
        case custom_ids.NoneOfThese():
            await decline(ctx, action)


async def _press_managers(interaction: Interaction, action: custom_ids.OfManagers, custom_id: str) -> None:
    """Answer a button of a page for managers or admins, which does not need the server's base."""
    match action:
        case custom_ids.SchedulesPage():
            await press_schedules(interaction, action)
        case custom_ids.UnansweredPage() | custom_ids.UnansweredExport() | custom_ids.VotedPage():
            mark = custom_ids.read_mark(custom_id)
            await press_unanswered(interaction, action, interaction.client.bases.name_of_mark(mark))
        case custom_ids.SetLanguage() | custom_ids.SetMentions() | custom_ids.SetMentionChannels():
            await press_settings(interaction, action)


async def _press_fact(
    ctx: RequestContext,
    action: custom_ids.AboutFact | custom_ids.CheckedPick,
    siblings: Collection[str],
) -> None:
    key = ctx.chosen.partition(":")[2] if isinstance(action, custom_ids.CheckedPick) else action.fact
    withdrawn = await retired_page(ctx, key)
    if withdrawn is not None:
        await send(ctx.interaction, withdrawn)
        return
    match action:
        case custom_ids.CheckedPick():
            view = ui.fact(_fact(ctx, key), ctx.knowledge, ctx.words, editable=_may_edit(ctx))
        case _:
            view = about_fact(ctx, action)
    await put_since(ctx, key, view)
    match action:
        case custom_ids.InContext() if turns_quotes(key, siblings):
            await update(ctx.interaction, view)
        case custom_ids.Cite() if turns_citations(siblings):
            await update(ctx.interaction, view)
        case _:
            await send(ctx.interaction, view)


def turns_quotes(fact: str, siblings: Collection[str]) -> bool:
    """Return whether In context turns to another quote: only a quote in context has a button for its own fact."""
    return custom_ids.ShowFact(fact=fact).encode() in siblings


def turns_citations(siblings: Collection[str]) -> bool:
    """Return whether Cite turns to another quote: a citation has no other buttons."""
    return all(isinstance(custom_ids.parse(each), custom_ids.Cite) for each in siblings)


def about_fact(ctx: RequestContext, action: custom_ids.AboutFact) -> discord.ui.LayoutView:
    """Return what a button shows of its fact."""
    knowledge, words = ctx.knowledge, ctx.words
    fact = _fact(ctx, action.fact)
    match action:
        case custom_ids.InContext(quote=quote) | custom_ids.Cite(quote=quote) if quote >= len(fact.quotes):
            raise RefusedError("fact_gone")
        case custom_ids.Cite(quote=quote):
            return ui.citation(fact, knowledge, words, quote, today=ctx.bot.clock().date())
        case custom_ids.InContext(quote=quote):
            return ui.in_context(fact, knowledge, words, quote, asked=ctx.asked)
        case custom_ids.InEdition():
            return ui.in_context(fact, knowledge, words, 0)
        case custom_ids.Related():
            ctx.count_request()
            return ui.related(fact, knowledge, words, near(fact, ctx.base))
        case custom_ids.ShowFact():
            return ui.fact(fact, knowledge, words, asked=ctx.asked, editable=_may_edit(ctx))


def _may_edit(ctx: RequestContext) -> bool:
    return may_edit(ctx.interaction, ctx.base.name)


def near(fact: Fact, base: Base) -> tuple[str, ...]:
    """Return the ids of the facts whose wording is closest to the statement of `fact`, best first."""
    found = (candidate.target for candidate in base.ranker.rank(fact.statement).candidates)
    return tuple(target.id for target in found if isinstance(target, Fact) and target.id != fact.id)


def _fact(ctx: RequestContext, fact_id: str) -> Fact:
    if fact_id not in ctx.knowledge.facts:
        raise RefusedError("fact_gone")
    return ctx.knowledge.facts[fact_id]
