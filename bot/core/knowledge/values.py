"""Read what can be counted in a text: its dates and its other numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.quantities import Quantity, quantities
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.text.dates import PartialDate, find_dates, full_days
from bot.core.text.normalise import blanked

_YEAR: Final = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_LONGEST_DATE: Final = 30  # characters
_NO_PHRASES: Final = build_concept_index(Vocabulary())


@dataclass(frozen=True, slots=True, kw_only=True)
class TextValues:
    """A text with its dates and its numbers; `undated` is the text with spaces in place of its dates."""

    text: str
    undated: str
    dates: Sequence[PartialDate]
    quantities: Sequence[Quantity]


def read_values(text: str) -> TextValues:
    """Read the dates and the numbers of a text."""
    dates = dates_in(text)
    undated = blanked(text, ((date.start, date.end) for date in dates)) if dates else text
    return TextValues(text=text, undated=undated, dates=dates, quantities=quantities(undated, _NO_PHRASES))


def dates_in(text: str) -> tuple[PartialDate, ...]:
    """Return the dates in a text, in order, the month of "mid-October" too."""
    return find_dates(text.replace("mid-", "mid "))


def years_of(text: str) -> frozenset[int]:
    """Return the years of the whole dates in a long text."""
    around = (text[max(0, each.start() - _LONGEST_DATE) : each.end() + _LONGEST_DATE] for each in _YEAR.finditer(text))
    return frozenset(day.year for passage in around for day in full_days(passage))
