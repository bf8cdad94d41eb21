"""The facts that have a date, in the order of time."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final

import numpy as np

from bot.core.knowledge.model import Fact, Knowledge, LargeFacts
from bot.core.text.dates import ALWAYS, DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day with its facts, at least one, the most important first; those of a large base are read when needed."""

    date: dt.date
    facts: Sequence[Fact]


class Unit(StrEnum):
    """The length of time that one row of a timeline covers."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    MILLENNIUM = "millennium"


_YEARS: Final = {Unit.YEAR: 1, Unit.DECADE: 10, Unit.CENTURY: 100, Unit.MILLENNIUM: 1000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A unit of time with facts: its first and last day in the calendar, and its days that have facts."""

    unit: Unit
    first: dt.date
    last: dt.date
    days: tuple[Day, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts in the order of time."""
        return tuple(fact for day in self.days for fact in day.facts)

    @property
    def count(self) -> int:
        """How many facts there are, without reading any."""
        return sum(len(day.facts) for day in self.days)


def days(knowledge: Knowledge, within: DateRange = ALWAYS) -> tuple[Day, ...]:
    """Return the days within a range that have facts, earliest first."""
    if isinstance(knowledge.facts, LargeFacts):
        return _days_of_many(knowledge.facts, within)
    dated = [(fact.when, fact) for fact in knowledge.dated(within) if fact.when]
    dated.sort(key=lambda pair: (pair[0], -pair[1].importance))
    grouped = groupby(dated, key=lambda pair: pair[0])
    return tuple(Day(date=date, facts=tuple(fact for _, fact in pairs)) for date, pairs in grouped)


def _days_of_many(facts: LargeFacts, within: DateRange) -> tuple[Day, ...]:
    columns, places = facts.columns, facts.columns.dated(within)
    places = places[np.lexsort((-columns.importance[places], columns.days[places]))]
    dates, firsts = np.unique(columns.days[places], return_index=True)
    parts = np.split(places, firsts[1:]) if len(dates) else []
    return tuple(
        Day(date=dt.date.fromordinal(date), facts=facts.pick(part.tolist()))
        for date, part in zip(dates.tolist(), parts, strict=True)
    )


def rows(shown: Sequence[Day], most: int) -> tuple[Row, ...]:
    """Group the days into at most `most` rows: days if they fit, else months, years and so on.

    Ten rows always suffice, as the calendar has ten millennia.
    """
    found: tuple[Row, ...] = ()
    for unit in Unit:
        found = tuple(_grouped(shown, unit))
        if len(found) <= most:
            break
    return found


def _grouped(shown: Iterable[Day], unit: Unit) -> Iterable[Row]:
    bounds: Callable[[Day], tuple[dt.date, dt.date]] = lambda day: _bounds(day.date, unit)  # noqa: E731 - a key
    for (first, last), group in groupby(shown, key=bounds):
        yield Row(unit=unit, first=first, last=last, days=tuple(group))


def _bounds(day: dt.date, unit: Unit) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the unit that contains a day."""
    match unit:
        case Unit.DAY:
            return day, day
        case Unit.MONTH:
            return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        case _:
            years = _YEARS[unit]
            start = day.year // years * years
            end = min(start + years - 1, dt.MAXYEAR)
            return dt.date(max(start, dt.MINYEAR), 1, 1), dt.date(end, 12, 31)
