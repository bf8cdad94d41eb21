"""The schedule of a briefing, and when its next edition is due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bot.core.knowledge.validation import Shape
from bot.core.text.zones import did_you_mean_zone

LATE_AFTER: Final = dt.timedelta(minutes=5)
"""From when on an edition says that it is late: longer than a restart takes."""

DEFAULT_FACTS: Final = 3
"""Facts in one edition unless the schedule says otherwise."""

MAX_FACTS: Final = 5
"""Most facts in one edition: five with their quotes fit into a message of 2,000 characters."""

_SECOND: Final = dt.timedelta(seconds=1)
_DAY: Final = dt.timedelta(days=1)
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _time(value: Any) -> Any:  # noqa: ANN401 - pydantic reports what is not text
    if isinstance(value, str) and not _TIME.fullmatch(value):
        raise ValueError(f"'{value}'")
    return value


def _zone(value: Any) -> Any:  # noqa: ANN401
    try:
        return ZoneInfo(value) if isinstance(value, str) else value
    except (OSError, ValueError, KeyError):
        raise ValueError(f"'{value}'{did_you_mean_zone(value)}") from None


Snowflake = Annotated[int, Field(gt=0, lt=2**63)]
"""One of Discord's ids, which SQLite can store."""


class EditionDays(StrEnum):
    """The days on which a channel gets a briefing: every day, Monday to Friday, or one day of the week."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    def include(self, day: dt.date) -> bool:
        """Return whether `day` is one of them."""
        match self:
            case EditionDays.DAILY:
                return True
            case EditionDays.WEEKDAYS:
                return day.weekday() < _SATURDAY
            case _:
                return _WEEK[day.weekday()] is self


_WEEK: Final = tuple(EditionDays)[-7:]
_SATURDAY: Final = 5  # as dt.date.weekday counts, from Monday


class EditionForm(StrEnum):
    """How much a briefing shows of each fact."""

    FULL = "full"
    """The statement, who says it, and a quote."""

    SHORT = "short"
    """The statement and who says it; the buttons show the quotes."""


class EditionPlace(StrEnum):
    """Where a channel gets each briefing."""

    MESSAGE = "message"
    """In a message of its own."""

    THREAD = "thread"
    """In a new thread, which a short message in the channel opens."""

    POST = "post"
    """In a new post of a forum."""


class Schedule(Shape):
    """When and how a channel gets its briefing, as `briefings` in config.yaml has it.

    `time` is local to `timezone`. `role` is mentioned, and with `thread` each briefing is in a thread of its own; in a
    forum, each is a post anyway.
    """

    channel: Snowflake = Field(description="the id of a channel, a whole number")
    time: Annotated[dt.time, BeforeValidator(_time)] = Field(description='a time of day such as "08:00"')
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = Field(
        description="a zone of the IANA list such as Europe/London"
    )
    facts: int = Field(DEFAULT_FACTS, ge=1, le=MAX_FACTS, description=f"a whole number from 1 to {MAX_FACTS}")
    days: EditionDays = Field(EditionDays.DAILY, description="daily, weekdays or a day such as monday")
    only_new: bool = Field(default=False, description="true or false")
    role: Snowflake | None = Field(None, description="the id of a role, a whole number, or null")
    thread: bool = Field(default=False, description="true or false")
    form: EditionForm = Field(EditionForm.FULL, description="full or short")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueEdition:
    """The edition of local date `day` is to be sent now. `instant` is when it was due (UTC)."""

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
    grace: dt.timedelta,
    since: dt.datetime | None = None,
) -> DueEdition | NotDue:
    """Return the edition to send at `now` (aware), or when to look again.

    `delivered` has the local dates that need no edition. Of several missed editions only the newest goes
    out, and none that was due before `since` (aware) or is more than `grace` late; one that is not late yet always
    does. Raises ValueError for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")
    now = now.astimezone(dt.UTC)
    day, instant = _newest(schedule, now)
    wanted = since is None or instant >= since
    if wanted and day not in delivered and now - instant <= max(grace, LATE_AFTER):
        return DueEdition(day=day, instant=instant, late=now - instant > LATE_AFTER)
    return _next(schedule, now, delivered)


def instant_of(schedule: Schedule, day: dt.date) -> dt.datetime:
    """Return when (UTC) the edition of `day` is due.

    A local time that the clocks skip means the first instant after the gap; one that they repeat, the first of both.
    """
    return _instant(dt.datetime.combine(day, schedule.time.replace(tzinfo=None, fold=0), schedule.timezone))


def _newest(schedule: Schedule, now: dt.datetime) -> tuple[dt.date, dt.datetime]:
    """Return the newest edition whose time has come: today's, or else an earlier day's."""
    days = _days(schedule, now, -_DAY)
    return next((day, instant) for day in days if (instant := instant_of(schedule, day)) <= now)


def _next(schedule: Schedule, now: dt.datetime, delivered: Collection[dt.date]) -> NotDue:
    coming = ((day, instant_of(schedule, day)) for day in _days(schedule, now, _DAY) if day not in delivered)
    return next(NotDue(day=day, next=instant) for day, instant in coming if instant > now)


def _exists(day: dt.date, zone: ZoneInfo) -> bool:
    """Return whether the zone has the date at all: one that moves across the date line skips a day."""
    midnight = dt.datetime.combine(day, dt.time(), zone)
    return _instant(midnight).astimezone(zone).date() == day


def _days(schedule: Schedule, now: dt.datetime, step: dt.timedelta) -> Iterator[dt.date]:
    """Yield the schedule's days from the local date of `now` on, except those that the zone never had."""
    first = now.astimezone(schedule.timezone).date()
    days = (first + step * number for number in count())
    return (day for day in days if schedule.days.include(day) and _exists(day, schedule.timezone))


def _instant(local: dt.datetime) -> dt.datetime:
    instant = local.astimezone(dt.UTC)
    if instant.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return instant
    return _end_of_gap(local)


def _end_of_gap(local: dt.datetime) -> dt.datetime:
    """Return the first instant after the gap that skips `local`, to the second.

    The offset from before the gap puts `local` after the gap's end, the offset from after the gap puts it before.
    """
    before = local.replace(fold=1).astimezone(dt.UTC)
    after = local.replace(fold=0).astimezone(dt.UTC)
    offset = after.astimezone(local.tzinfo).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2 // _SECOND * _SECOND
        if middle.astimezone(local.tzinfo).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after
