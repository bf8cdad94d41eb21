from __future__ import annotations

from dataclasses import replace

import pytest
from rankers import fact_of, quote_of, unknown_of

from bot.core.knowledge.model import Fact
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion, shown
from bot.core.matching.evaluation import Judged, Question, figures, judge, proves, tally


def quoting(exact: str, key: str = "a") -> Fact:
    return fact_of(key, quotes=(quote_of(0, len(exact), exact=exact),))


RIGHT = Match(fact=quoting("The lamp stands 38 metres above the sea", "right"), score=0.9)
OTHER = Match(fact=quoting("A boat took her off at noon", "other"), score=0.5)
ASKED = Question(text="how high is the lamp", answerable=True, gold=("38 metres above the sea",), kind="full")
UNANSWERED = Question(text="who built the lamp", answerable=False, gold=(), kind="near miss")


def answer(first: Match, *related: Match) -> Answer:
    return Answer(question="", match=first, related=related, confidence=0.9)


def not_in_source(*nearest: Match) -> NotInSource:
    return NotInSource(question="", unknown=unknown_of("u"), nearest=nearest, confidence=0.9)


def suggestion(*matches: Match) -> Suggestion:
    return Suggestion(question="", matches=matches, confidence=0.3)


NOTHING = Abstention(question="", confidence=0)


def judged(question: Question, outcome: Outcome) -> Judged:
    (case,) = judge([question], lambda _: outcome)
    return case


@pytest.mark.parametrize(
    ("quote", "gold"),
    [
        pytest.param("the lamp stands 38 metres above the sea", "38 metres", id="the quote holds the span"),
        pytest.param("38 metres", "the lamp stands 38 metres above the sea", id="the quote lies within the span"),
        pytest.param("x 0123456789", "0123456789 abcde", id="60 percent of the span is shared"),
        pytest.param("“We  saw”\nthe GLASS go", '"we saw" the glass', id="quotes, case and white space are folded"),
        pytest.param("on 3\u202fMarch", "3 March", id="narrow spaces are folded"),
    ],
)
def test_a_fact_proves_a_passage_that_its_quote_shows(quote: str, gold: str) -> None:
    assert proves(quoting(quote), (gold,))


@pytest.mark.parametrize(
    ("quote", "gold"),
    [
        pytest.param("A boat took her off at noon", "38 metres above the sea", id="another passage"),
        pytest.param("x 0123456789", "0123456789 abcdef", id="less than 60 percent of the span"),
        pytest.param("abcd x efgh", "abcdefgh", id="60 percent, but in pieces"),
    ],
)
def test_a_fact_does_not_prove_a_passage_that_its_quote_does_not_show(quote: str, gold: str) -> None:
    assert not proves(quoting(quote), (gold,))


def test_any_quote_may_show_any_of_the_passages() -> None:
    fact = fact_of("a", quotes=(quote_of(0, 1, exact="the glass"), quote_of(5, 9, exact="at noon")))

    assert proves(fact, ("38 metres", "A boat took her off at noon"))
    assert not proves(fact, ())


@pytest.mark.parametrize(
    ("outcome", "answered", "right", "among", "wrong"),
    [
        pytest.param(answer(RIGHT, OTHER), True, True, True, False, id="the right fact answers"),
        pytest.param(answer(OTHER, RIGHT), True, False, True, True, id="the right fact is only related"),
        pytest.param(answer(OTHER), True, False, False, True, id="another fact answers"),
        pytest.param(suggestion(RIGHT, OTHER), False, False, True, False, id="the right fact is suggested"),
        pytest.param(suggestion(OTHER), False, False, False, False, id="another fact is suggested"),
        pytest.param(not_in_source(RIGHT), False, False, True, False, id="the right fact is nearest"),
        pytest.param(NOTHING, False, False, False, False, id="nothing"),
    ],
)
def test_an_answerable_question_is_judged_by_what_it_is_shown(
    outcome: Outcome,
    answered: bool,  # noqa: FBT001 - columns of the table
    right: bool,  # noqa: FBT001
    among: bool,  # noqa: FBT001
    wrong: bool,  # noqa: FBT001
) -> None:
    case = judged(ASKED, outcome)

    assert (case.answered, case.right, case.among, case.wrong) == (answered, right, among, wrong)


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        pytest.param(answer(RIGHT), True, id="any answer is wrong"),
        pytest.param(suggestion(RIGHT), False, id="a suggestion is not"),
        pytest.param(not_in_source(RIGHT), False, id="nor is what the source does not say"),
        pytest.param(NOTHING, False, id="nor is nothing"),
    ],
)
def test_for_an_unanswerable_question_everything_but_an_answer_is_right(
    outcome: Outcome,
    wrong: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert judged(UNANSWERED, outcome).wrong is wrong


LABELLED = replace(ASKED, facts=frozenset({"other", "u"}))


def test_a_label_by_facts_judges_the_statement_and_not_the_quote() -> None:
    assert not judged(LABELLED, answer(RIGHT)).right
    assert judged(LABELLED, answer(OTHER)).right
    assert judged(LABELLED, suggestion(RIGHT, OTHER)).among


def test_if_no_fact_answers_every_answer_is_wrong() -> None:
    assert judged(replace(ASKED, facts=frozenset()), answer(RIGHT)).wrong


def test_an_unknown_that_a_question_names_answers_it() -> None:
    case = judged(LABELLED, not_in_source(RIGHT))

    assert (case.answered, case.right, case.among, case.denied) == (True, True, True, False)


@pytest.mark.parametrize(
    ("question", "outcome", "denied"),
    [
        pytest.param(ASKED, not_in_source(RIGHT), True, id="it is said that the source does not say"),
        pytest.param(
            replace(LABELLED, facts=frozenset({"right"})), not_in_source(RIGHT), True, id="with the fact shown"
        ),
        pytest.param(ASKED, NOTHING, False, id="nothing is said"),
        pytest.param(ASKED, answer(OTHER), False, id="a wrong answer"),
        pytest.param(UNANSWERED, not_in_source(), False, id="the source does not say"),
    ],
)
def test_an_answerable_question_is_denied_when_the_source_is_said_not_to_answer_it(
    question: Question,
    outcome: Outcome,
    denied: bool,  # noqa: FBT001 - a column of the table
) -> None:
    case = judged(question, outcome)

    assert case.denied is denied
    assert figures("all", [case]).denied == denied


def test_what_is_shown_is_listed_best_first() -> None:
    assert shown(answer(RIGHT, OTHER)) == (RIGHT, OTHER)
    assert shown(suggestion(OTHER, RIGHT)) == (OTHER, RIGHT)
    assert shown(not_in_source(RIGHT)) == (RIGHT,)
    assert shown(NOTHING) == ()


def test_every_question_is_asked_in_its_own_words() -> None:
    asked: list[str] = []

    def decide(question: str) -> Outcome:
        asked.append(question)
        return NOTHING

    judge([ASKED, UNANSWERED], decide)

    assert asked == ["how high is the lamp", "who built the lamp"]


def test_figures_count_each_kind_of_question_by_itself() -> None:
    cases = [judged(ASKED, answer(RIGHT)), judged(ASKED, answer(OTHER, RIGHT)), judged(UNANSWERED, NOTHING)]

    full, near = tally(cases)

    assert (full.kind, full.asked, full.answered, full.right, full.among, full.wrong) == ("full", 2, 2, 1, 2, 1)
    assert (near.kind, near.asked, near.answered) == ("near miss", 1, 0)
    assert figures("all", cases).asked == 3
