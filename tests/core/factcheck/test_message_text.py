"""What is left of a message without its markup."""

from __future__ import annotations

import pytest

from bot.core.factcheck.markup import unmarked


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Three** of the *23* __states__ and ~~one~~", "Three of the 23 states and one"),
        ("||Trump|| has `decided`", "Trump has decided"),
        ("snake_case stays, _slanted_ goes", "snake_case stays, slanted goes"),
        ("> quoted words", "quoted words"),
        (">>> # A heading", "A heading"),
        (">>> one line\nthat goes on", "one line that goes on"),
        ("> quoted words\nand what I say of them", "quoted words\n\nand what I say of them"),
        ("-# small", "small"),
        ("- one\n- two", "one\n\ntwo"),
        ("• one\n• two", "one\n\ntwo"),
        ("1. one\n2. two", "one\n\ntwo"),
        ("20 of 23 states", "20 of 23 states"),
        ("hi <@1> <@!2> <@&3> <#4> </ask:5> <:smile:6> <a:wave:7> <t:1:R> <id:guide> there", "hi there"),
        ("see https://example.org/a?b=c and <https://example.org>", "see and"),
        ("the [report](https://example.org/report) says so", "the report says so"),
        ("before\n```py\nprint('20 states')\n```\nafter", "before\n\nafter"),
        ("```never closed", ""),
        (r"\*\*not bold\*\* and 1\. first", "**not bold** and 1. first"),
        ("one line\nthat goes on", "one line that goes on"),
        ("One line\nAnother", "One line\n\nAnother"),
        ("3 < 4 and a > b", "3 < 4 and a > b"),
        ("It is so. 😂 And so on 👍🏽", "It is so. And so on"),
        ("", ""),
    ],
)
def test_the_markdown_of_a_message_is_removed(written: str, read: str) -> None:
    assert unmarked(written) == read
