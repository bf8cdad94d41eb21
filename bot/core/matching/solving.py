"""Solving a positive definite system, a third of the work of an inverse.

numpy factors by Cholesky, and cannot solve with the factors; here both go block by block, so that nearly all of the
work is products of matrices, which are the fastest that numpy has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# Rows and columns of a block: large enough for quick products, small enough that what is done to the block itself
# costs next to nothing.
_BLOCK: Final = 128


def solve_positive(matrix: Floats, targets: Floats) -> Floats:
    """X with `matrix` X = `targets`, shapes (n, n) and (n, m), for a symmetric positive definite matrix.

    Raises numpy.linalg.LinAlgError where it is not positive definite.
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
    """L with L L^T = `matrix`; what stands above its diagonal blocks means nothing."""
    lower = matrix.copy()
    for block in _blocks(len(matrix)):
        lower[block, block] = np.linalg.cholesky(lower[block, block])
        below = slice(block.stop, None)
        lower[below, block] @= np.linalg.inv(lower[block, block]).T
        for later in _blocks(len(matrix), block.stop):
            # The matrix is symmetric: what is left of it is needed from its own diagonal down only.
            rest = slice(later.start, None)
            lower[rest, later] -= lower[rest, block] @ lower[later, block].T
    return lower


def _blocks(size: int, start: int = 0) -> Iterator[slice]:
    return (slice(at, min(at + _BLOCK, size)) for at in range(start, size, _BLOCK))
