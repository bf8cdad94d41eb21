"""How the project's base does on labelled questions that are not part of a clone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from matchers import QUESTIONS, project_base

from bot.commands.evaluate import read_questions
from bot.core.evaluation import Judged, judge

pytestmark = pytest.mark.skipif(not QUESTIONS.exists(), reason="the labelled questions are not here")


@pytest.fixture(scope="module")
def judged() -> Sequence[Judged]:
    return judge(read_questions(QUESTIONS), project_base().decide)


def share(counted: Sequence[bool]) -> float:
    assert counted, "there are questions of this kind"
    return sum(counted) / len(counted)


def answerable(judged: Sequence[Judged]) -> list[Judged]:
    return [case for case in judged if case.question.answerable]


def of_kind(judged: Sequence[Judged], kind: str) -> list[Judged]:
    return [case for case in judged if not case.question.answerable and kind in case.question.kind]


def test_at_least_four_of_five_answerable_questions_are_answered_rightly(judged: Sequence[Judged]) -> None:
    assert share([case.right for case in answerable(judged)]) >= 0.80


def test_few_answerable_questions_are_answered_wrongly(judged: Sequence[Judged]) -> None:
    assert share([case.wrong for case in answerable(judged)]) <= 0.06


def test_no_question_from_far_away_is_answered(judged: Sequence[Judged]) -> None:
    assert share([case.answered for case in of_kind(judged, "far")]) == 0


def test_few_near_misses_are_answered(judged: Sequence[Judged]) -> None:
    assert share([case.answered for case in of_kind(judged, "near")]) <= 0.20
