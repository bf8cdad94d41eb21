"""Read a day, a month or a year as people type it, in English or Spanish."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.text.normalise import fold

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
class DateRange:
    """The days from `first` to `last`, both included; None is an open end."""

    first: dt.date | None = None
    last: dt.date | None = None

    def __contains__(self, day: dt.date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


ALWAYS: Final = DateRange()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotADate:
    """What was typed is no date."""


def read_date_range(typed: str, dated: Sequence[dt.date], *, month_first: bool) -> DateRange | NotADate:
    """The period that `2025-10-15`, `15 de octubre de 2025`, `Oct 15`, `15/10/2025`, `October` or `2025` stands for.

    Where no year is typed it is the latest in which one of the days `dated` fits, else the latest of all. Of two
    numbers the first is the month where `month_first`, as in the United States; the other order is taken where only
    that one makes a date.
    """
    text = fold(typed)
    if len(text) > _LONGEST or not _DATE.fullmatch(text):
        return NotADate()
    tokens = [token for token in _TOKEN.findall(text) if token not in _FILLING]
    for parts in _readings(tokens, month_first=month_first):
        try:
            period = _period(parts, dated)
        except ValueError:  # a day that no calendar has
            continue
        if isinstance(period, DateRange):
            return period
    return NotADate()


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


def _period(parts: Mapping[str, int], dated: Sequence[dt.date]) -> DateRange | NotADate:
    """The days of a reading. Raises ValueError where the calendar has no such day."""
    month, day = parts.get("month"), parts.get("day")
    year = parts["year"] if "year" in parts else _year(month, day, dated)
    if year is None:
        return NotADate()
    if month is None:
        return DateRange(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
    if day is None:
        first = dt.date(year, month, 1)
        return DateRange(first=first, last=first.replace(day=calendar.monthrange(year, month)[1]))
    only = dt.date(year, month, day)
    return DateRange(first=only, last=only)


def _year(month: int | None, day: int | None, dated: Sequence[dt.date]) -> int | None:
    fitting = [each.year for each in dated if each.month == month and day in (None, each.day)]
    return max(fitting or [each.year for each in dated], default=None)


_MONTHS_AND_SHORT: Final = (
    "january jan enero", "february feb febrero", "march mar marzo", "april apr abril", "may mayo", "june jun junio",
    "july jul julio", "august aug agosto", "september sept sep septiembre setiembre", "october oct octubre",
    "november nov noviembre", "december dec diciembre",
)  # fmt: skip
_WEEKDAYS: Final = (
    "monday lunes", "tuesday martes", "wednesday miercoles", "thursday jueves", "friday viernes", "saturday sabado",
    "sunday domingo",
)  # fmt: skip
_MONTH: Final = {word: number for number, both in enumerate(_MONTHS_AND_SHORT, 1) for word in both.split()}
_WEEKDAY: Final = {word: number for number, both in enumerate(_WEEKDAYS) for word in both.split()}
# Months that are everyday words as well: alone they are no date unless they have a capital.
_EVERYDAY: Final = frozenset({"may", "march", "mar", "mayo"})

_LETTERS: Final = r"[^\W\d_]"
_M: Final = rf"(?P<month>{_LETTERS}{{3,10}})\.?"
_D: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º)?"
_Y: Final = r"(?P<year>(?:1[5-9]|20)\d\d)"
_END: Final = r"(?![\w-])"
_START: Final = r"(?<![\w.,:-])"
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_START}(?P<year>\d{{4}})-(?P<month_number>\d{{2}})-(?P<day>\d{{2}}){_END}",
        rf"{_START}(?:the )?{_D}(?:\s+(?:of|de))?\s+{_M}(?:,?\s+(?:(?:of|de|del)\s+)?{_Y})?{_END}",
        rf"(?<![\w-]){_M}\s+(?:the )?{_D}(?:,?\s+{_Y})?{_END}",
        rf"(?<![\w-]){_M},?\s+(?:(?:of|de|del)\s+)?{_Y}{_END}",
        rf"(?<![\w-]){_M}{_END}",
        rf"(?<![\w-])(?P<weekday>{_LETTERS}{{5,9}}){_END}",
        # "2000 people" has no year in it, "in 2000" has.
        rf"(?<![\w-])(?:in|since|of|by|until|from|before|after|for|en|desde|de|del|hasta)\s+{_Y}{_END}",
        rf"{_START}{_Y}(?=\s*(?:[,.;:!?)]|$))",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """As much of a date as is said; weekdays count from 0, Monday. `start` and `end` tell where it stands."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    start: int = 0
    end: int = 0

    @classmethod
    def of(cls, date: dt.date) -> PartialDate:
        """Return a whole date; its weekday is left to the calendar."""
        return cls(year=date.year, month=date.month, day=date.day)


