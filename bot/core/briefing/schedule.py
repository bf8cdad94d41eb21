"""When an edition of the daily briefing is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count as counting
from typing import Final
from zoneinfo import ZoneInfo

GRACE: Final = dt.timedelta(hours=6)
"""How long after its time a missed edition still goes out."""

LATE_AFTER: Final = dt.timedelta(minutes=5)
"""From when on an edition says that it is late: longer than a restart takes."""

_SECOND: Final = dt.timedelta(seconds=1)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The daily post of one channel: local `time` in `timezone`, and how many facts it tells.

    No edition whose time was before `since` (aware) has been missed; None sets no such bound.
    """

    channel: int
    time: dt.time
    timezone: ZoneInfo
    facts: int
    since: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEdition:
    """The edition of local date `day` should go out now. `instant` is when it was due (UTC)."""

    day: dt.date
    instant: dt.datetime
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDue:
    """Nothing to send before `next` (UTC), the instant of the edition of local date `day`."""

    next: dt.datetime
    day: dt.date


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
    goes out, and none whose time is more than `grace` past; one that is not late yet always does. Raises ValueError
    for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    now = now.astimezone(dt.UTC)
    day, instant = _newest(schedule, now)
    wanted = schedule.since is None or instant >= schedule.since
    if wanted and day not in delivered and now - instant <= max(grace, late_after):
        return DueEdition(day=day, instant=instant, late=now - instant > late_after)
    return _next(schedule, now, delivered)


def instant_of(schedule: Schedule, day: dt.date) -> dt.datetime:
    """Return when (UTC) the edition of `day` is due.

    A local time that the clocks skip stands for the first instant after the gap, one that they repeat for the first.
    """
    return _instant(dt.datetime.combine(day, schedule.time.replace(tzinfo=None, fold=0), schedule.timezone))


def _newest(schedule: Schedule, now: dt.datetime) -> tuple[dt.date, dt.datetime]:
    """The newest edition whose time has come: today's or, ahead of its hour, that of a day before."""
    days = _days(schedule, now, -_DAY)
    return next((day, instant) for day in days if (instant := instant_of(schedule, day)) <= now)


def _next(schedule: Schedule, now: dt.datetime, delivered: Collection[dt.date]) -> NotDue:
    coming = ((day, instant_of(schedule, day)) for day in _days(schedule, now, _DAY) if day not in delivered)
    return next(NotDue(day=day, next=instant) for day, instant in coming if instant > now)


def _exists(day: dt.date, zone: ZoneInfo) -> bool:
    """Whether the zone has the date at all: one that moves across the date line leaves a day out."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    return _instant(midnight).astimezone(zone).date() == day


def _days(schedule: Schedule, now: dt.datetime, step: dt.timedelta) -> Iterator[dt.date]:
    """The local dates from that of `now` on, without those that the zone never had."""
    first = now.astimezone(schedule.timezone).date()
    days = (first + step * number for number in counting())
    return (day for day in days if _exists(day, schedule.timezone))


def _instant(local: dt.datetime) -> dt.datetime:
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local)


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
