from __future__ import annotations

import numpy as np
from rankers import fact_of, knowledge_of, quote_of, unknown_of

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.documents import collect
from bot.core.matching.reading import read_texts

CONCEPT_INDEX = build_concept_index(Vocabulary())
ENTRIES = collect(
    knowledge_of(
        [
            fact_of(
                "waves",
                statement="Waves of 21 metres.",
                question="how high",
                phrasings=("storm waves",),
                quotes=(quote_of(0, 4, exact="the storm of 1907"),),
                attribution="the keeper",
            ),
            fact_of("lamp", statement="The lamp is dark.", question="lamp", attribution="the keeper"),
            unknown_of("storm", statement="It has no name.", question="storm name"),
        ]
    ),
    CONCEPT_INDEX,
)
READING = read_texts(ENTRIES, CONCEPT_INDEX, None, names=frozenset(), small=True)


def test_every_word_of_the_examples_is_counted() -> None:
    counts = READING.word_index.weights_in(("storm", "waves", "keeper"), np.arange(3))

    assert counts.tolist() == [[2, 0, 1], [2, 0, 0], [0, 0, 0]]


def test_a_quote_is_no_phrasing_and_other_texts_keep_the_order_of_their_words() -> None:
    assert READING.sorted_words[:4] == ("high", "storm waves", "21 metres waves", "")


def test_the_texts_with_a_term_are_counted_for_each_entry_and_its_attribution() -> None:
    counts = READING.entry_index.weights_in(("storm", "keeper"), np.arange(3))

    assert counts.tolist() == [[2, 0, 1], [1, 1, 0]]


def test_statements_of_facts_answer_what_they_say_and_those_of_unknowns_nothing() -> None:
    assert [held and sorted(held.by_cue["count"]) for held in READING.answer_words] == [["21"], [], None]
    assert [sorted(naming.bare) for naming in READING.named_words] == [["metr", "wave"], ["dark", "lamp"], []]
