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
        if not question.needs:
            return np.zeros(len(places), dtype=np.float32)
        sought = _sought(question)
        holding = (self.examples.weights_in(sought, places) > 0).astype(np.float32)
        of_question = self._covered(question, sought, holding)
        in_common = np.array([self.rarity.weight(term) * (term in question.terms) for term in sought]) @ holding
        masses = self.masses[places]
        of_ask = np.divide(in_common, masses, out=np.zeros(len(places)), where=masses > 0)
        both = of_question + of_ask
        found = np.divide(2 * of_question * of_ask, both, out=np.zeros(len(places)), where=both > 0)
        return np.asarray(found, dtype=np.float32)

    def _covered(self, question: Parsed, sought: tuple[str, ...], holding: Floats) -> Floats:
        """The share of the question's idf mass that each example covers, shape (examples,).

        `holding` has the shape (terms sought, examples): 1 where the example holds the term, else 0.
        """
        rows = {term: row for row, term in enumerate(sought)}
        rarity = [self.rarity.weight(need.stem) for need in question.needs]
        # A word that one term alone can cover counts in one product with all others of its kind.
        alone = np.zeros(len(sought), dtype=np.float32)
        covered = np.zeros(holding.shape[1], dtype=np.float32)
        for need, weight in zip(question.needs, rarity, strict=True):
            if len(need.covers) == 1:
                ((term, value),) = need.covers.items()
                alone[rows[term]] += weight * value
            else:
                covered += weight * np.max([holding[rows[term]] * value for term, value in need.covers.items()], axis=0)
        return np.asarray((covered + alone @ holding) / sum(rarity), dtype=np.float32)


def _sought(question: Parsed) -> tuple[str, ...]:
    """Every term that may stand in an ask, each once."""
    return tuple(dict.fromkeys((*question.terms, *(term for need in question.needs for term in need.covers))))


def build_agreement(entries: Entries, *, examples: InvertedIndex, rarity: InvertedIndex) -> Agreement:
    """Weigh the asks. What `examples` indexes besides the terms of `rarity`, such as pairs of words, has no mass."""
    weights = [rarity.weight(term) if term in rarity.terms else 0.0 for term in examples.terms]
    masses = np.bincount(examples.texts, weights=np.repeat(weights, np.diff(examples.offsets)), minlength=examples.size)
    asks = np.array([example.role is Role.ASK for example in entries.examples])
    return Agreement(examples=examples, rarity=rarity, masses=np.where(asks, masses, 0).astype(np.float32))
