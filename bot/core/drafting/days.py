"""Work out the day of a passage, also from words such as "Thursday" or "yesterday" and the date of publication."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.tokens import tokenize
from bot.core.drafting.verbs import MODALS, VERB_FORMS
from bot.core.text.dates import PartialDate, find_dates, format_date

_FUTURE: Final = re.compile(
    r"[’']ll\b|\b(?:will|would|to be|(?:is|are|was|were) (?:due|expected|scheduled|planned|set|slated|to)|(?:plans?|"
    r"expects?|hopes?|intends?|aims?) to|"
    r"should|must|starting|expected (?:date|start|arrival|opening)|deadline|begins|starts|opens|until|upcoming|"
    r"expires|takes effect)\b",
    re.IGNORECASE,
)
_DUE_BY: Final = re.compile(
    r"\b(?:ask|order|requir|direct|instruct|gave|given?)\w*\b[^,;.]*\bby\s+(?:the\s+)?$", re.IGNORECASE
)
"""What somebody has to do until a day: "asked us for a report by 15 May"."""
_SET_FOR: Final = re.compile(r"\b(?:set|scheduled|slated|due|planned|expected)\s+(?:for|on|by)?\s*$", re.IGNORECASE)
_HAD_SET_FOR: Final = re.compile(r"\bhad been (?:set|scheduled|slated|due|planned|expected)\s+(?:for|on|by)\s*$")
_RANGE: Final = re.compile(
    r"\b(?:between|from|since|until|through|by|before|after|as of|starting|beginning|until)\s+(?:the\s+)?$|\b(?:to|"
    r"through|until|and)\s+$|[–-]\s*$",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    r"\b(?:between|since|until|through|after|before)\s+(?:the\s+)?(?:early\s+|late\s+)?$", re.IGNORECASE
)
_FROM: Final = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_SPAN_AFTER: Final = re.compile(r"^\s*(?:to|through|until|and|[–-])\s*(?:\d|[A-Z])")
_LISTED: Final = re.compile(r"\s*(?:,|,?\s*(?:and|or|to|through|until|–|-))\s*(?:on\s+)?", re.IGNORECASE)
_DAY_BEFORE: Final = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s*(?:,|and|or|to|–|-)\s*$")
_DAY_AFTER: Final = re.compile(
    r"^\s*(?:and|or|to|through|–|-)\s*\d{1,2}\b(?!\s+(?!at\b|in\b|by\b|to\b|for\b)[a-z]|[,.]\d|%)"
)
_YEAR_AFTER: Final = re.compile(r"^,?\s+(?:of\s+)?(?P<which>last|this|next) year\b", re.IGNORECASE)
_YEARS: Final = {"last": -1, "this": 0, "next": 1}
_SIDE: Final = re.compile(r"\b(?:who|whose|which|when|that (?:was|were|had|has))\b[^,;—–]*$")
_SIDE_AFTER: Final = re.compile(r",\s+(?:who|whose|which|where)\b[^,;—–]*")
_NEAR_DAYS: Final = 60
"""Most days between two dates without a year that are of the same year."""
_OPEN: Final = re.compile(r"\b(?P<word>since|until)\s+$", re.IGNORECASE)
_PART_OF_DAY: Final = r"(?:\s+(?P<part>morning|afternoon|evening|night)\b|\s+(?P<hour>noon|midday|midnight)\b)?"
_FOLLOWING: Final = re.compile(r"\bthe (?:following|next)\s+$", re.IGNORECASE)
_NEAR: Final = re.compile(
    r"\b(?P<word>yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon|evening)|on the same day|"
    r"the same day|"
    r"(?:the|that) (?:same|following|next) day)\b",
    re.IGNORECASE,
)
_SHIFTS: Final = {"yesterday": -1, "last night": -1, "tomorrow": 1}
_MONTH_NAMES: Final = frozenset(name.lower() for name in calendar.month_name if name)
_WEEK: Final = 7
_WEEKLY_AFTER: Final = re.compile(r"s\b|\s+(?:night|morning)s\b")
_WEEKLY_BEFORE: Final = re.compile(r"\b(?:every|each|last|next)\s+$", re.IGNORECASE)
_WAS: Final = frozenset({"was", "were", "had", "did"})
_PREPOSITIONAL: Final = frozenset({"following", "like", "may", "march"})
_BY_ITSELF: Final = frozenset({"yesterday", "today", "tomorrow", "tonight", "last night"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDay:
    """A day of a passage; `words` are those that it was derived from, "" if the passage has the whole date."""

    day: dt.date
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """The passage before and after a date, and the words of its quotation or of what is outside of quotations.

    `clause` leaves out what is added behind the date: in "on 21 November, whose hosts have set aside 250 places"
    the past is not that of the day.
    """

    before: str
    after: str
    clause: str


def find_day(
    passage: str, published: dt.date | None, earlier: dt.date | None, *, month: dt.date | None = None
) -> FoundDay | None:
    """Return the one day of a passage, or None if it has none, several, or a range.

    `published` is the day from which words such as "Thursday" count; `earlier` is the day before it in the text, from
    which "the following Monday" counts; `month` is the first day of a month named since, as in "in August 2031".
    """
    found = list(dict.fromkeys(_days(passage, published, earlier, month)))
    days = {each.day for each in found}
    return found[0] if len(days) == 1 else None


def find_month(passage: str) -> dt.date | None:
    """Return the first day of the last month that a passage names with its year and without a day, or None."""
    named = [(date.year, date.month) for date in find_dates(passage) if date.year and date.month and not date.day]
    return next((dt.date(year, month, 1) for year, month in reversed(named) if year and month), None)


def _days(
    passage: str, published: dt.date | None, earlier: dt.date | None, month: dt.date | None
) -> Iterator[FoundDay]:
    dates = find_dates(passage)
    tokens = tokenize(passage)
    for number, date in enumerate(dates):
        # "“It will be late,” he wrote on Monday": what the quotation expects is not what the day is of.
        inside = any(token.quoted for token in tokens if token.start <= date.start < token.end)
        side = _SIDE_AFTER.search(passage, date.end)
        aside = side.span() if side else (len(passage), len(passage))
        around = _Around(
            before=passage[: date.start],
            after=passage[date.end :],
            clause=" ".join(
                token.text for token in tokens if token.quoted == inside and not aside[0] <= token.start < aside[1]
            ),
        )
        if (
            _is_listed(passage, dates, number)
            or _is_ranged(passage, dates, number, around)
            or _SIDE.search(around.before)
        ):
            continue
        if date.whole is not None:
            yield FoundDay(day=date.whole)
            continue
        day = None
        if date.weekday is not None and not _whole_next(dates, number):
            day = _weekday(date.weekday, around, published, earlier)
        elif date.day is not None and published is not None:
            day = _without_year(date, around, published, month or earlier)
        if day is not None:
            yield FoundDay(day=day, words=_spelt(passage[date.start : date.end]))
    for near in _NEAR.finditer(passage):
        word = near["word"].lower()
        if published is not None and not word.startswith(("the", "on", "that")):
            yield FoundDay(day=published + dt.timedelta(days=_SHIFTS.get(word, 0)), words=near["word"])


def _spelt(words: str) -> str:
    """Return the words of a date without the full stop of the sentence, which is none of "March" as it is of "Mar."."""
    bare = words.rstrip(".")
    whole = bare.rpartition(" ")[2].lower() in _MONTH_NAMES
    return bare if whole else words


def _is_ranged(passage: str, dates: Sequence[PartialDate], number: int, around: _Around) -> bool:
    """Return whether a date is one end of a range, or one of several days: "between 5 and 7 October"."""
    if _DAY_BEFORE.search(around.before) or (dates[number].day is not None and _DAY_AFTER.match(around.after)):
        return True
    ends = number > 0 and _RANGE.search(around.before) and _begins_range(passage[: dates[number - 1].start])
    return bool(_SPAN.search(around.before) or _SPAN_AFTER.match(around.after) or ends)


def find_open_days(passage: str, published: dt.date | None) -> tuple[FoundDay, ...]:
    """Return the days of "since Monday" and "until Oct. 31", on which nothing happened but which have to be whole."""
    if published is None:
        return ()
    dates = find_dates(passage)
    return tuple(
        FoundDay(day=day, words=passage[date.start : date.end])
        for place, date in enumerate(dates)
        if (led := _OPEN.search(passage[: date.start]))
        and not _is_listed(passage, dates, place)
        and not _whole_next(dates, place)
        if (day := _open_day(date, led["word"].lower(), passage, published)) is not None
    )


def _open_day(date: PartialDate, led: str, passage: str, published: dt.date) -> dt.date | None:
    """Return the last such day before publication after "since", the next one after "until" in the present."""
    since = led == "since"
    if date.whole is not None or _WEEKLY_AFTER.match(passage[date.end :]):
        return None
    if not since and not _WAS.isdisjoint(passage.lower().split()):
        return None
    if date.weekday is not None and date.day is None:
        days = (published.weekday() - date.weekday) % _WEEK if since else (date.weekday - published.weekday()) % _WEEK
        return published + dt.timedelta(days=-days if since else days)
    around = _Around(before="", after="", clause="It was" if since else "It will be")
    return _without_year(date, around, published)


def _whole_next(dates: Sequence[PartialDate], place: int) -> bool:
    """Return whether a date goes on in the next one: "Saturday, 9 August"."""
    following = dates[place + 1] if place + 1 < len(dates) else None
    return following is not None and following.day is not None and following.start - dates[place].end <= len(", ")


def _is_listed(passage: str, dates: Sequence[PartialDate], place: int) -> bool:
    """Return whether a date is one of several in a list or a range: "Thursday and Friday"."""

    def joined(one: PartialDate, other: PartialDate) -> bool:
        gap = _LISTED.fullmatch(passage, one.end, other.start)
        whole = one.weekday is not None and one.day is None and other.day is not None  # "Saturday, 9 August"
        return gap is not None and not whole

    before = place > 0 and joined(dates[place - 1], dates[place])
    return before or (place + 1 < len(dates) and joined(dates[place], dates[place + 1]))


def _begins_range(before: str) -> bool:
    return _SPAN.search(before) is not None or _FROM.search(before) is not None


def _weekday(weekday: int, around: _Around, published: dt.date | None, earlier: dt.date | None) -> dt.date | None:
    """Return the weekday before publication, or after it if it is to come."""
    if _FOLLOWING.search(around.before):
        return None if earlier is None else earlier + dt.timedelta(days=(weekday - earlier.weekday() - 1) % _WEEK + 1)
    if published is None or _WEEKLY_AFTER.match(around.after) or _WEEKLY_BEFORE.search(around.before):
        return None
    if _is_to_come(around):
        if around.after[:1] in "’'" and around.after:
            return None  # "below Sunday's peak" dates the peak
        return published + dt.timedelta(days=(weekday - published.weekday()) % _WEEK)
    return published - dt.timedelta(days=(published.weekday() - weekday) % _WEEK)


def _is_to_come(around: _Around) -> bool:
    """Return whether a day is still to come: nothing before it is in the past, or words such as "will" say so."""
    if _DUE_BY.search(around.before):
        return True
    tokens = tokenize(around.clause)
    forms = [
        VERB_FORMS.get(token.small)
        for place, token in enumerate(tokens)
        if not place or tokens[place - 1].small != "be"  # "can be collected"
    ]
    past = any(form is not None and form.past for form in forms) or not _WAS.isdisjoint(around.clause.lower().split())
    return (_FUTURE.search(around.clause) is not None or not past) and not _said_on(around.before)


def _said_on(before: str) -> bool:
    """Return whether a weekday dates what was done: "said on", "convicted … on"."""
    if _SET_FOR.search(before):
        return False
    tokens = tokenize(before)
    for place in range(len(tokens) - 1, -1, -1):
        token, form = tokens[place], VERB_FORMS.get(tokens[place].small)
        led = tokens[place - 1].small if place else ""
        if token.small in MODALS or (form is not None and led == "to"):
            return False
        if led in {"be", "been"} | lexicon.DETERMINERS:
            continue  # "will be contested on", "the expected date"
        if form is not None and form.past and token.small not in _PREPOSITIONAL:
            return True
    return False


def _without_year(
    date: PartialDate, around: _Around, published: dt.date, earlier: dt.date | None = None
) -> dt.date | None:
    """Return the day in the year that fits: the last one before publication, or the next one if it is to come.

    One near the day before it in the text is of the same year, and one that is neither past nor to come is the nearest.
    """
    if date.month is None or date.day is None:
        return None
    which = _YEAR_AFTER.match(around.after)
    if which:
        return _in_year(date, published.year + _YEARS[which["which"].lower()])
    candidates = [day for year in (-1, 0, 1) if (day := _in_year(date, published.year + year)) is not None]
    ahead = next((day for day in candidates if day >= published), None)
    if _HAD_SET_FOR.search(around.before):
        return _nearest(candidates, published)
    if _is_to_come(around):
        return ahead if _FUTURE.search(around.clause) else _nearest(candidates, published)
    past = next((day for day in reversed(candidates) if day <= published), None)
    same = _in_year(date, earlier.year) if earlier and earlier.year < published.year else None
    return same if same and earlier and abs((same - earlier).days) <= _NEAR_DAYS else past


def _in_year(date: PartialDate, year: int) -> dt.date | None:
    fits = date.month and date.day and date.day <= calendar.monthrange(year, date.month)[1]
    return dt.date(year, date.month, date.day) if fits and date.month and date.day else None


def _nearest(days: Sequence[dt.date], published: dt.date) -> dt.date | None:
    return min(days, key=lambda day: abs((day - published).days), default=None)


def absolute(passage: str, found: FoundDay | None, *, within: bool = False) -> str:
    """Return a passage with the whole date for the words that it was derived from, where these stand alone.

    Quotations keep their words. `within` says that the passage begins inside one.
    """
    if found is None or not found.words:
        return passage
    day = format_date(found.day)
    words = re.escape(found.words)
    quoted = [(token.start, token.end) for token in tokenize(passage, within=within) if token.quoted]

    def outside(pattern: str) -> re.Match[str] | None:
        matches = re.finditer(pattern, passage)
        return next((each for each in matches if all(not start < each.end() <= end for start, end in quoted)), None)

    def written(match: re.Match[str] | None, text: str) -> str:
        return f"{passage[: match.start()]}{text}{passage[match.end() :]}" if match else passage

    if found.words.lower() in _BY_ITSELF or found.words.lower().startswith("this "):
        return written(outside(rf"\b{words}\b(?![’'])"), f"on {day}")
    if re.search(rf"\bthe following {words}", passage):
        return written(outside(rf"\bthe following {words}\b"), f"on {day}")
    match = outside(rf"\b(?P<on>on\s+)?{words}(?![\w’']){_PART_OF_DAY}(?![\w’'])")
    return written(match, _dated(passage, match, day)) if match else passage


def _dated(passage: str, match: re.Match[str], day: str) -> str:
    """Write a day with the preposition that it needs: "on 4 March 2031", "by the night of 4 March 2031"."""
    needs_on = bool(match["on"]) or _needs_on(passage, match)
    if match["part"]:
        return f"{'on ' if needs_on else ''}the {match['part']} of {day}"
    if match["hour"]:
        return f"{'at ' if needs_on else ''}{match['hour']} on {day}"
    return f"on {day}" if needs_on else day


def _needs_on(passage: str, match: re.Match[str]) -> bool:
    before = passage[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
    return before.isalpha() and before not in lexicon.PREPOSITIONS | {"dated", "the", "and", "or"}
