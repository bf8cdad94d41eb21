"""The nearest ask, taken both ways: how much of the question it holds, and how much of it the question holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries, Role
from bot.core.matching.index import InvertedIndex
from bot.core.matching.question import Parsed

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The asks of a base. `examples` tells which texts hold a term, `rarity` how rare it is among the entries.

    `masses` is the idf mass of each example, shape (examples,); 0 for what is no ask.
    """

    examples: InvertedIndex
    rarity: InvertedIndex
    masses: Floats

    def with_(self, question: Parsed, places: NDArray[np.intp]) -> Floats:
        """The harmonic mean of both shares for some examples, ascending; 0 to 1, shape (places,).

        That is the F1 measure (van Rijsbergen 1979) over idf mass instead of counts.
        """
        sought = _sought(question)
        holding = dict(zip(sought, self.examples.weights_in(sought, places) > 0, strict=True))
        rarity = np.array([self.rarity.weight(need.stem) for need in question.needs], dtype=np.float32)
        credits_ = [
            np.max([holding[term] * value for term, value in need.covers.items()], 0) for need in question.needs
        ]
        masses = self.masses[places]
        if not credits_:
            return np.zeros(len(places), dtype=np.float32)
        of_question = rarity @ np.stack(credits_) / rarity.sum()
        in_common = np.sum([self.rarity.weight(term) * holding[term] for term in question.terms], axis=0)
        of_ask = np.divide(in_common, masses, out=np.zeros(len(places)), where=masses > 0)
        both = of_question + of_ask
        found = np.divide(2 * of_question * of_ask, both, out=np.zeros(len(places)), where=both > 0)
        return np.asarray(found, dtype=np.float32)


def _sought(question: Parsed) -> tuple[str, ...]:
    """Every term that may stand in an ask, each once."""
    return tuple(dict.fromkeys((*question.terms, *(term for need in question.needs for term in need.covers))))


def build_agreement(entries: Entries, *, examples: InvertedIndex, rarity: InvertedIndex) -> Agreement:
    """Weigh the asks. What `examples` indexes besides the terms of `rarity`, such as pairs of words, has no mass."""
    weights = [rarity.weight(term) if term in rarity.terms else 0.0 for term in examples.terms]
    masses = np.bincount(examples.texts, weights=np.repeat(weights, np.diff(examples.offsets)), minlength=examples.size)
    asks = np.array([example.role is Role.ASK for example in entries.examples])
    return Agreement(examples=examples, rarity=rarity, masses=np.where(asks, masses, 0).astype(np.float32))
