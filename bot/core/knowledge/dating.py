"""Check whether the date of a statement follows from a passage: from its dates, or from words such as "last month"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bot.core.knowledge.values import dates_in
from bot.core.text.dates import PartialDate

_CACHED: Final = 1_000  # quotes: those of some bases
_WEEK: Final = 6  # days at most between what "on Wednesday" means and a date of the source
_TWO_WEEKS: Final = 13
_FURTHER_WEEKDAY: Final = re.compile(r"\b(?:last|next)\s+(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_SAME_TIME: Final = re.compile(
    r"\b(?:that|the same|the next|the following|the previous|esa?|aquella?|la misma|el mismo)\s+"
    r"(?:day|morning|afternoon|evening|night|week|weekend|month|year|día|noche|mañana|tarde|semana|mes|año)\b",
    re.IGNORECASE,
)


def refers_back(text: str) -> bool:
    """Return whether a passage says "that night" or the like, which a date before it explains."""
    return _SAME_TIME.search(text) is not None


def weekday_behind(day: dt.date, quotes: Iterable[str]) -> str:
    """Return the weekday in a quote, as it is written, from which a day was worked out; "" if a quote has the day."""
    found = ""
    for quote in quotes:
        for date in _dates_in(quote):
            if _agrees(PartialDate.of(day), date):
                return ""
            if date.weekday == day.weekday():
                found = found or quote[date.start : date.end]
    return found


@lru_cache(maxsize=_CACHED)
def _dates_in(quote: str) -> Sequence[PartialDate]:
    """Return the dates in a quote, which each card with its fact needs."""
    return tuple(dates_in(quote))


def _phrase(phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)


# Days from a date of the source: the first and the last that the words may mean.
_DAYS: Final = (
    (_phrase("yesterday|ayer"), -2, 0),
    (_phrase("today|tonight|this (?:morning|afternoon|evening)|hoy"), -1, 1),
    (_phrase("tomorrow|mañana"), 0, 2),
    (_phrase("last (?:week|weekend)|la semana pasada"), -_TWO_WEEKS, 0),
    (_phrase("this (?:week|weekend)|esta semana"), -_WEEK, _WEEK),
    (_phrase("next (?:week|weekend)|la próxima semana"), 0, _TWO_WEEKS),
)
_MONTHS: Final = (
    (_phrase("last month|el mes pasado"), -1),
    (_phrase("this month|este mes"), 0),
    (_phrase("next month|el próximo mes"), 1),
)
_YEARS: Final = ((_phrase("last year|el año pasado"), -1), (_phrase("next year|el próximo año"), 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPassage:
    """A passage with its own dates, those that its source notes, and those that "that night" in it may refer to.

    `years` are those of the whole source: an article gives the year once. The day of publication proves no date by
    itself, but "on Thursday" follows from it.
    """

    text: str
    dates: Sequence[PartialDate]
    earlier: Sequence[PartialDate]
    noted: Sequence[PartialDate]
    years: frozenset[int]
    published: dt.date | None = None

    def dates_to(self, date: PartialDate) -> bool:
        """Return whether every known part of a date is in the passage or follows from it."""
        if date.weekday is not None:
            return any(date.weekday in {each.weekday, each.whole and each.whole.weekday()} for each in self.dates)
        known = (*map(self._in_its_year, self.dates), *self.noted, *self.earlier)
        if date.year is not None and not self._has_year(date.year, (*known, *self._published)):
            return False
        return date.month is None or any(_agrees(date, each) for each in known) or self._follows(date)

    def _in_its_year(self, date: PartialDate) -> PartialDate:
        """Return a date of the passage with the year that "last year" or "next year" behind it means."""
        if date.year is not None or self.published is None:
            return date
        behind = self.text[date.end :].lstrip(" ,")
        shifts = (by for phrase, by in _YEARS if phrase.match(behind))
        return next((replace(date, year=self.published.year + by) for by in shifts), date)

    @property
    def _published(self) -> tuple[PartialDate, ...]:
        return (PartialDate.of(self.published),) if self.published else ()

    @property
    def _anchors(self) -> tuple[PartialDate, ...]:
        """The dates from which "last month" and the like are counted."""
        return (*self.noted, *self._published)

    def _has_year(self, year: int, known: Sequence[PartialDate]) -> bool:
        if year in self.years or any(each.year == year for each in known):
            return True
        shifts = [by for phrase, by in _YEARS if phrase.search(self.text)]
        return any(each.year is not None and each.year + by == year for each in self._anchors for by in shifts)

    def _follows(self, date: PartialDate) -> bool:
        if date.day is not None:
            years = {date.year} if date.year is not None else {each.year for each in self._anchors}
            return any(self._follows_day(day) for year in years if (day := _day_in(year, date)))
        months = {each.month for each in self._anchors if each.month is not None}
        shifts = [by for phrase, by in _MONTHS if phrase.search(self.text)]
        return any((month - 1 + by) % 12 + 1 == date.month for month in months for by in shifts)

    def _follows_day(self, day: dt.date) -> bool:
        """Return whether a day follows from a weekday or from words such as "yesterday"."""
        ranges = [(first, last) for phrase, first, last in _DAYS if phrase.search(self.text)]
        if any(each.weekday == day.weekday() for each in self.dates):
            reach = _TWO_WEEKS if _FURTHER_WEEKDAY.search(self.text) else _WEEK
            ranges.append((-reach, reach))
        distances = [(day - whole).days for each in self._anchors if (whole := each.whole)]
        return any(not distances or any(first <= each <= last for each in distances) for first, last in ranges)


def _day_in(year: int | None, date: PartialDate) -> dt.date | None:
    """Return the day of a date in a year, or None if that year has none, as with 29 February."""
    try:
        return replace(date, year=year).whole
    except ValueError:
        return None


def _agrees(date: PartialDate, other: PartialDate) -> bool:
    same_year = None in {date.year, other.year} or date.year == other.year
    return same_year and date.month == other.month and date.day in {None, other.day}
