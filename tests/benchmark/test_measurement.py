from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

from rankers import small_knowledge, small_ranker

from bot.benchmark.quality import THRESHOLDS, WORST, Measurement, measure, measure_left_out
from bot.core.factbase.base import Base
from bot.core.matching.calibration import calibrate
from bot.core.matching.evaluation import Question

HEIGHT = Question(text="lamp high above sea", answerable=True, gold=("38 metres above the sea",), kind="full")
KEEPER = Question(text="how old is the keeper", answerable=False, gold=(), kind="near miss")


def base_of(answer: float) -> Base:
    """The small base, with another least confidence of an answer."""
    ranker = small_ranker()
    weights = replace(ranker.weights, answer=answer, suggest=0.0)
    return Base(knowledge=small_knowledge(), ranker=replace(ranker, weights=weights))


def measured(answer: float, *questions: Question) -> Measurement:
    with closing(sqlite3.connect(":memory:")) as database:
        return measure(base_of(answer), questions, database)


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


def test_no_more_than_twenty_are_told_as_worst() -> None:
    assert len(measured(1.0, *[HEIGHT] * (WORST + 5)).worst) == WORST


def test_the_weights_that_serve_are_judged_on_what_the_base_asks_itself() -> None:
    learned = calibrate(small_ranker(), seed=1)
    base = Base(knowledge=small_knowledge(), ranker=replace(small_ranker(), weights=learned.weights))
    found = measure_left_out(base, seed=1)

    assert found.weights == learned.weights
    assert found.questions == learned.questions
    assert found.right_first > 0
