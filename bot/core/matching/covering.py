"""How far an entry covers a question: by the question's own words, by their concepts, and by words like them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries, Example
from bot.core.matching.features import Hidden
from bot.core.matching.index import InvertedIndex
from bot.core.matching.question import Parsed

Floats = NDArray[np.float32]

# So much idf is what three or four rare words in common carry.
FULL_MASS: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How well each content word of a question is covered by each of some entries.

    `credits` has the shape (words, entries), 0 to 1; `rarity` is the words' idf, shape (words,); `earned` the idf mass
    that each entry covers, shape (entries,).
    """

    credits: Floats
    rarity: Floats
    earned: Floats

    @property
    def share(self) -> Floats:
        """The share of the question's idf mass that each entry covers, 0 to 1, shape (entries,)."""
        return np.asarray(self.earned / max(float(self.rarity.sum()), 1e-9), dtype=np.float32)

    @property
    def mass(self) -> Floats:
        """The idf mass that each entry covers, against `FULL_MASS`, 0 to 1, shape (entries,)."""
        return np.asarray(np.minimum(self.earned / FULL_MASS, 1), dtype=np.float32)

    @property
    def least(self) -> Floats:
        """The credit of the question's least-covered word, shape (entries,)."""
        return np.asarray(self.credits.min(axis=0, initial=1.0 if len(self.rarity) else 0.0), dtype=np.float32)

    def unseen(self, hidden: Hidden) -> float:
        """The share of the question's content words that no entry covers, 0 to 1; a hidden entry does not count."""
        held = self.credits > 0
        if hidden.entry is not None:
            held[:, hidden.entry] = False
        return 1 - np.count_nonzero(held.any(axis=1)) / len(held) if len(held) else 0.0

    def of(self, entries: NDArray[np.intp]) -> Covered:
        """The same for some of the entries."""
        return Covered(credits=self.credits[:, entries], rarity=self.rarity, earned=self.earned[entries])

    def or_like(self, likeness: Floats) -> Covered:
        """Where a word like the question's earns more than the word itself; `likeness` has the shape of `credits`."""
        return covered(np.maximum(self.credits, likeness), self.rarity)


def covered(credits_: Floats, rarity: Floats) -> Covered:
    """What these credits, shape (words, entries), earn."""
    return Covered(credits=credits_, rarity=rarity, earned=rarity @ credits_)


def ahead(shares: Floats) -> Floats:
    """How far each entry's share lies ahead of the best other, or behind the best: -1 to 1, shape (entries,)."""
    if len(shares) < 2:  # noqa: PLR2004 - alone, an entry is ahead of nothing
        return shares
    second, first = np.sort(shares)[-2:]
    return np.asarray(np.where(shares == first, shares - second, shares - first), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which entries hold which terms; `index` weighs a word by how few entries hold it."""

    index: InvertedIndex
    entries: Entries

    def of(self, question: Parsed, hidden: Hidden) -> Covered:
        """How the question's words are covered by each entry, by words and concepts. Without content words, by none."""
        credits_ = self.index.greatest([need.covers for need in question.needs])
        if hidden.example is not None:
            lost = self.entries.examples[hidden.example]
            credits_[:, lost.entry] = [self._without(lost, need.covers) for need in question.needs]
        rarity = self.index.rarities(need.stem for need in question.needs)
        return covered(credits_, rarity.astype(np.float32))

    def _without(self, lost: Example, covers: Mapping[str, float]) -> float:
        """What a word earns from the lost example's entry without it."""
        held = self.entries.terms[lost.entry]
        left = (value for term, value in covers.items() if held.get(term, 0) > (term in lost.parsed.terms))
        return max(left, default=0.0)
