"""SQLite: one connection that writes and one that reads, each on a thread of its own.

A read or a change runs as a whole on its connection's thread, because each step to a thread and back costs as much as
a statement. In WAL mode a reader never waits for a writer, so an answer to a user is not delayed by a change that waits
for another process's lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite
from sqlalchemy import Connection, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from bot.storage.changes import Changed
from bot.storage.database import Database

T = TypeVar("T")

BUSY_TIMEOUT: Final = 2.0
"""Seconds that a change waits for another process's lock: less than the three after which Discord drops a command."""

OWNER_ONLY: Final = 0o600
"""The mode of the database and its backups."""

_ITERATION_CHUNK: Final = 64  # aiosqlite's default; used only where a cursor is iterated, which we never do

_decode: Final = partial(str, encoding="utf-8", errors="replace")


class SqliteEngine:
    """Both connections to an open file."""

    writers = 1
    turn = None
    is_shared = False

    def __init__(self, *, writer: ThreadedConnection, reader: ThreadedConnection) -> None:
        self.writer = writer
        self.reader = reader

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reads. Each sees only whole changes."""
        return await self.reader.run(partial(_read, work))

    async def change(self, work: Callable[[Connection], T], _patience: float | None = None) -> T:
        """Run changes in one transaction."""
        return await self.writer.run(partial(_change, work))

    async def listen(self, _heard: Callable[[Changed | None], None]) -> None:
        """Return at once: there are no other processes."""

    async def overwrite_deleted(self) -> bool:
        """Empty the write-ahead log, which still has what was deleted.

        Return False if another process reads an earlier state and needs it.
        """
        return await self.writer.run(_truncate_log)


class ThreadedConnection(aiosqlite.Connection):
    """A connection of aiosqlite with SQLAlchemy's connection on it.

    It closes, and its thread ends, even if its opening is cancelled: aiosqlite forgets what it connects to after a
    cancellation, and its thread would answer to a closed event loop.
    """

    ended: asyncio.Future[Any] | None = None
    _opened: sqlite3.Connection | None = None
    _core: Connection | None = None

    def __init__(self, connect: Callable[[], sqlite3.Connection], *, writes: bool) -> None:
        super().__init__(partial(self._open, connect, writes), _ITERATION_CHUNK)

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` returns, which runs on the connection's thread in one step."""
        result: T = await self._execute(work, self._core)  # type: ignore[no-untyped-call]
        return result

    def stop(self) -> asyncio.Future[Any] | None:
        """Close the connection and end its thread; return a future that is done when both have happened."""
        self._tx.put_nowait((None, self._close_opened))
        self.ended = super().stop()
        return self.ended

    def _open(self, connect: Callable[[], sqlite3.Connection], writes: bool) -> sqlite3.Connection:  # noqa: FBT001 - through partial
        self._opened = connect()
        self._core = core_connection(self._opened, writes=writes)
        return self._opened

    def _close_opened(self) -> None:
        if self._core is not None:
            self._core.close()
        if self._opened is not None:
            self._opened.close()


@contextlib.asynccontextmanager
async def open_sqlite(path: Path, prepare: Callable[[], sqlite3.Connection]) -> AsyncIterator[Database]:
    """Open both connections to a file. `prepare` returns the one that writes; it is called on that one's thread.

    Raises sqlite3.Error, and what `prepare` raises.
    """
    async with (
        _open_connection(prepare, writes=True) as writer,
        _open_connection(partial(connect, path, "PRAGMA query_only = ON"), writes=False) as reader,
    ):
        database = Database(SqliteEngine(writer=writer, reader=reader))
        try:
            yield database
        finally:
            await database.close()


@contextlib.asynccontextmanager
async def _open_connection(
    connect: Callable[[], sqlite3.Connection], *, writes: bool
) -> AsyncIterator[ThreadedConnection]:
    """Open a connection of aiosqlite, and end its thread on every path: it would keep the process alive."""
    connection = ThreadedConnection(connect, writes=writes)
    try:
        await connection
        yield connection
    finally:
        await connection.close()
        if connection.ended is not None:
            await connection.ended


def core_connection(db: sqlite3.Connection, *, writes: bool = True) -> Connection:
    """Return SQLAlchemy's connection on one of the calling thread.

    If it `writes`, a transaction locks the file at once. If not, there are no transactions, and each SELECT sees the
    newest changes.
    """
    # Nothing is reset or closed by the pool: the connection is the caller's.
    engine = create_engine(
        "sqlite://", creator=lambda: db, poolclass=StaticPool, pool_reset_on_return=None, hide_parameters=True
    )
    if writes:
        event.listen(engine, "begin", lambda core: raw_connection(core).execute("BEGIN IMMEDIATE"))
    return engine.connect()


def _read(work: Callable[[Connection], T], core: Connection) -> T:
    try:
        return work(core)
    finally:
        core.rollback()


def _change(work: Callable[[Connection], T], core: Connection) -> T:
    with core.begin():
        return work(core)


def _truncate_log(core: Connection) -> bool:
    busy, *_ = raw_connection(core).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def raw_connection(core: Connection) -> sqlite3.Connection:
    """Return SQLite's own connection."""
    found = core.connection.driver_connection
    if not isinstance(found, sqlite3.Connection):
        raise TypeError(f"not a connection to SQLite: {found!r}")
    return found


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
def sqlite_errors() -> Iterator[None]:
    """Raise sqlite3.Error also through SQLAlchemy, and for a message of SQLite that quotes a damaged schema."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise error.orig from error
        raise
    except UnicodeDecodeError as error:
        raise sqlite3.DatabaseError("malformed database schema") from error


@contextlib.contextmanager
def close_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Close the connection if the block fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise
