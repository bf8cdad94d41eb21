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

Weigh = Callable[[str, float, int], float]


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

    def gram(self) -> NDArray[np.float32]:
        """The inner products of all texts with each other, shape (size, size)."""
        products = np.zeros((self.size, self.size), dtype=np.float32)
        for found in self.postings.values():
            products[np.ix_(found.texts, found.texts)] += np.outer(found.weights, found.weights)
        return products


def bm25_index(texts: Sequence[Mapping[str, int]]) -> InvertedIndex:
    """An index whose weights are those of BM25, idf included: query weights are 1 for each term."""
    counts = [Counter(text) for text in texts]
    idf, unseen = _idf(counts)
    lengths = np.array([sum(bag.values()) for bag in counts], dtype=np.float32)
    mean = float(lengths.mean()) if len(lengths) and lengths.any() else 1.0

    def weigh(term: str, occurrences: float, text: int) -> float:
        saturation = BM25_K1 * (1 - BM25_B + BM25_B * float(lengths[text]) / mean)
        return idf[term] * occurrences * (BM25_K1 + 1) / (occurrences + saturation)

    return _invert(counts, idf, unseen, weigh)


def cosine_index(texts: Sequence[Mapping[str, float]]) -> InvertedIndex:
    """An index of unit-length vectors, a text's own weights times idf.

    With a unit query (see `unit`) its scores are cosines, 0 to 1.
    """
    idf, unseen = _idf(texts)
    norms = [math.sqrt(sum((value * idf[term]) ** 2 for term, value in text.items())) or 1.0 for text in texts]

    def weigh(term: str, value: float, text: int) -> float:
        return value * idf[term] / norms[text]

    return _invert(texts, idf, unseen, weigh)


def unit(index: InvertedIndex, terms: Mapping[str, float]) -> dict[str, float]:
    """The query vector of length 1 for a cosine index; terms that no text holds count in its length."""
    weighed = {term: weight * index.weight(term) for term, weight in terms.items()}
    norm = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
    return {term: value / norm for term, value in weighed.items()}


def damped(pieces: Iterable[str]) -> dict[str, float]:
    """How much each of a text's pieces counts: the second and later occurrences ever less (1 + ln n)."""
    return {piece: 1.0 + math.log(number) for piece, number in Counter(pieces).items()}


def _idf(texts: Sequence[Mapping[str, float]]) -> tuple[dict[str, float], float]:
    """Each term's idf, and that of a term that no text holds."""
    holding = Counter(term for text in texts for term in text)
    size = len(texts)
    idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in holding.items()}
    return idf, math.log(1 + (size + 0.5) / 0.5)


def _invert(
    bags: Sequence[Mapping[str, float]], idf: Mapping[str, float], unseen: float, weigh: Weigh
) -> InvertedIndex:
    gathered: dict[str, tuple[array[int], array[float]]] = {}
    for text, bag in enumerate(bags):
        for term, value in bag.items():
            texts, weights = gathered.setdefault(term, (array("i"), array("f")))
            texts.append(text)
            weights.append(weigh(term, value, text))
    postings = {
        term: Postings(texts=np.frombuffer(texts, dtype=np.int32), weights=np.frombuffer(weights, dtype=np.float32))
        for term, (texts, weights) in gathered.items()
    }
    return InvertedIndex(
        size=len(bags), postings=MappingProxyType(postings), idf=MappingProxyType(dict(idf)), unseen_idf=unseen
    )
