from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.matching.classifier import solve_positive

Floats = NDArray[np.float32]


def kernel(size: int, ridge: float = 0.5) -> Floats:
    rows = np.random.default_rng(3).normal(size=(size, 9)).astype(np.float32)
    return np.asarray(rows @ rows.T / 9 + ridge * np.eye(size), dtype=np.float32)


# A block has 128 rows.
@pytest.mark.parametrize("size", [1, 2, 127, 128, 129, 300])
def test_a_solution_solves_its_system(size: int) -> None:
    matrix = kernel(size)
    targets = np.random.default_rng(4).normal(size=(size, 5)).astype(np.float32)

    found = solve_positive(matrix, targets)

    np.testing.assert_allclose(found, np.linalg.solve(matrix.astype(np.float64), targets), rtol=1e-3, atol=1e-5)


def test_neither_the_matrix_nor_the_targets_are_changed() -> None:
    matrix, targets = kernel(200), np.ones((200, 2), dtype=np.float32)

    solve_positive(matrix, targets)

    assert np.array_equal(matrix, kernel(200))
    assert np.array_equal(targets, np.ones((200, 2)))


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        solve_positive(-kernel(130), np.ones((130, 1), dtype=np.float32))
