"""Read what the lines above a plain text say of it: who wrote it, and when it was published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.text.dates import find_dates, full_days
from bot.core.text.normalise import blanked
from bot.reading.extracted import Metadata, one_line

_ABOVE: Final = 8  # lines at the beginning of a text
_LONGEST: Final = 120  # characters of such a line
_WORD: Final = r"[^\W\d_a-z][\w.'’-]*"
_NAME: Final = rf"(?!AND\b){_WORD}(?: (?!AND\b)(?:{_WORD}|(?:de|da|di|van|von|der|den|la|le|al)\b)){{1,4}}"
_BETWEEN: Final = re.compile(r", (?:and |y )?| (?:and|AND|&|y) ")
_BYLINE: Final = re.compile(
    rf"(?:By|BY|Words by|Story by|Written by|Por) (?P<names>{_NAME}(?:(?:{_BETWEEN.pattern}){_NAME})*)"
    r"(?:(?:,| \|) [^.!?]*)?"
)
_DAY_ALONE: Final = re.compile(
    r"\W*(?:(?:first )?(?:published|posted)(?: online)?|date(?: of publication)?|publicado)?(?: on| el)?\W*"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)?(?:day)?\W*(?:at )?[\d:.]*\W*(?:[ap]\.?m\.?)?\W*(?:[A-Z]{2,4})?\W*",
    re.IGNORECASE,
)


def with_masthead(metadata: Metadata, text: str) -> Metadata:
    """Return the metadata with the authors and the day that the first lines of a text name, both guesses.

    What the metadata has already stays.
    """
    lines = list(_lines(text))
    if not metadata.authors and (authors := next((names for line in lines if (names := _authors(line))), ())):
        metadata = replace(metadata, authors=authors, guessed=metadata.guessed | {"authors"})
    if not metadata.published and (day := next((day for line in lines if (day := _day(line)) is not None), None)):
        metadata = replace(metadata, published=day, guessed=metadata.guessed | {"published"})
    return metadata


def _lines(text: str) -> Iterator[str]:
    written = (line for line in text.splitlines() if line.strip())
    for line, _ in zip(written, range(_ABOVE), strict=False):
        if len(line) <= _LONGEST:
            yield one_line(line)


def _authors(line: str) -> tuple[str, ...]:
    found = _BYLINE.fullmatch(line)
    return tuple(_BETWEEN.split(found["names"])) if found else ()


def _day(line: str) -> dt.date | None:
    """Return the day of a line that has nothing else than a day and what it is."""
    days = full_days(line)
    rest = blanked(line, ((date.start, date.end) for date in find_dates(line)))
    return days[0] if len(days) == 1 and _DAY_ALONE.fullmatch(" ".join(rest.split())) else None
