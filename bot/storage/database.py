"""Reads and changes of an open store, on either engine.

A read or a change is a plain function that takes a SQLAlchemy connection. Each change is one transaction and runs as a
task of its own: a caller that is cancelled while it waits leaves its change whole.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Executable
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StoreError
from bot.storage.changes import Changed

_log = logging.getLogger(__name__)

R = TypeVar("R")
T = TypeVar("T")

Values = Mapping[str, Any]


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


def columns(row: Any, **read: Callable[[Any], Any]) -> dict[str, Any]:  # noqa: ANN401 - a row of any table
    """Return the columns of a row by their names, for a dataclass with such fields.

    Those named in `read` are read by its functions unless they are NULL. Raises ValueError as these do.
    """
    found: dict[str, Any] = row._asdict()
    return {name: each if each is None or name not in read else read[name](each) for name, each in found.items()}


class Engine(Protocol):
    """What runs the reads and changes: SQLite or PostgreSQL."""

    @property
    def writers(self) -> int:
        """How many changes may run at a time."""
        ...

    @property
    def turn(self) -> float | None:
        """Seconds for which a change waits for its turn; None means for as long as it takes."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether several processes of a bot may use the store at once."""
        ...

    async def listen(self, heard: Callable[[Changed | None], None]) -> None:
        """Call `heard` with what other processes change, until the connection is lost."""
        ...

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reads, which see only whole changes."""
        ...

    async def change(self, work: Callable[[Connection], T], patience: float | None) -> T:
        """Run changes in one transaction, for at most `patience` seconds where waiting may be long."""
        ...

    async def overwrite_deleted(self) -> bool:
        """Remove what was deleted from the files as far as possible; return False if it may still be there."""
        ...


class Database:
    """An open store. Its methods may be called from any task of one event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turns = asyncio.Semaphore(engine.writers)
        # The event loop holds tasks weakly, and their callers may go away.
        self._changes: set[asyncio.Task[Any]] = set()
        self._unreadable: set[str] = set()
        self._closed = False

    @property
    def is_shared(self) -> bool:
        """Whether several processes of a bot may use the store at once."""
        return self._engine.is_shared

    async def listen(self, heard: Callable[[Changed | None], None]) -> None:
        """Call `heard` with what other processes change, until the connection is lost. Raises StoreError.

        It is called with None at the beginning: anything may have changed before.
        """
        self._refuse_if_closed()
        with store_errors():
            await self._engine.listen(heard)

    async def rows(self, query: Executable, values: Values | None = None) -> Sequence[Any]:
        """Return the rows of one SELECT, which sees only whole changes. Raises StoreError."""
        return await self.look(lambda db: db.execute(query, values).all())

    async def look(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` reads. Raises StoreError."""
        self._refuse_if_closed()
        with store_errors():
            return await self._engine.read(work)

    async def read(
        self, what: str, read: Callable[[Any], T], query: Executable, values: Values | None = None
    ) -> tuple[T, ...]:
        """Return the rows of one SELECT as `read` returns them, without those for which it raises ValueError.

        One damaged row must not cost the others. The log says once `what` could not be read. Raises StoreError.
        """
        found, errors = readable(await self.rows(query, values), read)
        if errors and what not in self._unreadable:
            self._unreadable.add(what)
            _log.error("%s in the database that cannot be read and are skipped: %d (%s)", what, len(errors), errors[0])
        return tuple(found)

    async def read_first(
        self, what: str, read: Callable[[Any], T], query: Executable, values: Values | None = None
    ) -> T | None:
        """Return the first row that can be read; None if there is none. Raises StoreError."""
        return next(iter(await self.read(what, read, query, values)), None)

    async def row(self, query: Executable, values: Values | None = None) -> Any:  # noqa: ANN401 - a row, or None
        """Return the first row of one SELECT, or None if there is none. Raises StoreError."""
        return next(iter(await self.rows(query, values)), None)

    async def execute(self, statement: Executable, values: Values | None = None) -> int:
        """Execute one statement and return the number of rows that it changed. Raises StoreError."""
        return await self.write(lambda db: db.execute(statement, values).rowcount)

    async def write(self, change: Callable[[Connection], T], *, patience: float | None = None) -> T:
        """Run `change` in a transaction. Raises StoreError.

        A cancelled caller stops waiting at once: a change that has begun is completed, any other is not started. A
        change that may take long on PostgreSQL says for how many seconds.
        """
        return await self._in_turn(lambda: self._engine.change(change, patience))

    async def overwrite_deleted(self) -> bool:
        """Remove what was deleted from the files; return False if it may still be there. Raises StoreError."""
        return await self._in_turn(self._engine.overwrite_deleted)

    async def close(self) -> None:
        """Wait for the changes that were asked for, and refuse everything from then on."""
        for _ in range(self._engine.writers):
            await self._turns.acquire()
        self._closed = True
        for _ in range(self._engine.writers):
            self._turns.release()

    async def _in_turn(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        with store_errors():
            async with asyncio.timeout(self._engine.turn):
                await self._turns.acquire()
        task = asyncio.create_task(self._run(work), name="store change")
        # A callback, because a task that is cancelled before its first step runs no code of its own.
        task.add_done_callback(self._finish)
        self._changes.add(task)
        return await asyncio.shield(task)

    async def _run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        self._refuse_if_closed()
        with store_errors():
            return await work()

    def _finish(self, task: asyncio.Task[Any]) -> None:
        self._turns.release()
        self._changes.discard(task)
        if not task.cancelled():
            # Retrieve the exception of a change whose caller is gone, so that asyncio does not report it.
            task.exception()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreError("the store is closed")


class StoredData:
    """One kind of data in an open store."""

    def __init__(self, database: Database) -> None:
        self._database = database


@contextlib.contextmanager
def store_errors() -> Iterator[None]:
    """Raise StoreError for whatever SQLAlchemy, a driver, or Python itself raises.

    UnicodeDecodeError: SQLite's message quotes a damaged schema. UnicodeEncodeError and OverflowError: a value that
    the database cannot store.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        # Without its cause, whose details may quote what users have typed.
        raise _of_driver(error) from None
    except UnicodeDecodeError as error:
        raise StoreError("malformed database schema") from error
    except (UnicodeError, OverflowError) as error:
        raise StoreError(f"a value cannot be stored ({error})") from error
    except TimeoutError as error:
        raise StoreError("it did not answer in time") from error
    except (SQLAlchemyError, OSError) as error:
        raise StoreError(" ".join(str(error).split())) from error


def _of_driver(error: DBAPIError | sqlite3.Error) -> StoreError:
    """Return the error with the driver's own message: SQLAlchemy's has the statement too."""
    found: BaseException = error.orig or error if isinstance(error, DBAPIError) else error
    # What SQLAlchemy makes of asyncpg's errors has theirs as its cause.
    cause = found if isinstance(found, sqlite3.Error) else found.__cause__ or found
    if isinstance(cause, OverflowError | UnicodeError):
        return StoreError(f"a value cannot be stored ({cause})")
    return StoreError(message_of(cause), kind=getattr(cause, "sqlite_errorname", type(cause).__name__))


def message_of(error: BaseException) -> str:
    """Return the message of a driver's error on one line, without the details in which PostgreSQL quotes a row."""
    text = error.args[0] if error.args and hasattr(error, "sqlstate") else error
    return " ".join(str(text).split()) or type(error).__name__
