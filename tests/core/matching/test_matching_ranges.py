from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.matching.index import parts, ranges


@given(st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 9))))
def test_ranges_follow_one_another(spans: list[tuple[int, int]]) -> None:
    starts, sizes = np.array(spans, dtype=np.intp).reshape(-1, 2).T

    assert ranges(starts, sizes).tolist() == [number for start, size in spans for number in range(start, start + size)]


@pytest.mark.parametrize("spans", [[], [(3, 0)], [(3, 0), (7, 0)]])
def test_nothing_has_no_numbers(spans: list[tuple[int, int]]) -> None:
    starts, sizes = np.array(spans, dtype=np.intp).reshape(-1, 2).T

    assert ranges(starts, sizes).shape == (0,)


def test_the_values_of_some_rows_are_listed_row_by_row() -> None:
    places, starts = parts(np.array([0, 3, 3, 5, 6]), np.array([0, 1, 3]))

    assert places.tolist() == [0, 1, 2, 5]
    assert starts.tolist() == [0, 3, 3]
