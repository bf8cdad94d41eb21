"""Every button and menu, of whatever message and however many restarts ago it was sent."""

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
from bot.cogs.admin import press_gaps
from bot.cogs.ask import decline, take_question
from bot.cogs.briefing import in_list, press_edition
from bot.cogs.browse import press_browsing
from bot.cogs.feedback import share, take_word, vote
from bot.cogs.reload import decide
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact, Knowledge
from bot.errors import RefusedError
from bot.ui import custom_ids

InPlace = custom_ids.Browsing | custom_ids.UnansweredPage | custom_ids.VotedPage | custom_ids.OfDryRun
"""Actions whose answer takes the place of the message."""


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
                case custom_ids.VoteComment() as form:
                    if await self._bot.admit(interaction):
                        await take_word(RequestContext.of(interaction), form)
                case custom_ids.QuestionForm():
                    if await self._bot.admit(interaction):
                        await take_question(RequestContext.of(interaction))
                case _:
                    pass
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await self._bot.error_handler.answer(interaction, error)


class Press(discord.ui.DynamicItem[discord.ui.Item[Any]], template=re.compile(r"(?s:.*)")):
    """Takes every custom_id, so that none is met with silence; what it stands for is read by `custom_ids`."""

    @classmethod
    async def from_custom_id(
        cls,
        _interaction: discord.Interaction[Any],
        item: discord.ui.Item[Any],
        _match: re.Match[str],
        /,
    ) -> Self:
        """Take the place of a message's button or menu."""
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button says."""
        try:
            action, beside = custom_ids.parse(self.custom_id), self._beside()
            if await interaction.client.admit(interaction, deferral_of(action, beside)):
                await press(interaction, action, beside)
        except Exception as error:  # noqa: BLE001 - discord.py would only log it
            await interaction.client.error_handler.answer(interaction, error)

    def _beside(self) -> frozenset[str]:
        """The custom_ids of all buttons of the message."""
        items = self.view.walk_children() if self.view else ()
        return frozenset(filter(None, (getattr(item, "custom_id", None) for item in items)))


def deferral_of(action: custom_ids.Action | custom_ids.UnknownAction, beside: Collection[str]) -> Deferral:
    """Return what the press of a button shows while its answer takes long; its message has the buttons `beside`."""
    match action:
        case custom_ids.QuestionForm() | custom_ids.Vote(up=False):
            return Deferral.NEVER
        case custom_ids.Share():
            return Deferral.PUBLIC
        case custom_ids.InContext(fact=fact):
            in_place = turns_quotes(fact, beside)
        case custom_ids.EditionFacts():
            in_place = in_list(action, beside)
        case _:
            in_place = isinstance(action, InPlace)
    return Deferral.IN_PLACE if in_place else Deferral.PRIVATE


def turns_quotes(fact: str, beside: Collection[str]) -> bool:
    """Return whether In context was pressed in a quote in context: only that leads back to its own fact."""
    return custom_ids.ShowFact(fact=fact).encode() in beside


async def press(
    interaction: Interaction, action: custom_ids.Action | custom_ids.UnknownAction, beside: Collection[str]
) -> None:
    """Answer a button of a message that holds the buttons `beside`. Raises RefusedError where its fact is gone."""
    if isinstance(action, custom_ids.DryRunPage | custom_ids.DryRunConfirm | custom_ids.DryRunCancel):
        # Whoever held the base here would keep the one that a reload replaces from being freed piece by piece.
        await decide(interaction, action)
        return
    ctx = RequestContext.of(interaction)
    match action:
        case _ if isinstance(action, custom_ids.Browsing):
            await press_browsing(ctx, action)
        case custom_ids.Share(fact=fact_id):
            await share(ctx, _fact(fact_id, ctx.knowledge))
        case custom_ids.InContext(fact=fact_id) if turns_quotes(fact_id, beside):
            await update(interaction, about_fact(action, ctx))
        case custom_ids.Vote() | custom_ids.NoneOfThese():
            await (vote(ctx, action) if isinstance(action, custom_ids.Vote) else decline(ctx, action))
        case custom_ids.UnansweredPage() | custom_ids.UnansweredExport() | custom_ids.VotedPage():
            await press_gaps(interaction, action)
        case custom_ids.CheckedPick():
            fact = _fact(ctx.chosen.partition(":")[2], ctx.knowledge)
            await send(interaction, ui.fact(fact, ctx.knowledge, ctx.words))
        case custom_ids.EditionFacts() | custom_ids.EditionPick() | custom_ids.QuestionForm():
            await press_edition(ctx, action, beside)
        case custom_ids.UnknownAction() | custom_ids.VoteComment():
            raise RefusedError("foreign_button")
        case _:
            await send(interaction, about_fact(action, ctx))


def about_fact(
    action: custom_ids.InContext | custom_ids.InEdition | custom_ids.Related | custom_ids.ShowFact,
    ctx: RequestContext,
) -> discord.ui.LayoutView:
    """What a button shows of its fact."""
    knowledge, words = ctx.knowledge, ctx.words
    fact = _fact(action.fact, knowledge)
    match action:
        case custom_ids.InContext(quote=quote):
            if quote >= len(fact.quotes):
                raise RefusedError("fact_gone")
            return ui.in_context(fact, knowledge, words, quote)
        case custom_ids.InEdition():
            return ui.in_context(fact, knowledge, words, 0)
        case custom_ids.Related():
            return ui.related(fact, knowledge, words, near(fact, ctx.base))
        case custom_ids.ShowFact():
            return ui.fact(fact, knowledge, words)


def near(fact: Fact, base: Base) -> tuple[str, ...]:
    """Ids of the facts whose wording is closest to the statement of `fact`, best first."""
    candidates = base.ranker.rank(fact.statement).candidates
    return tuple(
        candidate.target.id
        for candidate in candidates
        if isinstance(candidate.target, Fact) and candidate.target.id != fact.id
    )


def _fact(fact_id: str, knowledge: Knowledge) -> Fact:
    if fact_id not in knowledge.facts:
        raise RefusedError("fact_gone")
    return knowledge.facts[fact_id]
