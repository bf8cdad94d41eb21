from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from rankers import fact_of, knowledge_of

from bot.core.knowledge.model import Fact, Quote, Standing
from bot.i18n import ENGLISH, SPANISH, Texts, phrases

CLAIM = fact_of("claim", standing=Standing.CLAIMED, attribution="the mayor")


def sign(*against: Fact, words: Texts = ENGLISH) -> str:
    return phrases.attribution(CLAIM, knowledge_of([CLAIM, *against]), words, who=str)


def doubt(key: str, attribution: str) -> Fact:
    return fact_of(key, attribution=attribution, disputes=("claim",))


@pytest.mark.parametrize(
    ("standing", "english", "spanish"),
    [
        (Standing.DOCUMENTED, "Documented by the mayor", "Documentado por the mayor"),
        (Standing.REPORTED, "Reported by the mayor", "Informado por the mayor"),
        (Standing.STATED, "Stated by the mayor", "Declarado por the mayor"),
        (Standing.CLAIMED, "Claimed by the mayor", "Alegado por the mayor"),
        (Standing.DISPUTED, "Disputed, said by the mayor", "Cuestionado, dicho por the mayor"),
    ],
)
def test_standing_and_attribution_are_shown_in_words(standing: Standing, english: str, spanish: str) -> None:
    fact = replace(CLAIM, standing=standing)

    assert phrases.said_by(fact, ENGLISH, who=str) == english
    assert phrases.said_by(fact, SPANISH, who=str) == spanish


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
def test_an_attribution_begins_with_the_standing(words: Texts) -> None:
    for standing in Standing:
        assert phrases.said_by(replace(CLAIM, standing=standing), words, who=str).startswith(words.standing[standing])


def test_a_claim_that_nothing_disputes_points_to_nothing() -> None:
    assert sign() == "Claimed by the mayor"


def test_a_claim_points_to_who_disputes_it_without_how_they_said_it() -> None:
    assert sign(doubt("a", "fishermen, as told to the Gazette")) == "Claimed by the mayor · disputed by fishermen ›"


def test_several_who_dispute_a_claim_are_others_and_the_same_twice_is_one() -> None:
    fishermen, again, builders = doubt("a", "fishermen"), doubt("b", "fishermen, later"), doubt("c", "builders")

    assert sign(fishermen, again) == "Claimed by the mayor · disputed by fishermen ›"
    assert sign(fishermen, again, builders) == "Claimed by the mayor · disputed by fishermen and others ›"
    assert sign(fishermen, builders, words=SPANISH) == "Alegado por the mayor · cuestionado por fishermen y otros ›"


def test_what_a_fact_disputes_does_not_dispute_it() -> None:
    knowledge = knowledge_of([CLAIM, doubt("a", "fishermen")])

    assert phrases.attribution(knowledge.facts["a"], knowledge, ENGLISH, who=str) == "Reported by fishermen"


def test_the_date_is_shown_with_the_meaning_and_in_the_short_form() -> None:
    dated = replace(CLAIM, when=dt.date(2031, 3, 4))

    assert told(dated, ENGLISH) == f"4 March 2031 · {ENGLISH.standing_meaning[Standing.CLAIMED]}"
    assert told(CLAIM, ENGLISH) == ENGLISH.standing_meaning[Standing.CLAIMED]
    assert phrases.in_short(dated, SPANISH, who=str) == "Alegado por the mayor · 4 de marzo de 2031"


def test_text_of_others_is_escaped_by_the_caller_and_braces_stay() -> None:
    fact = replace(CLAIM, attribution="{who} *the* {standing}")

    told = phrases.said_by(
        fact, ENGLISH, who=lambda text: text.replace("*", "\\*"), standing=lambda text: f"**{text}**"
    )

    assert told == "**Claimed** by {who} \\*the\\* {standing}"


def test_a_date_that_was_worked_out_from_a_weekday_is_shown_once_with_it() -> None:
    thursday = quoted("The admiral retired on Thursday, and said so on Thursday.", when=dt.date(2025, 10, 16))
    meaning = ENGLISH.standing_meaning[Standing.CLAIMED]

    assert told(thursday, ENGLISH) == f"16 October 2025 (“Thursday” in the quote) · {meaning}"
    assert told(thursday, SPANISH).startswith("16 de octubre de 2025 («Thursday» en la cita) · ")
    assert phrases.in_short(thursday, ENGLISH, who=str) == "Claimed by the mayor · 16 October 2025"


@pytest.mark.parametrize(
    "quote",
    ["It was dark on Friday.", "He retired on Thursday, October 16.", "On 16 October he retired.", "He retired."],
)
def test_a_date_that_the_quote_has_or_that_no_weekday_explains_is_shown_alone(quote: str) -> None:
    meaning = ENGLISH.standing_meaning[Standing.CLAIMED]

    assert told(quoted(quote, when=dt.date(2025, 10, 16)), ENGLISH) == f"16 October 2025 · {meaning}"


def test_the_age_and_who_disputes_it_are_beside_the_date() -> None:
    claim = replace(CLAIM, when=dt.date(2031, 3, 4))
    knowledge = knowledge_of([claim, doubt("a", "fishermen")])

    shown = phrases.circumstances(claim, knowledge, ENGLISH, who=str, age="a day ago")

    meaning = ENGLISH.standing_meaning[Standing.CLAIMED]
    assert shown == f"4 March 2031 · a day ago · disputed by fishermen › · {meaning}"


def told(fact: Fact, words: Texts) -> str:
    """What is said of an undisputed fact."""
    return phrases.circumstances(fact, knowledge_of([fact]), words, who=str)


def quoted(text: str, *, when: dt.date) -> Fact:
    quote = Quote(source="gazette", exact=text, start=0, end=len(text), paragraph=1)
    return replace(CLAIM, when=when, quotes=(quote,))
