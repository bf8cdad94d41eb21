from __future__ import annotations

import itertools

from rankers import small_ranker

from bot.benchmark.speed import costs
from bot.core.matching.features import FEATURES


def test_each_part_takes_what_the_clock_says() -> None:
    ticks = itertools.count()

    found = costs(small_ranker(), ["how high is the lamp", "the", "ferry"], lambda: float(next(ticks)))

    assert found.whole == 1000
    assert set(found.parts.values()) == {1000}
    # Two questions, a beginning and an end for each part and the whole: the lone stop word is passed over.
    assert next(ticks) == 2 * 2 * (len(found.parts) + 1)


def test_the_dearer_features_have_their_costs() -> None:
    told = " ".join(costs(small_ranker(), ["lamp"], lambda: 0.0).parts)

    assert all(name in FEATURES and name in told for name in ("classifier", "meaning", "ask", "asked", "absent"))


def test_without_questions_there_is_nothing_to_report() -> None:
    found = costs(small_ranker(), [], lambda: 0.0)

    assert (dict(found.parts), found.whole) == ({}, 0)
