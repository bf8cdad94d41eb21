from __future__ import annotations

import numpy as np
import pytest
from rankers import fact_of, knowledge_of, quote_of, small_knowledge, unknown_of

from bot.core.knowledge.model import Entity, EntityKind, Fact, Unknown, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching import documents
from bot.core.matching.documents import Entries, TextRole, collect

NAMES = Vocabulary(names=(Entity(name="Petrel", kind=EntityKind.THING, aliases=("the ferry",)),))


@pytest.fixture
def entries() -> Entries:
    knowledge = knowledge_of(
        [
            fact_of(
                "by-day",
                statement="The Petrel runs by day.",
                question="when does the ferry run",
                phrasings=("ferry times",),
                quotes=(quote_of(0, 4, exact="runs only by day"),),
                attribution="the captain",
            ),
            fact_of("lamp", statement="The lamp is dark.", question="lamp"),
            unknown_of("storm", statement="The storm's name is not told.", question="name of the storm"),
        ],
        NAMES,
    )
    return collect(knowledge, build_concept_index(knowledge.vocabulary))


def test_facts_come_first_and_unknowns_after(entries: Entries) -> None:
    assert [target.id for target in entries.targets] == ["by-day", "lamp", "storm"]
    assert [type(target) for target in entries.targets] == [Fact, Fact, Unknown]


def test_an_entry_is_found_by_its_asks_its_statement_and_its_quotes(entries: Entries) -> None:
    assert [(example.role, example.parsed.text) for example in entries.examples if example.entry == 0] == [
        (TextRole.QUESTION, "when does the ferry run"),
        (TextRole.QUESTION, "ferry times"),
        (TextRole.STATEMENT, "The Petrel runs by day."),
        (TextRole.QUOTE, "runs only by day"),
    ]


def test_the_examples_of_an_entry_are_next_to_each_other(entries: Entries) -> None:
    assert [list(entries.span(entry)) for entry in range(3)] == [[0, 1, 2, 3], [4, 5], [6, 7]]
    assert all(entries.examples[place].entry == entry for entry in range(3) for place in entries.span(entry))


def test_terms_count_the_texts_of_an_entry_that_have_them(entries: Entries) -> None:
    assert entries.terms[0]["ferri"] == 2
    assert entries.terms[0]["@0"] == 2, "under either name"
    assert entries.terms[1]["lamp"] == 2


def test_the_attribution_is_among_a_facts_terms_and_no_example(entries: Entries) -> None:
    assert entries.terms[0]["captain"] == 1
    assert "the captain" not in {example.parsed.text for example in entries.examples}


def test_the_places_of_some_entries_are_listed_in_order_with_where_each_begins(entries: Entries) -> None:
    places, starts = entries.places(np.array([0, 2]))

    assert places.tolist() == [0, 1, 2, 3, 6, 7]
    assert starts.tolist() == [0, 4]


def test_a_text_of_many_entries_is_parsed_once() -> None:
    knowledge = knowledge_of([fact_of("one", statement="The lamp."), fact_of("two", statement="The lamp.")])
    one, two = (
        e for e in collect(knowledge, build_concept_index(Vocabulary())).examples if e.role is TextRole.STATEMENT
    )

    assert one.parsed is two.parsed


def test_a_bag_for_each_entry_can_be_walked_and_counted(entries: Entries) -> None:
    assert [bag["lamp"] for bag in entries.terms] == [0, 2, 0]
    assert len(entries.terms) == len(entries.targets)


def test_every_text_of_a_whole_base_is_an_example() -> None:
    knowledge = small_knowledge()
    found = collect(knowledge, build_concept_index(knowledge.vocabulary))

    facts, unknowns = knowledge.facts.values(), knowledge.unknowns.values()
    texts = [len(fact.questions) + 1 + len(fact.quotes) for fact in facts] + [
        len(each.questions) + 1 for each in unknowns
    ]
    assert len(found.examples) == sum(texts)
    assert [len(found.span(entry)) for entry in range(len(found.targets))] == texts


def test_the_examples_of_a_large_base_are_those_of_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = small_knowledge()
    index = build_concept_index(knowledge.vocabulary)
    few = collect(knowledge, index)
    monkeypatch.setattr(documents, "_KEPT", 3)
    many = collect(knowledge, index)

    assert isinstance(few.examples, tuple)
    assert not isinstance(many.examples, tuple)
    assert list(many.examples) == list(few.examples)
    assert [many.examples[place] for place in range(len(few.examples))] == list(few.examples)
    assert many.examples[-1] == few.examples[-1]
    assert many.examples[2:5] == list(few.examples[2:5])
    with pytest.raises(IndexError):
        many.examples[len(few.examples)]
