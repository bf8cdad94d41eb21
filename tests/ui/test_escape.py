from __future__ import annotations

import re

import pytest
from discord_reader import read
from hypothesis import example, given
from hypothesis import strategies as st

from bot.ui.markdown import block, bold, clean, escape, line, plain

_HOSTILE = st.sampled_from(
    (
        *(
            "<@1>",
            "<@!1>",
            "<@&2>",
            "<#3>",
            "</ask:4>",
            "<t:1:R>",
            "<:e:5>",
            "<a:e:5>",
            "<id:guide>",
            "@everyone",
            "@here",
        ),
        *("https://a.example/b", "<https://a.example>", "[a](https://b.example)", "discord.gg/abc", ":tada:"),
        *("1. ", "2) ", "- ", "* ", "+ ", "-# ", "# ", "### ", "> ", ">>> "),
        *("**a**", "__a__", "*a*", "_a_", "~~a~~", "||a||", "`a`", "```a```", "\\", "a", "7"),
        *("\n", "\r\n", "\u2028", "\t", " ", "\ufeff", "\u200b", "\u202e", "\u2067", "\x00", "\x1b"),
    )
)
_TEXTS = st.lists(_HOSTILE | st.text(max_size=5), max_size=12).map("".join)


@given(_TEXTS)
@example("¯\\_(ツ)_/¯")
@example("\ufeff# a")
@example("a\\")
@example("at 11:20 a.m. – B-52s & “coups d’état”")
def test_escaped_text_reads_back_as_it_was_written_and_nothing_in_it_lives(text: str) -> None:
    reading = read(escape(text))

    assert reading.shown == clean(text)
    assert reading.live == ()


@given(_TEXTS, st.sampled_from(("", "a", "1", "\\\\", "> ", "## ", "-# ", "**1.** ")))
def test_escaped_text_reads_back_after_anything_that_a_layout_puts_before_it(text: str, ahead: str) -> None:
    alone = read(f"{ahead}x").live

    assert read(f"{ahead}{line(text)}x").live == alone


@given(_TEXTS)
def test_a_block_quote_contains_all_lines_of_its_text(text: str) -> None:
    reading = read(block(escape(text)))

    assert reading.shown == clean(text)
    assert reading.live == ("quote",)


@given(_TEXTS)
def test_bold_text_reads_back_inside_a_block_quote(text: str) -> None:
    reading = read(block(bold(text)))

    assert reading.shown == clean(text)
    assert set(reading.live) <= {"quote", "bold"}


@given(_TEXTS)
def test_no_mention_is_in_escaped_text_even_without_parsing_it(text: str) -> None:
    assert not re.search(r"<@|(?<!\\)[<@]", escape(text))


def test_text_that_turns_its_direction_or_rings_a_bell_loses_that() -> None:
    assert clean("a\u202eb\u2066c\u2069\x07\x1b[0md") == "abc[0md"


def test_marks_that_right_to_left_text_needs_stay() -> None:
    assert clean("שלום\u200f!") == "שלום\u200f!"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b"])
def test_every_kind_of_line_end_becomes_one(end: str) -> None:
    assert clean(f"a{end}b") == "a\nb"


def test_half_a_surrogate_pair_becomes_a_sign_that_can_be_sent() -> None:
    assert clean("a\ud800b").encode() == "a\ufffdb".encode()


def test_plain_text_is_on_one_line() -> None:
    assert plain(" two\n\nlines\tand *stars* ") == "two lines and *stars*"
