from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.matching.index import gram_matrix


def vectors(texts: int, held_by: Sequence[int]) -> NDArray[np.float32]:
    """Texts by terms: each term stands in as many texts as `held_by` says."""
    dice = np.random.default_rng(7)
    found = np.zeros((texts, len(held_by)), dtype=np.float32)
    for term, times in enumerate(held_by):
        found[dice.choice(texts, times, replace=False), term] = dice.random(times)
    return found


# 160 texts are what makes a term frequent.
@pytest.mark.parametrize(
    "held_by",
    [[], [0], [1, 3, 2], [590, 160], [590, 3, 160, 159, 1, 161]],
    ids=["none", "empty", "rare", "frequent", "both"],
)
def test_the_gram_matrix_has_the_products_of_rare_and_frequent_terms(held_by: list[int]) -> None:
    whole = vectors(700, held_by)
    terms, texts = np.nonzero(whole.T)
    sizes = np.bincount(terms, minlength=len(held_by))

    found = gram_matrix(texts=texts.astype(np.int32), weights=whole[texts, terms], sizes=sizes, order=len(whole))

    np.testing.assert_allclose(np.tril(found), np.tril(whole @ whole.T), rtol=1e-5, atol=1e-6)
