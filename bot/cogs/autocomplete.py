"""What is suggested while a user types, and what an option's text means when it comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from discord.app_commands import Choice

from bot.app.context import Interaction, RequestContext
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact, Knowledge
from bot.ui.fitting import CHOICES, choice

PICKED: Final = "fact:"
"""Prefix of a choice's value, before the id of its fact. Discord cuts a value after 100 characters; ids are shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The user picked a suggestion, so its fact is meant and no other."""

    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The user typed a question."""

    question: str


def read_question(text: str, knowledge: Knowledge) -> Picked | Typed:
    """Return the fact of a suggestion that was picked, or else the question that was typed."""
    fact = knowledge.facts.get(text.removeprefix(PICKED)) if text.startswith(PICKED) else None
    return Typed(question=text) if fact is None else Picked(fact=fact)


def offer(interaction: Interaction, choices: Callable[[RequestContext], list[Choice[str]]]) -> list[Choice[str]]:
    """Return the choices; none if they fail, because a completion cannot show an error."""
    ctx = RequestContext.of(interaction)
    try:
        return choices(ctx)
    except Exception as error:  # noqa: BLE001 - discord.py would drop it
        command = interaction.command.qualified_name if interaction.command else "?"
        ctx.bot.error_handler.log(f"the completion of /{command}", error)
        return []


def question_choices(typed: str, base: Base) -> list[Choice[str]]:
    """Return questions and statements that complete what is typed; the value of each names its fact."""
    match read_question(typed, base.knowledge):
        case Picked(fact=fact):
            return [Choice(name=choice(fact.statement), value=PICKED + fact.id)]
        case Typed():
            completions = base.complete(typed, limit=CHOICES)
            return [Choice(name=choice(each.text), value=PICKED + each.fact) for each in completions]


def fact_choices(typed: str, base: Base) -> list[Choice[str]]:
    """Return facts whose id contains what is typed, then those whose question or statement has it."""
    wanted = typed.strip().casefold()
    named = (fact for fact in base.knowledge.facts if wanted and wanted in fact)
    completed = (each.fact for each in base.complete(typed, limit=CHOICES))
    ids = islice(dict.fromkeys((*named, *completed)), CHOICES)
    return [Choice(name=choice(f"{each} · {base.knowledge.facts[each].statement}"), value=each) for each in ids]
