"""Assign a question to an entry with a linear classifier over the examples.

Kernel ridge regression on one-hot targets (Saunders, Gammerman and Vovk 1998). Its left-out predictions have a closed
form, so that asking the base without an example or an entry needs no new fit: with G = (K + ridge I)^-1 and dual
weights A = G Y, those of the other rows without B are A - G_.B G_BB^-1 A_B.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from bot.core.matching.arrays import Floats
from bot.core.matching.index import joint_gram_matrix
from bot.core.matching.similarity import Likeness, Similarity

# Rows and columns of a block: large enough for fast products, small enough that factoring it takes little time.
_BLOCK: Final = 192


def solve_positive(matrix: Floats, targets: Floats) -> Floats:
    """Solve `matrix` X = `targets`, shapes (n, n) and (n, m), for a symmetric positive definite matrix.

    Only the values from its diagonal down are used, and they are overwritten by its Cholesky factor, block by block
    (Golub and Van Loan 2013, 4.2.8: each block needs one product with all blocks before it).
    Raises numpy.linalg.LinAlgError if the matrix is not positive definite.
    """
    found, inverses = targets.copy(), list[Floats]()
    blocks = list(_blocks(len(matrix)))
    for block in blocks:
        before, below = slice(block.start), slice(block.stop, None)
        matrix[block.start :, block] -= matrix[block.start :, before] @ matrix[block, before].T
        inverse = np.linalg.inv(np.linalg.cholesky(matrix[block, block]))
        matrix[below, block] = matrix[below, block] @ inverse.T
        found[block] = inverse @ (found[block] - matrix[block, before] @ found[before])
        inverses.append(inverse)
    for block, inverse in zip(reversed(blocks), reversed(inverses), strict=True):
        below = slice(block.stop, None)
        found[block] = inverse.T @ (found[block] - matrix[below, block].T @ found[below])
    return found


def _blocks(size: int) -> Iterator[slice]:
    return (slice(at, min(at + _BLOCK, size)) for at in range(0, size, _BLOCK))


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
        for block in _blocks(len(kernel)):
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
        lower = np.tril(_ridged(self.kernel(), self.blend))
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


def fit_classifier(kernel: Floats, owners: Sequence[int], entries: int, blend: Blend) -> Floats:
    """Return the dual weights, shape (examples, entries), for a kernel (examples, examples) from its diagonal down.

    The kernel is overwritten. `owners` names the entry of each example.
    """
    targets = np.zeros((len(owners), entries), dtype=np.float32)
    targets[np.arange(len(owners)), list(owners)] = 1
    return solve_positive(_ridged(kernel, blend), targets)


def _ridged(kernel: Floats, blend: Blend) -> Floats:
    """Add the ridge to the diagonal of a kernel, in place."""
    np.fill_diagonal(kernel, kernel.diagonal() + np.float32(blend.ridge))
    return kernel
