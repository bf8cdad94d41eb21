"""Assign a question to an entry with a linear classifier over the examples.

Kernel ridge regression on one-hot targets (Saunders, Gammerman and Vovk 1998). Its left-out predictions have a closed
form, so that asking the base without an example or an entry needs no new fit: with G = (K + ridge I)^-1 and dual
weights A = G Y, those of the other rows without B are A - G_.B G_BB^-1 A_B.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.fitting import blocks, ridged
from bot.core.matching.index import joint_gram_matrix
from bot.core.matching.similarity import Likeness, Similarity

LARGEST: Final = 5_000
"""Most examples of a base with a classifier: the time of fitting grows with their cube, and left-out predictions take
eight times as long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blend:
    """How much each kind of likeness counts in the kernel, and the ridge that is added to its diagonal."""

    words: float = 0.3
    characters: float = 0.1
    meaning: float = 0.6
    ridge: float = 0.5

    def mix(self, likeness: Likeness) -> Floats:
        """Return the kernel between a text and every example, shape (examples,)."""
        mixed = self.words * likeness.words + self.characters * likeness.characters
        mixed += self.meaning * np.square(np.maximum(likeness.meaning, 0))
        return np.asarray(mixed, dtype=np.float32)

    def between_examples(self, similarity: Similarity) -> Floats:
        """Return the kernel between all examples, shape (examples, examples), from its diagonal down."""
        kernel = joint_gram_matrix((similarity.words, similarity.characters), (self.words, self.characters))
        meaning = similarity.meaning[similarity.rows]
        for block in blocks(len(kernel)):
            # As many rows as the processor's cache holds, so that squaring them takes little time.
            alike = np.maximum(meaning[block] @ meaning[: block.stop].T, 0)
            kernel[block, : block.stop] += self.meaning * np.square(alike, out=alike)
        return kernel


@dataclass(frozen=True, kw_only=True)
class Classifier:
    """`duals` has the shape (examples, entries); `kernel` computes K above from its diagonal down."""

    blend: Blend
    duals: Floats
    kernel: Callable[[], Floats]

    @cached_property
    def inverse(self) -> Floats:
        """G above, computed on first use: it takes long, and answering does not need it."""
        lower = np.tril(ridged(self.kernel(), self.blend.ridge))
        return np.asarray(np.linalg.inv(lower + np.tril(lower, -1).T), dtype=np.float32)

    def scores(self, likeness: Likeness, without: Sequence[int] = ()) -> Floats:
        """Return how far a question belongs to each entry, shape (entries,): about 1 if it is an example, 0 if foreign.

        The rows `without` count as if they had not been learned.
        """
        row = self.blend.mix(likeness)
        if not len(without):
            return row @ self.duals
        rows = list(without)
        row[rows] = 0
        lost = np.linalg.solve(self.inverse[np.ix_(rows, rows)], self.duals[rows])
        return row @ self.duals - (row @ self.inverse[:, rows]) @ lost
