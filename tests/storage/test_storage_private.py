"""Who may read the store, and that what is deleted is no longer in its files."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from logged import log_question
from test_storage_migrations import made

from bot.storage import Store
from bot.storage import sqlite as store_file

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
SECRET = "who is the informant"

needs_modes = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


def files(path: Path) -> set[Path]:
    """The store and the files beside it."""
    return set(path.parent.glob(f"{path.name}*"))


def holding(path: Path, text: str) -> set[str]:
    """The suffixes of the files that contain a text."""
    return {file.name.removeprefix(path.name) for file in files(path) if text.encode() in file.read_bytes()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


async def ask(store: Store, text: str) -> int:
    return await log_question(store, at=NOW, text=text, outcome="answer", fact="lamp", confidence=None, guild=None)


async def test_a_question_that_has_expired_is_in_no_file_of_the_store(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    async with Store.open(path) as store:
        question = await ask(store, SECRET)
        await store.votes.cast(question=question, fact="lamp", voter="v", up=False, at=NOW)
        await store.votes.say(question=question, voter="v", word="a comment")
        before = holding(path, SECRET), holding(path, "a comment")
        await store.questions.expire(LATER, now=LATER)
        after = holding(path, SECRET), holding(path, "a comment")
    closed = holding(path, SECRET), holding(path, "a comment")

    assert before == ({"-wal"}, {"-wal"})
    assert after == closed == (set(), set())


async def test_a_question_that_has_reached_the_file_before_it_expires_is_overwritten_there(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    async with Store.open(path) as store:
        for number in range(200):
            await ask(store, f"{SECRET} {number}")
    before = holding(path, SECRET)
    async with Store.open(path) as store:
        await store.questions.expire(LATER, now=LATER)
        after = holding(path, SECRET)

    assert (before, after) == ({""}, set())


async def test_a_comment_that_its_voter_has_withdrawn_is_in_no_file_of_the_store(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    async with Store.open(path) as store:
        question = await ask(store, "how high is the lamp")
        await store.votes.cast(question=question, fact="lamp", voter="v", up=False, at=NOW)
        await store.votes.say(question=question, voter="v", word="a comment")
        await store.votes.cast(question=question, fact="lamp", voter="v", up=True, at=NOW)
        after = holding(path, "a comment")

    assert after == set()


async def test_what_an_older_version_has_deleted_is_gone_after_the_upgrade(tmp_path: Path) -> None:
    path = made(tmp_path, 2)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA secure_delete = OFF")
        with db:
            db.execute("INSERT INTO question (at, text, outcome) VALUES ('2031', ?, 'answer')", (SECRET,))
        with db:
            db.execute("DELETE FROM question WHERE text = ?", (SECRET,))
    before = holding(path, SECRET)
    async with Store.open(path):
        after = holding(path, SECRET)

    assert (before, after) == ({""}, set())


async def test_a_log_that_another_process_still_reads_is_emptied_by_the_next_expiry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", 0.01)
    path = tmp_path / "a.sqlite3"
    async with Store.open(path) as store:
        await ask(store, SECRET)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM question").fetchall()
            deleted = await store.questions.expire(LATER, now=LATER)
            held = holding(path, SECRET)
            warned = "write-ahead log: another process is reading it" in caplog.text
        await store.questions.expire(LATER, now=LATER)
        after = holding(path, SECRET)

    assert (deleted, held, after) == (1, {"-wal"}, set())
    assert warned


@needs_modes
async def test_only_its_owner_may_read_a_new_store_and_the_folder_made_for_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "a.sqlite3"
    old = os.umask(0o022)
    try:
        async with Store.open(path) as store:
            await ask(store, "how high is the lamp")
            modes = {file.name.removeprefix(path.name): mode(file) for file in files(path)}
    finally:
        os.umask(old)

    assert modes == {"": 0o600, "-wal": 0o600, "-shm": 0o600}
    assert mode(path.parent) == 0o700


@needs_modes
async def test_a_database_that_others_may_read_is_closed_to_them_and_its_folder_stays_as_it_is(tmp_path: Path) -> None:
    path = made(tmp_path, 2)
    path.chmod(0o664)
    tmp_path.chmod(0o755)
    async with Store.open(path):
        modes = {mode(file) for file in files(path)}

    assert modes == {0o600}
    assert mode(tmp_path) == 0o755


@needs_modes
async def test_a_corrupt_store_is_kept_aside_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    path.write_bytes(os.urandom(5000))
    path.chmod(0o644)
    async with Store.open(path, now=lambda: NOW):
        pass

    assert {mode(file) for file in files(path)} == {0o600}
