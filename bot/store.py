"""What outlives a restart, in one SQLite file: deliveries, the facts they told, the commands that Discord has.

Instants are aware and kept in UTC; a day is the local date of its channel.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import aiosqlite

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
    from pathlib import Path

BUSY_TIMEOUT_MS: Final = 5_000


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    RESERVED = "reserved"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One edition for one channel. `message` and `sent_at` are set once it is sent."""

    channel: int
    day: dt.date
    state: DeliveryState
    nonce: str
    reserved_at: dt.datetime
    sent_at: dt.datetime | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """The delivery is this caller's to send, and nobody has tried before."""

    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An earlier attempt reserved the delivery and recorded nothing: it may have been sent or not."""

    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The delivery was sent and recorded."""

    delivery: Delivery


Reservation = Reserved | Pending | Delivered


async def _create_tables(db: aiosqlite.Connection) -> None:
    await db.execute(
        "CREATE TABLE command_sync (application INTEGER NOT NULL, scope TEXT NOT NULL, digest TEXT NOT NULL,"
        " PRIMARY KEY (application, scope)) STRICT"
    )
    await db.execute(
        "CREATE TABLE delivery (channel INTEGER NOT NULL, day TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('reserved', 'sent')), nonce TEXT NOT NULL,"
        " reserved_at TEXT NOT NULL, sent_at TEXT, message INTEGER, PRIMARY KEY (channel, day)) STRICT"
    )
    await db.execute(
        "CREATE TABLE told (channel INTEGER NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL,"
        " PRIMARY KEY (channel, fact)) STRICT"
    )


# The step at index n takes a file from version n to n + 1. A step that was released is never changed.
MIGRATIONS: Final[tuple[Callable[[aiosqlite.Connection], Awaitable[None]], ...]] = (_create_tables,)


class Store:
    """The open file. Its methods may be called from any task of one event loop."""

    def __init__(self, db: aiosqlite.Connection) -> None:
        self._db = db
        self._writing = asyncio.Lock()

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Store]:
        """Open the file, created with its folder where there is none, and bring it to the newest version.

        Raises UsageError where the file cannot be opened, is no database or was written by a newer version.
        """
        async with _connected(path) as db:
            store = cls(db)
            try:
                await store._prepare(path)
            except sqlite3.Error as error:
                raise UsageError(f"{path}: cannot be used as the bot's store ({error}).") from error
            yield store

    async def _prepare(self, path: Path) -> None:
        await self._db.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        await self._db.execute("PRAGMA journal_mode = WAL")
        async with self._transaction() as db:
            version = await _version(db)
            if version > len(MIGRATIONS):
                raise UsageError(
                    f"{path}: was written by a newer version of the bot (format {version}; this one knows up to "
                    f"{len(MIGRATIONS)}). Update the bot, or name another file under `store` in the config."
                )
        for number in range(version + 1, len(MIGRATIONS) + 1):
            await self._migrate(number)

    async def _migrate(self, number: int) -> None:
        async with self._transaction() as db:
            if await _version(db) < number:
                await MIGRATIONS[number - 1](db)
                await db.execute(f"PRAGMA user_version = {number}")

    @contextlib.asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        async with self._writing:
            try:
                await self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                await self._db.execute("COMMIT")
            except BaseException:
                # A cancelled BEGIN may have begun, a cancelled COMMIT may have committed.
                with contextlib.suppress(sqlite3.OperationalError):
                    await self._db.execute("ROLLBACK")
                raise

    async def synced_commands(self, application: int) -> dict[str, str]:
        """Scope -> digest of the commands that Discord accepted for it last."""
        rows = await self._db.execute_fetchall(
            "SELECT scope, digest FROM command_sync WHERE application = ?", (application,)
        )
        return {str(scope): str(digest) for scope, digest in rows}

    async def record_sync(self, application: int, scope: str, digest: str) -> None:
        """Keep the digest of commands that Discord has accepted."""
        async with self._transaction() as db:
            await db.execute("INSERT OR REPLACE INTO command_sync VALUES (?, ?, ?)", (application, scope, digest))

    async def forget_sync(self, application: int, scope: str) -> None:
        """Drop what is known of a scope that holds no commands any more."""
        async with self._transaction() as db:
            await db.execute("DELETE FROM command_sync WHERE application = ? AND scope = ?", (application, scope))

    async def reserve(self, *, channel: int, day: dt.date, nonce: str, now: dt.datetime) -> Reservation:
        """Claim the delivery of `day` to `channel`, so that only one caller ever gets Reserved for it."""
        async with self._transaction() as db:
            cursor = await db.execute(
                "INSERT INTO delivery (channel, day, state, nonce, reserved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (channel, day.isoformat(), DeliveryState.RESERVED, nonce, _instant(now)),
            )
            created = cursor.rowcount == 1
            delivery = await _delivery(db, channel, day)
        if created:
            return Reserved(delivery=delivery)
        if delivery.state is DeliveryState.SENT:
            return Delivered(delivery=delivery)
        return Pending(delivery=delivery)

    async def record_delivery(
        self, *, channel: int, day: dt.date, message: int, now: dt.datetime, facts: Iterable[str]
    ) -> None:
        """Record that a reserved delivery was sent as `message`, and which facts it told."""
        async with self._transaction() as db:
            await db.execute(
                "UPDATE delivery SET state = ?, sent_at = ?, message = ? WHERE channel = ? AND day = ?",
                (DeliveryState.SENT, _instant(now), message, channel, day.isoformat()),
            )
            await db.executemany(
                "INSERT OR REPLACE INTO told (channel, fact, day) VALUES (?, ?, ?)",
                [(channel, fact, day.isoformat()) for fact in facts],
            )

    async def delivered(self, channel: int) -> frozenset[dt.date]:
        """The days whose edition was sent to the channel."""
        rows = await self._db.execute_fetchall(
            "SELECT day FROM delivery WHERE channel = ? AND state = ?", (channel, DeliveryState.SENT)
        )
        return frozenset(dt.date.fromisoformat(day) for (day,) in rows)

    async def told(self, channel: int) -> dict[str, dt.date]:
        """Fact id -> the day on which the channel was told it last."""
        rows = await self._db.execute_fetchall("SELECT fact, day FROM told WHERE channel = ?", (channel,))
        return {str(fact): dt.date.fromisoformat(day) for fact, day in rows}


@contextlib.asynccontextmanager
async def _connected(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    """Commits are ours alone (`isolation_level=None`): each stands where its transaction ends."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        db = await aiosqlite.connect(path, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise UsageError(f"{path}: the bot's store cannot be opened ({error}).") from error
    try:
        yield db
    finally:
        await db.close()


async def _version(db: aiosqlite.Connection) -> int:
    async with db.execute("PRAGMA user_version") as cursor:
        (version,) = await cursor.fetchone() or (0,)
    return int(version)


async def _delivery(db: aiosqlite.Connection, channel: int, day: dt.date) -> Delivery:
    query = "SELECT state, nonce, reserved_at, sent_at, message FROM delivery WHERE channel = ? AND day = ?"
    ((state, nonce, reserved_at, sent_at, message),) = await db.execute_fetchall(query, (channel, day.isoformat()))
    return Delivery(
        channel=channel,
        day=day,
        state=DeliveryState(state),
        nonce=nonce,
        reserved_at=dt.datetime.fromisoformat(reserved_at),
        sent_at=dt.datetime.fromisoformat(sent_at) if sent_at else None,
        message=message,
    )


def _instant(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()
