from __future__ import annotations

from rankers import fact_of, quote_of, unknown_of

from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.core.matching.evaluation import Question, judge, worst

RIGHT = Match(fact=fact_of("right", quotes=(quote_of(0, 9, exact="38 metres"),)), score=0.5)
OTHER = Match(fact=fact_of("other", quotes=(quote_of(0, 7, exact="at noon"),)), score=0.5)
MISLED = "not in source, though it is"


def answer(match: Match, confidence: float) -> Answer:
    return Answer(question="", match=match, related=(), confidence=confidence)


OUTCOMES: dict[str, Outcome] = {
    "right": answer(RIGHT, 0.99),
    "wrong, hardly sure": answer(OTHER, 0.6),
    "near miss, answered": answer(RIGHT, 0.7),
    "wrong, sure": answer(OTHER, 0.8),
    "near miss, silent": Abstention(question="", confidence=0.05),
    "suggested, right": Suggestion(question="", matches=(OTHER, RIGHT), confidence=0.2),
    "suggested, another": Suggestion(question="", matches=(OTHER,), confidence=0.4),
    "silent": Abstention(question="", confidence=0.05),
    MISLED: NotInSource(question="", unknown=unknown_of("u"), nearest=(RIGHT,), confidence=0.9),
}


def question_of(text: str) -> Question:
    answerable = not text.startswith("near miss")
    return Question(text=text, answerable=answerable, gold=("38 metres",) if answerable else (), kind="any")


def worst_of(number: int) -> list[str]:
    cases = judge(map(question_of, OUTCOMES), OUTCOMES.__getitem__)
    return [case.question.text for case in worst(cases, number)]


def test_confident_wrong_answers_come_first_then_denials_then_abstentions() -> None:
    assert worst_of(20) == [
        "wrong, sure",
        "near miss, answered",
        "wrong, hardly sure",
        MISLED,
        "silent",
        "suggested, another",
        "suggested, right",
    ]


def test_no_more_are_shown_than_wanted() -> None:
    assert worst_of(2) == ["wrong, sure", "near miss, answered"]
