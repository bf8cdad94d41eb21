"""Which edition was sent to which channel: reserved before it is sent, recorded after.

A lapse is a range of time whose deliveries may be missing, because the file is new or was restored from a backup.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.storage.database import Database, from_text, to_text

_SELECT: Final = "SELECT channel, day, state, nonce, reserved_at, sent_at, message FROM delivery"

# A local date begins at most 14 hours ahead of UTC's and ends at most 12 hours behind it.
_EARLIEST: Final = dt.timedelta(hours=14)
_LATEST: Final = dt.timedelta(hours=24 + 12)

_DISCORD_LAUNCH: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)  # nothing was sent before it


class DeliveryState(StrEnum):
    """What the file knows of a delivery."""

    RESERVED = "reserved"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One edition for one channel. `message` and `sent_at` are None until it is sent."""

    channel: int
    day: dt.date
    state: DeliveryState
    nonce: str
    reserved_at: dt.datetime
    sent_at: dt.datetime | None = None
    message: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """The caller is to send the edition; nobody has tried before."""

    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An earlier attempt, at `reserved_at` or later, recorded nothing: the edition may have been sent."""

    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The edition was sent and recorded."""

    delivery: Delivery


Reservation = Reserved | Pending | Delivered


class Deliveries:
    """The editions that were sent to each channel, and the facts in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, *, channel: int, day: dt.date, nonce: str, now: dt.datetime) -> Reservation:
        """Reserve the edition of `day` for `channel`. Only one caller ever gets Reserved for it.

        A day in a lapse is Pending too.
        """

        async def claim(db: aiosqlite.Connection) -> Reservation:
            lapse = await _lapse_start(db, day)
            values = (channel, day.isoformat(), DeliveryState.RESERVED, nonce, to_text(lapse or now))
            async with db.execute(
                "INSERT INTO delivery (channel, day, state, nonce, reserved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                values,
            ) as cursor:
                created = cursor.rowcount == 1
            (row,) = await db.execute_fetchall(f"{_SELECT} WHERE channel = ? AND day = ?", values[:2])
            delivery = _delivery(tuple(row))
            if delivery.state is DeliveryState.SENT:
                return Delivered(delivery=delivery)
            return Reserved(delivery=delivery) if created and lapse is None else Pending(delivery=delivery)

        return await self._database.write(claim)

    async def record(  # noqa: PLR0913 - the columns of one delivery
        self,
        *,
        channel: int,
        day: dt.date,
        message: int,
        now: dt.datetime,
        told: Iterable[str],
        digests: Mapping[str, str],
    ) -> None:
        """Record that a reserved edition was sent as `message`, with the facts `told`.

        `digests` maps each fact's id to its digest when the edition was sent, and replaces those of the channel's
        previous edition.
        """
        facts = tuple(told)
        encoded = json.dumps(dict(digests), separators=(",", ":"))

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute(
                "UPDATE delivery SET state = ?, sent_at = ?, message = ? WHERE channel = ? AND day = ?",
                (DeliveryState.SENT, to_text(now), message, channel, day.isoformat()),
            )
            await db.executemany(
                "INSERT OR REPLACE INTO told (channel, fact, day) VALUES (?, ?, ?)",
                [(channel, fact, day.isoformat()) for fact in facts],
            )
            await db.execute("INSERT OR REPLACE INTO edition_base (channel, digests) VALUES (?, ?)", (channel, encoded))

        await self._database.write(change)

    async def delivered(self, channel: int) -> frozenset[dt.date]:
        """Return the days whose edition was sent to the channel."""
        query = "SELECT day FROM delivery WHERE channel = ? AND state = ?"
        rows = await self._database.rows(query, (channel, DeliveryState.SENT))
        return frozenset(dt.date.fromisoformat(day) for (day,) in rows)

    async def told(self, channel: int) -> dict[str, dt.date]:
        """Return fact id -> the day of the channel's last edition with that fact."""
        query = "SELECT fact, day FROM told WHERE channel = ?"
        rows = await self._database.rows(query, (channel,))
        return {fact: dt.date.fromisoformat(day) for fact, day in rows}

    async def last_digests(self, channel: int) -> dict[str, str] | None:
        """Return fact id -> digest at the channel's last edition, or None if there was no edition."""
        query = "SELECT digests FROM edition_base WHERE channel = ?"
        row = await self._database.row(query, (channel,))
        return None if row is None else {str(fact): str(digest) for fact, digest in json.loads(row[0]).items()}

    async def last(self, channel: int) -> Delivery | None:
        """Return the delivery that was sent last to the channel."""
        query = f"{_SELECT} WHERE channel = ? AND state = ? ORDER BY sent_at DESC, day DESC LIMIT 1"
        row = await self._database.row(query, (channel, DeliveryState.SENT))
        return None if row is None else _delivery(row)


def _delivery(row: tuple[int, str, str, str, str, str | None, int | None]) -> Delivery:
    channel, day, state, nonce, reserved_at, sent_at, message = row
    return Delivery(
        channel=channel,
        day=dt.date.fromisoformat(day),
        state=DeliveryState(state),
        nonce=nonce,
        reserved_at=from_text(reserved_at),
        sent_at=from_text(sent_at) if sent_at else None,
        message=message,
    )


def add_lapse(db: sqlite3.Connection, *, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Record a lapse. None means from the beginning, or until the file is next opened."""
    values = (to_text(since or _DISCORD_LAUNCH), to_text(until) if until else None)
    db.execute("INSERT INTO lapse (since, until) VALUES (?, ?)", values)


def end_lapses(db: sqlite3.Connection, now: dt.datetime) -> None:
    """End the lapse of a restored backup: from `now` on, deliveries are recorded again."""
    db.execute("UPDATE lapse SET until = ? WHERE until IS NULL", (to_text(now),))


async def _lapse_start(db: aiosqlite.Connection, day: dt.date) -> dt.datetime | None:
    """Return the earliest time at which a day's edition may have been sent in a lapse, or None if none was."""
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    first, last = midnight - _EARLIEST, midnight + _LATEST
    ((since,),) = await db.execute_fetchall(
        "SELECT min(since) FROM lapse WHERE since <= ? AND (until IS NULL OR until >= ?)",
        (to_text(last), to_text(first)),
    )
    return None if since is None else max(first, from_text(since))
