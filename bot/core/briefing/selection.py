"""Choose the facts of an edition of a briefing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
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

    A block is one fact, or a claim followed by facts that dispute it. `news` has the ids of the facts that are new or
    changed since the channel's last edition; `first` is true if there was none.
    """

    day: dt.date
    blocks: tuple[tuple[Fact, ...], ...]
    news: Mapping[str, News] = field(default_factory=lambda: MappingProxyType({}))
    first: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of all blocks."""
        return tuple(fact for block in self.blocks for fact in block)

    @property
    def has_news(self) -> bool:
        """Whether it tells the channel something new; to a channel without an earlier edition, all facts are."""
        return bool(self.news) or (self.first and bool(self.blocks))


def select_edition(
    knowledge: Knowledge,
    *,
    told: Mapping[str, dt.date],
    last: Mapping[str, str] | None,
    day: dt.date,
    count: int,
) -> Edition:
    """Choose `count` facts, or all if the base has fewer: news, those the channel never had, those it had long ago.

    Among equals the more important comes first. Facts of a topic that the edition already has wait, except news, as
    long as other topics have facts. `told` maps a fact's id to the date of the channel's last edition with it; `last`
    maps it to its digest at the channel's last edition, or is None if there was none. The same input returns the same
    edition.
    """
    news = _news(knowledge, last)
    in_order = _in_order(knowledge, told, news)
    blocks = _blocks(in_order, [fact for fact in in_order if fact.id in news], knowledge, count)
    shown = {fact.id: news[fact.id] for block in blocks for fact in block if fact.id in news}
    return Edition(day=day, blocks=blocks, news=MappingProxyType(shown), first=last is None)


def next_facts(
    knowledge: Knowledge,
    *,
    told: Mapping[str, dt.date],
    last: Mapping[str, str] | None,
    without: Collection[str],
    count: int,
) -> tuple[Fact, ...]:
    """Return the `count` facts whose turn comes after an edition with the facts `without`: news first."""
    waiting = (fact for fact in _in_order(knowledge, told, _news(knowledge, last)) if fact.id not in without)
    return tuple(islice(waiting, count))


def digests(knowledge: Knowledge) -> dict[str, str]:
    """Return fact id -> digest of what a reader sees, so without questions, topics and importance."""
    return {key: _digest(fact) for key, fact in knowledge.facts.items()}


def digests_to_keep(knowledge: Knowledge, last: Mapping[str, str] | None, told: Collection[str]) -> dict[str, str]:
    """Return the digests for the next edition to compare with, after an edition with the facts `told`.

    A changed fact that did not fit keeps its old digest, and a new one has none, so that a later edition reports them.
    """
    now = digests(knowledge)
    if last is None:
        return now
    return {key: digest if key in told else last[key] for key, digest in now.items() if key in told or key in last}


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


def _blocks(
    in_order: Sequence[Fact], news: Sequence[Fact], knowledge: Knowledge, count: int
) -> tuple[tuple[Fact, ...], ...]:
    """Choose blocks with `count` facts in total.

    The news come before the others. Each time, facts of topics that are not covered yet come first, then any, and at
    last parts of blocks that are larger than the room that is left.
    """
    blocks: list[tuple[Fact, ...]] = []
    taken: set[str] = set()
    topics: set[str] = set()
    room = count
    passes = [(facts, repeat, False) for facts in (news, in_order) for repeat in (False, True)] + [
        (in_order, True, True)
    ]
    for facts, repeat, cut in passes:
        for fact in facts:
            if room == 0:
                return tuple(blocks)
            if fact.id in taken or (not repeat and topics.intersection(fact.topics)):
                continue
            block = _block(fact, knowledge, taken, room if cut else count)
            covers = {topic for member in block for topic in member.topics}
            if len(block) <= room and (repeat or not topics & covers):
                blocks.append(block)
                taken.update(member.id for member in block)
                topics |= covers
                room -= len(block)
    return tuple(blocks)


def _block(fact: Fact, knowledge: Knowledge, taken: Collection[str], most: int) -> tuple[Fact, ...]:
    """Return the fact with what it disputes and what disputes it, directly or not, claims first.

    Of more than `most` facts, those remain that are the fewest steps away from the fact.
    """
    members = [fact.id]
    for key in members:  # grows while it is read
        others = (other for other in knowledge.disputing.get(key, ()) if other not in members and other not in taken)
        members += islice(others, most - len(members))
    if members == [fact.id]:
        return (fact,)
    in_order = [other for key, other in knowledge.facts.items() if key in members]
    return tuple(sorted(in_order, key=lambda member: bool(member.disputes)))
