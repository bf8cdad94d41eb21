"""Choose the facts of an edition of the daily briefing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import Fact, Knowledge

_DIGEST_SIZE: Final = 16  # bytes; far more than needed to tell two wordings of one fact apart


class News(StrEnum):
    """What happened to a fact since the channel's last edition."""

    NEW = "new"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The facts in the briefing of one local date, in order.

    A block is one fact, or a claim followed by the facts that dispute it, and is never split. `news` has the ids of the
    facts that are new or changed since the channel's last edition; `first` is true if there was none.
    """

    day: dt.date
    blocks: tuple[tuple[Fact, ...], ...]
    news: Mapping[str, News] = field(default_factory=lambda: MappingProxyType({}))
    first: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of all blocks."""
        return tuple(fact for block in self.blocks for fact in block)


def select_edition(
    knowledge: Knowledge,
    *,
    told: Mapping[str, dt.date],
    last: Mapping[str, str] | None,
    day: dt.date,
    count: int,
) -> Edition:
    """Choose `count` blocks: news, then facts that the channel never had, by importance, then those it had longest ago.

    `told` maps a fact's id to the date of the channel's last edition with it; `last` maps it to its digest at the
    channel's last edition, or is None if there was none. The same input returns the same edition.
    """
    news = _news(knowledge, last)
    blocks: list[tuple[Fact, ...]] = []
    taken: set[str] = set()
    for fact in _in_order(knowledge, told, news):
        if len(blocks) == count:
            break
        if fact.id not in taken:
            block = _block(fact, knowledge)
            taken.update(member.id for member in block)
            blocks.append(block)
    shown = {key: sort for key, sort in news.items() if key in taken}
    return Edition(day=day, blocks=tuple(blocks), news=MappingProxyType(shown), first=last is None)


def digests(knowledge: Knowledge) -> dict[str, str]:
    """Return fact id -> digest of what a reader sees, so without questions, topics and importance."""
    return {key: _digest(fact) for key, fact in knowledge.facts.items()}


def digests_to_keep(knowledge: Knowledge, last: Mapping[str, str] | None, told: Collection[str]) -> dict[str, str]:
    """Return the digests for the next edition to compare with, after an edition with the facts `told`.

    A changed fact that did not fit keeps its old digest, so that a later edition reports the change.
    """
    old = last or {}
    return {key: now if key in told else old.get(key, now) for key, now in digests(knowledge).items()}


def _digest(fact: Fact) -> str:
    when = fact.when.isoformat() if fact.when else None
    quotes = [(quote.source, quote.exact) for quote in fact.quotes]
    shown = json.dumps([fact.statement, fact.standing, fact.attribution, when, quotes])
    return hashlib.blake2b(shown.encode(), digest_size=_DIGEST_SIZE).hexdigest()


def _news(knowledge: Knowledge, last: Mapping[str, str] | None) -> dict[str, News]:
    if last is None:
        return {}
    now = digests(knowledge)
    added = {key: News.NEW for key in now if key not in last}
    return added | {key: News.CHANGED for key, digest in now.items() if last.get(key, digest) != digest}


def _in_order(knowledge: Knowledge, told: Mapping[str, dt.date], news: Mapping[str, News]) -> list[Fact]:
    """Return all facts in the order of their turn, else in that of the base."""

    def turn(fact: Fact) -> tuple[bool, dt.date, int]:
        fresh = fact.id in news
        return not fresh, dt.date.min if fresh else told.get(fact.id, dt.date.min), -fact.importance

    return sorted(knowledge.facts.values(), key=turn)


def _block(fact: Fact, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Return the fact with all that it disputes or that dispute it, directly or not, claims first."""
    members = {fact.id}
    waiting = [fact.id]
    while waiting:
        others = [other for other in knowledge.disputing.get(waiting.pop(), ()) if other not in members]
        members.update(others)
        waiting.extend(others)
    in_order = [other for key, other in knowledge.facts.items() if key in members]
    return tuple(sorted(in_order, key=lambda member: bool(member.disputes)))
