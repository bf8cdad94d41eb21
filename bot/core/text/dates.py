"""Read the dates that people type and that texts contain, in English and Spanish."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.text.normalise import fold, fold_typed

_MONTHS: Final = (
    "January jan enero", "February feb febrero", "March mar marzo", "April apr abril", "May mayo", "June jun junio",
    "July jul julio", "August aug agosto", "September sept sep septiembre setiembre", "October oct octubre",
    "November nov noviembre", "December dec diciembre",
)  # fmt: skip
_WEEKDAYS: Final = (
    "Monday lunes", "Tuesday martes", "Wednesday miercoles", "Thursday jueves", "Friday viernes", "Saturday sabado",
    "Sunday domingo",
)  # fmt: skip
_ENGLISH_MONTHS: Final = tuple(names.split()[0] for names in _MONTHS)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in fold(names).split()}
_WEEKDAY: Final = {name: number for number, names in enumerate(_WEEKDAYS) for name in fold(names).split()}


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
    """The typed text is not a day, month or year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousDate:
    """A typed date whose numbers are two days: the one that it was read as, and the other one."""

    read: dt.date
    other: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """As much of a date as a text says. Weekdays count from 0, Monday; `start` and `end` are its place in the text."""

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

    @property
    def whole(self) -> dt.date | None:
        """The day of the calendar, if year, month and day are known."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)


def format_date(day: dt.date) -> str:
    """Write a day as statements and questions do: 4 March 2031."""
    return f"{day.day} {_ENGLISH_MONTHS[day.month - 1]} {day.year}"


_MAX_TYPED: Final = 60  # characters; no date takes more
_MIN_MONTH: Final = 3  # letters of a month's name that suffice: "oct", "ago", "sept"
_THIS_CENTURY: Final = 2000  # added to a year of two digits
# Words of a typed date that add nothing, and the endings of ordinal numbers.
_FILLERS: Final = frozenset("de del el of the st nd rd th o a ro er".split())
# What the parts of a typed date mean, by their kinds (see `_kind`); `short` is a year of two digits.
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
_TOKEN: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_TYPED_DATE: Final = re.compile(r"[\w\s,./'-]+")


def read_date_range(typed: str, dated: Sequence[dt.date], *, month_first: bool) -> DateRange | NotADate:
    """Read a typed day, month or year, such as `2025-10-15`, `15 de octubre de 2025`, `Oct 15`, `15/10/2025` or `2025`.

    Without a year it is the latest year in which one of the days `dated` fits, else the latest of all of them.
    With `month_first`, as in the United States, the first of two numbers is the month; the other order is tried next.
    """
    text = fold_typed(typed)
    if len(text) > _MAX_TYPED or not _TYPED_DATE.fullmatch(text):
        return NotADate()
    tokens = [token for token in _TOKEN.findall(text) if token not in _FILLERS]
    for parts in _readings(tokens, month_first=month_first):
        try:
            found = _date_range(parts, dated)
        except ValueError:  # the calendar has no such day
            continue
        if isinstance(found, DateRange):
            return found
    return NotADate()


def find_ambiguity(typed: str, dated: Sequence[dt.date], *, month_first: bool) -> AmbiguousDate | None:
    """Return both days of a typed date if `read_date_range` would read another one in the other order, else None."""
    match [read_date_range(typed, dated, month_first=order) for order in (month_first, not month_first)]:
        case [DateRange(first=dt.date() as read), DateRange(first=dt.date() as other)] if read != other:
            return AmbiguousDate(read=read, other=other)
        case _:
            return None


def _readings(tokens: Sequence[str], *, month_first: bool) -> tuple[Mapping[str, int], ...]:
    """Return what the tokens may mean, the likeliest first: numbers by `year`, `month` and `day`."""
    shape = "".join(map(_kind, tokens))
    if shape not in _SHAPES:
        return ()
    values = [_month(token) or int(token) for token in tokens]
    names = _SHAPES[shape]
    orders = [names]
    if shape.startswith("NN"):
        orders.append((names[1], names[0], *names[2:]))
    readings = (dict(zip(order, values, strict=True)) for order in (reversed(orders) if month_first else orders))
    return tuple({"year": _THIS_CENTURY + parts["short"], **parts} if "short" in parts else parts for parts in readings)


def _kind(token: str) -> str:
    """Return M for a month's name, Y for a year of four digits, N for a number of one or two, ? for anything else."""
    if not token.isdecimal():
        return "M" if _month(token) else "?"
    return {1: "N", 2: "N", 4: "Y"}.get(len(token), "?")


