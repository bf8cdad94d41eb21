"""Example questions: those of the most important facts, and one that the source does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

from bot.core.knowledge.columns import rows_of
from bot.core.knowledge.model import Fact, Knowledge, Unknown
from bot.core.matching.decision import Answer, NotInSource, Outcome

LONGEST: Final = 80
"""Largest length of an example in characters. Longer questions would be cut off where they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A question and the fact that answers it."""

    question: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Questions that readers may ask. `open` is one that the source does not answer; empty if there is none."""

    answered: tuple[Example, ...]
    open: str


class AnswersQuestions(Protocol):
    """What the examples need of a base."""

    @property
    def knowledge(self) -> Knowledge:
        """The facts."""

    def decide(self, question: str) -> Outcome:
        """Return the reply to a question."""


def choose_examples(base: AnswersQuestions, *, most: int) -> Examples:
    """Return at most `most` questions, each on another topic, the most important news first.

    An example is the question of a fact or an unknown. The base is asked each one first, which takes a few
    milliseconds, and only those that it answers with their own fact or unknown are returned.
    """
    news = islice(_news(base.knowledge), 2 * most)
    answered = (Example(question=fact.question, fact=fact) for fact in news if _works(fact, base))
    unknowns = islice(base.knowledge.unknowns.values(), most)
    return Examples(
        answered=tuple(islice(answered, most)),
        open=next((unknown.question for unknown in unknowns if _works(unknown, base)), ""),
    )


def _news(knowledge: Knowledge) -> Iterator[Fact]:
    """Yield the most important fact of each topic, the most important first, then in the order of the topics."""
    order = {topic: place for place, topic in enumerate(knowledge.topics)}
    columns, rows = knowledge.columns, rows_of(knowledge.facts)
    topics = [columns.topics.sets[number] for number in columns.topics.numbers.tolist()]
    importance = columns.importance.tolist()
    covered: set[str] = set()
    for place in sorted(range(len(rows)), key=lambda place: (-importance[place], order[topics[place][0]])):
        if covered.isdisjoint(topics[place]):
            covered.update(topics[place])
            yield rows[place]


def _works(entry: Fact | Unknown, base: AnswersQuestions) -> bool:
    """Return whether the entry's question is short enough and is answered with the entry."""
    if len(entry.question) > LONGEST:
        return False
    match base.decide(entry.question):
        case Answer(match=match):
            return match.fact == entry
        case NotInSource(unknown=unknown):
            return unknown == entry
        case _:
            return False
