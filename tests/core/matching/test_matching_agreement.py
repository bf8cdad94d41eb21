from __future__ import annotations

import numpy as np
import pytest
from rankers import build_index, fact_of, knowledge_of

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.documents import TextRole, collect
from bot.core.matching.features import Agreement, weigh_examples
from bot.core.matching.query import parse
from bot.core.matching.similarity import word_terms

CONCEPT_INDEX = build_concept_index(Vocabulary(same=(("price", "fare"), ("cost", "price"))))
ENTRIES = collect(
    knowledge_of(
        [
            fact_of(
                "waves",
                statement="Waves were high.",
                question="storm waves",
                phrasings=("tall storm waves at the lighthouse pier",),
            ),
            fact_of("cost", statement="The repair is dear.", question="cost of it"),
        ]
    ),
    CONCEPT_INDEX,
)
EVERY = np.arange(len(ENTRIES.examples))


def agreement() -> Agreement:
    examples = build_index(word_terms(example.parsed) for example in ENTRIES.examples)
    rarity = build_index(ENTRIES.terms)
    questions = np.array([example.role is TextRole.QUESTION for example in ENTRIES.examples])
    masses = weigh_examples(questions, examples=examples, rarity=rarity)
    return Agreement(examples=examples, rarity=rarity, masses=masses)


def with_each(question: str) -> list[float]:
    return [float(value) for value in agreement().scores(parse(question, CONCEPT_INDEX), EVERY)]


def test_the_same_words_agree_whole() -> None:
    assert with_each("the waves of the storm")[0] == pytest.approx(1)


def test_a_phrasing_that_has_the_question_and_much_more_agrees_in_part() -> None:
    same, longer, *_ = with_each("storm waves")

    assert same > longer > 0


def test_a_question_that_has_the_phrasing_and_much_more_agrees_in_part() -> None:
    assert 0 < with_each("storm waves and tall ships, a mast, a rudder")[0] < 1


def test_a_synonym_agrees_as_well() -> None:
    assert with_each("price")[3] > 0


def test_a_word_of_two_groups_agrees_with_either() -> None:
    assert with_each("price")[3] > 0
    assert with_each("fare")[3] == 0


def test_a_question_without_content_words_agrees_with_nothing() -> None:
    assert not any(with_each("what is it"))


def test_statements_are_not_questions() -> None:
    assert with_each("waves were high")[2] == 0


def test_nothing_in_common_and_nothing_asked_agree_with_nothing() -> None:
    assert with_each("zeppelin") == [0] * len(EVERY)
    assert with_each("what is it") == [0] * len(EVERY)
