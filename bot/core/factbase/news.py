"""What is new in a base for those who follow its topics.

A change of what a fact says is a correction, unless its curator marks it as one of the wording alone (`reworded`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.briefing.selection import digests
from bot.core.knowledge.model import Fact, Knowledge


class NewsKind(StrEnum):
    """What happened to a fact."""

    NEW = "new"
    CHANGED = "changed"
    """In its wording only."""
    CORRECTED = "corrected"
    REMOVED = "removed"
    """Retired, or deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact as its followers know it: its statement, its topics, and a digest of what it says.

    If its wording alone was ever changed, the digest ends with `@` and the day on which that was done last.
    """

    digest: str
    statement: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactNews:
    """News of one fact. `before` is its earlier statement, empty for a new fact. `topics` are its old and new ones."""

    fact: str
    kind: NewsKind
    before: str
    topics: tuple[str, ...]


def known_facts(knowledge: Knowledge) -> dict[str, KnownFact]:
    """Return fact id -> what followers know once they were told all of it."""
    written = digests(knowledge)
    return {
        key: KnownFact(digest=_digest(written[key], fact), statement=fact.statement, topics=fact.topics)
        for key, fact in knowledge.facts.items()
    }


def find_news(before: Mapping[str, KnownFact], now: Mapping[str, KnownFact]) -> tuple[FactNews, ...]:
    """Return what readers of the facts would notice: a fact that only changed its topics or phrasings is no news."""
    added = [
        FactNews(fact=key, kind=NewsKind.NEW, before="", topics=fact.topics)
        for key, fact in now.items()
        if key not in before
    ]
    changed = [
        FactNews(fact=key, kind=kind, before=before[key].statement, topics=_both(before[key], fact))
        for key, fact in now.items()
        if key in before and (kind := _change(before[key], fact)) is not None
    ]
    removed = [
        FactNews(fact=key, kind=NewsKind.REMOVED, before=fact.statement, topics=fact.topics)
        for key, fact in before.items()
        if key not in now
    ]
    return (*added, *changed, *removed)


def _digest(digest: str, fact: Fact) -> str:
    return digest if fact.reworded is None else f"{digest}@{fact.reworded.isoformat()}"


def _change(before: KnownFact, now: KnownFact) -> NewsKind | None:
    """Return how a fact has changed; None if readers see no difference."""
    (old, _, old_day), (new, _, new_day) = before.digest.partition("@"), now.digest.partition("@")
    if old == new:
        return None
    return NewsKind.CHANGED if new_day > old_day else NewsKind.CORRECTED


def _both(first: KnownFact, second: KnownFact) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*second.topics, *first.topics)))
