"""What goes wrong with the file: at the start, and under a store that is open."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from logged import log_question
from store_children import bound_by_permissions, holding

from bot.errors import StoreError, UsageError
from bot.storage import LoadReason, LoadRecord, Pending, Reserved, Store
from bot.storage import sqlite as store_file
from bot.storage.schema import migrate

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
PAGE = 4096
FULL = r"disk is full|disk I/O error"
ASIDE = "a.sqlite3.corrupt-20310304T080000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite3"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no lock: nobody lets go of it here."""
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", 0.01)


async def deliver(store: Store, day: dt.date = DAY, now: dt.datetime = NOW) -> None:
    await store.deliveries.reserve(channel=7, day=day, nonce="n", now=now)
    await store.deliveries.record(channel=7, day=day, message=1, now=now, told=["one"], digests={})


async def fill(path: Path) -> None:
    """A store that has been used for a while."""
    async with Store.open(path) as store:
        await deliver(store)
        load = LoadRecord(at=NOW, revision="aa", reason=LoadReason.START, facts=11)
        await store.revisions.accept(load, {f"{number}.txt": os.urandom(PAGE) for number in range(20)})


def overwritten(content: bytes) -> bytes:
    return b"\xff" * 100 + content[100:]


def broken_inside(content: bytes) -> bytes:
    return content[:PAGE] + b"\xff" * (len(content) - PAGE)


def cut(content: bytes) -> bytes:
    return content[: PAGE * 5]


def zeroed(content: bytes) -> bytes:
    return bytes(len(content))


