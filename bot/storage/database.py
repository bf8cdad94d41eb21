"""The open database: one connection that writes and one that reads, each on a thread of its own.

Each change is one transaction and runs as a task of its own: changes never overlap, and a caller that is cancelled
while it waits leaves its change whole. In WAL mode a reader never waits for a writer, so an answer to a user is not
delayed by a change that waits for another process's lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite

_log = logging.getLogger(__name__)

R = TypeVar("R")
T = TypeVar("T")

Values = tuple[str | int | float | bytes | None, ...]

BUSY_TIMEOUT: Final = 2.0
"""Seconds that a change waits for another process's lock: less than the three after which Discord drops a command."""

DEFAULT_BASE: Final = "default"
"""The name of the base of a bot that has only one, and of a server that has chosen none."""

OWNER_ONLY: Final = 0o600
"""The mode of the database and its backups."""

_ITERATION_CHUNK: Final = 64  # aiosqlite's default; used only where a cursor is iterated, which we never do

_decode: Final = partial(str, encoding="utf-8", errors="replace")


def to_text(moment: dt.datetime) -> str:
    """Return an aware instant as the database stores it. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(dt.UTC).isoformat()


def from_text(text: str) -> dt.datetime:
    """Return a stored instant, in UTC. Raises ValueError for what `to_text` did not write."""
    moment = dt.datetime.fromisoformat(text)
    if moment.utcoffset() != dt.timedelta():
        raise ValueError(f"not an instant in UTC: {text!r}")
    return moment


def readable(rows: Iterable[R], read: Callable[[R], T]) -> tuple[list[T], list[ValueError]]:
    """Read rows one by one. Return those that can be read, and the errors of the others: `read` raises ValueError."""
    found, errors = [], []
    for row in rows:
        try:
            found.append(read(row))
        except ValueError as error:
            errors.append(error)
    return found, errors


class Database:
    """Reads and changes of the open file. Its methods may be called from any task of one event loop."""

    def __init__(self, *, writer: aiosqlite.Connection, reader: aiosqlite.Connection) -> None:
        self._writer = writer
        self._reader = reader
        self._lock = asyncio.Lock()
        self._change: asyncio.Task[Any] | None = None
        self._unreadable: set[str] = set()
        self._closed = False

    async def rows(self, query: str, values: Values = ()) -> list[Any]:
        """Return the rows of one SELECT, which sees only whole changes. Raises sqlite3.Error."""
        self._refuse_if_closed()
        with sqlite_errors():
            # No cursor leaves its thread: one that is dropped elsewhere would wait there for the connection.
            return list(await self._reader.execute_fetchall(query, values))

    async def read(self, what: str, read: Callable[[Any], T], query: str, values: Values = ()) -> list[T]:
        """Return the rows of one SELECT as `read` returns them, without those for which it raises ValueError.

        One damaged row must not cost the others. The log says once `what` could not be read. Raises sqlite3.Error.
        """
        found, errors = readable(await self.rows(query, values), read)
        if errors and what not in self._unreadable:
            self._unreadable.add(what)
            _log.error("%s in the database that cannot be read and are skipped: %d (%s)", what, len(errors), errors[0])
        return found

    async def row(self, query: str, values: Values = ()) -> tuple[Any, ...] | None:
        """Return the first row of one SELECT, or None if there is none. Raises sqlite3.Error."""
        return next(iter(await self.rows(query, values)), None)

    async def execute(self, statement: str, values: Values = ()) -> int:
        """Execute one statement and return the number of rows that it changed. Raises sqlite3.Error."""

        async def change(db: aiosqlite.Connection) -> int:
            async with db.execute(statement, values) as cursor:
                return cursor.rowcount

        return await self.write(change)

    async def insert(self, statement: str, values: Values) -> int:
        """Execute one INSERT and return the id of its row. Raises sqlite3.Error.

        Each step on the connection's thread costs as much as the statement itself, so this takes a single one. SQLite
        makes a transaction of a statement outside one.
        """

        async def work() -> int:
            row = await self._writer.execute_insert(statement, values)
            return 0 if row is None else int(row[0])

        return await self._alone(work)

    async def write(self, change: Callable[[aiosqlite.Connection], Coroutine[Any, Any, T]]) -> T:
        """Run `change` in a transaction, after those before it have ended. Raises sqlite3.Error.

        A cancelled caller stops waiting at once: a change that has begun is completed, any other is not started.
        """

        async def work() -> T:
            async with _async_transaction(self._writer):
                return await change(self._writer)

        return await self._alone(work)

    async def truncate_log(self) -> bool:
        """Empty the write-ahead log, which still has what was deleted. Raises sqlite3.Error.

        Return False if another process reads an earlier state and needs it.
        """

        async def work() -> bool:
            ((busy, *_),) = await self._writer.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
            return not busy

        return await self._alone(work)

    async def close(self) -> None:
        """Wait for the changes that were asked for, and refuse everything from then on."""
        async with self._lock:
            self._closed = True

    async def _alone(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        await self._lock.acquire()
        task = asyncio.create_task(self._run(work), name="store change")
        # A callback, because a task that is cancelled before its first step runs no code of its own.
        task.add_done_callback(self._finish)
        # The event loop holds tasks weakly, and the caller may go away.
        self._change = task
        return await asyncio.shield(task)

    async def _run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        self._refuse_if_closed()
        with sqlite_errors():
            return await work()

    def _finish(self, task: asyncio.Task[Any]) -> None:
        self._lock.release()
        if not task.cancelled():
            # Retrieve the exception of a change whose caller is gone, so that asyncio does not report it.
            task.exception()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise sqlite3.ProgrammingError("the store is closed")


class _Connection(aiosqlite.Connection):
    """A connection that closes, and whose thread ends, even if its opening is cancelled.

    aiosqlite forgets what it connects to after a cancellation, and its thread would answer to a closed event loop.
    """

    ended: asyncio.Future[Any] | None = None
    _opened: sqlite3.Connection | None = None

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(partial(self._open, connect), _ITERATION_CHUNK)

    def stop(self) -> asyncio.Future[Any] | None:
        """Close the connection and end its thread; return a future that is done when both have happened."""
        self._tx.put_nowait((None, self._close_opened))
        self.ended = super().stop()
        return self.ended

    def _open(self, connect: Callable[[], sqlite3.Connection]) -> sqlite3.Connection:
        self._opened = connect()
        return self._opened

    def _close_opened(self) -> None:
        if self._opened is not None:
            self._opened.close()


@contextlib.asynccontextmanager
async def open_database(path: Path, prepare: Callable[[], sqlite3.Connection]) -> AsyncIterator[Database]:
    """Open both connections to a file. `prepare` returns the one that writes; it is called on that one's thread.

    Raises sqlite3.Error, and what `prepare` raises.
    """
    async with (
        _open_connection(prepare) as writer,
        _open_connection(partial(connect, path, "PRAGMA query_only = ON")) as reader,
    ):
        database = Database(writer=writer, reader=reader)
        try:
            yield database
        finally:
            await database.close()


@contextlib.asynccontextmanager
async def _open_connection(connect: Callable[[], sqlite3.Connection]) -> AsyncIterator[aiosqlite.Connection]:
    """Open a connection of aiosqlite, and end its thread on every path: it would keep the process alive."""
    connection = _Connection(connect)
    try:
        yield await connection
    finally:
        await connection.close()
        if connection.ended is not None:
            await connection.ended


@contextlib.asynccontextmanager
async def _async_transaction(db: aiosqlite.Connection) -> AsyncIterator[None]:
    """Apply all statements of the block, or none of them."""
    try:
        await db.execute("BEGIN IMMEDIATE")
        yield
        await db.execute("COMMIT")
    except BaseException:
        # SQLite rolls back by itself when the disk is full or the file is broken; a cancelled BEGIN may have begun.
        with contextlib.suppress(sqlite3.Error):
            await db.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def sqlite_errors() -> Iterator[None]:
    """Raise sqlite3.Error also where Python raises another error.

    UnicodeDecodeError: SQLite's message quotes a damaged schema. UnicodeEncodeError and OverflowError: a value that
    SQLite cannot store.
    """
    try:
        yield
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError("malformed database schema") from error
    except (UnicodeError, OverflowError) as error:
        raise sqlite3.DataError(f"a value cannot be stored ({error})") from error


def create_private(path: Path) -> None:
    """Create an empty file that only its owner may read. Raises OSError, FileExistsError if there is one.

    Windows has no such modes: there, the folder's permissions apply.
    """
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))


def connect(path: Path, *settings: str, access: str = "mode=rwc") -> sqlite3.Connection:
    """Open a connection for the calling thread, in which the code begins and ends the transactions.

    `access` is the query of an SQLite URI: mode=ro, rw or rwc (which creates the file), immutable=1. Raises
    sqlite3.Error.
    """
    uri = f"{path.absolute().as_uri()}?{access}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT, isolation_level=None)
    # A damaged byte costs a character, not the query that reads its row.
    connection.text_factory = _decode
    with close_on_error(connection):
        for setting in settings:
            connection.execute(setting)
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a connection to an existing file that changes nothing on the disk. Raises sqlite3.Error."""
    # If no process has the file open, SQLite would create its WAL files to read it, unless it is immutable.
    access = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
    return connect(path, access=access)


@contextlib.contextmanager
def close_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection if the block fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


@contextlib.contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Apply all statements of the block, or none of them, on a connection of the calling thread."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.execute("COMMIT")
    except BaseException:
        # SQLite rolls back by itself when the disk is full or the file is broken.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
