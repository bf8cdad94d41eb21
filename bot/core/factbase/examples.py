"""Example questions: those of the most important facts, and one that the source leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact, Knowledge, Unknown
from bot.core.matching.decision import Answer, NotInSource

LONGEST: Final = 80
"""Characters of an example. A longer question would be cut off where it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question that gets a fact as its answer."""

    question: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """What readers may ask. `open` is a question that the source leaves open, or empty where the base has none."""

    answered: tuple[Example, ...]
    open: str


def examples(base: Base, *, most: int) -> Examples:
    """At most `most` questions, each on another topic, the most important news first.

    An example is the question of a fact or an unknown, asked of the base first: only one that gets its own fact or
    unknown is shown. That takes a few milliseconds for each.
    """
    news = islice(_news(base.knowledge), 2 * most)
    answered = (Example(question=fact.question, fact=fact) for fact in news if _works(fact, base))
    unknowns = islice(base.knowledge.unknowns.values(), most)
    return Examples(
        answered=tuple(islice(answered, most)),
        open=next((unknown.question for unknown in unknowns if _works(unknown, base)), ""),
    )


def _news(knowledge: Knowledge) -> Iterator[Fact]:
    """The most important fact of each topic, the news itself first, then in the order of the topics."""
    places = {topic: place for place, topic in enumerate(knowledge.topics)}
    told: set[str] = set()
    for fact in sorted(knowledge.facts.values(), key=lambda fact: (-fact.importance, places[fact.topics[0]])):
        if not told.intersection(fact.topics):
            told.update(fact.topics)
            yield fact


def _works(entry: Fact | Unknown, base: Base) -> bool:
    """Whether the entry's question is short enough and gets the entry."""
    if len(entry.question) > LONGEST:
        return False
    match base.decide(entry.question):
        case Answer(match=match):
            return match.fact == entry
        case NotInSource(unknown=unknown):
            return unknown == entry
        case _:
            return False
