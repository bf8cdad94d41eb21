from __future__ import annotations

from dataclasses import replace

import pytest
from accepted import check_layout, reading
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import render
from bot.core.changes import changes
from bot.errors import KnowledgeError, Problem
from bot.texts import ENGLISH, SPANISH, Texts


def test_a_reload_shows_what_was_added_changed_and_removed() -> None:
    old = harbour()
    source = source_of(TEXT)
    facts = [
        replace(old.facts["ships-left"], statement="Three ships sailed."),
        replace(old.facts["all-is-well"], asks=("is all well", "really")),
        fact_of("new-one", source, "twice"),
    ]

    shown = reading(render.changes(changes(old, base_of([source], facts, [], [])), ENGLISH)).shown.split("\n")

    assert shown == [
        ENGLISH.changes,
        "3 facts served · revision fedcba987654",
        "Added: 1 fact",
        "new-one The statement of new-one.",
        "Changed: 2 facts",
        "ships-left",
        "Before: On 13 October 2025 three ships left the harbour.",
        "Now: Three ships sailed.",
        "all-is-well The mayor says that all is well.",
        "Differs in: asks",
        "Removed: 1 fact",
        "fishermen-doubt Fishermen doubt what the mayor says.",
        "Unknowns: 0 added, 0 changed, 1 removed",
        "Topics: 0 added, 0 changed, 3 removed",
    ]


def test_a_reload_without_changes_says_so() -> None:
    assert ENGLISH.no_changes in reading(render.changes(changes(harbour(), harbour()), ENGLISH)).shown


def test_a_vocabulary_that_changed_is_told() -> None:
    old = harbour()
    new = replace(old, vocabulary=replace(old.vocabulary, groups=(("ship", "boat"),)))

    shown = reading(render.changes(changes(old, new), ENGLISH)).shown

    assert ENGLISH.vocabulary in shown
    assert ENGLISH.no_changes not in shown


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> "])
def test_a_reload_made_to_hurt_is_accepted_and_counts_the_rest(mark: str, words: Texts) -> None:
    old, empty = hurting(mark), base_of([], [], [], [])
    reworded = {key: replace(fact, statement=f"other {fact.statement}"[:500]) for key, fact in old.facts.items()}
    amended = {key: replace(fact, topics=(), related=("a",), importance=3) for key, fact in old.facts.items()}

    for found in (
        changes(old, empty),
        changes(empty, old),
        changes(old, replace(old, facts=reworded)),
        changes(old, replace(old, facts=amended)),
    ):
        view = render.changes(found, words)
        check_layout(view)
        assert words.and_more.format(count=32) in reading(view).shown
        assert "mention" not in reading(view).live


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_all_three_groups_made_to_hurt_are_accepted_together(words: Texts) -> None:
    old = hurting()
    facts = list(old.facts.values())
    new = [replace(fact, id=f"n{fact.id[1:]}") for fact in facts[:20]]
    kept = [replace(fact, statement="_" * 500) for fact in facts[20:30]]

    check_layout(render.changes(changes(old, base_of([], [*new, *kept], [], [])), words))


def test_problems_are_listed_with_their_places() -> None:
    error = KnowledgeError((Problem(file="facts/a.yaml", line=3, column=7, message="no <@1>,\nexpected *one*"),))

    reading_ = reading(render.problems(error, ENGLISH))

    assert reading_.shown.split("\n") == [
        "The base was not reloaded: 1 problem",
        ENGLISH.problems_note,
        "facts/a.yaml:3:7",
        "no <@1>,",
        "expected *one*",
    ]
    assert "mention" not in reading_.live


def test_more_problems_than_fit_are_counted() -> None:
    problems = tuple(
        Problem(file="knowledge/" + "_" * 200, line=number, column=1, message="*" * 3000) for number in range(99)
    )

    view = render.problems(KnowledgeError(problems), ENGLISH)

    check_layout(view)
    assert "99 problems" in reading(view).shown
    assert "… and 87 more." in reading(view).shown


def test_a_refusal_is_the_sentence_as_text() -> None:
    view = render.refused("Only admins, not <@1>.", ENGLISH)

    check_layout(view)
    assert reading(view).shown == "Only admins, not <@1>."
    assert reading(view).live == ()


@pytest.mark.parametrize("text", ["", "x" * 9000])
def test_a_refusal_of_any_length_is_accepted(text: str) -> None:
    check_layout(render.refused(text, ENGLISH))


def test_a_failure_names_its_id() -> None:
    view = render.failed("7f3a_9", ENGLISH)

    check_layout(view)
    assert "7f3a_9" in reading(view).shown
