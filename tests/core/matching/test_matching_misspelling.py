from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.core.matching.training_texts import misspell

QUESTION = "how high were the waves that the weather buoy measured"


def test_the_same_dice_make_the_same_slips() -> None:
    assert misspell(QUESTION, random.Random(3)) == misspell(QUESTION, random.Random(3))


def test_other_dice_make_other_slips() -> None:
    assert len({misspell(QUESTION, random.Random(seed)) for seed in range(20)}) > 10


@given(seed=st.integers(min_value=0, max_value=10_000))
def test_about_a_third_of_the_longer_words_has_one_slip_each_after_its_first_letter(seed: int) -> None:
    pairs = list(zip(QUESTION.split(), misspell(QUESTION, random.Random(seed)).split(), strict=True))

    slipped = [(word, slip) for word, slip in pairs if word != slip]
    assert len(slipped) <= 3
    assert all(len(word) >= 4 and word[0] == slip[0] and OSA.distance(word, slip) == 1 for word, slip in slipped)


def test_slips_are_of_every_kind() -> None:
    slips = {misspell("lamp", random.Random(seed)) for seed in range(200)}

    assert {"lmap", "lap", "laamp", "lqmp"} <= slips


@pytest.mark.parametrize("text", ["", "why so dim", "B-52s 600000", "a b c"])
def test_a_text_without_longer_words_stays_as_it_is(text: str) -> None:
    assert misspell(text, random.Random(1)) == text


@given(text=st.text(alphabet=st.characters()), seed=st.integers(min_value=0, max_value=100))
def test_any_text_can_be_misspelt(text: str, seed: int) -> None:
    assert len(misspell(text, random.Random(seed)).split()) == len(text.split())
