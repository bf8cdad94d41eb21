from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.sentences import paragraphs, sentences


def split(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in sentences(text)]


def test_paragraphs_are_the_blocks_between_blank_lines() -> None:
    text = "\n  One.\nStill one.  \n \t\n\nTwo.\r\n\r\nThree."
    found = paragraphs(text)

    assert [paragraph.number for paragraph in found] == [1, 2, 3]
    assert [text[p.start : p.end] for p in found] == ["One.\nStill one.", "Two.", "Three."]


@pytest.mark.parametrize(
    "text",
    [
        "The order came from Adm. Tollen in the harbour.",
        "Mr. Vane met Dr. Orr at St. Brannoc.",
        "It was J. R. Vane who signed.",
        "The U.S. Coast Guard came at 11:20 a.m. Eastern time.",
        "The ship sank at 3 p.m. local time.",
        "See No. 5, dated Oct. 17, for the rest.",
        "Some gulls, e.g. Herring gulls, stayed.",
        "It cost 3.5 crowns.",
        "The sign read “It’s happening… light loading 95%” all night.",
        "“Why?” he asked.",
        "A heading without a stop",
    ],
)
def test_what_looks_like_an_end_is_none(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The lamp broke.", "It was dark."),
        ("“The lamp broke.”", "He left."),
        ("He said so (twice).", "(Nobody heard.)"),
        ("The lamp broke!", "“Who is there?” he asked."),
        ("He waited …", "Nobody came."),
        ("They sailed at 11 a.m.", "The storm followed."),
        ("It sailed to the U.S.", "It never came back."),
        ("It was he and I.", "We left."),
        ("There were 20.", "30 more came."),
    ],
)
@pytest.mark.parametrize("space", [" ", "\u202f", "\n"])
def test_a_sentence_ends_with_what_closes_after_it(first: str, second: str, space: str) -> None:
    assert split(first + space + second) == [first, second]


def test_sentences_know_their_paragraph() -> None:
    assert [sentence.paragraph for sentence in sentences("One. Two.\n\nThree.")] == [1, 1, 2]


@given(st.text(alphabet="aA.!?…\n \u202f“”()1", max_size=60))
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(text.split())
