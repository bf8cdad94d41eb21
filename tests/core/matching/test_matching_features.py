from __future__ import annotations

import numpy as np
import pytest
from core.matching.three_entries import ENTRIES, parsed
from rankers import build_index

from bot.core.matching.features import FEATURES, NOTHING_HIDDEN, Hidden, Pool, missing_numbers


def test_features_have_names_of_their_own() -> None:
    assert len(set(FEATURES)) == len(FEATURES)


def pool_of(*entries: int) -> Pool:
    examples, starts = ENTRIES.places(np.array(entries))
    return Pool(examples=examples, starts=starts)


def test_each_entry_has_the_value_of_its_best_example() -> None:
    values = np.array([0.1, 0.7, 0.2, 0.3, 0.4, 0.9, 0.5], dtype=np.float32)
    drawn = pool_of(0, 1, 2)
    assert ENTRIES.starts.tolist() == [0, 3, 5, 7]

    assert drawn.nearest(values, NOTHING_HIDDEN).tolist() == pytest.approx([0.7, 0.4, 0.9])
    assert drawn.nearest(values, Hidden(example=1)).tolist() == pytest.approx([0.2, 0.4, 0.9])
    assert values[1] == pytest.approx(0.7), "what is hidden is hidden from this question only"


def test_a_pool_of_some_entries_has_only_their_examples() -> None:
    drawn = pool_of(0, 2)
    values = np.array([0.1, 0.7, 0.2, 0.9, 0.5], dtype=np.float32)

    assert drawn.examples.tolist() == [0, 1, 2, 5, 6]
    assert drawn.nearest(values, NOTHING_HIDDEN).tolist() == pytest.approx([0.7, 0.9])
    assert drawn.nearest(values, Hidden(example=5)).tolist() == pytest.approx([0.7, 0.5])


def test_the_share_of_numbers_that_an_entry_lacks_counts() -> None:
    index = build_index([{"21": 1.0, "38": 2.0}, {"21": 1.0, "mile": 1.0}, {"lamp": 1.0}])

    assert missing_numbers(parsed("21 miles or 38 metres"), index, np.arange(3)).tolist() == [0, 0.5, 1]
    assert missing_numbers(parsed("the lamp"), index, np.arange(3)).tolist() == [0, 0, 0]
