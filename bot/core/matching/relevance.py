"""BM25 of an entry, all of its texts taken as one: a word that many of its asks share counts for more.

Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", with the usual k1 and b. What
counts as a term's frequency is the number of the entry's texts that hold it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries
from bot.core.matching.index import InvertedIndex
from bot.core.matching.question import Parsed

K1: Final = 1.2
B: Final = 0.75

Shares = NDArray[np.float32]
Lengths = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """`index` counts the texts of each entry that hold a term.

    `lengths` counts the terms of each entry, text by text; `mean` is their mean.
    """

    entries: Entries
    index: InvertedIndex
    lengths: Lengths
    mean: float

    def of(self, question: Parsed, candidates: Sequence[int] | NDArray[np.intp], hidden: int | None) -> Shares:
        """The share of the highest possible BM25 that each candidate reaches, 0 to 1, shape (candidates,).

        `hidden` is the place of an example that is left out.
        """
        weighed = {term: weight * self.index.weight(term) for term, weight in question.terms.items()}
        highest = sum(weighed.values()) * (K1 + 1) or 1.0
        wanted = np.asarray(candidates, dtype=np.intp)
        gone, bereft = self._without(wanted, hidden)
        lengths = self.lengths[wanted] - len(gone) * bereft
        damping = K1 * (1 - B + B * lengths / self.mean)
        counts = self.index.weights_in(weighed, wanted).astype(np.float64)
        counts -= np.outer([term in gone for term in weighed], bereft)
        total = np.array(list(weighed.values())) @ (counts * (K1 + 1) / (counts + damping))
        return (total / highest).astype(np.float32)

    def _without(self, wanted: NDArray[np.intp], hidden: int | None) -> tuple[Collection[str], Lengths]:
        """The terms of the hidden example, and 1 for the entry that has to do without them, 0 for all others."""
        if hidden is None:
            return (), np.zeros(len(wanted))
        example = self.entries.examples[hidden]
        return example.parsed.terms.keys(), (wanted == example.entry).astype(np.float64)


def build_relevance(entries: Entries, index: InvertedIndex) -> Relevance:
    """Measure the entries; `index` holds one text for each of them, with the counts of `Entries.terms` as weights."""
    lengths = np.bincount(index.texts, weights=index.weights, minlength=index.size).astype(np.float64)
    return Relevance(
        entries=entries, index=index, lengths=lengths, mean=float(lengths.sum()) / max(len(lengths), 1) or 1.0
    )