def _month(token: str) -> int | None:
    """Return the month that has the name, or whose name begins so."""
    if len(token) < _MIN_MONTH:
        return None
    return next((number for name, number in _MONTH.items() if name.startswith(token)), None)


def _date_range(parts: Mapping[str, int], dated: Sequence[dt.date]) -> DateRange | NotADate:
    """Return the days of a reading. Raises ValueError if the calendar has no such day."""
    month, day = parts.get("month"), parts.get("day")
    year = parts["year"] if "year" in parts else _latest_year(month, day, dated)
    if year is None:
        return NotADate()
    if month is None:
        return DateRange(first=dt.date(year, 1, 1), last=dt.date(year, 12, 31))
    if day is None:
        first = dt.date(year, month, 1)
        return DateRange(first=first, last=first.replace(day=calendar.monthrange(year, month)[1]))
    only = dt.date(year, month, day)
    return DateRange(first=only, last=only)


def _latest_year(month: int | None, day: int | None, dated: Sequence[dt.date]) -> int | None:
    fitting = [each.year for each in dated if each.month == month and day in (None, each.day)]
    return max(fitting or [each.year for each in dated], default=None)


# Months that are everyday words too: alone they are not a date.
_EVERYDAY: Final = frozenset({"may", "march", "mayo"})
_IN_MONTH: Final = re.compile(r"\b(?:in|since|until|by|during|last|next|this|early|late|mid|en|desde|hasta)[ -]\Z")
_EN_MAYO: Final = re.compile(r"\b(?:en|desde|hasta) \Z", re.IGNORECASE)  # Spanish writes months in lower case
_ANY_LEAP_YEAR: Final = 2024  # so that 29 February without a year is a day

_LETTERS: Final = r"[^\W\d_]"
_M: Final = rf"(?P<month>{_LETTERS}{{3,10}})\.?"
_D: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|º)?"
_Y: Final = r"(?P<year>(?:1[5-9]|20)\d\d)"
_END: Final = r"(?![\w-])"
_START: Final = r"(?<![\w.,:-])"
# What a folded text contains if a pattern may match. Few texts do, and these searches are far faster.
_YEAR_SIGN: Final = re.compile(r"\d{4}")
_MONTH_SIGN: Final = re.compile("|".join(_MONTH))
_WEEKDAY_SIGN: Final = re.compile("|".join(_WEEKDAY))
_PATTERNS: Final = tuple(
    (sign, re.compile(pattern, re.IGNORECASE))
    for sign, pattern in (
        (_YEAR_SIGN, rf"{_START}(?P<year>\d{{4}})-(?P<month_number>\d{{2}})-(?P<day>\d{{2}}){_END}"),
        (_MONTH_SIGN, rf"{_START}(?:the )?{_D}(?:\s+(?:of|de))?\s+{_M}(?:,?\s+(?:(?:of|de|del)\s+)?{_Y})?{_END}"),
        (_MONTH_SIGN, rf"(?<![\w-]){_M}\s+(?:the )?{_D}(?:,?\s+{_Y})?{_END}"),
        (_MONTH_SIGN, rf"(?<![\w-]){_M},?\s+(?:(?:of|de|del)\s+)?{_Y}{_END}"),
        (_MONTH_SIGN, rf"(?<![\w-]){_M}{_END}"),
        (_WEEKDAY_SIGN, rf"(?<![\w-])(?P<weekday>{_LETTERS}{{5,9}}){_END}"),
        # "2000 people" has no year in it, "in 2000" has.
        (
            _YEAR_SIGN,
            rf"(?<![\w-])(?:in|since|of|by|until|from|before|after|for|en|desde|de|del|hasta)\s+{_Y}{_END}",
        ),
        (_YEAR_SIGN, rf"{_START}{_Y}(?=\s*(?:[,.;:!?)]|$))"),
    )
)


