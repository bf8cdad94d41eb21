from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from accepted import check_layout, components, reading
from rankers import small_knowledge
from render_bases import hurting

from bot import ui
from bot.core.factcheck import (
    Claimed,
    Contradicted,
    Difference,
    DifferenceKind,
    NotCovered,
    OnlyRelated,
    Supported,
    Unchecked,
    Verdict,
)
from bot.core.knowledge.model import Fact, Knowledge, Standing
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.components import CLAIM, NEAREST, PROBLEM, PROVEN
from bot.ui.factcheck import PICKED, SHOWN

KNOWLEDGE = small_knowledge()
SENTENCE = "The lamp stands 38 metres above the sea."
CONTAINER = 17  # the type of a component with a colour


def supported(fact: Fact, sentence: str = SENTENCE) -> Supported:
    return Supported(sentence=sentence, fact=fact, quote=fact.quotes[0], passage=fact.quotes[0].exact)


def shown(*verdicts: Verdict, unread: int = 0, words: Texts = ENGLISH, knowledge: Knowledge = KNOWLEDGE) -> str:
    view = ui.checked_message(verdicts, knowledge, words, unread=unread)
    check_layout(view)
    return reading(view).shown


def test_a_sentence_has_its_fact_with_standing_and_quote() -> None:
    text = shown(supported(KNOWLEDGE.facts["lamp-height"]))

    for part in (
        SENTENCE,
        "✓ Supported: the source says so.",
        KNOWLEDGE.facts["lamp-height"].statement,
        "Reported by Ostrand Post",
        "stands 38 metres above the sea",
        "paragraph 3",
        ENGLISH.factcheck_note,
    ):
        assert part in text


def test_a_short_quote_is_shown_too() -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    text = shown(Supported(sentence=SENTENCE, fact=fact, quote=fact.quotes[0], passage="It burns."))

    assert "It burns." in text


def test_a_stated_fact_is_attributed_to_the_speaker() -> None:
    assert "as a statement by the owners of the ferry Petrel." in shown(supported(KNOWLEDGE.facts["ferry-by-day"]))


@pytest.mark.parametrize(
    ("standing", "said"),
    [(Standing.CLAIMED, "Claimed by the Harbour Office, as"), (Standing.DISPUTED, "Others dispute it")],
)
def test_a_claim_is_never_simply_supported(standing: Standing, said: str) -> None:
    fact = dataclasses.replace(KNOWLEDGE.facts["repair-cost"], standing=standing)
    against = (KNOWLEDGE.facts["cost-doubted"],)
    text = shown(
        Claimed(sentence=SENTENCE, fact=fact, quote=fact.quotes[0], passage=fact.quotes[0].exact, against=against)
    )

    assert said in text
    assert "Supported" not in text
    assert "Disputed by builders in Ostrand" in text


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (
            Difference(kind=DifferenceKind.NUMBER, said="30 states", source="20 of 23"),
            "this says 30 states, but the source says 20 of 23",
        ),
        (
            Difference(kind=DifferenceKind.DATE, said="Monday", source=KNOWLEDGE.facts["dark-since"].when or ""),
            "this says Monday, but the source says 4 March 2031",
        ),
        (Difference(kind=DifferenceKind.NAME, said="A", source="B"), "this says A, but the source says B"),
        (
            Difference(kind=DifferenceKind.WORD, said="after", source="before"),
            "this says after, but the source says before",
        ),
        (
            Difference(kind=DifferenceKind.NEGATION, said="not lit", source=""),
            "this says “not lit”, but the source affirms it",
        ),
        (
            Difference(kind=DifferenceKind.NEGATION, said="", source="no sign"),
            "this affirms it, but the source says “no sign”",
        ),
    ],
)
def test_differences_are_marked(difference: Difference, said: str) -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    quote = fact.quotes[0]

    assert said in shown(
        Contradicted(sentence=SENTENCE, fact=fact, quote=quote, passage=quote.exact, differences=(difference,))
    )


def test_a_sentence_in_another_language_says_so_in_the_place_of_differences() -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    quote = fact.quotes[0]
    near = OnlyRelated(
        sentence="Otra.", fact=fact, quote=quote, passage=quote.exact, differences=(), unchecked=Unchecked.LANGUAGE
    )

    assert "Not compared: only sentences in English are." in shown(near)
    assert "Eine. (not compared: only sentences in English are)" in shown(
        NotCovered(sentence="Eine.", unchecked=Unchecked.LANGUAGE)
    )


