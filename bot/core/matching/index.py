"""An inverted index over small texts: which texts hold a term, and how much it counts there."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

# Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond": usual values.
BM25_K1: Final = 1.2
BM25_B: Final = 0.75

Weigh = Callable[[str, int, int], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The texts that hold one term (ascending) and the term's weight in each."""

    texts: NDArray[np.int32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedIndex:
    """`size` texts; `idf` of a term as in BM25, always positive."""

    size: int
    postings: Mapping[str, Postings]
    idf: Mapping[str, float]
    unseen_idf: float

    def weight(self, term: str) -> float:
        """The term's idf; of a term that no text holds, that of the rarest possible."""
        return self.idf.get(term, self.unseen_idf)

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """For each text the sum over the query's terms of query weight times text weight, shape (size,)."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, weight in query.items():
            found = self.postings.get(term)
            if found is not None:
                # A text stands once in a term's postings, so that plain indexed addition is exact.
                total[found.texts] += weight * found.weights
        return total


def bm25_index(texts: Sequence[Iterable[str] | Mapping[str, int]]) -> InvertedIndex:
    """An index whose weights are those of BM25, idf included: query weights are 1 for each term."""
    counts, idf, unseen = _counts_and_idf(texts)
    lengths = np.array([sum(bag.values()) for bag in counts], dtype=np.float32)
    mean = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0

    def weigh(term: str, occurrences: int, text: int) -> float:
        saturation = BM25_K1 * (1 - BM25_B + BM25_B * float(lengths[text]) / mean)
        return idf[term] * occurrences * (BM25_K1 + 1) / (occurrences + saturation)

    return _invert(counts, idf, unseen, weigh)


def cosine_index(texts: Sequence[Iterable[str]]) -> InvertedIndex:
    """An index of unit-length tf-idf vectors: with a unit query (see `unit`) its scores are cosines, 0 to 1."""
    counts, idf, unseen = _counts_and_idf(texts)
    norms = [math.sqrt(sum((_damped(n) * idf[term]) ** 2 for term, n in bag.items())) or 1.0 for bag in counts]

    def weigh(term: str, occurrences: int, text: int) -> float:
        return _damped(occurrences) * idf[term] / norms[text]

    return _invert(counts, idf, unseen, weigh)


def unit(index: InvertedIndex, terms: Mapping[str, float]) -> dict[str, float]:
    """The query vector of length 1 for a cosine index; terms that no text holds count in its length."""
    weighed = {term: weight * index.weight(term) for term, weight in terms.items()}
    norm = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
    return {term: value / norm for term, value in weighed.items()}


def _damped(occurrences: int) -> float:
    return 1.0 + math.log(occurrences)


def _counts_and_idf(
    texts: Sequence[Iterable[str] | Mapping[str, int]],
) -> tuple[list[Counter[str]], dict[str, float], float]:
    counts = [Counter(text) for text in texts]
    holding = Counter(term for bag in counts for term in bag)
    size = len(counts)
    idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in holding.items()}
    return counts, idf, math.log(1 + (size + 0.5) / 0.5)


def _invert(counts: Sequence[Counter[str]], idf: Mapping[str, float], unseen: float, weigh: Weigh) -> InvertedIndex:
    gathered: dict[str, tuple[array[int], array[float]]] = {}
    for text, bag in enumerate(counts):
        for term, occurrences in bag.items():
            texts, weights = gathered.setdefault(term, (array("i"), array("f")))
            texts.append(text)
            weights.append(weigh(term, occurrences, text))
    postings = {
        term: Postings(texts=np.frombuffer(texts, dtype=np.int32), weights=np.frombuffer(weights, dtype=np.float32))
        for term, (texts, weights) in gathered.items()
    }
    return InvertedIndex(
        size=len(counts), postings=MappingProxyType(postings), idf=MappingProxyType(dict(idf)), unseen_idf=unseen
    )
