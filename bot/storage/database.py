"""The open file: one connection that writes, one that reads, each of aiosqlite and so on a thread of its own.

A change runs as one transaction, as a task of the store's own: no other change comes between, and whoever is cancelled
while waiting for it leaves it whole. In the WAL a reader never waits for a writer, so what answers a user is not held
up by a change that waits for another process's lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite


def to_text(moment: dt.datetime) -> str:
    """Return an aware instant as the store keeps it. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(dt.UTC).isoformat()


def from_text(text: str) -> dt.datetime:
    """Return a kept instant, in UTC."""
    return dt.datetime.fromisoformat(text)


Values = tuple[str | int | float | bytes | None, ...]

T = TypeVar("T")

BUSY_TIMEOUT: Final = 2.0
"""Seconds that a change waits for another process's lock: less than the three after which Discord drops a command."""

_ROWS_AT_ONCE: Final = 64
"""Rows that aiosqlite fetches in one go where a query is iterated: its own default; here all are fetched at once."""


class File:
    """Reads and changes of the open file. Its methods may be called from any task of one event loop."""

    def __init__(self, *, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()
        self._change: asyncio.Task[Any] | None = None
        self._closed = False

    async def rows(self, query: str, values: Values = ()) -> list[Any]:
        """The rows of one SELECT, which sees whole changes only. Raises sqlite3.Error."""
        self._refuse_if_closed()
        with _errors_of_values():
            # No cursor leaves its thread: dropped elsewhere, it would wait there for the connection.
            return list(await self._reader.execute_fetchall(query, values))

    async def row(self, query: str, values: Values = ()) -> tuple[Any, ...] | None:
        """The first row of one SELECT, None where it has none. Raises sqlite3.Error."""
        return next(iter(await self.rows(query, values)), None)

    async def execute(self, statement: str, values: Values = ()) -> int:
        """Do one statement and give the number of rows that it changed. Raises sqlite3.Error."""

        async def change(db: aiosqlite.Connection) -> int:
            async with db.execute(statement, values) as cursor:
                return cursor.rowcount

        return await self.write(change)

    async def write(self, change: Callable[[aiosqlite.Connection], Coroutine[Any, Any, T]]) -> T:
        """Do `change` whole or not at all, once those before it are done. Raises sqlite3.Error.

        A caller that is cancelled waits no longer: a change that has begun is made to its end, one that has not is not.
        """
        await self._turn.acquire()
        made = asyncio.create_task(self._made(change), name="store change")
        # Also for a task that is cancelled before its first step, as a loop does that ends.
        made.add_done_callback(self._ended)
        # The loop alone would not keep a task whose caller has gone.
        self._change = made
        return await asyncio.shield(made)

    def _ended(self, made: asyncio.Task[Any]) -> None:
        self._turn.release()
        if not made.cancelled():
            # Where its caller has gone, nobody else asks what became of it.
            made.exception()

    async def close(self) -> None:
        """Wait for the changes that were asked for; whatever is asked from then on is refused."""
        async with self._turn:
            self._closed = True

    async def _made(self, change: Callable[[aiosqlite.Connection], Coroutine[Any, Any, T]]) -> T:
        self._refuse_if_closed()
        with _errors_of_values():
            async with _transaction(self._writer):
                return await change(self._writer)

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise sqlite3.ProgrammingError("the store is closed")


class _Connection(aiosqlite.Connection):
    """One whose thread can be waited for where it did not connect: it would answer a loop that is closed already."""

    ending: asyncio.Future[Any] | None = None

    def stop(self) -> asyncio.Future[Any] | None:
        """End the thread; gives what is done once it has ended."""
        self.ending = super().stop()
        return self.ending


@contextlib.asynccontextmanager
async def opened(path: Path, prepare: Callable[[], sqlite3.Connection]) -> AsyncIterator[File]:
    """Both connections to a file: the writing one is what `prepare` gives, called on the thread that it stays on.

    Raises sqlite3.Error, and whatever `prepare` raises.
    """
    async with (
        _connection(prepare) as writer,
        _connection(partial(connected, path, "PRAGMA query_only = ON")) as reader,
    ):
        file = File(writer=writer, reader=reader)
        try:
            yield file
        finally:
            await file.close()


@contextlib.asynccontextmanager
async def _connection(connect: Callable[[], sqlite3.Connection]) -> AsyncIterator[aiosqlite.Connection]:
    """A connection of aiosqlite; its thread, which would keep the process alive, ends on every path."""
    connection = _Connection(connect, _ROWS_AT_ONCE)
    try:
        yield await connection
    finally:
        await connection.close()
        if connection.ending is not None:
            await connection.ending


@contextlib.asynccontextmanager
async def _transaction(db: aiosqlite.Connection) -> AsyncIterator[None]:
    """All statements of the block, or none of them."""
    try:
        await db.execute("BEGIN IMMEDIATE")
        yield
        await db.execute("COMMIT")
    except BaseException:
        # SQLite itself has rolled back where the disk is full or the file is broken; a cancelled BEGIN may have begun.
        with contextlib.suppress(sqlite3.Error):
            await db.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def _errors_of_values() -> Iterator[None]:
    """Raise sqlite3.Error for a value that SQLite cannot keep, too."""
    try:
        yield
    except (UnicodeError, OverflowError) as error:
        raise sqlite3.DataError(f"a value cannot be kept ({error})") from error


def connected(path: Path, *settings: str, access: str = "mode=rwc") -> sqlite3.Connection:
    """A connection for the calling thread, whose transactions begin and end where the code says so.

    `access` is what SQLite's addresses of files take: mode=ro, rw or rwc (the last makes the file), immutable=1.
    Raises sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?{access}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)
    with closed_unless_kept(connection):
        for setting in settings:
            connection.execute(setting)
    return connection


def connected_for_reading(path: Path) -> sqlite3.Connection:
    """A connection to an existing file that changes nothing, also where nobody else has it open.

    Raises sqlite3.Error.
    """
    # Where nobody has the file open, SQLite would make its files beside it in order to read.
    access = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    return connected(path, access=access)


@contextlib.contextmanager
def closed_unless_kept(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection where the block fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All statements of the block, or none of them, on a connection of the calling thread."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        # SQLite itself has rolled back where the disk is full or the file is broken.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
