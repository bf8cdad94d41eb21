from __future__ import annotations

import pytest
from rankers import word_vectors

from bot.benchmark.datasets import Article, ArticleQuestion, IntentSet
from bot.benchmark.made_bases import MadeBase, intent_base, one_base_each, one_base_together, sample
from bot.benchmark.quality import Measurement, ask, measure
from bot.core.matching import build_ranker
from bot.core.matching.training_texts import EVERYDAY_QUESTIONS

LAMP = Article(
    title="Lamp",
    sentences=("The lamp of the lighthouse was lit in 1891.", "A storm broke its glass in March."),
    paragraphs=(0, 0),
    questions=(
        ArticleQuestion(q="When was the lamp lit?", typo="When was the lmap lit?", sentence=0),
        ArticleQuestion(q="What broke the glass?", typo="What brke the glass?", sentence=1),
    ),
    unanswerable=("Who painted the boathouse?",),
)
FERRY = Article(
    title="Ferry",
    sentences=("The ferry carries 200 passengers.", "It runs only by day."),
    paragraphs=(0, 1),
    questions=(ArticleQuestion(q="How many passengers does it carry?", typo="How mny passengers", sentence=0),),
)
INTENTS = IntentSet(
    train={"light_on": ("turn the light on", "lights please"), "ferry_times": ("when does the ferry leave",)},
    test=(("please turn on the light", "light_on"), ("when is the ferry", "ferry_times")),
    out_of_scope=("who painted the sistine chapel",),
)


def measured(*bases: MadeBase) -> Measurement:
    return measure([ask(build_ranker(base.knowledge, vectors=word_vectors()), base.questions) for base in bases])


def test_each_sentence_is_a_fact_with_itself_as_phrasing_statement_and_quote() -> None:
    lamp, ferry = one_base_each([LAMP, FERRY])
    fact = lamp.knowledge.facts["Lamp:1"]

    assert list(lamp.knowledge.facts) == ["Lamp:0", "Lamp:1"]
    assert list(ferry.knowledge.facts) == ["Ferry:0", "Ferry:1"]
    assert {fact.statement, *fact.questions, *(quote.exact for quote in fact.quotes)} == {LAMP.sentences[1]}


def test_the_sentences_of_an_article_are_facts_that_do_not_overlap() -> None:
    (lamp,) = one_base_each([LAMP])
    ranker = build_ranker(lamp.knowledge, vectors=None)

    assert ranker.overlaps == (frozenset({0}), frozenset({1}))


def test_questions_are_right_by_the_sentence_that_answers_them() -> None:
    found = {row.kind: row for row in measured(*one_base_each([LAMP, FERRY])).kinds_anyway}

    assert {kind: row.asked for kind, row in found.items()} == {"clean": 3, "typo": 3, "unanswerable": 1}
    assert (found["clean"].right, found["typo"].right) == (3, 3)


def test_one_base_of_all_articles_is_asked_everyday_questions_too() -> None:
    base = one_base_together([LAMP, FERRY])
    kinds = [question.kind for question in base.questions]

    assert len(base.knowledge.facts) == 4
    assert (kinds.count("clean"), kinds.count("everyday")) == (3, len(EVERYDAY_QUESTIONS))


def test_each_intent_is_a_fact_with_as_many_phrasings_as_are_wanted() -> None:
    few, more = intent_base(INTENTS, 1), intent_base(INTENTS, 2)

    assert few.knowledge.facts["light_on"].questions == ("turn the light on",)
    assert more.knowledge.facts["light_on"].questions == ("turn the light on", "lights please")
    assert more.knowledge.facts["ferry_times"].questions == ("when does the ferry leave",)


def test_questions_are_right_by_the_intent() -> None:
    found = {row.kind: row for row in measured(intent_base(INTENTS, 2)).kinds_anyway}

    assert {kind: row.asked for kind, row in found.items()} == {"test": 2, "out of scope": 1}
    assert found["test"].right == 2


@pytest.mark.parametrize("seed", range(8))
def test_a_sample_has_as_many_of_each_kind_and_the_same_ones_misspelt(seed: int) -> None:
    drawn = sample(one_base_each([LAMP, FERRY]), 1, seed=seed)
    questions = [question for base in drawn for question in base.questions]
    (clean,) = [question for question in questions if question.kind == "clean"]
    (typo,) = [question for question in questions if question.kind == "typo"]

    assert len(questions) == 3
    assert clean.facts == typo.facts
    assert all(base.questions for base in drawn)


def test_a_sample_larger_than_the_file_is_the_file() -> None:
    bases = one_base_each([LAMP, FERRY])

    assert sample(bases, 1_000, seed=3) == bases
