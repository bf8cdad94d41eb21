from __future__ import annotations

import datetime as dt

import pytest
from rankers import fact_of

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.answer_type import (
    CHECKED,
    AnswerWords,
    StatementReader,
    find_answer_words,
    names_within,
    score_answer_words,
)
from bot.core.matching.query import ParsedText, parse

CONCEPT_INDEX = build_concept_index(
    Vocabulary(
        names=(
            Entity(name="Harbour Office", kind=EntityKind.ORGANISATION),
            Entity(name="Ostrand", kind=EntityKind.PLACE),
            Entity(name="Petrel", kind=EntityKind.THING),
        ),
    )
)
NAMES = names_within(
    [
        "Here the Harbour Office and the Petrel lie off Ostrand.",
        "There the Sellick Theatre stands, and it closed in March.",
    ]
)


def parsed(question: str) -> ParsedText:
    return parse(question, CONCEPT_INDEX)


def held(statement: str, *, when: dt.date | None = None) -> AnswerWords:
    fact = fact_of("a", statement=statement, when=when)
    tokens = StatementReader(NAMES, CONCEPT_INDEX).read(fact.statement)
    return find_answer_words(parsed(fact.statement), tokens, CONCEPT_INDEX.kinds, dated=fact.when is not None)


def answers(question: str, statement: str) -> tuple[float, float]:
    (share,), (lacked,) = score_answer_words(parsed(question), [held(statement)], [0])
    return float(share), float(lacked)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("who knows it", "It is known to the Harbour Office."),
        ("where does it lie", "It lies off Ostrand."),
        ("which theatre shows it", "The Sellick Theatre shows it."),
        ("which sign hangs there", 'The sign says "No light today".'),
        ("when did it break", "It broke on 4 March 2031."),
        ("when did it break", "It broke on a Monday."),
        ("how many lamps are there", "There are 12 lamps."),
        ("how many lamps are there", "There are twelve lamps."),
        ("how long does it take", "It takes two hours."),
        ("how far off is it", "It lies 3 miles off."),
        ("why did it fail", "It failed because of the storm."),
        ("how many lamps are there", "On 4 March 2031 there were 4 lamps."),
    ],
)
def test_a_statement_that_has_what_is_asked_for_lacks_nothing(question: str, statement: str) -> None:
    assert answers(question, statement) == (1, 0)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("who knows it", "It is known off Ostrand."),
        ("who knows it", "The Petrel sails."),
        ("where does it lie", "The Harbour Office knows."),
        ("which play does the Sellick Theatre show", "A play opened at the Sellick Theatre."),
        ("when did it break", "It broke in a storm."),
        ("how many lamps are there", "In March 2031 there were lamps."),
        ("how many lamps has the Petrel", "The Petrel carries lamps."),
        ("how long does it take", "It takes an age."),
        ("how far off is it", "It lies off Ostrand."),
        ("which lamp broke", "A lamp broke in March."),
        ("why did it fail", "It failed."),
    ],
)
def test_a_statement_without_what_is_asked_for_lacks_it(question: str, statement: str) -> None:
    assert answers(question, statement) == (0, 1)


def test_words_of_the_question_itself_are_no_answer() -> None:
    assert answers("who besides the Harbour Office knows it", "The Harbour Office knows it.") == (0, 1)
    assert answers("how many more than 12 lamps are there", "There are 12 lamps.") == (0, 1)


def test_of_two_things_asked_for_each_counts_half() -> None:
    assert answers("who broke it and why", "The Harbour Office broke it.") == (0.5, 0.5)


def test_a_date_beside_the_statement_says_when() -> None:
    (share,), _ = score_answer_words(parsed("when did it break"), [held("It broke.", when=dt.date(2031, 3, 4))], [0])

    assert share == 1


def test_an_unknown_neither_holds_nor_lacks() -> None:
    shares, lacked = score_answer_words(parsed("who broke it"), [None, held("It broke.")], [0, 1])

    assert shares.tolist() == [0, 0]
    assert lacked.tolist() == [0, 1]


def test_if_nothing_definite_is_asked_for_no_statement_is_read() -> None:
    """A large base reads each from what was kept, which takes longer than the rest of a question."""
    shares, lacked = score_answer_words(parsed("tell me about the lamps"), (), [0, 1])

    assert shares.tolist() == lacked.tolist() == [0, 0]


def test_if_nothing_definite_is_asked_for_nothing_is_present_or_lacking() -> None:
    assert answers("the lamp", "The Harbour Office has 12 lamps.") == (0, 0)


def test_the_first_word_of_a_sentence_is_a_name_only_if_it_is_one_elsewhere() -> None:
    assert "lamp" not in names_within(["Lamps burn.", "He saw it. Lamps burn."])
    assert answers("who burns", "Lamps burn.") == (0, 1)
    assert answers("who burns", "Harbour Office lamps burn.") == (1, 0)


def test_every_kind_that_is_checked_can_be_held() -> None:
    assert set(CHECKED) == set(held("It broke.").by_cue)
