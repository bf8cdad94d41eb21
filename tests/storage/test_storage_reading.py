"""Reading a store from outside, as `health` and `report` do."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from logged import log_question

from bot.errors import UsageError
from bot.storage import Store
from bot.storage.questions import read_unanswered
from bot.storage.schema import NEWEST
from bot.storage.sqlite import connect, connect_read_only

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store with four questions, which nobody has open."""
    file = tmp_path / "a.sqlite3"
    async with Store.open(file) as store:
        for number, outcome in enumerate(("abstention", "answer", "suggestion", "not_in_source")):
            await log_question(
                store, at=NOW, text=f"question {number}", outcome=outcome, fact=None, confidence=0.1, guild=number
            )
    return file


async def test_nothing_can_be_written_whether_the_file_is_open_elsewhere_or_not(path: Path) -> None:
    def write() -> None:
        with closing(connect_read_only(path)) as db:
            db.execute("DELETE FROM question")

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        write()
    async with Store.open(path):
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            write()


async def test_unanswered_questions_are_read_newest_first_up_to_a_limit(path: Path) -> None:
    assert [asked.text for asked in read_unanswered(path, limit=9)] == ["question 3", "question 2", "question 0"]
    assert [asked.text for asked in read_unanswered(path, limit=1)] == ["question 3"]


async def test_a_store_of_a_newer_bot_is_not_read(path: Path) -> None:
    with closing(connect(path)) as db:
        db.execute(f"PRAGMA user_version = {NEWEST + 1}")

    with pytest.raises(UsageError, match="newer version of the bot"):
        read_unanswered(path, limit=9)
