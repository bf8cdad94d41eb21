"""Whatever a message holds, its sentences are checked and shown within Discord's limits, and none of it lives."""

from __future__ import annotations

import io
import json
import re

import pytest
from accepted import check_layout, reading
from hypothesis import given
from hypothesis import strategies as st
from properties.anything import LETTERS, UNSEEN, fixed, texts
from rankers import small_knowledge
from rich.console import Console

from bot import ui
from bot.cli.factcheck import show_verdicts
from bot.cli.json_output import verdict_record
from bot.core.factcheck import Verdict
from bot.core.factcheck.checker import FactChecker
from bot.core.factcheck.markup import unmarked
from bot.core.factcheck.message import split
from bot.core.factcheck.parsing import parse
from bot.core.factcheck.results import LONGEST_MESSAGE
from bot.core.factcheck.vocabulary import Names
from bot.i18n import texts_for

OWN = frozenset({"heading", "subtext", "quote", "bold", "list"})
LOCALES = st.sampled_from(("en-US", "es-ES"))
STATEMENTS = tuple(fact.statement for fact in small_knowledge().facts.values())
PIECES = st.sampled_from(STATEMENTS) | texts(longest=200)
MESSAGES = st.lists(PIECES, min_size=1, max_size=8).map(" ".join) | texts(longest=4000)
LONGEST = 20_000
CHECKER = FactChecker(small_knowledge())
NAMES = Names(small_knowledge().vocabulary)
ENDLESS = (
    *(piece * (LONGEST // len(piece)) for piece in (*LETTERS, *UNSEEN)),
    *(
        piece * (LONGEST // len(piece))
        for piece in ("1:", ",000", "20 of ", "million ", "two ", "[a](", "<@1", "`", "\\")
    ),
    *(
        piece * (LONGEST // len(piece))
        for piece in ("May ", "15 October ", "no ", "not ", "A", "> ", "*", "_a", "a. ", "9" * 99)
    ),
)


def found(message: str) -> list[Verdict]:
    return list(CHECKER.check(split(unmarked(message))[:LONGEST_MESSAGE]))


def check_shown(message: str, locale: str = "en-US") -> None:
    verdicts, words = found(message), texts_for(locale)
    view = ui.checked_message(verdicts, small_knowledge(), words, unread=len(message))

    check_layout(view)
    assert set(reading(view).live) <= OWN
    records = [verdict_record(verdict, small_knowledge()) for verdict in verdicts]
    json.dumps(records, allow_nan=False)


@fixed
@given(MESSAGES, LOCALES)
def test_any_message_gets_a_layout_that_discord_takes(message: str, locale: str) -> None:
    check_shown(message, locale)


@pytest.mark.parametrize("number", range(len(ENDLESS)))
def test_an_endless_message_gets_a_layout(number: int) -> None:
    check_shown(ENDLESS[number])


@fixed
@given(MESSAGES, LOCALES)
def test_the_verdicts_on_any_message_are_printed_and_control_no_terminal(message: str, locale: str) -> None:
    out = io.StringIO()

    show_verdicts(Console(file=out, width=80, color_system=None), found(message), small_knowledge(), texts_for(locale))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out.getvalue())


@fixed
@given(texts(longest=300))
def test_the_items_of_any_text_are_where_they_are_said_to_be(text: str) -> None:
    for item in parse(text, NAMES).items:
        assert 0 <= item.start < item.end <= len(text)
        assert item.text
