"""How far an entry covers a question: by the question's own words, by their concepts, and by words like them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries
from bot.core.matching.features import Hidden
from bot.core.matching.index import InvertedIndex
from bot.core.matching.question import Parsed

Floats = NDArray[np.float32]

# So much idf is what three or four rare words in common carry.
FULL_MASS: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """How well each content word of a question is covered by each of some entries.

    `credits` has the shape (words, entries), 0 to 1; `rarity` is the words' idf, shape (words,).
    """

    credits: Floats
    rarity: Floats

    @property
    def share(self) -> Floats:
        """The share of the question's idf mass that each entry covers, 0 to 1, shape (entries,)."""
        return np.asarray(self.rarity @ self.credits / max(float(self.rarity.sum()), 1e-9), dtype=np.float32)

    @property
    def mass(self) -> Floats:
        """The idf mass that each entry covers, against `FULL_MASS`, 0 to 1, shape (entries,)."""
        return np.asarray(np.minimum(self.rarity @ self.credits / FULL_MASS, 1), dtype=np.float32)

    @property
    def least(self) -> Floats:
        """The credit of the question's least-covered word, shape (entries,)."""
        return np.asarray(self.credits.min(axis=0, initial=1.0 if len(self.rarity) else 0.0), dtype=np.float32)

    def unseen(self, hidden: Hidden) -> float:
        """The share of the question's content words that no entry covers, 0 to 1; a hidden entry does not count."""
        held = self.credits > 0
        if hidden.entry is not None:
            held[:, hidden.entry] = False
        return 1 - float(held.any(axis=1).mean()) if len(held) else 0.0

    def of(self, entries: NDArray[np.intp]) -> Covered:
        """The same for some of the entries."""
        return Covered(credits=self.credits[:, entries], rarity=self.rarity)

    def or_like(self, likeness: Floats) -> Covered:
        """Where a word like the question's earns more than the word itself; `likeness` has the shape of `credits`."""
        return Covered(credits=np.maximum(self.credits, likeness), rarity=self.rarity)


def ahead(shares: Floats) -> Floats:
    """How far each entry's share lies ahead of the best other, or behind the best: -1 to 1, shape (entries,)."""
    if len(shares) < 2:  # noqa: PLR2004 - alone, an entry is ahead of nothing
        return shares
    second, first = np.partition(shares, -2)[-2:]
    return np.asarray(np.where(shares == first, shares - second, shares - first), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which entries hold which terms; `index` weighs a word by how few entries hold it."""

    index: InvertedIndex
    entries: Entries

    def of(self, question: Parsed, hidden: Hidden) -> Covered:
        """How the question's words are covered by each entry, by words and concepts. Without content words, by none."""
        rarity = np.array([self.index.weight(need.stem) for need in question.needs], dtype=np.float32)
        found = [self._credit(need.covers, hidden) for need in question.needs]
        none = np.zeros((0, len(self.entries.targets)), dtype=np.float32)
        return Covered(credits=np.stack(found) if found else none, rarity=rarity)

    def _credit(self, covers: Mapping[str, float], hidden: Hidden) -> Floats:
        credit = np.zeros(len(self.entries.targets), dtype=np.float32)
        for term, value in covers.items():
            found = self.index.postings(term)
            if found is None:
                continue
            kept = found.texts
            if hidden.example is not None:
                kept = self._still_holding(term, kept, hidden.example)
            credit[kept] = np.maximum(credit[kept], value)
        return credit

    def _still_holding(self, term: str, holding: NDArray[np.int32], example: int) -> NDArray[np.int32]:
        hidden = self.entries.examples[example]
        only_there = term in hidden.parsed.terms and self.entries.terms[hidden.entry][term] == 1
        return holding[holding != hidden.entry] if only_there else holding
