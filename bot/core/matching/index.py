"""An inverted index over small texts: which texts hold a term, and how much it counts there."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The texts that hold one term (ascending) and the term's weight in each."""

    texts: NDArray[np.int32]
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class InvertedIndex:
    """Unit-length tf-idf vectors of `size` texts, by term.

    The postings of term number t stand at `offsets[t]:offsets[t + 1]` of `texts` and `weights`.
    """

    size: int
    terms: Mapping[str, int]
    offsets: NDArray[np.int64]
    texts: NDArray[np.int32]
    weights: Floats
    idf: Floats
    unseen_idf: float

    def postings(self, term: str) -> Postings | None:
        """Where a term stands; None for one that no text holds."""
        number = self.terms.get(term)
        if number is None:
            return None
        span = slice(self.offsets[number], self.offsets[number + 1])
        return Postings(texts=self.texts[span], weights=self.weights[span])

    def weight(self, term: str) -> float:
        """The term's idf as in BM25, always positive; of a term that no text holds, that of the rarest possible."""
        number = self.terms.get(term)
        return self.unseen_idf if number is None else float(self.idf[number])

    def unit(self, terms: Mapping[str, float]) -> dict[str, float]:
        """A question's terms, times idf, brought to length 1; terms that no text holds count in its length."""
        weighed = {term: value * self.weight(term) for term, value in terms.items()}
        norm = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {term: value / norm for term, value in weighed.items()}

    def scores(self, terms: Mapping[str, float]) -> Floats:
        """The cosine of a question's terms with each text, 0 to 1, shape (size,)."""
        total = np.zeros(self.size, dtype=np.float32)
        for term, value in self.unit(terms).items():
            found = self.postings(term)
            if found is not None:
                # A text stands once in a term's postings, so that plain indexed addition is exact.
                total[found.texts] += value * found.weights
        return total

    def scores_of(self, terms: Mapping[str, float], texts: NDArray[np.intp]) -> Floats:
        """The same for some texts only, ascending; shape (texts,). Far cheaper than all where the index is large."""
        total = np.zeros(len(texts), dtype=np.float32)
        for term, value in self.unit(terms).items():
            found = self.postings(term)
            if found is not None:
                places = np.minimum(np.searchsorted(found.texts, texts), len(found.texts) - 1)
                total += np.where(found.texts[places] == texts, value * found.weights[places], 0)
        return total

    def gram(self) -> Floats:
        """The cosines of all texts with each other, shape (size, size)."""
        products = np.zeros((self.size, self.size), dtype=np.float32)
        for start, end in zip(self.offsets[:-1], self.offsets[1:], strict=True):
            texts, weights = self.texts[start:end], self.weights[start:end]
            products[np.ix_(texts, texts)] += np.outer(weights, weights)
        return products


def build_index(texts: Iterable[Mapping[str, float]]) -> InvertedIndex:
    """Index texts, each given as its terms with their weights before idf."""
    terms: defaultdict[str, int] = defaultdict()
    terms.default_factory = terms.__len__
    numbers, values, sizes = array("i"), array("f"), array("i")
    for text in texts:
        numbers.extend(map(terms.__getitem__, text))
        values.extend(text.values())
        sizes.append(len(text))
    of_terms = np.frombuffer(numbers, dtype=np.int32) if numbers else np.zeros(0, dtype=np.int32)
    of_texts = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    holding = np.bincount(of_terms, minlength=len(terms))
    idf = np.log(1 + (len(sizes) - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    weights = np.frombuffer(values, dtype=np.float32) * idf[of_terms] if values else np.zeros(0, dtype=np.float32)
    lengths = np.sqrt(np.bincount(of_texts, weights=weights * weights, minlength=len(sizes)))
    weights = (weights / lengths[of_texts]).astype(np.float32)
    # A stable sort keeps each term's texts in ascending order.
    order = np.argsort(of_terms, kind="stable")
    return InvertedIndex(
        size=len(sizes),
        terms=MappingProxyType(dict(terms)),
        offsets=np.concatenate([[0], np.cumsum(holding)]).astype(np.int64),
        texts=of_texts[order],
        weights=weights[order],
        idf=idf,
        unseen_idf=math.log(1 + (len(sizes) + 0.5) / 0.5),
    )


def damped(pieces: Iterable[str]) -> dict[str, float]:
    """How much each of a text's pieces counts: the second and later occurrences ever less (1 + ln n)."""
    return {piece: 1.0 if number == 1 else 1.0 + math.log(number) for piece, number in Counter(pieces).items()}