def test_sentences_that_are_not_covered_are_listed_below_the_rest() -> None:
    verdicts = [NotCovered(sentence=f"Sentence {number}.") for number in range(9)]
    asked = NotCovered(sentence="Really?", unchecked=Unchecked.QUESTION)
    text = shown(*verdicts, asked, supported(KNOWLEDGE.facts["lamp-height"]))

    assert text.index("Supported") < text.index("Sentence 0.")
    assert "Not shown: 4 sentences." in text


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("number", [1, SHOWN, SHOWN + 1, SHOWN + PICKED])
def test_the_longest_facts_of_a_hostile_base_fit(words: Texts, number: int) -> None:
    knowledge = hurting()
    facts = list(knowledge.facts.values())
    differences = tuple(Difference(kind=DifferenceKind.NAME, said="*" * 300, source="_" * 300) for _ in range(2))
    verdicts: list[Verdict] = []
    for index in range(number):
        fact = facts[index % len(facts)]
        quote = fact.quotes[0]
        verdicts.append(
            Contradicted(sentence="*a* " * 400, fact=fact, quote=quote, passage=quote.exact, differences=differences)
        )
    verdicts += [NotCovered(sentence="_b_ " * 400, unchecked=Unchecked.QUESTION) for _ in range(12)]
    view = ui.checked_message(verdicts, knowledge, words, unread=10_000)

    check_layout(view)
    options = [option for part in components(view) if part["type"] == 3 for option in part["options"]]
    assert len(options) == max(0, number - SHOWN)
    assert len({option["value"] for option in options}) == len(options)
    assert all(1 <= len(option["description"]) <= 100 for option in options)


def test_a_fact_of_two_sentences_has_one_button() -> None:
    fact = KNOWLEDGE.facts["lamp-height"]

    assert shown(supported(fact), supported(fact, "So it does.")).count("✓ Supported") == 2


def test_a_message_without_sentences_is_reported_as_such() -> None:
    assert shown() == ENGLISH.factcheck_empty


def test_each_kind_is_in_its_colour_contradictions_first_and_related_facts_last() -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    shape: dict[str, Any] = {
        "sentence": SENTENCE,
        "fact": fact,
        "quote": fact.quotes[0],
        "passage": fact.quotes[0].exact,
    }
    number = Difference(kind=DifferenceKind.NUMBER, said="38 metres", source="40 metres")
    view = ui.checked_message(
        [
            OnlyRelated(**shape, differences=()),
            Supported(**shape),
            Claimed(**shape, against=()),
            Contradicted(**shape, differences=(number,)),
        ],
        KNOWLEDGE,
        ENGLISH,
    )
    check_layout(view)
    colours = [part["accent_color"] for part in components(view) if part["type"] == CONTAINER]
    text = reading(view).shown

    assert colours[1:-1] == [each.value for each in (PROBLEM, CLAIM, PROVEN, NEAREST)]
    assert [text.index(sign) for sign in "✗◐✓≈"] == sorted(text.index(sign) for sign in "✗◐✓≈")


def test_what_differs_is_bold_in_the_sentence_and_in_the_quote() -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    number = Difference(kind=DifferenceKind.NUMBER, said="40 metres", source="38 metres")
    verdict = Contradicted(
        sentence="The lamp stands 40 metres above the sea.",
        fact=fact,
        quote=fact.quotes[0],
        passage="stands 38 metres above the sea",
        differences=(number,),
    )
    written = str(components(ui.checked_message([verdict], KNOWLEDGE, ENGLISH)))

    assert "The lamp stands **40 metres** above the sea." in written
    assert "stands **38 metres** above the sea" in written


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (Difference(kind=DifferenceKind.MISSING, said="Iceland", source=""), "the source does not say “Iceland”"),
        (Difference(kind=DifferenceKind.QUALIFIER, said="", source="at least"), "the source adds “at least”"),
        (Difference(kind=DifferenceKind.QUALIFIER, said="six", source="at least six"), "source says at least six"),
        (Difference(kind=DifferenceKind.ORDER, said="airspace", source=""), "the source gives “airspace” another role"),
    ],
)
def test_the_nearest_fact_is_shown_with_what_is_different_or_missing(difference: Difference, said: str) -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    quote = fact.quotes[0]
    text = shown(OnlyRelated(sentence=SENTENCE, fact=fact, quote=quote, passage=quote.exact, differences=(difference,)))

    assert "≈ Related: the base does not settle this." in text
    assert said in text


def test_what_is_missing_is_listed_together_beneath_the_nearest_fact() -> None:
    fact = KNOWLEDGE.facts["lamp-height"]
    missing = tuple(Difference(kind=DifferenceKind.MISSING, said=word, source="") for word in ("Iceland", "ships"))
    quote = fact.quotes[0]
    text = shown(OnlyRelated(sentence=SENTENCE, fact=fact, quote=quote, passage=quote.exact, differences=missing))

    assert "What differs: the source does not say “Iceland”, “ships”" in text
    assert text.index(fact.statement) < text.index("What differs")
