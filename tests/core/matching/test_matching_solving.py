from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.matching.classifier import solve_positive

Floats = NDArray[np.float32]


def kernel(size: int, ridge: float = 0.5) -> Floats:
    rows = np.random.default_rng(3).normal(size=(size, 9)).astype(np.float32)
    return np.asarray(rows @ rows.T / 9 + ridge * np.eye(size), dtype=np.float32)


# A block has 192 rows.
@pytest.mark.parametrize("size", [1, 2, 191, 192, 193, 600])
def test_a_solution_solves_its_system(size: int) -> None:
    matrix = kernel(size)
    targets = np.random.default_rng(4).normal(size=(size, 5)).astype(np.float32)

    found = solve_positive(matrix.copy(), targets)

    np.testing.assert_allclose(found, np.linalg.solve(matrix.astype(np.float64), targets), rtol=1e-3, atol=1e-4)


def test_values_above_the_diagonal_count_for_nothing_and_the_targets_stay() -> None:
    matrix, targets = kernel(400), np.ones((400, 2), dtype=np.float32)
    lower = np.tril(matrix)
    lower[np.triu_indices(400, 1)] = np.nan

    found = solve_positive(lower, targets)

    np.testing.assert_allclose(found, solve_positive(matrix, targets), atol=1e-6)
    assert np.array_equal(targets, np.ones((400, 2)))


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        solve_positive(-kernel(200), np.ones((200, 1), dtype=np.float32))
