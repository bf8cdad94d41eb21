"""The buttons of a briefing that lead to all of its facts, and to the form for a question."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import discord

from bot import ui
from bot.briefing.marks import marks_of
from bot.client import BriefingBot
from bot.cogs.question_form import ask_for_question
from bot.errors import RefusedError
from bot.i18n import texts_for
from bot.sending import send, turn
from bot.ui import custom_ids

Interaction = discord.Interaction[BriefingBot]


async def press_edition(
    interaction: Interaction,
    action: custom_ids.EditionFacts | custom_ids.EditionPick | custom_ids.QuestionForm,
    beside: Collection[str],
) -> None:
    """Answer such a button of a message that holds the buttons `beside`.

    Raises RefusedError where the base holds none of the facts that are to be shown.
    """
    match action:
        case custom_ids.EditionFacts():
            await _list(interaction, action, beside)
        case custom_ids.EditionPick():
            await _pick(interaction)
        case custom_ids.QuestionForm():
            await ask_for_question(interaction)


def in_list(action: custom_ids.EditionFacts, beside: Collection[str]) -> bool:
    """Whether the button turns the pages of the list, and is not that of the briefing itself."""
    return custom_ids.EditionPick(day=action.day).encode() in beside


async def _list(interaction: Interaction, action: custom_ids.EditionFacts, beside: Collection[str]) -> None:
    """Show a page of the facts whose marks stand in the message: a briefing outlives the base that it was made from."""
    words = texts_for(str(interaction.locale))
    facts = marks_of(interaction.message).facts
    layout = ui.edition_facts(action.day, facts, interaction.client.base.knowledge, words, action.page)
    if layout is None:
        raise RefusedError(words.edition_gone)
    await (turn if in_list(action, beside) else send)(interaction, layout)


async def _pick(interaction: Interaction) -> None:
    """Show the fact that was chosen in the menu."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    told: dict[str, Any] = dict(interaction.data or {})
    fact = knowledge.facts.get(next(iter(told.get("values", ())), ""))
    if fact is None:
        raise RefusedError(words.fact_gone)
    await send(interaction, ui.fact(fact, knowledge, words))
