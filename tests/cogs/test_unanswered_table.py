from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cogs.admin import COLUMNS, table
from bot.core.matching.clustering import QuestionGroup, Unanswered

NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)


def unanswered(*texts: str) -> QuestionGroup:
    questions = tuple(
        Unanswered(text=text, at=NOON, outcome="abstention", fact="lamp", confidence=0.25, guild=7) for text in texts
    )
    return QuestionGroup(questions=questions, wordings=texts)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_question_has_a_row_with_its_group() -> None:
    content, written = table([unanswered("who?", "who is it?"), unanswered("when?")])

    first, *others = rows(content)
    assert written == 3
    assert tuple(first) == COLUMNS
    assert others[0] == ["1", "2", "who?", "2031-03-05T12:00:00+00:00", "abstention", "lamp", "0.2500", "7"]
    assert [row[:3] for row in others[1:]] == [["1", "2", "who is it?"], ["2", "1", "when?"]]


def test_the_table_is_utf8_with_the_byte_order_mark_that_spreadsheets_need() -> None:
    content, _ = table([unanswered("¿dónde está el «Petrel»?")])

    assert content.startswith(b"\xef\xbb\xbf")
    assert "¿dónde está el «Petrel»?" in content.decode("utf-8-sig")


FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66", "\ufe62", "\ufe63", "\ufe6b")


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1+1",
        " =1+1",
        "\n=1",
        "\r=1",
        "\x00=1",
        "=\x00",
        "\u202e=1",
        "\xa0-2",
        "\tone",
        "\rone",
    ]
    + [f"{sign}1" for sign in FORMULA]
    + [f"\u200b{sign}1" for sign in FORMULA],
)
def test_what_a_spreadsheet_would_compute_is_text(text: str) -> None:
    (_, row) = rows(table([unanswered(text)])[0])

    assert row[2].startswith("'")


@pytest.mark.parametrize("sign", FORMULA)
@pytest.mark.parametrize("before", ["why;", "why; ", 'say "when";', "why\n", "why|", "why\r", "why;;\t"])
def test_no_reader_that_splits_at_something_else_finds_a_formula(before: str, sign: str) -> None:
    text = table([unanswered(f"{before}{sign}1+1")])[0].decode("utf-8-sig")

    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    cells += re.split(r"[;|\r\n]", text)
    assert not [cell for cell in cells if cell.strip().startswith(FORMULA)]


@pytest.mark.parametrize("text", ['say "when", please', "one\ntwo", "a,b;c", "why - and how", "1=1", ""])
def test_other_text_comes_back_as_it_was_written(text: str) -> None:
    (_, row) = rows(table([unanswered(text)])[0])

    assert row[2] == text


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_any_question_can_be_written_and_no_cell_begins_a_formula(texts: list[str]) -> None:
    content, written = table([unanswered(*texts)])

    _, *read = rows(content)
    assert len(read) == written == len(texts)
    assert not [cell for row in read for cell in row if cell.strip().startswith(FORMULA)]
    assert not [cell for cell in re.split(r"[;|\r\n]", content.decode("utf-8-sig")) if cell.strip().startswith(FORMULA)]


def test_rows_that_do_not_fit_are_left_out_whole() -> None:
    whole, _ = table([unanswered("who?"), unanswered("when?"), unanswered("where?")])
    content, written = table([unanswered("who?"), unanswered("when?"), unanswered("where?")], most=len(whole) - 1)

    assert written == 2
    assert len(content) < len(whole)
    assert whole.startswith(content)


def test_a_question_without_fact_confidence_and_guild_leaves_its_cells_empty() -> None:
    bare = Unanswered(text="who?", at=NOON, outcome="abstention", fact=None, confidence=None, guild=None)
    _, row = rows(table([QuestionGroup(questions=(bare,), wordings=("who?",))])[0])

    assert row[5:] == ["", "", ""]
