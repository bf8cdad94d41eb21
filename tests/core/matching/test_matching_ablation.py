from __future__ import annotations

import functools

import numpy as np
import pytest
from rankers import small_calibration, small_ranker

from bot.core.matching.calibration import (
    Ablated,
    TrainingQuestions,
    ablate,
    collect_training_questions,
    judge_left_out,
    without,
)
from bot.core.matching.features import FEATURES


@functools.cache
def cases() -> TrainingQuestions:
    return collect_training_questions(small_ranker(), seed=1)


@functools.cache
def ablated() -> tuple[Ablated, ...]:
    return tuple(ablate(cases()))


def test_each_feature_is_left_out_once_after_the_whole() -> None:
    assert [row.dropped for row in ablated()] == [(), *((name,) for name in FEATURES)]


def test_with_nothing_left_out_the_calibration_itself_is_shown() -> None:
    assert ablated()[0].left_out == small_calibration(meaning=True)


@pytest.mark.parametrize("place", range(len(FEATURES)))
def test_a_feature_that_is_left_out_weighs_nothing(place: int) -> None:
    weights = ablated()[place + 1].left_out.weights

    assert weights.ranking[FEATURES[place]] == 0
    assert weights.confidence.get(FEATURES[place], 0) == 0
    assert ablated()[0].left_out.weights.ranking[FEATURES[place]] != 0 or FEATURES[place] == "numbers"


def test_the_judgement_is_that_of_the_fitted_weights() -> None:
    for row in ablated()[::6]:
        assert judge_left_out(row.left_out.weights, cases()) == row.left_out


def test_leaving_out_changes_no_case_but_its_own_copy() -> None:
    before = cases().facts[0].evidence.values.copy()
    copied = without(cases(), ("ask", "mass"))

    np.testing.assert_array_equal(cases().facts[0].evidence.values, before)
    for part in (copied.facts, copied.unknowns, copied.near, copied.counterfactuals, copied.foreign):
        for case in part:
            assert not case.evidence.values[:, [FEATURES.index("ask"), FEATURES.index("mass")]].any()
    assert copied.facts[0].evidence.values[:, FEATURES.index("coverage")].any()
