from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from rankers import fact_of, unknown_of

from bot.core.factbase.diff import AnswerChange, ReplayedQuestion, fulfils, replay, replay_golden
from bot.core.knowledge.model import ExpectedOutcome, GoldenQuestion
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion

A, B = fact_of("a"), fact_of("b")


def match(fact: object) -> Match:
    return Match(fact=fact, score=0.5)  # type: ignore[arg-type]


ANSWER_A: Outcome = Answer(question="", match=match(A), related=(match(B),), confidence=0.9)
REWORDED_A: Outcome = Answer(question="", match=match(fact_of("a", statement="Other.")), related=(), confidence=0.6)
ANSWER_B: Outcome = Answer(question="", match=match(B), related=(), confidence=0.9)
UNKNOWN: Outcome = NotInSource(question="", unknown=unknown_of("u"), nearest=(), confidence=0.9)
SUGGESTED: Outcome = Suggestion(question="", matches=(match(A), match(B)), confidence=0.3)
TURNED: Outcome = Suggestion(question="", matches=(match(B), match(A)), confidence=0.2)
NOTHING: Outcome = Abstention(question="", confidence=0.0)


def by(outcomes: Mapping[str, Outcome]) -> Callable[[str], Outcome]:
    return lambda text: outcomes[text]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (ANSWER_A, REWORDED_A, AnswerChange.SAME),
        (SUGGESTED, TURNED, AnswerChange.SAME),
        (NOTHING, NOTHING, AnswerChange.SAME),
        (ANSWER_A, ANSWER_B, AnswerChange.CHANGED),
        (ANSWER_A, UNKNOWN, AnswerChange.CHANGED),
        (SUGGESTED, NOTHING, AnswerChange.CHANGED),
        (ANSWER_A, SUGGESTED, AnswerChange.LOST),
        (UNKNOWN, NOTHING, AnswerChange.LOST),
        (NOTHING, ANSWER_A, AnswerChange.GAINED),
        (SUGGESTED, UNKNOWN, AnswerChange.GAINED),
    ],
)
def test_the_change_of_a_reply_is_what_a_reader_would_call_it(old: Outcome, new: Outcome, change: AnswerChange) -> None:
    assert ReplayedQuestion(question="", old=old, new=new).change is change


def test_questions_that_differ_come_first_the_gravest_first() -> None:
    old = {"same": ANSWER_A, "gained": NOTHING, "changed": ANSWER_A, "lost": ANSWER_A, "same too": NOTHING}
    new = {"same": ANSWER_A, "gained": ANSWER_A, "changed": ANSWER_B, "lost": NOTHING, "same too": NOTHING}

    found = replay(old, old=by(old), new=by(new))

    assert [case.question for case in found] == ["lost", "changed", "gained", "same", "same too"]


def golden(question: str, fact: str | None = None, outcome: ExpectedOutcome | None = None) -> GoldenQuestion:
    return GoldenQuestion(question=question, fact=fact, outcome=outcome)


@pytest.mark.parametrize(
    ("wanted", "outcome", "right"),
    [
        (golden("q", "a"), ANSWER_A, True),
        (golden("q", "b"), ANSWER_A, False),
        (golden("q", "a"), SUGGESTED, False),
        (golden("q", "a"), NOTHING, False),
        (golden("q", outcome=ExpectedOutcome.NOT_IN_SOURCE), UNKNOWN, True),
        (golden("q", outcome=ExpectedOutcome.NOT_IN_SOURCE), NOTHING, False),
        (golden("q", outcome=ExpectedOutcome.ABSTENTION), NOTHING, True),
        (golden("q", outcome=ExpectedOutcome.ABSTENTION), SUGGESTED, False),
        (golden("q", outcome=ExpectedOutcome.ABSTENTION), ANSWER_A, False),
    ],
)
def test_a_golden_question_is_right_if_it_gets_exactly_that(
    wanted: GoldenQuestion,
    outcome: Outcome,
    right: bool,  # noqa: FBT001
) -> None:
    assert fulfils(wanted, outcome) is right


def test_golden_questions_that_are_wrong_now_come_first_and_of_these_those_that_were_right() -> None:
    asked = [golden("right", "a"), golden("still wrong", "b"), golden("wrong now", "a"), golden("fixed", "b")]
    old = {"right": ANSWER_A, "still wrong": NOTHING, "wrong now": ANSWER_A, "fixed": ANSWER_A}
    new = {"right": ANSWER_A, "still wrong": NOTHING, "wrong now": SUGGESTED, "fixed": ANSWER_B}

    found = replay_golden(asked, old=by(old), new=by(new))

    assert [case.golden.question for case in found] == ["wrong now", "still wrong", "right", "fixed"]
    assert [(case.was_right, case.right) for case in found] == [
        (True, False),
        (False, False),
        (True, True),
        (False, True),
    ]