def find_dates(text: str) -> tuple[PartialDate, ...]:
    """The dates of a text, in order; a weekday beside a date is one of its own."""
    found: list[PartialDate] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _read_day(match)
            if day is not None and all(day.end <= other.start or other.end <= day.start for other in found):
                found.append(day)
    return tuple(sorted(found, key=lambda day: day.start))


def _read_day(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    year, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "day"))
    month = int(parts["month_number"]) if parts.get("month_number") else None
    if parts.get("month"):
        month = _MONTH.get(fold(parts["month"]))
        if month is None or (year is None and day is None and not _surely(parts["month"])):
            return None
    weekday = _WEEKDAY.get(fold(parts["weekday"])) if parts.get("weekday") else None
    if (year, month, weekday) == (None, None, None) or not _in_the_calendar(year, month, day):
        return None
    start = match.start("year") if month is None and weekday is None else match.start()
    return PartialDate(year=year, month=month, day=day, weekday=weekday, start=start, end=match.end())


def _surely(month: str) -> bool:
    return fold(month) not in _EVERYDAY and len(month) > 3  # noqa: PLR2004 - "mar" and "dec" may be anything


def _in_the_calendar(year: int | None, month: int | None, day: int | None) -> bool:
    if day is None:
        return month is None or 1 <= month <= 12  # noqa: PLR2004
    try:
        # A year that leaps, where none is said.
        dt.date(year or 2024, month or 1, day)
    except ValueError:
        return False
    return True


_ENGLISH_MONTHS: Final = "January February March April May June July August September October November December".split()
_ENGLISH_MONTH: Final = rf"(?P<month>{'|'.join(_ENGLISH_MONTHS)})"
_FULL: Final = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_ENGLISH_MONTH},?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"\b{_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
)
_ENGLISH_WEEKDAY: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_LOOSE: Final = re.compile(
    rf"\b(?:(?:last|this|next)\s+(?:week|weekend|month|year|night|spring|summer|autumn|fall|winter|{_ENGLISH_WEEKDAY}|"
    rf"{'|'.join(_ENGLISH_MONTHS)})|yesterday|today|tomorrow|tonight|(?:that|same)\s+(?:day|morning|evening|night|week|month|year)|"
    rf"{_ENGLISH_WEEKDAY}|\d{{1,2}}\s+(?:{'|'.join(_ENGLISH_MONTHS)})|(?:{'|'.join(_ENGLISH_MONTHS)})\s+\d{{1,2}}|"
    rf"(?:in|since|until|by)\s+(?:{'|'.join(_ENGLISH_MONTHS)}))\b(?!\s*,?\s*\d)",
    re.IGNORECASE,
)


def full_days(passage: str) -> tuple[dt.date, ...]:
    """The days that a passage gives with day, month and year, each once, in its order."""
    found = sorted((match.start(), day) for match, day in _full_dates(passage))
    return tuple(dict.fromkeys(day for _, day in found))


def loose_days(passage: str) -> tuple[str, ...]:
    """What a passage says of time that a reader of another day cannot place, each once, as it stands there."""
    taken = [match.span() for match, _ in _full_dates(passage)]
    loose = (m for m in _LOOSE.finditer(passage) if not any(start <= m.start() < end for start, end in taken))
    # A weekday ahead of a full date, as in "Tuesday, 4 March 2031", is placed by it.
    placed = (m for m in loose if not any(0 <= start - m.end() <= len(", ") for start, _ in taken))
    return tuple(dict.fromkeys(" ".join(match.group().split()) for match in placed))


def format_date(day: dt.date) -> str:
    """A day as statements and questions name it: 4 March 2031."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


def _full_dates(passage: str) -> Iterator[tuple[re.Match[str], dt.date]]:
    for pattern in _FULL:
        for match in pattern.finditer(passage):
            groups = match.groupdict()
            month = int(groups["number"]) if "number" in groups else _ENGLISH_MONTHS.index(groups["month"]) + 1
            try:
                yield match, dt.date(int(groups["year"]), month, int(groups["day"]))
            except ValueError:
                continue  # 31 February
