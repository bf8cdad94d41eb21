"""How the project's base does on labelled questions: its own file, and one that is not part of a clone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from rankers import PROJECT, QUESTIONS, project_base

from bot.benchmark.datasets import read_questions
from bot.core.matching.evaluation import Judged, judge

FILES = {"own": PROJECT / "tests" / "questions.jsonl", "others": QUESTIONS}


@pytest.fixture(scope="module", params=tuple(FILES.values()), ids=tuple(FILES))
def judged(request: pytest.FixtureRequest) -> Sequence[Judged]:
    file: Path = request.param
    if not file.exists():
        pytest.skip("the labelled questions are not here")
    return judge(read_questions(file), project_base().decide)


def share(counted: Sequence[bool]) -> float:
    assert counted, "there are questions of this kind"
    return sum(counted) / len(counted)


def answerable(judged: Sequence[Judged]) -> list[Judged]:
    return [case for case in judged if case.question.answerable]


def of_kind(judged: Sequence[Judged], kind: str) -> list[Judged]:
    return [case for case in judged if not case.question.answerable and kind in case.question.kind]


def test_most_answerable_questions_are_answered_rightly(judged: Sequence[Judged]) -> None:
    assert share([case.right for case in answerable(judged)]) >= 0.87


def test_the_right_fact_is_nearly_always_among_the_three_that_are_shown(judged: Sequence[Judged]) -> None:
    assert share([case.among for case in answerable(judged)]) >= 0.97


def test_few_answerable_questions_are_answered_wrongly(judged: Sequence[Judged]) -> None:
    assert share([case.wrong for case in answerable(judged)]) <= 0.05


def test_no_question_from_far_away_is_answered(judged: Sequence[Judged]) -> None:
    assert share([case.answered for case in of_kind(judged, "far")]) == 0


def test_few_near_misses_are_answered(judged: Sequence[Judged]) -> None:
    assert share([case.answered for case in of_kind(judged, "near")]) <= 0.12