@pytest.mark.parametrize("harm", [overwritten, broken_inside, cut, zeroed])
async def test_a_corrupt_store_is_kept_aside_and_a_new_one_begins(
    path: Path, harm: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    await fill(path)
    path.write_bytes(harm(path.read_bytes()))
    corrupt = path.read_bytes()
    async with Store.open(path, now=lambda: NOW) as store:
        await log_question(store, at=NOW, text="a", outcome="answer", fact=None, confidence=None, guild=None)

        assert [asked.text for asked in await store.questions.latest(1)] == ["a"]
    assert path.with_name(ASIDE).read_bytes() == corrupt
    assert f"It was renamed to {ASIDE} and a new one was created" in caplog.text


async def test_corrupt_stores_never_take_each_others_place(path: Path) -> None:
    for _ in range(3):
        path.write_bytes(os.urandom(PAGE))
        async with Store.open(path, now=lambda: NOW):
            pass

    assert {other.name for other in path.parent.iterdir()} == {path.name, ASIDE, f"{ASIDE}-2", f"{ASIDE}-3"}


async def test_the_files_beside_a_corrupt_database_are_renamed_with_it(path: Path) -> None:
    await fill(path)
    path.write_bytes(zeroed(path.read_bytes()))
    path.with_name(f"{path.name}-wal").write_bytes(b"of the old one")
    async with Store.open(path, now=lambda: NOW):
        pass

    assert path.with_name(f"{ASIDE}-wal").read_bytes() == b"of the old one"


async def test_an_edition_that_a_corrupt_store_may_have_sent_is_looked_for_before_it_is_sent(path: Path) -> None:
    path.write_bytes(os.urandom(PAGE))
    async with Store.open(path, now=lambda: NOW) as store:
        today = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        later = await store.deliveries.reserve(channel=7, day=DAY + dt.timedelta(days=2), nonce="n", now=NOW)

    assert isinstance(today, Pending)
    assert today.delivery.reserved_at < dt.datetime.combine(DAY, dt.time(), dt.UTC)
    assert isinstance(later, Reserved)


@pytest.mark.parametrize("left", ["an empty file", "a corrupt one of before"])
async def test_a_new_store_after_a_lost_one_knows_that_deliveries_may_be_missing(path: Path, left: str) -> None:
    (path if left == "an empty file" else path.with_name(ASIDE)).touch()
    async with Store.open(path, now=lambda: NOW) as store:
        today = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

    assert isinstance(today, Pending)


async def test_the_very_first_store_knows_that_nothing_was_sent(path: Path) -> None:
    async with Store.open(path, now=lambda: NOW) as store:
        today = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

    assert isinstance(today, Reserved)


async def test_a_text_is_refused_and_left_where_it_is(path: Path) -> None:
    text = "The keeper’s log, a long one at that. " * 200
    path.write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=r"is a text, not the bot's database\. Name another file"):
        async with Store.open(path):
            pass
    assert [other.name for other in path.parent.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == text


async def test_another_programs_database_is_refused_and_left_as_it_is(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE bookmark (url TEXT)")

    with pytest.raises(UsageError, match="is a database of another program"):
        async with Store.open(path):
            pass
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("bookmark",)]


async def test_a_store_that_another_process_has_locked_is_read_and_not_written(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(path)
    async with holding(path), Store.open(path) as store:
        delivered = await store.deliveries.delivered(7)
        with pytest.raises(StoreError, match="locked"):
            await store.heartbeat.beat(NOW)

    assert delivered == {DAY}
    assert "cannot be written (database is locked): the bot answers questions" in caplog.text


async def test_a_database_is_written_again_once_the_other_process_unlocks_it(path: Path) -> None:
    async with Store.open(path) as store:
        async with holding(path):
            with pytest.raises(StoreError, match="locked"):
                await deliver(store)
        before = await store.deliveries.delivered(7)
        await deliver(store)

        assert before == frozenset()
        assert await store.deliveries.delivered(7) == {DAY}


async def test_an_old_store_that_another_process_has_locked_is_reported_with_the_fix(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        migrate(db, to=1)

    async with holding(path):
        with pytest.raises(UsageError, match="another process uses it: end that process, then start again"):
            async with Store.open(path):
                pass


OPEN = """
import asyncio, datetime as dt, sys
from pathlib import Path
from bot.errors import StoreError, UsageError
from bot.storage import Store

async def main():
    async with Store.open(Path(sys.argv[1])) as store:
        print(await store.deliveries.told(7))
        now = dt.datetime.now(dt.UTC)
        try:
            print(await store.deliveries.reserve(channel=7, day=now.date(), nonce="n", now=now))
        except StoreError as error:
            print(error)

try:
    asyncio.run(main())
except UsageError as error:
    print(error)
"""


async def test_a_store_that_may_only_be_read_is_read_and_lets_nothing_be_posted(path: Path) -> None:
    await fill(path)
    path.chmod(0o444)
    said = bound_by_permissions(OPEN, path)

    assert "{'one': datetime.date(2031, 3, 4)}" in said
    assert "attempt to write a readonly database\n" in said
    assert "Reserved" not in said
    assert "cannot be written (attempt to write a readonly database): the bot answers questions" in said


@pytest.mark.parametrize("there", [True, False], ids=["with a store", "without one"])
async def test_a_folder_that_cannot_be_written_is_refused_with_the_fix(path: Path, *, there: bool) -> None:
    if there:
        await fill(path)
    path.parent.chmod(0o555)
    try:
        said = bound_by_permissions(OPEN, path)
    finally:
        path.parent.chmod(0o755)

    assert said.startswith(f"{path}: the bot's database cannot be opened (")
    assert "the bot's user needs write permission for" in said
    assert said.count("\n") == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 768 KiB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=768k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode != 0:  # noqa: S603 - constants
        pytest.skip("a disk can be mounted here by root only")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 - constants


async def test_a_full_disk_fails_the_change_that_needs_room_and_keeps_the_rest(small_disk: Path) -> None:
    load = LoadRecord(at=NOW, revision="aa", reason=LoadReason.START, facts=11)
    async with Store.open(small_disk / "a.sqlite3") as store:
        await deliver(store)
        with pytest.raises(StoreError, match=FULL):
            await store.revisions.accept(load, {"huge.txt": os.urandom(PAGE * 300)})
        loads = await store.revisions.history()
        delivered = await store.deliveries.delivered(7)
    async with Store.open(small_disk / "a.sqlite3") as store:
        again = await store.deliveries.delivered(7)

    assert (len(loads), set(delivered), set(again)) == (0, {DAY}, {DAY})


async def test_a_disk_that_was_full_is_used_again_once_there_is_room(small_disk: Path) -> None:
    filler = small_disk / "filler"
    async with Store.open(small_disk / "a.sqlite3") as store:
        with pytest.raises(OSError, match="No space left"):
            filler.write_bytes(bytes(PAGE * 300))
        with pytest.raises(StoreError, match=FULL):
            await log_question(
                store, at=NOW, text="a" * PAGE * 10, outcome="answer", fact=None, confidence=None, guild=None
            )
        filler.unlink()
        await deliver(store, DAY - dt.timedelta(days=1))

        assert DAY - dt.timedelta(days=1) in await store.deliveries.delivered(7)


async def test_a_disk_that_is_full_at_the_first_start_is_reported_with_the_fix(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(750 * 1024))

    with pytest.raises(UsageError, match="its disk is full or failing: free some space"):
        async with Store.open(small_disk / "a.sqlite3"):
            pass


async def test_a_store_that_is_corrupted_while_it_is_open_fails_its_queries(path: Path) -> None:
    await fill(path)
    async with Store.open(path) as store:
        path.write_bytes(broken_inside(path.read_bytes()))
        with pytest.raises(StoreError):
            await store.revisions.files("aa")
        with pytest.raises(StoreError):
            await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)


async def test_a_store_that_is_closed_says_so(path: Path) -> None:
    async with Store.open(path) as store:
        pass

    with pytest.raises(StoreError, match="closed"):
        await store.heartbeat.beat(NOW)


async def test_a_number_too_large_for_the_file_is_an_error_of_the_file(path: Path) -> None:
    async with Store.open(path) as store:
        with pytest.raises(StoreError, match="cannot be stored"):
            await store.votes.cast(question=10**20, fact="one", voter="v", up=True, at=NOW)
