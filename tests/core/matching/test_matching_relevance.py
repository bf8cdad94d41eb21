from __future__ import annotations

import math

import numpy as np
import pytest
from rankers import small_ranker

from bot.core.matching.features import K1, B
from bot.core.matching.query import parse


def reference(question: str, entry: int, hidden: int | None = None) -> float:
    """BM25 as it stands in the book, over the texts of the entry one by one."""
    ranker = small_ranker(meaning=False)
    entries, index = ranker.entries, ranker.bm25.index
    bags = [dict(terms) for terms in entries.terms]
    if hidden is not None:
        owner = entries.examples[hidden].entry
        for term in entries.examples[hidden].parsed.terms:
            bags[owner][term] -= 1
    mean = sum(sum(terms.values()) for terms in entries.terms) / len(bags)
    bag, length = bags[entry], sum(bags[entry].values())
    terms = parse(question, ranker.concept_index).terms
    score = sum(
        weight * index.weight(term) * bag[term] * (K1 + 1) / (bag[term] + K1 * (1 - B + B * length / mean))
        for term, weight in terms.items()
        if bag.get(term, 0) > 0
    )
    return score / (sum(weight * index.weight(term) for term, weight in terms.items()) * (K1 + 1))


@pytest.mark.parametrize("question", ["how high is the lamp above the sea", "who repairs the lighthouse", "zebra lamp"])
def test_relevance_is_the_share_of_the_highest_possible_bm25(question: str) -> None:
    ranker = small_ranker(meaning=False)
    every = range(len(ranker.entries.targets))

    found = ranker.bm25.scores(parse(question, ranker.concept_index), every, None)

    assert found.tolist() == pytest.approx([reference(question, entry) for entry in every], abs=1e-6)
    assert found.max() > 0
    assert found.min() >= 0


def test_a_left_out_example_counts_for_nothing() -> None:
    ranker = small_ranker(meaning=False)
    example = ranker.entries.examples[0]
    question = example.parsed

    whole = ranker.bm25.scores(question, [example.entry], None)[0]
    without = ranker.bm25.scores(question, [example.entry], 0)[0]

    assert without < whole
    assert without == pytest.approx(reference(example.parsed.text, example.entry, hidden=0), abs=1e-6)


def test_a_question_of_words_that_no_entry_has_is_relevant_to_none() -> None:
    ranker = small_ranker(meaning=False)

    found = ranker.bm25.scores(parse("zebra giraffe", ranker.concept_index), range(3), None)

    assert np.array_equal(found, np.zeros(3))
    assert math.isclose(float(found.sum()), 0)


def test_a_left_out_example_of_stop_words_alone_changes_nothing() -> None:
    ranker = small_ranker(meaning=False)
    question = parse("who are you", ranker.concept_index)
    assert not question.terms

    assert ranker.bm25.scores(question, range(3), 0).tolist() == [0, 0, 0]
