"""The quick look at a fact before a sentence is aligned with it never rejects one that decides."""

from __future__ import annotations

import pytest
from rankers import PROJECT, second_knowledge

from bot.benchmark.datasets import SentenceSet, read_dataset
from bot.core.factcheck.alignment import align
from bot.core.factcheck.contradiction import contradicts
from bot.core.factcheck.fact_texts import FactTexts
from bot.core.factcheck.parsing import parse
from bot.core.factcheck.prospects import needs_of_clauses, prospect
from bot.core.factcheck.vocabulary import Names

FILE = "tests/second_base/check_development.jsonl"


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(second_knowledge().vocabulary)


@pytest.fixture(scope="module")
def facts(names: Names) -> tuple[FactTexts, ...]:
    return tuple(
        FactTexts(
            fact=fact,
            texts=tuple(parse(text, names) for text in (fact.statement, *(quote.exact for quote in fact.quotes))),
            quotes=(-1, *range(len(fact.quotes))),
            attribution=frozenset(),
            publishers=frozenset(),
        )
        for fact in second_knowledge().facts.values()
    )


def test_a_fact_that_is_passed_over_neither_proves_nor_contradicts(names: Names, facts: tuple[FactTexts, ...]) -> None:
    dataset = read_dataset(PROJECT / FILE)
    assert isinstance(dataset, SentenceSet)
    sentences = dataset.sentences[::4]
    passed_over = decided = 0

    for label in sentences:
        sentence = parse(label.text, names)
        needs = needs_of_clauses(sentence)
        for fact in facts:
            expected = prospect(needs, fact)
            alignment = align(sentence, fact)
            assert expected.may_prove or not alignment.whole, (label.text, fact.fact.id)
            assert expected.may_contradict or not contradicts(alignment), (label.text, fact.fact.id)
            passed_over += not expected.may_contradict
            decided += alignment.whole or contradicts(alignment)

    assert decided > 15
    assert passed_over > 0.5 * len(sentences) * len(facts)
