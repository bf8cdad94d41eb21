"""The features of a match, all named here: what speaks for an entry being what the question is after.

Each is about 0 to 1; the score is their weighted sum (see `weights.py`), so that what each brings can be shown.
Nothing at all, the rival of every entry, has all features 0 and so the score 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.question import Parsed

Floats = NDArray[np.float32]

NAMES: Final = (
    "classifier",  # how far the linear classifier assigns the question to the entry
    "words",  # the nearest example by words and their concepts, tf-idf cosine
    "characters",  # the nearest example by runs of characters, tf-idf cosine
    "meaning",  # the nearest example by word vectors, cosine
    "ask",  # the nearest ask, word order aside (rapidfuzz token_sort_ratio)
    "both",  # the nearest ask, as the idf mass that it and the question have in common
    "bm25",  # all texts of the entry taken as one (BM25, against the highest possible)
    "coverage",  # share of the question's idf mass that the entry's texts cover, a like word counting in part
    "mass",  # how much of the question is covered in all: one word in common may be chance, four are not
    "least",  # how well the question's least-covered word is covered
    "ahead",  # how far that share lies ahead of the best other entry's, or behind it
    "held",  # who, when, where, how many: share of what is asked for that the statement holds
    "lacked",  # and the share that it lacks (counts against)
    "unnamed",  # it speaks of what "which" asks for, and does not name it (counts against)
    "unseen",  # share of the question's words that the whole base lacks (counts against)
    "entry",  # 1 for whatever the base holds: what it takes to be nearer than nothing at all
    "fact",  # 1 for a fact, 0 for an unknown: most questions of a team can be answered
    "numbers",  # share of the question's numbers that the entry lacks (counts against)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the question says of the candidates: `values` has the shape (candidates, features)."""

    candidates: NDArray[np.intp]
    values: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What the base must do without, to be asked about itself: an example, or an entry with all of its examples."""

    example: int | None = None
    entry: int | None = None


NOTHING_HIDDEN: Final = Hidden()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The examples of some entries: their places, ascending, and where in them each entry's begin."""

    examples: NDArray[np.intp]
    starts: NDArray[np.intp]

    def nearest(self, values: Floats, hidden: Hidden) -> Floats:
        """For each entry of the pool the value of its best example, shape (entries,)."""
        seen = values if hidden.example is None else np.where(self.examples == hidden.example, 0, values)
        return np.maximum.reduceat(seen, self.starts).astype(np.float32)


def missing_numbers(question: Parsed, numbers: Sequence[frozenset[str]]) -> Floats:
    """Share of the question's numbers that an entry lacks, shape (entries,)."""
    if not question.numbers:
        return np.zeros(len(numbers), dtype=np.float32)
    return np.array([len(question.numbers - held) / len(question.numbers) for held in numbers], dtype=np.float32)
