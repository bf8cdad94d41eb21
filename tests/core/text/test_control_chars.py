from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.control_chars import json_text, shortened, written_out

_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
_ANY = st.text(st.characters(exclude_categories=[]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb", r"a\r\nb"),
        ("\x1b[2J\x9b1m", r"\x1b[2J\x9b1m"),
        ("a\x85b\u2028c", r"a\x85b\u2028c"),
        ("\u202eabc\ud800", r"\u202eabc\ud800"),
        ("coups d’état – 灯台 👩\u200d🚀 שלום\u200f!", "coups d’état – 灯台 👩\u200d🚀 שלום\u200f!"),
    ],
)
def test_control_characters_are_escaped_and_the_rest_stays(text: str, expected: str) -> None:
    assert written_out(text) == expected


@given(_ANY)
def test_no_control_and_no_line_end_is_left(text: str) -> None:
    assert not [sign for sign in written_out(text) if unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"}]
    assert len(written_out(text).splitlines()) <= 1


@given(_ANY)
def test_text_that_is_kept_is_unchanged(text: str) -> None:
    assert written_out(text, keep="\n").count("\n") == text.count("\n")


@given(st.text(min_size=61))
def test_a_long_value_is_cut(text: str) -> None:
    assert len(shortened(text)) <= 61 * len(r"\u2028")
    assert shortened(text)[:10] == written_out(text[:60])[:10]


@given(_ANY)
def test_json_reads_back_as_the_value_and_has_no_character_that_steers(text: str) -> None:
    encoded = json_text({"text": text})

    assert json.loads(encoded) == {"text": text}
    assert written_out(encoded) == encoded
    assert not [sign for sign in encoded if unicodedata.bidirectional(sign) in _TURNING]


def test_json_keeps_other_text_readable() -> None:
    assert json_text(["coups d’état – 灯台 👩\u200d🚀"]) == '["coups d’état – 灯台 👩\u200d🚀"]'
