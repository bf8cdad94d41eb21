from __future__ import annotations

import pytest

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.answer_type import StatementReader, asked_which, find_named_words, names_within, score_unnamed
from bot.core.matching.query import parse
from bot.core.text.normalise import stem, words

CONCEPT_INDEX = build_concept_index(
    Vocabulary(
        names=(
            Entity(name="harbour office", kind=EntityKind.ORGANISATION),
            Entity(name="Ostrand", kind=EntityKind.PLACE, aliases=("Ostrander",)),
        ),
    )
)
NAMES = names_within(["Here the Sellick Theatre stands, and there the Petrel lies off Ostrand, an Ostrander says."])


def leaves_unnamed(question: str, statement: str) -> bool:
    tokens = StatementReader(NAMES, CONCEPT_INDEX).read(statement)
    named = find_named_words(parse(statement, CONCEPT_INDEX), tokens, CONCEPT_INDEX.kinds)
    (value,) = score_unnamed(parse(question, CONCEPT_INDEX), [named], [0])
    return bool(value)


def test_a_question_without_which_reads_no_statement() -> None:
    assert score_unnamed(parse("where is the lamp", CONCEPT_INDEX), (), [0]).tolist() == [0]


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("which musical opened at the Sellick Theatre?", "A musical opened at last at the Sellick Theatre."),
        ("what musical is it?", "A new musical is on."),
        ("which two musicals were shown?", "Two musicals were shown."),
        ("what is the name of the ferry?", "The ferry runs twice a day."),
        ("names of the ferries", "The ferries run twice a day."),
        ("¿cuál musical dan?", "Dan un musical."),
        ("¿en qué ferry viajan?", "Two of them took a ferry."),
        ("which theatre shows it?", "An Ostrander theatre shows it."),
    ],
)
def test_a_thing_that_is_mentioned_without_its_name_is_left_unnamed(question: str, statement: str) -> None:
    assert leaves_unnamed(question, statement)


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("which theatre shows the musical?", "A musical opened at the Sellick Theatre."),
        ("which ferry runs?", "The Petrel ferry runs."),
        ("what slogan is it?", "A slogan, “No light today”, hangs there."),
        ("which office knows?", "It is known to the harbour office."),
        ("which ship sank?", "The Petrel sank."),
        ("what time does the ferry leave?", "It leaves at a time before noon."),
        ("what happened to the musical?", "A musical opened."),
        ("what opened?", "A musical opened."),
        ("from which theatre comes the musical?", "The musical comes from the Sellick Theatre."),
        ("did the musical open?", "A musical opened."),
        ("que el musical abre", "A musical opened."),
    ],
)
def test_nothing_is_left_unnamed_if_it_is_named_or_its_name_is_not_asked_for(question: str, statement: str) -> None:
    assert not leaves_unnamed(question, statement)


@pytest.mark.parametrize("question", ["", "which", "what is the name of", "which 20", "what about it"])
def test_a_question_without_a_noun_asks_for_the_name_of_nothing(question: str) -> None:
    assert asked_which(words(question)) == frozenset()


def test_the_noun_may_have_a_word_before_it() -> None:
    assert asked_which(words("which northern harbours are shut")) == {stem("northern"), stem("harbours")}
