from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.matching.classifier import Blend, Classifier
from bot.core.matching.fitting import TrainingSet, fit
from bot.core.matching.similarity import Likeness

Floats = NDArray[np.float32]

OWNERS = [0, 0, 0, 1, 1, 2, 2, 2, 3]
# A kernel that is its first kind of likeness, so that a row of it can be asked as a question.
PLAIN = Blend(words=1, characters=0, meaning=0, ridge=0.5)


def rows(seed: int, count: int) -> Floats:
    found = np.abs(np.random.default_rng(seed).normal(size=(count, 6)))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), dtype=np.float32)


EXAMPLES = rows(1, len(OWNERS))
KERNEL = np.asarray(EXAMPLES @ EXAMPLES.T, dtype=np.float32)


def likeness_of(words: Floats) -> Likeness:
    nothing = np.zeros(len(words), dtype=np.float32)
    return Likeness(words=words, characters=nothing, meaning=nothing)


def classifier_of(kernel: Floats, owners: Sequence[int], entries: int, blend: Blend) -> Classifier:
    examples = TrainingSet(
        texts=[str(row) for row in range(len(owners))],
        owners=owners,
        entries=entries,
        ridge=blend.ridge,
        kernel=kernel.copy,
        rows=kernel.__getitem__,
    )
    return Classifier(blend=blend, duals=fit(examples), kernel=kernel.copy)


def fitted(kept: Sequence[int]) -> Classifier:
    return classifier_of(KERNEL[np.ix_(kept, kept)], [OWNERS[row] for row in kept], 4, PLAIN)


@pytest.mark.parametrize(
    "without", [[0], [4], [8], [3, 4], [0, 1, 2], [1, 4, 7]], ids=lambda rows: " and ".join(map(str, rows))
)
@pytest.mark.parametrize("seed", [2, 3])
def test_scores_without_some_rows_equal_those_of_a_fit_without_them(without: list[int], seed: int) -> None:
    whole = fitted(range(len(OWNERS)))
    kept = [row for row in range(len(OWNERS)) if row not in without]
    asked = np.asarray(EXAMPLES @ rows(seed, 1)[0], dtype=np.float32)

    closed = whole.scores(likeness_of(asked), without)
    refitted = fitted(kept).scores(likeness_of(asked[kept]))

    np.testing.assert_allclose(closed, refitted, rtol=1e-3, atol=1e-4)
    assert not np.allclose(closed, whole.scores(likeness_of(asked)), atol=1e-3)


def test_an_example_asked_without_itself_equals_a_fit_without_it() -> None:
    kept = [row for row in range(len(OWNERS)) if row != 5]

    closed = fitted(range(len(OWNERS))).scores(likeness_of(KERNEL[5]), [5])

    np.testing.assert_allclose(closed, fitted(kept).scores(likeness_of(KERNEL[5][kept])), rtol=1e-3, atol=1e-4)


def test_an_entry_asked_without_all_of_its_examples_scores_nothing() -> None:
    assert fitted(range(len(OWNERS))).scores(likeness_of(KERNEL[0]), [0, 1, 2])[0] == pytest.approx(0, abs=1e-5)


def test_answering_alone_makes_no_inverse() -> None:
    whole = fitted(range(len(OWNERS)))
    whole.scores(likeness_of(KERNEL[3]))
    before = "inverse" in vars(whole)
    whole.scores(likeness_of(KERNEL[3]), [3])

    assert (before, "inverse" in vars(whole)) == (False, True)


def test_asking_without_a_row_leaves_the_classifier_as_it_was() -> None:
    whole = fitted(range(len(OWNERS)))
    before = whole.scores(likeness_of(KERNEL[3]))
    whole.scores(likeness_of(KERNEL[3]), [3])

    np.testing.assert_array_equal(whole.scores(likeness_of(KERNEL[3])), before)


def test_an_example_belongs_to_its_entry_and_a_stranger_to_none() -> None:
    apart = classifier_of(np.eye(3, dtype=np.float32), [0, 1, 2], 3, Blend(words=1, characters=0, meaning=0, ridge=0))

    np.testing.assert_allclose(apart.scores(likeness_of(np.eye(3, dtype=np.float32)[1])), [0, 1, 0], atol=1e-6)
    np.testing.assert_allclose(apart.scores(likeness_of(np.zeros(3, dtype=np.float32))), [0, 0, 0], atol=1e-6)


def test_the_blend_weighs_each_kind_of_likeness_and_opposite_meanings_count_nothing() -> None:
    blend = Blend(words=0.5, characters=0.25, meaning=0.25)
    likeness = Likeness(
        words=np.array([1, 0, 0, 0], dtype=np.float32),
        characters=np.array([0, 1, 0, 0], dtype=np.float32),
        meaning=np.array([0, 0, 1, -1], dtype=np.float32),
    )

    assert blend.mix(likeness).tolist() == [0.5, 0.25, 0.25, 0]
