"""Read a day, a month or a year as people type it, in English or Spanish."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.text import fold

_LONGEST: Final = 60  # characters; no date takes more
_SHORTEST_NAME: Final = 3  # letters of a month's name that suffice: "oct", "ago", "sept"
_THIS_CENTURY: Final = 2000  # what two digits of a year are added to

_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                ("january", "enero"),
                ("february", "febrero"),
                ("march", "marzo"),
                ("april", "abril"),
                ("may", "mayo"),
                ("june", "junio"),
                ("july", "julio"),
                ("august", "agosto"),
                ("september", "septiembre", "setiembre"),
                ("october", "octubre"),
                ("november", "noviembre"),
                ("december", "diciembre"),
            ),
            1,
        )
        for name in names
    }
)
_FILLING: Final = frozenset("de del el of the st nd rd th o a ro er".split())
"""Words of a date that say nothing more, and the endings of ordinal numbers."""

_SHAPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "M": ("month",),
        "MY": ("month", "year"),
        "YM": ("year", "month"),
        "MN": ("month", "day"),
        "NM": ("day", "month"),
        "MNY": ("month", "day", "year"),
        "NMY": ("day", "month", "year"),
        "YMN": ("year", "month", "day"),
        "MNN": ("month", "day", "short"),
        "NMN": ("day", "month", "short"),
        "Y": ("year",),
        "YN": ("year", "month"),
        "NY": ("month", "year"),
        "YNN": ("year", "month", "day"),
        "NN": ("day", "month"),
        "NNY": ("day", "month", "year"),
        "NNN": ("day", "month", "short"),
    }
)
"""What the parts of a date stand for, by their kinds (see `_kind`); `short` is a year of two digits."""

_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_DATE: Final = re.compile(r"[\w\s,./'-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A day, a month or a year that was meant: its first and its last day."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """What was typed is no date."""


def read_period(typed: str, dated: Sequence[dt.date], *, month_first: bool) -> Period | Unread:
    """The period that `2025-10-15`, `15 de octubre de 2025`, `Oct 15`, `15/10/2025`, `October` or `2025` stands for.

    Where no year is typed it is the latest in which one of the days `dated` fits, else the latest of all. Of two
    numbers the first is the month where `month_first`, as in the United States; the other order is taken where only
    that one makes a date.
    """
    text = fold(typed)
    if len(text) > _LONGEST or not _DATE.fullmatch(text):
        return Unread()
    tokens = [token for token in _TOKEN.findall(text) if token not in _FILLING]
    for parts in _readings(tokens, month_first=month_first):
        try:
            period = _period(parts, dated)
        except ValueError:  # a day that no calendar has
            continue
        if isinstance(period, Period):
            return period
    return Unread()


def _readings(tokens: Sequence[str], *, month_first: bool) -> tuple[Mapping[str, int], ...]:
    """What the tokens may mean, the likeliest first: numbers by `year`, `month` and `day`."""
    shape = "".join(map(_kind, tokens))
    if shape not in _SHAPES:
        return ()
    values = [_month(token) or int(token) for token in tokens]
    names = _SHAPES[shape]
    orders = [names]
    if shape.startswith("NN"):
        orders.append((names[1], names[0], *names[2:]))
    return tuple(_full(dict(zip(order, values, strict=True))) for order in (orders[::-1] if month_first else orders))


def _full(parts: Mapping[str, int]) -> Mapping[str, int]:
    """The parts with a year of two digits in full."""
    return {"year": _THIS_CENTURY + parts["short"], **parts} if "short" in parts else parts


def _kind(token: str) -> str:
    """One letter: M a month's name, Y a year of four digits, N a number of one or two, ? anything else."""
    if not token.isdigit():
        return "M" if _month(token) else "?"
    return {1: "N", 2: "N", 4: "Y"}.get(len(token), "?")


def _month(token: str) -> int | None:
    """The month of a name or of its beginning."""
    if len(token) < _SHORTEST_NAME:
        return None
    return next((number for name, number in _MONTHS.items() if name.startswith(token)), None)


def _period(parts: Mapping[str, int], dated: Sequence[dt.date]) -> Period | Unread:
    """The days of a reading. Raises ValueError where the calendar has no such day."""
    month, day = parts.get("month"), parts.get("day")
    year = parts["year"] if "year" in parts else _year(month, day, dated)
    if year is None:
        return Unread()
    if month is None:
        return Period(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
    if day is None:
        first = dt.date(year, month, 1)
        return Period(first=first, last=first.replace(day=calendar.monthrange(year, month)[1]))
    only = dt.date(year, month, day)
    return Period(first=only, last=only)


def _year(month: int | None, day: int | None, dated: Sequence[dt.date]) -> int | None:
    fitting = [each.year for each in dated if each.month == month and day in (None, each.day)]
    return max(fitting or [each.year for each in dated], default=None)
