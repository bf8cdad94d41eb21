"""The story of a base in short: the most important fact of each topic."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.knowledge.model import Fact, Knowledge, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """The most important fact of a topic."""

    topic: Topic
    fact: Fact


def highlights(knowledge: Knowledge) -> tuple[Highlight, ...]:
    """Return the most important fact of each topic, the first of several, in the order of the topics.

    A fact that represents an earlier topic is left out, and so is a topic that has no other.
    """
    found: dict[str, Highlight] = {}
    for topic in knowledge.covered_topics():
        best = next((fact for fact in knowledge.most_important(topic.id) if fact.id not in found), None)
        if best is not None:
            found[best.id] = Highlight(topic=topic, fact=best)
    return tuple(found.values())
