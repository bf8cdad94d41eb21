"""Facts that are asked for in nearly the same words are named while one of them is not settled."""

from __future__ import annotations

import pytest
from curation.unfinished import at

from bot.curation.alike import confused
from bot.curation.session import ReviewSession
from bot.curation.workspace import FieldProblem


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("When will the ward of the hospital close?", "When did the hospital close its wards?", True),
        ("When will the ward of the hospital close?", "Why will the ward of the hospital close?", False),
        ("How many midwives does the ward have?", "How much do the midwives of the ward earn?", False),
        ("How many midwives does the ward have?", "How many midwives are on the ward?", True),
        ("Who runs it?", "Who runs them?", False),
        ("How high is the lamp?", "How high is the lamp above the sea at low tide?", False),
    ],
)
def test_questions_are_confused_that_ask_the_same_in_most_of_their_words(one: str, other: str, *, near: bool) -> None:
    assert list(confused([one], [("other", [other])])) == [("other", other)] * near
    assert list(confused([other], [("one", [one])])) == [("one", one)] * near


def test_a_fact_that_is_not_settled_is_compared_with_all_others(session: ReviewSession) -> None:
    at(session, "waves").set_field("question", "How high were the waves of the storm?")
    session.set_field("statement", "Waves of 11 metres were measured.")
    assert warned(session) == []

    at(session, "crossing").set_field("question", "How high did the waves get in the storm?")

    (warning,) = warned(session)
    assert (warning.key, warning.warning) == ("question", True)
    assert warning.message.startswith("'waves' is asked for in nearly the same words: “How high were the waves of the")


def warned(session: ReviewSession) -> list[FieldProblem]:
    entry = session.current
    assert entry is not None
    return [problem for problem in session.problems(entry) if "nearly the same words" in problem.message]
