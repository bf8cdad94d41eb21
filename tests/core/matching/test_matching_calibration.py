from __future__ import annotations

import pytest
from rankers import small_calibration, small_ranker

from bot.core.matching.calibration import Calibration, calibrate
from bot.core.matching.documents import TextRole
from bot.core.matching.features import FEATURES
from bot.core.matching.weights import SIGNALS, SavedCalibration, dump_calibration, parse_calibration


@pytest.fixture(scope="module", params=[True, False], ids=["with word vectors", "without"])
def found(request: pytest.FixtureRequest) -> Calibration:
    return small_calibration(meaning=request.param)


def test_every_question_of_a_fact_is_asked_as_written_and_misspelt(found: Calibration) -> None:
    ranker = small_ranker(meaning=False)
    asks = [example for example in ranker.entries.examples if example.role is TextRole.QUESTION]

    assert found.questions == 2 * sum(bool(ranker.is_fact[example.entry]) for example in asks)


def test_on_the_small_base_the_left_out_asks_are_answered_well(found: Calibration) -> None:
    assert found.right_first >= 0.55
    assert found.among_three >= 0.85
    assert found.right_answered >= 0.45
    assert found.wrong_answered <= 0.2


def test_on_the_small_base_most_questions_of_everyday_life_get_no_answer(found: Calibration) -> None:
    assert found.foreign_answered <= 0.25


def test_the_shares_belong_together(found: Calibration) -> None:
    assert 0 <= found.right_answered <= found.right_first <= found.among_three <= 1
    assert found.right_answered + found.wrong_answered <= 1
    assert 0 <= found.near_misses_answered <= 1


def test_every_feature_and_every_signal_has_a_weight(found: Calibration) -> None:
    assert found.weights.ranking.keys() == set(FEATURES)
    assert found.weights.confidence.keys() == set(SIGNALS)


def test_learned_weights_can_be_written_and_read(found: Calibration) -> None:
    read = parse_calibration(dump_calibration(SavedCalibration(revision="ab12", weights=found.weights)).encode())

    assert isinstance(read, SavedCalibration)
    assert read.weights.ranking == pytest.approx(dict(found.weights.ranking), abs=1e-4)
    assert read.weights.confidence == pytest.approx(dict(found.weights.confidence), abs=1e-4)
    assert read.weights.bias == pytest.approx(found.weights.bias, abs=1e-4)


def test_the_same_seed_leads_to_the_same_weights_and_another_seed_to_others() -> None:
    first = small_calibration(meaning=False)

    assert calibrate(small_ranker(meaning=False), seed=1) == first
    assert calibrate(small_ranker(meaning=False), seed=8).weights != first.weights
