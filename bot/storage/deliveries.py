"""Editions and the channels that got them: claimed before they are sent, recorded after."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.storage.database import File, from_text, to_text


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
    """An earlier attempt, not before `reserved_at`, recorded nothing: it may have been sent or not."""

    delivery: Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The delivery was sent and recorded."""

    delivery: Delivery


Reservation = Reserved | Pending | Delivered

_SELECT: Final = "SELECT channel, day, state, nonce, reserved_at, sent_at, message FROM delivery"


class Deliveries:
    """What was sent to each channel, and what it was told."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def reserve(self, *, channel: int, day: dt.date, nonce: str, now: dt.datetime) -> Reservation:
        """Claim the delivery of `day` to `channel`, so that only one caller ever gets Reserved for it.

        Pending also for a day of which this file may have lost the record (`lapses.py`).
        """

        async def claim(db: aiosqlite.Connection) -> Reservation:
            doubted = await doubted_since(db, day)
            values = (channel, day.isoformat(), DeliveryState.RESERVED, nonce, to_text(doubted or now))
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
            return Reserved(delivery=delivery) if created and not doubted else Pending(delivery=delivery)

        return await self._file.write(claim)

    async def record(  # noqa: PLR0913 - all of one delivery
        self,
        *,
        channel: int,
        day: dt.date,
        message: int,
        now: dt.datetime,
        told: Iterable[str],
        base: Mapping[str, str],
    ) -> None:
        """Record that a reserved delivery was sent as `message`, and the facts that it told.

        `base` maps each fact's id to a digest of what the base said when the edition was sent; it replaces the
        one of the channel's edition before.
        """
        facts = tuple(told)
        digests = json.dumps(dict(base), separators=(",", ":"))

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute(
                "UPDATE delivery SET state = ?, sent_at = ?, message = ? WHERE channel = ? AND day = ?",
                (DeliveryState.SENT, to_text(now), message, channel, day.isoformat()),
            )
            await db.executemany(
                "INSERT OR REPLACE INTO told (channel, fact, day) VALUES (?, ?, ?)",
                [(channel, fact, day.isoformat()) for fact in facts],
            )
            base_of_last = "INSERT OR REPLACE INTO edition_base (channel, digests) VALUES (?, ?)"
            await db.execute(base_of_last, (channel, digests))

        await self._file.write(change)

    async def delivered(self, channel: int) -> frozenset[dt.date]:
        """The days whose edition was sent to the channel."""
        query = "SELECT day FROM delivery WHERE channel = ? AND state = ?"
        rows = await self._file.rows(query, (channel, DeliveryState.SENT))
        return frozenset(dt.date.fromisoformat(day) for (day,) in rows)

    async def told(self, channel: int) -> dict[str, dt.date]:
        """Fact id -> the day on which the channel was told it last."""
        query = "SELECT fact, day FROM told WHERE channel = ?"
        rows = await self._file.rows(query, (channel,))
        return {fact: dt.date.fromisoformat(day) for fact, day in rows}

    async def base_of_last(self, channel: int) -> dict[str, str] | None:
        """Fact id -> digest of what the base said at the channel's last edition. None where none is known."""
        query = "SELECT digests FROM edition_base WHERE channel = ?"
        row = await self._file.row(query, (channel,))
        return None if row is None else {str(fact): str(digest) for fact, digest in json.loads(row[0]).items()}

    async def last(self, channel: int) -> Delivery | None:
        """The delivery that was sent last to the channel."""
        query = f"{_SELECT} WHERE channel = ? AND state = ? ORDER BY sent_at DESC, day DESC LIMIT 1"
        row = await self._file.row(query, (channel, DeliveryState.SENT))
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


# A local date begins at most 14 hours ahead of UTC's and ends at most 12 hours behind it.
_EARLIEST: Final = dt.timedelta(hours=14)
_LATEST: Final = dt.timedelta(hours=24 + 12)

_BEGINNING: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
"""Discord's own beginning: nothing was sent before it."""


def add_lapse(db: sqlite3.Connection, *, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Note a lapse: None stands for the beginning, and for an end that comes when the file is next opened."""
    values = (to_text(since or _BEGINNING), to_text(until) if until else None)
    db.execute("INSERT INTO lapse (since, until) VALUES (?, ?)", values)


def end_lapses(db: sqlite3.Connection, now: dt.datetime) -> None:
    """From `now` on the file is kept again."""
    db.execute("UPDATE lapse SET until = ? WHERE until IS NULL", (to_text(now),))


async def doubted_since(db: aiosqlite.Connection, day: dt.date) -> dt.datetime | None:
    """From when on the edition of local date `day` may have been sent unknown to this file. None where it was not."""
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    first, last = midnight - _EARLIEST, midnight + _LATEST
    ((since,),) = await db.execute_fetchall(
        "SELECT min(since) FROM lapse WHERE since <= ? AND (until IS NULL OR until >= ?)",
        (to_text(last), to_text(first)),
    )
    return None if since is None else max(first, from_text(since))
