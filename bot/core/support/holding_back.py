"""Whether a sentence says more than its source by the small words: what is held back, for all of whom, until when."""

from __future__ import annotations

from typing import Final

from bot.core.knowledge.model import Standing
from bot.core.support import small_words
from bot.core.support.spoken import Spoken
from bot.core.support.told import Told

CLAIMS: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})
"""Standings of what the source does not stand behind."""


def holds_back(said: Spoken, text: Spoken, told: Told, span: tuple[int, int]) -> bool:
    """Whether the passage of a text (indexes of words, the last included) says less than the sentence.

    That a claim is one is told with it anyhow.
    """
    start, end = span
    claimed = told.fact.standing in CLAIMS
    hedges = small_words.HEDGES - small_words.CLAIMING if claimed else small_words.HEDGES
    within = [place for place in text.places if start <= place.index <= end and place.stem in hedges]
    if any(not said.at(place) for place in within):
        return True
    small = not small_words.MODALS.isdisjoint(text.words[start : end + 1])
    return small and small_words.HEDGES.isdisjoint(said.stems) and not said.has(small_words.MODALS)


def says_more(said: Spoken, text: Spoken, told: Told) -> bool:
    """Whether a sentence sets a condition, or speaks of the future, of all, of a time as the fact does not."""
    held = frozenset(word for each in told.texts for word in each.words)
    placing = said.has(small_words.PLACING) - held
    return bool(
        said.has(small_words.CONDITIONS)
        or said.has(small_words.RELATIVE_DAYS) - held
        or said.has(small_words.WEIGHTY) - held
        or (said.has(small_words.FUTURE) and not held & small_words.LATER)
        or any(small_words.OPPOSITES.get(word) not in text.words for word in placing)
    )
