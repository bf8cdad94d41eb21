"""The store's two connections: who is cancelled, what is still waiting, and that no thread is left."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import aiosqlite
import pytest
from sqlalchemy import Connection, text
from store_children import holding
from store_engines import sqlite_engine

from bot.errors import StoreError, UsageError
from bot.storage import Reserved, Store
from bot.storage import sqlite as store_file

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)

HALF: Final = text("INSERT INTO heartbeat (one, at) VALUES (1, 'half')")

PATIENCE: Final = 60.0
"""Seconds for which a thread that has been told to end is waited for."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.sqlite3"


@pytest.fixture(autouse=True)
def threads() -> Iterator[set[threading.Thread]]:
    """The threads of before; those that the store starts must have ended when the test ends."""
    before = set(threading.enumerate())
    yield before
    left = [thread for thread in threading.enumerate() if thread not in before and is_of_aiosqlite(thread)]
    for thread in left:
        thread.join(PATIENCE)

    assert [thread.name for thread in left if thread.is_alive()] == []


def is_of_aiosqlite(thread: threading.Thread) -> bool:
    return "_connection_worker_thread" in thread.name


class Watched(sqlite3.Connection):
    closed = False

    def close(self) -> None:
        self.closed = True
        super().close()


def cancel_all_others() -> None:
    """As a loop does that ends before its tasks have."""
    for task in asyncio.all_tasks():
        if task is not asyncio.current_task():
            task.cancel()


async def beat(store: Store, now: dt.datetime = NOW) -> None:
    await store.heartbeat.beat(now)


async def test_both_connections_of_an_open_store_are_of_aiosqlite(path: Path, threads: set[threading.Thread]) -> None:
    async with Store.open(path) as store:
        connections = (sqlite_engine(store).writer, sqlite_engine(store).reader)
        started = [thread for thread in threading.enumerate() if thread not in threads and is_of_aiosqlite(thread)]

        assert all(isinstance(connection, aiosqlite.Connection) for connection in connections)
        assert len(started) == 2


async def test_the_reading_connection_cannot_change_anything(path: Path) -> None:
    async with Store.open(path) as store:
        with pytest.raises(StoreError, match="readonly"):
            await store.heartbeat._database.rows(text("DELETE FROM heartbeat RETURNING at"))


async def test_a_cancelled_caller_waits_for_no_lock_and_its_change_is_made_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", PATIENCE)
    async with Store.open(path) as store:
        async with holding(path):
            caller = asyncio.create_task(
                store.deliveries.record(channel=7, day=DAY, message=1, now=NOW, told=["one", "two"], digests={})
            )
            # A read and its answer: the change has been begun by now.
            await store.deliveries.delivered(7)
            caller.cancel()
            await asyncio.wait({caller})
            told_under_the_lock = await store.deliveries.told(7)
        reserved = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

        assert caller.cancelled()
        assert told_under_the_lock == {}
        assert isinstance(reserved, Reserved)
        assert await store.deliveries.told(7) == {"one": DAY, "two": DAY}


async def test_a_store_that_closes_makes_the_changes_that_still_wait(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", PATIENCE)
    async with Store.open(path) as store, holding(path):
        abandoned = asyncio.create_task(beat(store))
        await store.heartbeat.last()
        abandoned.cancel()
        await asyncio.wait({abandoned})
        waiting = asyncio.create_task(store.command_syncs.record(1, "global", "aa"))
        await store.heartbeat.last()
    await waiting
    async with Store.open(path) as store:
        assert await store.heartbeat.last() == NOW
        assert await store.command_syncs.digests(1) == {"global": "aa"}


@pytest.mark.parametrize("error", [sqlite3.OperationalError, ValueError])
async def test_a_change_that_breaks_off_leaves_no_transaction_open(path: Path, error: type[BaseException]) -> None:
    def half(db: Connection) -> None:
        db.execute(HALF)
        raise error

    async with Store.open(path) as store:
        with pytest.raises(StoreError if error is sqlite3.OperationalError else error):
            await store.heartbeat._database.write(half)

        assert not sqlite_engine(store).writer.in_transaction
        assert await store.heartbeat.last() is None
        await beat(store)


async def test_one_change_is_made_at_a_time(path: Path) -> None:
    steps: list[str] = []

    def change(db: Connection) -> None:
        steps.append("begins")
        db.execute(text("SELECT 1"))
        steps.append("ends")

    async with Store.open(path) as store:
        await asyncio.gather(*(store.heartbeat._database.write(change) for _ in range(5)))

    assert steps == ["begins", "ends"] * 5


async def test_a_change_that_the_loop_drops_before_its_first_step_delays_no_other(path: Path) -> None:
    async with asyncio.timeout(PATIENCE), Store.open(path) as store:
        asked = asyncio.create_task(beat(store))
        await asyncio.sleep(0)
        cancel_all_others()
        await asyncio.wait({asked})
        await beat(store, NOW + dt.timedelta(seconds=30))

        assert asked.cancelled()
        assert await store.heartbeat.last() == NOW + dt.timedelta(seconds=30)


async def test_a_database_is_closed_however_its_block_ends(path: Path) -> None:
    with pytest.raises(KeyError):
        async with Store.open(path):
            raise KeyError


async def test_a_store_that_cannot_be_opened_leaves_no_thread(path: Path) -> None:
    path.write_text("A text, and so no store at all.", encoding="utf-8")

    with pytest.raises(UsageError, match="is a text"):
        async with Store.open(path):
            pass


async def test_a_reader_that_cannot_be_opened_leaves_no_thread_of_the_writer(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = store_file.connect

    def refused(path: Path, *settings: str, access: str = "mode=rwc") -> sqlite3.Connection:
        if settings:
            raise sqlite3.OperationalError("unable to open database file")
        return connect(path, access=access)

    monkeypatch.setattr(store_file, "connect", refused)

    with pytest.raises(UsageError, match="cannot be opened"):
        async with Store.open(path):
            pass


def test_an_event_loop_that_closes_right_after_a_refusal_gets_no_late_callback(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 999")

    async def open_once() -> None:
        async with Store.open(path):
            pass

    for _ in range(20):
        with pytest.raises(UsageError, match="newer version"):
            asyncio.run(open_once())


def test_a_loop_that_ends_in_the_middle_of_a_change_leaves_no_thread_and_no_half_change(path: Path) -> None:
    async def begin() -> None:
        async with Store.open(path) as store:
            going, cancelled = threading.Event(), threading.Event()

            def change(db: Connection) -> None:
                db.execute(HALF)
                going.set()
                cancelled.wait(PATIENCE)
                db.execute(text("UPDATE heartbeat SET at = 'whole'"))

            asked = asyncio.create_task(store.heartbeat._database.write(change))
            await asyncio.to_thread(going.wait, PATIENCE)
            cancel_all_others()
            cancelled.set()
            await asyncio.wait({asked})

    asyncio.run(begin())
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT at FROM heartbeat").fetchall() == [("whole",)]


async def test_an_opening_that_is_cancelled_leaves_no_thread_and_no_open_connection(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Watched] = []

    def connect(*arguments: Any, **options: Any) -> Watched:
        opened.append(open_connection(*arguments, **options, factory=Watched))
        return opened[-1]

    open_connection: Any = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", connect)

    async def open_once() -> None:
        async with Store.open(path):
            await asyncio.Event().wait()

    for steps in range(6):
        opening = asyncio.create_task(open_once())
        for _ in range(steps):
            await asyncio.sleep(0)
        opening.cancel()
        await asyncio.wait({opening})

        assert opening.cancelled()
        assert [connection for connection in opened if not connection.closed] == []
