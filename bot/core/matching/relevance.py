"""BM25 of an entry, all of its texts taken as one: a word that many of its asks share counts for more.

Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", with the usual k1 and b. What
counts as a term's frequency is the number of the entry's texts that hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
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
        weighed = self.index.rarities(question.terms) * list(question.terms.values())
        highest = weighed.sum() * (K1 + 1) or 1.0
        wanted = np.asarray(candidates, dtype=np.intp)
        counts = self.index.weights_in(question.terms, wanted)
        lengths = self.lengths.take(wanted)
        if hidden is not None:
            self._leave_out(hidden, question, wanted, counts, lengths)
        damping = K1 * (1 - B + B * lengths / self.mean)
        total = weighed @ (counts * (K1 + 1) / (counts + damping))
        return np.asarray(total / highest, dtype=np.float32)

    def _leave_out(
        self, hidden: int, question: Parsed, wanted: NDArray[np.intp], counts: Shares, lengths: Lengths
    ) -> None:
        """Take the terms of the hidden example out of what its entry, if it is wanted, has."""
        example = self.entries.examples[hidden]
        gone = example.parsed.terms
        bereft = wanted == example.entry
        counts[:, bereft] -= np.array([[term in gone] for term in question.terms], dtype=np.float32)
        lengths[bereft] -= len(gone)


def build_relevance(entries: Entries, index: InvertedIndex) -> Relevance:
    """Measure the entries; `index` holds one text for each of them, with the counts of `Entries.terms` as weights."""
    lengths = np.bincount(index.texts, weights=index.weights, minlength=index.size).astype(np.float64)
    return Relevance(
        entries=entries, index=index, lengths=lengths, mean=float(lengths.sum()) / max(len(lengths), 1) or 1.0
    )
