"""How a date of a sentence stands to the dates of a source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.core.support.quantities import Relation
from bot.core.text.dates import Day


def relate_days(said: Day, source: Iterable[Day]) -> tuple[Relation, Day] | None:
    """How a date of a sentence stands to those of a source, with the one that comes nearest; None where it has none."""
    related = [(_relate(said, day), day) for day in source if _comparable(said, day)]
    order = (Relation.SAME, Relation.OPEN, Relation.DIFFERS)
    return min(related, key=lambda pair: (order.index(pair[0]), -_alike(said, pair[1]), _fields(pair[1])), default=None)


def _alike(said: Day, source: Day) -> int:
    """How many parts both say themselves."""
    parts = (
        (said.year, source.year),
        (said.month, source.month),
        (said.day, source.day),
        (said.weekday, source.weekday),
    )
    return sum(None not in pair for pair in parts)


def _comparable(said: Day, source: Day) -> bool:
    """A mere weekday says nothing to a date, for there are many of them."""
    pairs = _pairs(said, source) if said.weekday is not None else _pairs(said, source)[:-1]
    return any(one is not None and other is not None for one, other in pairs)


def _relate(said: Day, source: Day) -> Relation:
    pairs = _pairs(said, source)
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return Relation.DIFFERS
    return Relation.OPEN if any(one is not None and other is None for one, other in pairs) else Relation.SAME


def _pairs(said: Day, source: Day) -> tuple[tuple[int | None, int | None], ...]:
    return (
        (said.year, source.year),
        (said.month, source.month),
        (said.day, source.day),
        (_weekday(said), source.weekday if source.weekday is not None else _weekday(source)),
    )


def _weekday(day: Day) -> int | None:
    """The weekday that is said; of a source's whole date the one that the calendar gives it."""
    if day.weekday is not None or day.year is None or day.month is None or day.day is None:
        return day.weekday
    return dt.date(day.year, day.month, day.day).weekday()


def _fields(day: Day) -> int:
    return sum(part is not None for part in (day.year, day.month, day.day))
