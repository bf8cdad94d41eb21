from __future__ import annotations

from itertools import chain

import pytest

from bot.core.text.language import NUMBERS, SHORT_WORDS, SPELT_OUT, STOPWORDS
from bot.core.text.normalise import fold, words


@pytest.mark.parametrize("listed", [STOPWORDS, SHORT_WORDS, NUMBERS.keys(), SPELT_OUT.keys()])
def test_listed_words_are_written_as_texts_are_folded(listed: frozenset[str]) -> None:
    assert {word for word in listed if word != fold(word)} == set()


@pytest.mark.parametrize("word", sorted(word for word in SHORT_WORDS if len(word) <= 3))
def test_a_number_after_a_short_word_is_a_word_of_its_own(word: str) -> None:
    assert words(f"{word} 52")[-1] == "52"


def test_numerals_of_both_languages_become_digits() -> None:
    assert words("two dos twenty veinte") == ("2", "2", "20", "20")
    assert all(digits.isdecimal() for digits in NUMBERS.values())


def test_no_numeral_is_passed_over_as_a_small_word() -> None:
    assert NUMBERS.keys() & STOPWORDS == set()


def test_a_spelt_out_word_is_not_spelt_out_again() -> None:
    full = set(chain.from_iterable(SPELT_OUT.values()))

    assert full & SPELT_OUT.keys() == set()


def test_negation_is_no_small_word_that_gets_lost() -> None:
    assert words("it didn't") == ("it", "did", "not")
