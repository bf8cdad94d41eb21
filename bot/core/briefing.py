"""Which edition of the daily briefing is due, and what it holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import count as counting
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from zoneinfo import ZoneInfo

    from bot.core.facts import Fact, Knowledge

GRACE: Final = dt.timedelta(hours=6)
"""How long after its time a missed edition still goes out."""

LATE_AFTER: Final = dt.timedelta(minutes=5)
"""From when on an edition says that it is late: longer than a restart takes."""

_SECOND: Final = dt.timedelta(seconds=1)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The daily post of one channel: local `time` in `timezone`, and how many facts it tells."""

    channel: int
    time: dt.time
    timezone: ZoneInfo
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEdition:
    """The edition of local date `day` should go out now. `instant` is when it was due (UTC)."""

    day: dt.date
    instant: dt.datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDue:
    """Nothing to send before `next` (UTC)."""

    next: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What the briefing of one local date tells, in order.

    A block is one fact, or a claim followed by what disputes it: a block is told whole or not at all.
    """

    day: dt.date
    blocks: tuple[tuple[Fact, ...], ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts of all blocks."""
        return tuple(fact for block in self.blocks for fact in block)


def due_edition(
    schedule: Schedule,
    now: dt.datetime,
    delivered: Collection[dt.date],
    *,
    grace: dt.timedelta = GRACE,
    late_after: dt.timedelta = LATE_AFTER,
) -> DueEdition | NotDue:
    """Return the edition to send at `now` (aware), or when to look again.

    `delivered` holds the local dates that need no edition any more. Of several missed editions only the newest
    goes out, and none whose time is more than `grace` past. Raises ValueError for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    now = now.astimezone(dt.UTC)
    day, instant = _newest(schedule, now)
    if day not in delivered and now - instant <= grace:
        return DueEdition(day=day, instant=instant, late=now - instant > late_after)
    return NotDue(next=_next(schedule, now, delivered))


def instant_of(schedule: Schedule, day: dt.date) -> dt.datetime:
    """Return when (UTC) the edition of `day` is due.

    A local time that the clocks skip stands for the first instant after the gap, one that they repeat for the first.
    """
    local = dt.datetime.combine(day, schedule.time.replace(tzinfo=None, fold=0), schedule.timezone)
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(schedule.timezone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local)


def edition(knowledge: Knowledge, told: Mapping[str, dt.date], day: dt.date, count: int) -> Edition:
    """Choose `count` blocks: untold facts first, the most important ahead, then those untold for longest.

    `told` maps a fact's id to the date on which it was last told. The same input gives the same edition.
    """
    blocks: list[tuple[Fact, ...]] = []
    taken: set[str] = set()
    for fact in _by_turn(knowledge, told):
        if len(blocks) == count:
            break
        if fact.id not in taken:
            block = _block(fact, knowledge)
            taken.update(member.id for member in block)
            blocks.append(block)
    return Edition(day=day, blocks=tuple(blocks))


def _newest(schedule: Schedule, now: dt.datetime) -> tuple[dt.date, dt.datetime]:
    """The newest edition whose time has come: today's or, ahead of its hour, that of a day before."""
    days = _days(now.astimezone(schedule.timezone).date(), -_DAY)
    return next((day, instant) for day in days if (instant := instant_of(schedule, day)) <= now)


def _next(schedule: Schedule, now: dt.datetime, delivered: Collection[dt.date]) -> dt.datetime:
    days = _days(now.astimezone(schedule.timezone).date(), _DAY)
    coming = ((day, instant_of(schedule, day)) for day in days if day not in delivered)
    return next(instant for _, instant in coming if instant > now)


def _days(first: dt.date, step: dt.timedelta) -> Iterator[dt.date]:
    return (first + step * number for number in counting())


def _end_of_gap(local: dt.datetime) -> dt.datetime:
    """The first instant after the gap that swallows `local`, to the second.

    Read with the offset of before the gap, `local` lies behind its end; read with the one of after, ahead of it.
    """
    ahead = local.replace(fold=1).astimezone(dt.UTC)
    behind = local.replace(fold=0).astimezone(dt.UTC)
    offset = behind.astimezone(local.tzinfo).utcoffset()
    while behind - ahead > _SECOND:
        middle = ahead + (behind - ahead) // 2 // _SECOND * _SECOND
        if middle.astimezone(local.tzinfo).utcoffset() == offset:
            behind = middle
        else:
            ahead = middle
    return behind


def _by_turn(knowledge: Knowledge, told: Mapping[str, dt.date]) -> list[Fact]:
    """All facts, whose turn it is first ahead; equals keep the order of the base."""
    return sorted(knowledge.facts.values(), key=lambda fact: (told.get(fact.id, dt.date.min), -fact.importance))


def _block(fact: Fact, knowledge: Knowledge) -> tuple[Fact, ...]:
    """The fact with all that it disputes or that disputes it, directly or through others; claims ahead of replies."""
    members = {fact.id}
    waiting = [fact.id]
    while waiting:
        others = [other for other in knowledge.disputing.get(waiting.pop(), ()) if other not in members]
        members.update(others)
        waiting.extend(others)
    in_order = [other for key, other in knowledge.facts.items() if key in members]
    return tuple(sorted(in_order, key=lambda member: bool(member.disputes)))
