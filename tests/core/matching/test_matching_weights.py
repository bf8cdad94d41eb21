from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from bot.core.matching.features import FEATURES
from bot.core.matching.weights import SIGNALS, Weights, default_weights

WEIGHTS = Weights(
    features="words",
    ranking=MappingProxyType({"near": 2.0, "known": 1.0, "missing": -4.0, "entry": -1.0}),
    confidence=MappingProxyType(dict.fromkeys(SIGNALS, 0.0)),
    bias=0.0,
    answer=0.5,
    suggest=0.1,
)


def test_a_score_is_the_weighted_sum_of_the_features_whatever_the_order_of_the_weights() -> None:
    values = np.zeros((2, len(FEATURES)), dtype=np.float32)
    values[:, FEATURES.index("meaning")], values[:, FEATURES.index("gap")] = (1, 0.5), (0, 0.5)
    ranking = dict.fromkeys(reversed(FEATURES), 0.0) | {"gap": -4.0, "meaning": 2.0}

    assert replace(WEIGHTS, ranking=MappingProxyType(ranking)).score(values).tolist() == [2, -1]


def test_the_most_is_every_feature_for_and_none_against() -> None:
    assert WEIGHTS.most == 3


def test_trust_is_the_logistic_of_bias_and_weighed_signals() -> None:
    nothing = dict.fromkeys(SIGNALS, 0.0)
    weights = replace(WEIGHTS, confidence={**nothing, SIGNALS[0]: 2.0}, bias=-1.0)

    assert weights.trust(nothing) == pytest.approx(1 / (1 + np.e))
    assert weights.trust({**nothing, SIGNALS[0]: 0.5}) == pytest.approx(0.5)


@pytest.mark.parametrize(("score", "shown"), [(2.0, 1.0), (0.5, 0.5), (-1.0, 0.0), (-5.0, 0.0), (9.0, 1.0)])
def test_a_score_is_shown_as_a_share_of_the_most_without_what_every_entry_has(score: float, shown: float) -> None:
    assert WEIGHTS.shown(score) == pytest.approx(shown)


@pytest.mark.parametrize(("bias", "chance"), [(1e6, 1.0), (-1e6, 0.0)])
def test_trust_stays_within_0_and_1_however_far_out(bias: float, chance: float) -> None:
    assert replace(WEIGHTS, bias=bias).trust(dict.fromkeys(SIGNALS, 1.0)) == pytest.approx(chance)


@pytest.mark.parametrize(
    "features", ["none", "none, classifier", "words", "words, classifier", "sentences, classifier"]
)
def test_each_set_of_features_has_default_weights_for_every_feature_and_signal(features: str) -> None:
    weights = default_weights(features)

    assert weights.features == features
    assert weights.ranking.keys() == set(FEATURES)
    assert weights.confidence.keys() == set(SIGNALS)
    assert 0 < weights.suggest < weights.answer < 1
    assert weights.most > 0


def test_a_base_without_a_classifier_weighs_no_classifier() -> None:
    assert default_weights("words").ranking["classifier"] == 0
    assert default_weights("words").ranking != default_weights("words, classifier").ranking
