"""Dates as people write them, as far as they go: "October 15", "15 de octubre de 2025", "Wednesday", "2019"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from bot.core.text import fold

_MONTHS: Final = (
    "january jan enero", "february feb febrero", "march mar marzo", "april apr abril", "may mayo", "june jun junio",
    "july jul julio", "august aug agosto", "september sept sep septiembre setiembre", "october oct octubre",
    "november nov noviembre", "december dec diciembre",
)  # fmt: skip
_WEEKDAYS: Final = (
    "monday lunes", "tuesday martes", "wednesday miercoles", "thursday jueves", "friday viernes", "saturday sabado",
    "sunday domingo",
)  # fmt: skip
_MONTH: Final = {word: number for number, both in enumerate(_MONTHS, 1) for word in both.split()}
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
class Day:
    """As much of a date as is said; weekdays count from 0, Monday. `start` and `end` tell where it stands."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    start: int = 0
    end: int = 0


def days(text: str) -> tuple[Day, ...]:
    """The dates of a text, in order; a weekday beside a date is one of its own."""
    found: list[Day] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            day = _read(match)
            if day is not None and all(day.end <= other.start or other.end <= day.start for other in found):
                found.append(day)
    return tuple(sorted(found, key=lambda day: day.start))


def of_date(date: dt.date) -> Day:
    """A whole date; its weekday is the calendar's."""
    return Day(year=date.year, month=date.month, day=date.day)


def _read(match: re.Match[str]) -> Day | None:
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
    return Day(year=year, month=month, day=day, weekday=weekday, start=start, end=match.end())


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
