from __future__ import annotations

import itertools
from collections import Counter

import pytest
from rankers import small_ranker, word_vectors

from bot.core.matching.spelling import Repair, build_speller

TEXTS = [
    "the lighthouse keeper saw the lamp break in the storm".split(),
    "the killing frost of the evening crossing".split(),
    "lighthouse repair costs 600000 crowns".split(),
    "passengers of the ferry petrel".split(),
]
SPOKEN = Counter(itertools.chain.from_iterable(TEXTS))
ENGLISH = frozenset("drilling keener keep light house".split())
SPELLER = build_speller(SPOKEN, ENGLISH.__contains__)


def read(text: str) -> str:
    return " ".join(SPELLER.repair(tuple(text.split())).words)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("lighthosue", "lighthouse", id="two letters swapped"),
        pytest.param("pasengers", "passengers", id="a letter dropped"),
        pytest.param("crosssing", "crossing", id="a letter doubled"),
        pytest.param("storn", "storm", id="a neighbour on the keyboard"),
        pytest.param("lihgthuose", "lighthouse", id="two slips in a long word"),
        pytest.param("efrry", "ferry", id="the first two letters swapped"),
        pytest.param("evenning crosing", "evening crossing", id="a slip in each word"),
        pytest.param("wich lampp", "which lamp", id="a small word"),
        pytest.param("teh storm", "the storm", id="two letters of a short word swapped"),
    ],
)
def test_slips_are_read_as_the_word_that_was_meant(written: str, meant: str) -> None:
    assert read(written) == meant


def test_of_words_that_are_as_near_the_one_with_the_same_letters_is_meant_then_the_more_frequent() -> None:
    speller = build_speller(Counter({"fear": 1, "far": 1, "leave": 9, "level": 1}), ENGLISH.__contains__)

    assert speller.repair(("faer",)).words == ("fear",)
    assert speller.repair(("leve",)).words == ("leave",)


def test_in_a_word_of_three_letters_nothing_but_a_swap_is_forgiven() -> None:
    speller = build_speller(Counter({"job": 1, "oar": 1}), ENGLISH.__contains__)

    assert speller.repair(("jbo", "jab", "ora")).words == ("job", "jab", "oar")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("light huose", "light huose", id="no word comes of it"),
        pytest.param("pass engers", "passengers", id="one word in two"),
        pytest.param("eveningcrossing", "evening crossing", id="two words in one"),
        pytest.param("keep light", "keep light", id="two known words stay two"),
    ],
)
def test_words_run_together_or_split_are_corrected(written: str, meant: str) -> None:
    assert read(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("drilling", id="a word of the language is not read as killing"),
        pytest.param("keener", id="nor keener as keeper"),
        pytest.param("keepers", id="an inflection of a word of the base"),
        pytest.param("lmp", id="a short word"),
        pytest.param("600001", id="a number"),
        pytest.param("2:41", id="a time"),
        pytest.param("zeppelin", id="a word that nothing is near to"),
        pytest.param("amp", id="another first letter"),
    ],
)
def test_other_words_are_left_alone(word: str) -> None:
    assert SPELLER.repair((word,)).words == (word,)
    assert SPELLER.repair((word,)).repairs == ()


def test_without_knowledge_of_the_language_its_words_are_read_as_misspellings() -> None:
    speller = build_speller(SPOKEN, frozenset[str]().__contains__)

    assert speller.repair(("keener",)).words == ("keeper",)
    assert SPELLER.repair(("keener",)).words == ("keener",)


def test_repairs_are_shown_and_nothing_else() -> None:
    repaired = SPELLER.repair(("the", "storn", "pass", "engers"))

    assert repaired.words == ("the", "storm", "passengers")
    assert repaired.repairs == (
        Repair(written="storn", read="storm"),
        Repair(written="pass engers", read="passengers"),
    )


def test_of_two_words_that_are_as_near_the_more_frequent_is_read() -> None:
    speller = build_speller({"stone": 1, "store": 2}, frozenset[str]().__contains__)

    assert speller.repair(("stoze",)).words == ("store",)


@pytest.mark.parametrize("length", [99, 100, 2000])
def test_a_run_of_letters_of_any_length_is_read_unchanged(length: int) -> None:
    assert SPELLER.repair(("x" * length,)).words == ("x" * length,)


def test_no_words_need_no_repair() -> None:
    assert SPELLER.repair(()).words == ()


@pytest.mark.skipif(word_vectors() is None, reason="this platform has no word vectors")
@pytest.mark.parametrize("word", ["cast", "coast", "bread", "grass"])
def test_the_models_words_of_the_language_are_left_alone(word: str) -> None:
    assert small_ranker().speller.repair((word,)).words == (word,)
    assert small_ranker(meaning=False).speller.repair((word,)).words != (word,)
