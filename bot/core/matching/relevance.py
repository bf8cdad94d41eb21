"""BM25 of an entry, all of its texts taken as one: a word that many of its asks share counts for more.

Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond", with the usual k1 and b. What
counts as a term's frequency is the number of the entry's texts that hold it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries
from bot.core.matching.index import InvertedIndex
from bot.core.matching.question import Parsed

K1: Final = 1.2
B: Final = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """`lengths` counts the terms of each entry, text by text; `mean` is their mean; idf is that of `index`."""

    entries: Entries
    index: InvertedIndex
    lengths: tuple[int, ...]
    mean: float

    def of(self, question: Parsed, candidates: Iterable[int], hidden: int | None) -> NDArray[np.float32]:
        """The share of the highest possible BM25 that each candidate reaches, 0 to 1, shape (candidates,).

        `hidden` is the place of an example that is left out.
        """
        weighed = {term: weight * self.index.weight(term) for term, weight in question.terms.items()}
        highest = sum(weighed.values()) * (K1 + 1) or 1.0
        found = [self._score(entry, weighed, hidden) / highest for entry in candidates]
        return np.array(found, dtype=np.float32)

    def _score(self, entry: int, weighed: Mapping[str, float], hidden: int | None) -> float:
        counts, length = self.entries.terms[entry], self.lengths[entry]
        gone: Mapping[str, float] = {}
        if hidden is not None and self.entries.examples[hidden].entry == entry:
            gone = self.entries.examples[hidden].parsed.terms
            length -= len(gone)
        damping = K1 * (1 - B + B * length / self.mean)
        total = 0.0
        for term, weight in weighed.items():
            count = counts.get(term, 0) - (term in gone)
            if count > 0:
                total += weight * count * (K1 + 1) / (count + damping)
        return total


def build_relevance(entries: Entries, index: InvertedIndex) -> Relevance:
    """Measure the entries; `index` holds one text for each of them."""
    lengths = tuple(sum(terms.values()) for terms in entries.terms)
    return Relevance(entries=entries, index=index, lengths=lengths, mean=sum(lengths) / max(len(lengths), 1) or 1.0)
