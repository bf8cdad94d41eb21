"""Questions to begin with: asks of the base's most important facts that get these facts, and one that gets none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Final

from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact, Knowledge, Unknown
from bot.core.matching.decision import Answer, NotInSource

LONGEST: Final = 80
"""Characters of an example; a longer ask is none, as it would be cut where it is shown."""

_TRIED: Final = 3  # asks of an entry that are asked of the base before it is left aside
_SPANISH: Final = "¿"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question that gets a fact as its answer."""

    question: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What may be asked; `open` is a question that the source leaves open, empty where the base has none."""

    answered: tuple[Example, ...]
    open: str


def examples(base: Base, *, spanish: bool, most: int) -> Examples:
    """At most `most` questions, each on another topic, the news itself first; Spanish ones where there are any.

    A few dozen questions are asked of the base at the most, however large it is: some tenths of a second.
    """
    asked_for = partial(_asked_for, base=base, spanish=spanish)
    found = ((fact, asked_for(fact)) for fact in islice(_news(base.knowledge), 2 * most))
    answered = (Example(question=question, fact=fact) for fact, question in found if question)
    silent = map(asked_for, islice(base.knowledge.unknowns.values(), most))
    return Examples(answered=tuple(islice(answered, most)), open=next(filter(None, silent), ""))


def _news(knowledge: Knowledge) -> Iterator[Fact]:
    """The most important fact of each topic, those of the news itself first; then in the order of the topics."""
    places = {topic: place for place, topic in enumerate(knowledge.topics)}
    told: set[str] = set()
    for fact in sorted(knowledge.facts.values(), key=lambda fact: (-fact.importance, places[fact.topics[0]])):
        if not told.intersection(fact.topics):
            told.update(fact.topics)
            yield fact


def _asked_for(entry: Fact | Unknown, *, base: Base, spanish: bool) -> str:
    """An ask by which the entry is found; empty where none of the first few is."""
    tried = _inviting(entry.asks, spanish=spanish)[:_TRIED]
    return next((ask for ask in tried if _gets(ask, entry, base)), "")


def _inviting(asks: Sequence[str], *, spanish: bool) -> list[str]:
    """The asks that fit, full questions in the reader's language first."""
    fitting = [ask for ask in asks if len(ask) <= LONGEST]
    return sorted(fitting, key=lambda ask: (ask.startswith(_SPANISH) is not spanish, not ask.endswith("?")))


def _gets(question: str, entry: Fact | Unknown, base: Base) -> bool:
    match base.decide(question):
        case Answer(match=match):
            return match.fact == entry
        case NotInSource(unknown=unknown):
            return unknown == entry
        case _:
            return False
