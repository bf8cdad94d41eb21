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
from bot.core.matching.similarity import Likeness

# Rows and columns of a block: large enough for fast products, small enough that factoring it takes little time.
_BLOCK: Final = 128


def solve_positive(matrix: Floats, targets: Floats) -> Floats:
    """Solve `matrix` X = `targets`, shapes (n, n) and (n, m), for a symmetric positive definite matrix.

    Raises numpy.linalg.LinAlgError if it is not positive definite.
    """
    lower = _factor(matrix)
    found = targets.copy()
    for block in _blocks(len(matrix)):
        found[block] -= lower[block, : block.start] @ found[: block.start]
        found[block] = np.linalg.solve(lower[block, block], found[block])
    for block in reversed(list(_blocks(len(matrix)))):
        found[block] -= lower[block.stop :, block].T @ found[block.stop :]
        found[block] = np.linalg.solve(lower[block, block].T, found[block])
    return found


def _factor(matrix: Floats) -> Floats:
    """Factor `matrix` into L L^T and return L; the values above its diagonal blocks mean nothing."""
    lower = matrix.copy()
    for block in _blocks(len(matrix)):
        lower[block, block] = np.linalg.cholesky(lower[block, block])
        below = slice(block.stop, None)
        lower[below, block] @= np.linalg.inv(lower[block, block]).T
        for later in _blocks(len(matrix), block.stop):
            # The matrix is symmetric: only the rest from its diagonal down is needed.
            rest = slice(later.start, None)
            lower[rest, later] -= lower[rest, block] @ lower[later, block].T
    return lower


def _blocks(size: int, start: int = 0) -> Iterator[slice]:
    return (slice(at, min(at + _BLOCK, size)) for at in range(start, size, _BLOCK))


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
        return self.mix_each(iter((likeness.words, likeness.characters, likeness.meaning)))

    def mix_each(self, likeness: Iterator[Floats]) -> Floats:
        """Return the kernel, given the likeness by words, by characters and by meaning, one after the other.

        All have the shape (…, examples). Between all examples of a base each has some sixty megabytes, so that none is
        needed for longer than it takes to add it.
        """
        mixed = self.words * next(likeness)
        mixed += self.characters * next(likeness)
        alike = np.maximum(next(likeness), 0)
        np.square(alike, out=alike)
        alike *= self.meaning
        mixed += alike
        return np.asarray(mixed, dtype=np.float32)


@dataclass(frozen=True, kw_only=True)
class Classifier:
    """`duals` has the shape (examples, entries); `kernel` computes K above, shape (examples, examples)."""

    blend: Blend
    duals: Floats
    kernel: Callable[[], Floats]

    @cached_property
    def inverse(self) -> Floats:
        """G above, computed on first use: it takes long, and answering does not need it."""
        return np.asarray(np.linalg.inv(_ridged(self.kernel(), self.blend)), dtype=np.float32)

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
    """Return the dual weights for a kernel (examples, examples), which is overwritten; shape (examples, entries).

    `owners` names the entry of each example.
    """
    targets = np.zeros((len(owners), entries), dtype=np.float32)
    targets[np.arange(len(owners)), list(owners)] = 1
    return solve_positive(_ridged(kernel, blend), targets)


def _ridged(kernel: Floats, blend: Blend) -> Floats:
    """Add the ridge to the diagonal of a kernel, in place."""
    np.fill_diagonal(kernel, kernel.diagonal() + np.float32(blend.ridge))
    return kernel
