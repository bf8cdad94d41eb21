from __future__ import annotations

import pytest

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.query import CONCEPT_CREDIT, parse, parse_words

CONCEPT_INDEX = build_concept_index(
    Vocabulary(
        names=(Entity(name="Harbour Office", kind=EntityKind.ORGANISATION, aliases=("port authority",)),),
        same=(("cost", "price"),),
    )
)


def test_small_words_need_no_answer() -> None:
    parsed = parse("How high were the waves?", CONCEPT_INDEX)

    assert [need.word for need in parsed.content_words] == ["high", "waves"]
    assert [word.word for word in parsed.content_words] == ["high", "waves"]
    assert parsed.words == ("how", "high", "were", "the", "waves")


def test_a_need_is_covered_by_its_stem_in_full_and_by_a_concept_almost() -> None:
    (need,) = parse("the prices", CONCEPT_INDEX).content_words

    assert need.covers == {"price": 1.0, "#0": CONCEPT_CREDIT}
    assert 0 < CONCEPT_CREDIT < 1


def test_each_word_of_a_name_is_covered_by_the_name() -> None:
    parsed = parse("what does the port authority say of lamps", CONCEPT_INDEX)

    assert {need.word for need in parsed.content_words if "@0" in need.covers} == {"port", "authority"}
    assert parsed.terms["@0"] == CONCEPT_CREDIT


@pytest.mark.parametrize(
    ("question", "cue"),
    [
        ("who kept the light", "who"),
        ("whose ferry is it", "who"),
        ("when was it lit", "when"),
        ("¿cuándo se encendió?", "when"),
        ("what year was it lit", "when"),
        ("where does the ferry sail", "where"),
        ("which island is it", "where"),
        ("how many passengers", "count"),
        ("how long does it take", "span"),
        ("how far could it be seen", "distance"),
        ("why did it fail", "why"),
        ("what was the reason", "why"),
        ("what kind of lamp", "which"),
    ],
)
def test_a_question_says_what_kind_of_thing_it_asks_for(question: str, cue: str) -> None:
    assert cue in parse(question, CONCEPT_INDEX).cues


def test_a_plain_phrase_asks_for_nothing_definite() -> None:
    assert parse("the lamp", CONCEPT_INDEX).cues == frozenset()


def test_numbers_are_read_in_any_spelling() -> None:
    assert parse("three lamps of 600,000 crowns at 2:40", CONCEPT_INDEX).numbers == {"3", "600000", "2:40"}


def test_repaired_words_are_read_in_place_of_what_was_written() -> None:
    parsed = parse_words("hwo hihg", ("how", "high"), CONCEPT_INDEX)

    assert parsed.text == "hwo hihg"
    assert [word.word for word in parsed.content_words] == ["high"]


@pytest.mark.parametrize(
    ("question", "cues"),
    [
        ("which person broke it", {"who", "which"}),
        ("which lamp", {"which"}),
        ("how many hours", {"count", "span"}),
        ("how long ago", {"when", "span"}),
        ("how is it", set()),
        ("the long lamp", set()),
    ],
)
def test_a_phrase_asks_only_if_its_words_are_together(question: str, cues: set[str]) -> None:
    assert parse(question, CONCEPT_INDEX).cues == cues


SMALL_NAMES = build_concept_index(
    Vocabulary(
        names=(
            Entity(name="World Health Organization", kind=EntityKind.ORGANISATION, aliases=("WHO",)),
            Entity(name="Theresa May", kind=EntityKind.PERSON, aliases=("May",)),
            Entity(name="Van Do", kind=EntityKind.PERSON, aliases=()),
            Entity(name="Group A", kind=EntityKind.THING, aliases=()),
        )
    )
)


@pytest.mark.parametrize(
    ("question", "content", "names"),
    [
        ("what did the WHO recommend", ["who", "recommend"], {"@0"}),
        ("WHO advice on masks", ["who", "advice", "masks"], {"@0"}),
        ("who recommends masks", ["recommends", "masks"], set()),
        ("Who recommends masks", ["recommends", "masks"], set()),
        ("WHO RECOMMENDS MASKS", ["recommends", "masks"], set()),
        ("What did May say of masks?", ["may", "masks"], {"@1"}),
        ("what did theresa may do", ["theresa", "may"], {"@1"}),
        ("masks may help", ["masks", "help"], set()),
        ("It rained. May it stop?", ["rained", "stop"], set()),
        ("where does van do live", ["van", "do", "live"], {"@2"}),
        ("which teams are in group a", ["teams", "group", "a"], {"@3"}),
        ("how tall was Elizabeth I then", ["tall", "elizabeth", "i"], set()),
        ("what does Plan A cost", ["plan", "a", "cost"], set()),
        ("should I pay for a mask in Oslo? A lot?", ["pay", "mask", "oslo", "lot"], set()),
    ],
)
def test_a_small_word_that_is_a_name_counts(question: str, content: list[str], names: set[str]) -> None:
    parsed = parse(question, SMALL_NAMES)

    assert [word.word for word in parsed.content_words] == content
    assert {mention.concept for mention in parsed.mentions} == names


def test_an_organisation_called_who_is_not_asked_for_as_a_person() -> None:
    assert "who" not in parse("did the WHO recommend masks", SMALL_NAMES).cues


def test_a_name_that_is_a_small_word_ends_the_noun_after_which() -> None:
    assert parse("tell which WHO masks last", SMALL_NAMES).focus == {"?which"}
