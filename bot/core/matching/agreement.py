"""The nearest ask, taken both ways: how much of the question it holds, and how much of it the question holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries, Role
from bot.core.matching.index import InvertedIndex
from bot.core.matching.question import Parsed

Floats = NDArray[np.float32]

# A share that is none: what nothing is divided by.
_LEAST: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The asks of a base. `examples` tells which texts hold a term, `rarity` how rare it is among the entries.

    `masses` is the idf mass of each example, shape (examples,); infinite for what is no ask.
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
        shared = self.rarity.rarities(sought) * [term in question.terms for term in sought]
        in_common = shared.astype(np.float32) @ holding
        of_ask = in_common / self.masses.take(places)
        return np.asarray(2 * of_question * of_ask / np.maximum(of_question + of_ask, _LEAST), dtype=np.float32)

    def _covered(self, question: Parsed, sought: tuple[str, ...], holding: Floats) -> Floats:
        """The share of the question's idf mass that each example covers, shape (examples,).

        `holding` has the shape (terms sought, examples): 1 where the example holds the term, else 0.
        """
        rows = {term: row for row, term in enumerate(sought)}
        rarity = self.rarity.rarities(need.stem for need in question.needs).astype(np.float32)
        # The first term that covers each word, then the second of each, and so on: few words have a third.
        each = ([(rows[term], credit) for term, credit in need.covers.items()] for need in question.needs)
        ways = np.array(list(zip_longest(*each, fillvalue=(0, 0.0))), dtype=np.float32)
        earned = (holding[ways[..., 0].astype(np.intp)] * ways[..., 1:]).max(axis=0)
        return np.asarray(rarity @ earned / rarity.sum(), dtype=np.float32)


def _sought(question: Parsed) -> tuple[str, ...]:
    """Every term that may stand in an ask, each once."""
    return tuple(dict.fromkeys((*question.terms, *(term for need in question.needs for term in need.covers))))


def build_agreement(entries: Entries, *, examples: InvertedIndex, rarity: InvertedIndex) -> Agreement:
    """Weigh the asks. What `examples` indexes besides the terms of `rarity`, such as pairs of words, has no mass."""
    weights = [rarity.weight(term) if term in rarity.terms else 0.0 for term in examples.terms]
    masses = np.bincount(examples.texts, weights=np.repeat(weights, np.diff(examples.offsets)), minlength=examples.size)
    asks = np.array([example.role is Role.ASK for example in entries.examples])
    return Agreement(examples=examples, rarity=rarity, masses=np.where(asks & (masses > 0), masses, np.inf))
