"""Compare a statement with its translation: both must have the same numbers and dates, and name the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge.model import Entity
from bot.core.knowledge.quantities import Quantity
from bot.core.knowledge.values import TextValues
from bot.core.text.normalise import fold


class Side(StrEnum):
    """Which of the two has what the other lacks."""

    STATEMENT = "statement"
    TRANSLATION = "translation"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslationGap:
    """A number, a date or a name that only one of the two has, as written there."""

    side: Side
    text: str


def translation_gaps(
    statement: TextValues, translation: TextValues, names: Sequence[Entity]
) -> tuple[TranslationGap, ...]:
    """Return what a statement has and its translation lacks, then the reverse.

    An entity counts as named by any of its spellings, so a name that is spelt in another way in the other language has
    to be among its aliases.
    """
    pairs = ((Side.STATEMENT, statement, translation), (Side.TRANSLATION, translation, statement))
    return tuple(
        TranslationGap(side=side, text=text)
        for side, one, other in pairs
        for text in (*_values(one, other), *_names(one.text, other.text, names))
    )


def _values(one: TextValues, other: TextValues) -> Iterator[str]:
    # A lone 1 is the article of many languages ("un barco"), so it proves nothing.
    missing = Counter(map(_value, other.quantities))
    for quantity in one.quantities:
        if not missing[_value(quantity)] and quantity.value != 1:
            yield one.text[quantity.start : quantity.end]
    days = {(date.year, date.month, date.day) for date in other.dates}
    yield from (one.text[date.start : date.end] for date in one.dates if (date.year, date.month, date.day) not in days)


def _value(quantity: Quantity) -> tuple[float, float | None]:
    return quantity.value, quantity.total


def _names(one: str, other: str, names: Iterable[Entity]) -> Iterator[str]:
    here, there = fold(one), fold(other)
    for entity in names:
        spellings = [entity.name, *entity.aliases]
        # Common words such as "the network" are aliases too; only what has a capital is a name.
        named = next((each for each in spellings if each != each.lower() and _has(here, each)), None)
        if named is not None and not any(_has(there, each) for each in spellings):
            yield named


def _has(folded: str, spelling: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(spelling))}(?!\w)", folded) is not None
