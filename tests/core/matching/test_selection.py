from __future__ import annotations

from rankers import ask, fact_of, quote_of, small_ranker, unknown_of

from bot.core.knowledge.model import Fact
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome
from bot.core.matching.evaluation import Judged, Question, curve, judge, steps, without_thresholds


def match_of(key: str, exact: str) -> Match:
    fact: Fact = fact_of(key, quotes=(quote_of(0, len(exact), exact=exact),))
    return Match(fact=fact, score=0.5)


RIGHT, OTHER = match_of("right", "38 metres above the sea"), match_of("other", "at noon")


def question_of(text: str, kind: str = "full") -> Question:
    answerable = kind == "full"
    return Question(text=text, answerable=answerable, gold=("38 metres",) if answerable else (), kind=kind)


def answer(match: Match, confidence: float) -> Answer:
    return Answer(question="", match=match, related=(), confidence=confidence)


CASES: tuple[tuple[Question, Outcome], ...] = (
    (question_of("a"), answer(RIGHT, 0.9)),
    (question_of("b"), answer(OTHER, 0.6)),
    (question_of("c"), answer(RIGHT, 0.4)),
    (question_of("d"), NotInSource(question="", unknown=unknown_of("u"), nearest=(RIGHT,), confidence=0.95)),
    (question_of("e", "near"), answer(RIGHT, 0.5)),
    (question_of("f", "near"), Abstention(question="", confidence=0)),
    (question_of("g", "far"), answer(OTHER, 0.1)),
)


def judged() -> tuple[Judged, ...]:
    outcomes = {question.text: outcome for question, outcome in CASES}
    return judge([question for question, _ in CASES], outcomes.__getitem__)


def test_each_threshold_has_its_coverage_and_risk() -> None:
    none, half, most = curve(judged(), [0.0, 0.5, 0.9])

    assert (none.coverage, none.right, none.risk, dict(none.needless)) == (0.75, 0.5, 3 / 5, {"near": 1, "far": 1})
    assert (half.coverage, half.right, half.risk, dict(half.needless)) == (0.5, 0.25, 2 / 3, {"near": 1, "far": 0})
    assert (most.coverage, most.right, most.risk, dict(most.needless)) == (0.25, 0.25, 0, {"near": 0, "far": 0})


def test_if_nothing_is_answered_there_is_no_risk() -> None:
    (point,) = curve(judged(), [1.0])

    assert (point.coverage, point.risk) == (0, 0)
    assert [point.risk for point in curve((), [0.0])] == [0]


def test_the_steps_are_the_confidences_of_answers() -> None:
    assert steps(judged()) == (0.1, 0.4, 0.5, 0.6, 0.9)


def test_without_thresholds_whatever_comes_first_is_given() -> None:
    ranker = small_ranker()
    decided = without_thresholds(ranker)

    assert isinstance(ask("storm ferries tourists", ranker), Answer) is False
    assert isinstance(decided(ranker.rank("storm ferries tourists")), Answer)
    assert isinstance(decided(ranker.rank("how old is the keeper")), NotInSource)
    assert isinstance(decided(ranker.rank("the")), Abstention)
