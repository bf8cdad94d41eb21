"""What is suggested while a user types, and what an option's text means when it comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from discord.app_commands import Choice

from bot.app.context import Interaction, RequestContext
from bot.core.factbase.base import Base
from bot.core.knowledge.disputes import disputes
from bot.core.knowledge.model import Fact
from bot.core.text.normalise import fold, fold_typed
from bot.errors import RefusedError
from bot.ui import custom_ids
from bot.ui.fitting import CHOICES, choice

PICKED: Final = "fact:"
"""Prefix of a choice's value, before the id of its fact and the mark of its base (see `ui.custom_ids`).

Discord cuts a value after 100 characters; this is shorter.
"""

_PICKED: Final = re.compile(PICKED + "(?P<fact>[a-z0-9-]{1,64})(~(?P<mark>[a-z2-7]{6}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """The user picked a suggestion, so its fact is meant and no other."""

    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The user typed a text, such as a question."""

    text: str


def read_choice(text: str, base: Base) -> Picked | Typed:
    """Return the fact of a suggestion that was picked, or else the text that was typed.

    Raises RefusedError if the fact has left the base since it was suggested, or was of another base.
    """
    picked = _PICKED.fullmatch(text)
    if picked is None:
        return Typed(text=text)
    fact = base.knowledge.facts.get(picked["fact"])
    if fact is None or (picked["mark"] or "") != custom_ids.mark_of(base.name):
        raise RefusedError("fact_gone")
    return Picked(fact=fact)


def offer(interaction: Interaction, choices: Callable[[RequestContext], list[Choice[str]]]) -> list[Choice[str]]:
    """Return the choices; none if they fail, because a completion cannot show an error."""
    try:
        return choices(RequestContext.of(interaction))
    except RefusedError:  # the base is not loaded
        return []
    except Exception as error:  # noqa: BLE001 - discord.py would drop it
        command = interaction.command.qualified_name if interaction.command else "?"
        interaction.client.error_handler.log_request(f"the completion of /{command}", error)
        return []


def question_choices(typed: str, base: Base, asked: Sequence[str] = ()) -> list[Choice[str]]:
    """Return questions and statements that complete what is typed; the value of each names its fact.

    While nothing is typed, the facts `asked` for most come first, by their ids.
    """
    if _PICKED.fullmatch(typed):
        return _picked_again(typed, base)
    completed = base.complete(typed, limit=len(base.knowledge.facts) if asked else CHOICES)
    first = sorted((each for each in completed if each.fact in asked), key=lambda each: asked.index(each.fact))
    return [_fact_choice(base, each.fact, each.text) for each in dict.fromkeys((*first, *completed))][:CHOICES]


def fact_choices(typed: str, base: Base) -> list[Choice[str]]:
    """Return facts whose id contains what is typed, then those whose question or statement has it.

    The id itself is not shown: readers do not know it.
    """
    if _PICKED.fullmatch(typed):
        return _picked_again(typed, base)
    wanted = typed.strip().casefold()
    named = (fact for fact in base.knowledge.facts if wanted and wanted in fact)
    completed = (each.fact for each in base.complete(typed, limit=CHOICES))
    ids = islice(dict.fromkeys((*named, *completed)), CHOICES)
    return [_fact_choice(base, each, base.knowledge.facts[each].statement) for each in ids]


def claim_choices(typed: str, base: Base) -> list[Choice[str]]:
    """Return disputed claims whose id, statement or attribution contains what is typed, then others."""
    if _PICKED.fullmatch(typed):
        return _picked_again(typed, base)
    wanted = fold_typed(typed)
    claims = {dispute.claim.id: dispute.claim for dispute in disputes(base.knowledge)}
    containing = [
        fact.id for fact in claims.values() if wanted in fold(f"{fact.id} {fact.statement} {fact.attribution}")
    ]
    completed = [each.fact for each in base.complete(typed, limit=CHOICES) if each.fact in claims]
    ids = list(dict.fromkeys([*containing, *completed]))[:CHOICES]
    return [_fact_choice(base, each, claims[each].statement) for each in ids]


def base_choices(typed: str, names: Iterable[str]) -> list[Choice[str]]:
    """Return the names of bases that contain what is typed."""
    wanted = typed.strip().casefold()
    return [Choice(name=name, value=name) for name in names if wanted in name][:CHOICES]


def _picked_again(value: str, base: Base) -> list[Choice[str]]:
    """Return the choice that has this value, which Discord sends when a user goes on typing after a pick."""
    try:
        match read_choice(value, base):
            case Picked(fact=fact):
                return [_fact_choice(base, fact.id, fact.statement)]
            case Typed():
                return []
    except RefusedError:
        return []


def _fact_choice(base: Base, fact: str, text: str) -> Choice[str]:
    """Return a choice that reads `text` and stands for a fact of a base, by its id."""
    mark = custom_ids.mark_of(base.name)
    return Choice(name=choice(text), value=f"{PICKED}{fact}{'~' if mark else ''}{mark}")
