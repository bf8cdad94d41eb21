from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from accepted import check_components, ids_of
from discord_reader import read
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import render
from bot.core.briefing import Edition
from bot.render.limits import MESSAGE_TEXT
from bot.texts import ENGLISH, SPANISH, Texts

if TYPE_CHECKING:
    from bot.core.facts import Fact, Knowledge

DAY = dt.date(2025, 10, 18)


def edition_of(*blocks: tuple[Fact, ...]) -> Edition:
    return Edition(day=DAY, blocks=blocks)


def singles(knowledge: Knowledge) -> Edition:
    return edition_of(*((fact,) for fact in knowledge.facts.values()))


def wordy(number: int, words: str, quote: str) -> Knowledge:
    source = source_of(f"{TEXT}\n\n{quote}")
    facts = [fact_of(f"fact-{index}", source, quote, statement=f"{words}{index}.") for index in range(number)]
    return base_of([source], facts, [], [])


def test_a_briefing_tells_statement_standing_quote_and_place_of_each_fact() -> None:
    knowledge = harbour()

    post = render.briefing(edition_of((knowledge.facts["ships-left"],)), knowledge, ENGLISH)

    assert read(post.content).shown.split("\n") == [
        "Briefing for 18 October 2025",
        "",
        "1. On 13 October 2025 three ships left the harbour.",
        "Documented · the harbour master · 13 October 2025",
        "Three ships left the harbour on Monday.",
        "The Gazette, paragraph 2",
    ]


def test_each_fact_has_a_button_that_bears_the_day_as_the_mark_of_the_edition() -> None:
    knowledge = harbour()

    post = render.briefing(
        edition_of((knowledge.facts["all-is-well"], knowledge.facts["fishermen-doubt"])), knowledge, ENGLISH
    )

    check_components(post.view)
    assert post.view.is_persistent()
    assert ids_of(post.view) == ["b1:edition:2025-10-18:all-is-well", "b1:edition:2025-10-18:fishermen-doubt"]


def test_a_late_briefing_says_so() -> None:
    edition = singles(harbour())

    assert ENGLISH.briefing_late in render.briefing(edition, harbour(), ENGLISH, late=True).content
    assert ENGLISH.briefing_late not in render.briefing(edition, harbour(), ENGLISH).content


def test_an_edition_without_facts_says_so() -> None:
    post = render.briefing(edition_of(), harbour(), ENGLISH)

    assert ENGLISH.briefing_empty in post.content
    assert post.told == ()


def test_quotes_are_shortened_before_a_fact_is_left_out() -> None:
    knowledge = wordy(4, "word " * 40, "quoted " * 60)

    post = render.briefing(singles(knowledge), knowledge, ENGLISH)

    assert len(post.told) == 4
    assert "quoted…" in post.content
    assert len(post.content) <= MESSAGE_TEXT


def test_facts_that_do_not_fit_are_left_out_whole_and_counted() -> None:
    knowledge = wordy(9, "word " * 60, "quoted " * 60)

    post = render.briefing(singles(knowledge), knowledge, ENGLISH)

    left_out = 9 - len(post.told)
    assert 0 < left_out < 9
    assert post.content.endswith(f"-# {ENGLISH.briefing_dropped.format(facts=ENGLISH.count(left_out, ENGLISH.fact))}")
    assert [fact.statement in post.content for fact in knowledge.facts.values()] == [True] * len(post.told) + [
        False
    ] * left_out
    assert len(ids_of(post.view)) == len(post.told)


def test_no_fact_is_told_without_a_button() -> None:
    source = source_of(TEXT, publisher="G")
    facts = [fact_of(f"fact-{number}", source, "all", statement="A.", attribution="a") for number in range(30)]
    knowledge = base_of([source], facts, [], [])

    post = render.briefing(singles(knowledge), knowledge, ENGLISH)

    check_components(post.view)
    assert len(post.told) == len(ids_of(post.view)) == 25
    assert "5 facts did not fit" in post.content


def test_a_claim_is_never_left_without_what_disputes_it() -> None:
    knowledge = wordy(5, "word " * 60, "quoted " * 60)
    facts = tuple(knowledge.facts.values())

    told = render.briefing(edition_of(facts[:2], facts[2:]), knowledge, ENGLISH).told

    assert told == facts[:2]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301"])
@pytest.mark.parametrize("together", [True, False])
def test_a_briefing_made_to_hurt_is_accepted(mark: str, words: Texts, *, together: bool) -> None:
    knowledge = hurting(mark)
    edition = edition_of(tuple(knowledge.facts.values())) if together else singles(knowledge)

    post = render.briefing(edition, knowledge, words, late=True)

    check_components(post.view)
    assert len(post.content) <= MESSAGE_TEXT
    assert len(post.told) >= 1
    assert "mention" not in read(post.content).live
