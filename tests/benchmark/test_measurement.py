from __future__ import annotations

from dataclasses import replace

from rankers import small_ranker

from bot.benchmark.quality import THRESHOLDS, WORST, Measurement, Replies, ask, measure, measure_left_out
from bot.core.matching.calibration import calibrate
from bot.core.matching.evaluation import Question

HEIGHT = Question(text="lamp high above sea", answerable=True, gold=("38 metres above the sea",), kind="full")
KEEPER = Question(text="how old is the keeper", answerable=False, gold=(), kind="near miss")


def asked(answer: float, *questions: Question) -> Replies:
    """Questions asked of the small base, with another least confidence of an answer."""
    ranker = small_ranker()
    weights = replace(ranker.weights, answer=answer, suggest=0.0)
    return ask(replace(ranker, weights=weights), questions)


def measured(answer: float, *questions: Question) -> Measurement:
    return measure([asked(answer, *questions)])


def test_the_curve_does_not_depend_on_the_threshold_in_use() -> None:
    found = measured(1.0, HEIGHT, KEEPER)

    assert (found.answerable.answered, found.answerable.among) == (0, 1)
    assert (found.anyway.answered, found.anyway.right) == (1, 1)
    assert (found.points[0].coverage, found.serving.coverage) == (1, 0)
    assert len(found.steps) == 1


def test_the_threshold_in_use_is_one_of_the_table() -> None:
    found = measured(0.37, HEIGHT)

    assert [point.threshold for point in found.points] == sorted({*THRESHOLDS, 0.37})
    assert found.serving in found.points


def test_no_more_than_twenty_are_listed_as_worst() -> None:
    assert len(measured(1.0, *[HEIGHT] * (WORST + 5)).worst) == WORST


def test_the_weights_in_use_are_judged_on_the_questions_of_the_base() -> None:
    learned = calibrate(small_ranker(), seed=1)
    found = measure_left_out(replace(small_ranker(), weights=learned.weights), seed=1)

    assert found.weights == learned.weights
    assert found.questions == learned.questions
    assert found.right_first > 0


def test_weights_that_are_fitted_first_are_those_of_a_calibration() -> None:
    found = measure_left_out(small_ranker(), seed=1, fitted=True)

    assert found.weights == calibrate(small_ranker(), seed=1).weights
    assert found.weights != small_ranker().weights


def test_the_replies_of_several_bases_count_together() -> None:
    found = measure([asked(0.0, HEIGHT), asked(0.0, KEEPER)])

    assert [(row.kind, row.asked) for row in found.kinds] == [("full", 1), ("near miss", 1)]
    assert (found.answerable.right, found.others.asked) == (1, 1)


def test_each_kind_has_figures_for_a_bot_that_always_answers() -> None:
    found = measured(1.0, HEIGHT, KEEPER)

    assert [(row.kind, row.right) for row in found.kinds] == [("full", 0), ("near miss", 0)]
    assert [(row.kind, row.right) for row in found.kinds_anyway] == [("full", 1), ("near miss", 0)]
