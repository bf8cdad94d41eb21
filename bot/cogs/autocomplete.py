"""What autocomplete offers, and what an option's text means when it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from discord.app_commands import Choice

from bot.app.client import BriefingBot
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact, Knowledge
from bot.ui.fitting import CHOICES, choice

PICKED: Final = "fact:"
"""Begins the value of a choice: a text of more than 100 characters would lose its end, an id never does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A choice was taken: its fact is meant and no other."""

    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Free text: a question."""

    question: str


def read_question(text: str, knowledge: Knowledge) -> Picked | Typed:
    """Tell a choice that was taken from a question that was typed."""
    fact = knowledge.facts.get(text.removeprefix(PICKED)) if text.startswith(PICKED) else None
    return Typed(question=text) if fact is None else Picked(fact=fact)


def question_choices(typed: str, base: Base) -> list[Choice[str]]:
    """Questions and statements that have what is typed; the value of each leads to its fact."""
    match read_question(typed, base.knowledge):
        case Picked(fact=fact):
            return [Choice(name=choice(fact.statement), value=PICKED + fact.id)]
        case Typed():
            offers = base.complete(typed, limit=CHOICES)
            return [Choice(name=choice(offer.text), value=PICKED + offer.fact) for offer in offers]


def fact_choices(typed: str, base: Base) -> list[Choice[str]]:
    """Facts whose id holds what is typed, then those whose question or statement has it; the value is the id."""
    wanted = typed.strip().casefold()
    named = (fact for fact in base.knowledge.facts if wanted and wanted in fact)
    alike = (offer.fact for offer in base.complete(typed, limit=CHOICES))
    ids = islice(dict.fromkeys((*named, *alike)), CHOICES)
    return [Choice(name=choice(f"{each} · {base.knowledge.facts[each].statement}"), value=each) for each in ids]


def offer(
    choices: Callable[[str, Base], list[Choice[str]]], typed: str, *, bot: BriefingBot, command: str
) -> list[Choice[str]]:
    """The choices for what is typed; none where they fail, as autocomplete can tell of no error."""
    try:
        return choices(typed, bot.base)
    except Exception as error:  # noqa: BLE001 - discord.py would log it without an id
        bot.error_handler.log(f"the completion of {command}", error)
        return []
