"""Days in a text: those that it gives in full, and those that only its date would place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

_MONTHS: Final = "January February March April May June July August September October November December".split()
_MONTH: Final = rf"(?P<month>{'|'.join(_MONTHS)})"
_FULL: Final = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b"),
    re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})\b"),
)
_WEEKDAY: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_LOOSE: Final = re.compile(
    rf"\b(?:(?:last|this|next)\s+(?:week|weekend|month|year|night|spring|summer|autumn|fall|winter|{_WEEKDAY}|"
    rf"{'|'.join(_MONTHS)})|yesterday|today|tomorrow|tonight|(?:that|same)\s+(?:day|morning|evening|night|week|month|year)|"
    rf"{_WEEKDAY}|\d{{1,2}}\s+(?:{'|'.join(_MONTHS)})|(?:{'|'.join(_MONTHS)})\s+\d{{1,2}}|"
    rf"(?:in|since|until|by)\s+(?:{'|'.join(_MONTHS)}))\b(?!\s*,?\s*\d)",
    re.IGNORECASE,
)


def full_days(passage: str) -> tuple[dt.date, ...]:
    """The days that a passage gives with day, month and year, each once, in its order."""
    found = sorted((match.start(), day) for match, day in _full(passage))
    return tuple(dict.fromkeys(day for _, day in found))


def loose_days(passage: str) -> tuple[str, ...]:
    """What a passage says of time that a reader of another day cannot place, each once, as it stands there."""
    taken = [match.span() for match, _ in _full(passage)]
    loose = (m for m in _LOOSE.finditer(passage) if not any(start <= m.start() < end for start, end in taken))
    # A weekday ahead of a full date, as in "Tuesday, 4 March 2031", is placed by it.
    placed = (m for m in loose if not any(0 <= start - m.end() <= len(", ") for start, _ in taken))
    return tuple(dict.fromkeys(" ".join(match.group().split()) for match in placed))


def spoken(day: dt.date) -> str:
    """A day as statements and asks name it: 4 March 2031."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _full(passage: str) -> Iterator[tuple[re.Match[str], dt.date]]:
    for pattern in _FULL:
        for match in pattern.finditer(passage):
            groups = match.groupdict()
            month = int(groups["number"]) if "number" in groups else _MONTHS.index(groups["month"]) + 1
            try:
                yield match, dt.date(int(groups["year"]), month, int(groups["day"]))
            except ValueError:
                continue  # 31 February