def find_dates(text: str) -> tuple[PartialDate, ...]:
    """Return the dates in a text, in order. A weekday next to a date is a date of its own."""
    found: list[PartialDate] = []
    folded = fold(text)
    signs = [sign for sign in (_YEAR_SIGN, _MONTH_SIGN, _WEEKDAY_SIGN) if sign.search(folded)]
    for sign, pattern in _PATTERNS:
        for match in pattern.finditer(text) if sign in signs else ():
            date = _partial_date(match)
            if date is not None and all(date.end <= other.start or other.end <= date.start for other in found):
                found.append(date)
    return tuple(sorted(found, key=lambda date: date.start))


def _partial_date(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    year, day = (int(parts[name]) if parts.get(name) else None for name in ("year", "day"))
    month = int(parts["month_number"]) if parts.get("month_number") else None
    if parts.get("month"):
        month = _MONTH.get(fold(parts["month"]))
        if month is None or (year is None and day is None and not _is_clear(match)):
            return None
    weekday = _WEEKDAY.get(fold(parts["weekday"])) if parts.get("weekday") else None
    if (year, month, weekday) == (None, None, None) or not _in_calendar(year, month, day):
        return None
    start = match.start("year") if month is None and weekday is None else match.start()
    return PartialDate(year=year, month=month, day=day, weekday=weekday, start=start, end=match.end())


def _is_clear(match: re.Match[str]) -> bool:
    """Return whether a month's name alone is a date; "mar" and "dec" may be anything, and "may" is one in "in May"."""
    month = match["month"]
    if fold(month) == "mayo" and _EN_MAYO.search(match.string, 0, match.start()):
        return True
    if fold(month) in _EVERYDAY:
        return month[0].isupper() and _IN_MONTH.search(match.string, 0, match.start()) is not None
    return len(month) > _MIN_MONTH


def _in_calendar(year: int | None, month: int | None, day: int | None) -> bool:
    try:
        dt.date(_ANY_LEAP_YEAR if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True


_WEEKDAY_NAME: Final = "|".join(names.split()[0] for names in _WEEKDAYS)
_MONTH_NAME: Final = "|".join(_ENGLISH_MONTHS)
_LOOSE: Final = re.compile(
    rf"\b(?:(?:last|this|next)\s+(?:week|weekend|month|year|night|spring|summer|autumn|fall|winter|{_WEEKDAY_NAME}|"
    rf"{_MONTH_NAME})|yesterday|today|tomorrow|tonight|(?:that|same)\s+(?:day|morning|evening|night|week|month|year)|"
    rf"{_WEEKDAY_NAME}|\d{{1,2}}\s+(?:{_MONTH_NAME})|(?:{_MONTH_NAME})\s+\d{{1,2}}|"
    rf"(?:in|since|until|by)\s+(?:{_MONTH_NAME}))\b(?!\s*,?\s*\d)",
    re.IGNORECASE,
)


def full_days(passage: str) -> tuple[dt.date, ...]:
    """Return the days that a passage names with day, month and year, each once, in its order."""
    return tuple(dict.fromkeys(day for _, day in _whole_dates(passage)))


def loose_days(passage: str) -> tuple[str, ...]:
    """Return the words for a time that a reader on another day cannot place, each once, as the passage has them."""
    whole = [date for date, _ in _whole_dates(passage)]
    return tuple(
        dict.fromkeys(
            " ".join(loose.group().split())
            for loose in _LOOSE.finditer(passage)
            # A weekday before a whole date, as in "Tuesday, 4 March 2031", is placed by it.
            if not any(date.start - len(", ") <= loose.end() and loose.start() < date.end for date in whole)
        )
    )


def _whole_dates(passage: str) -> Iterator[tuple[PartialDate, dt.date]]:
    return ((date, date.whole) for date in find_dates(passage) if date.whole)
