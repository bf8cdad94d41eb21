from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.core.factbase.corrections import corrections
from bot.core.factbase.diff import ChangedFact, Tally, changes
from bot.core.knowledge.model import Entity, EntityKind, Fact, Knowledge, Standing, Topic, Unknown, Vocabulary


def fact_of(key: str, statement: str = "A statement.") -> Fact:
    return Fact(
        id=key,
        statement=statement,
        topics=("a",),
        attribution="a",
        standing=Standing.REPORTED,
        when=None,
        importance=2,
        quotes=(),
        question="",
    )


def knowledge_of(*facts: Fact, unknowns: tuple[Unknown, ...] = (), revision: str = "1") -> Knowledge:
    return Knowledge(
        sources={},
        topics={},
        vocabulary=Vocabulary(),
        facts={fact.id: fact for fact in facts},
        unknowns={unknown.id: unknown for unknown in unknowns},
        revision=revision,
    )


def unknown_of(key: str, statement: str = "Not told.") -> Unknown:
    return Unknown(id=key, statement=statement, question="", nearest=())


def test_facts_are_distinguished_by_their_ids() -> None:
    kept, gone, new = fact_of("kept"), fact_of("gone"), fact_of("new")

    found = changes(knowledge_of(kept, gone), knowledge_of(new, kept, revision="2"))

    assert (found.added, found.changed, found.removed) == ((new,), (), (gone,))
    assert (found.revision, found.served) == ("2", 2)


@pytest.mark.parametrize(
    ("before", "now", "wording"),
    [(None, 5, True), (5, 6, True), (5, 5, False), (6, 5, False), (5, None, False), (None, None, False)],
)
def test_a_mark_for_the_wording_counts_once_and_not_if_an_old_version_comes_back(
    before: int | None, now: int | None, *, wording: bool
) -> None:
    days = [None if day is None else dt.date(2031, 3, day) for day in (before, now)]
    old, new = (replace(fact_of("a", text), reworded=day) for text, day in zip(("Old.", "New."), days, strict=True))

    (found,) = corrections(knowledge_of(old), knowledge_of(new))

    assert found.wording is wording


def test_a_changed_fact_is_shown_before_and_after_with_the_fields_that_differ() -> None:
    old = fact_of("a")
    new = replace(old, statement="Another.", question="who")

    found = changes(knowledge_of(old), knowledge_of(new))

    assert found.changed == (ChangedFact(old=old, new=new),)
    assert found.changed[0].fields == ("statement", "question")


def test_unknowns_are_counted() -> None:
    old = knowledge_of(unknowns=(unknown_of("kept"), unknown_of("gone"), unknown_of("reworded")))
    new = knowledge_of(
        unknowns=(unknown_of("kept"), unknown_of("reworded", "Other."), unknown_of("n1"), unknown_of("n2"))
    )

    assert changes(old, new).unknowns == Tally(added=2, changed=1, removed=1)


def test_nothing_differs_between_equal_bases_of_other_revisions() -> None:
    assert changes(knowledge_of(fact_of("a")), knowledge_of(fact_of("a"), revision="2")).nothing


def test_a_vocabulary_or_a_topic_alone_is_a_difference() -> None:
    base = knowledge_of(fact_of("a"))
    named = replace(base, vocabulary=Vocabulary(names=(Entity(name="N", kind=EntityKind.PLACE),)))
    headed = replace(base, topics={"a": Topic(id="a", title="A")})

    assert not changes(base, named).nothing
    assert not changes(base, headed).nothing
