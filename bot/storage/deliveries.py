"""Which edition was sent to which channel: reserved before it is sent, recorded after.

A lapse is a range of time whose deliveries may be missing, because the file is new or was restored from a backup.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import aiosqlite

from bot.storage.database import DEFAULT_BASE, Database, from_text, readable, to_text

_SELECT: Final = "SELECT channel, day, state, nonce, reserved_at, sent_at, message, place FROM delivery"

# A local date begins at most 14 hours ahead of UTC's and ends at most 12 hours behind it.
_EARLIEST: Final = dt.timedelta(hours=14)
_LATEST: Final = dt.timedelta(hours=24 + 12)

_LATEST_READ: Final = 10  # deliveries that are read to find the last one: the newest may be damaged
_DISCORD_LAUNCH: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)  # nothing was sent before it


class DeliveryState(StrEnum):
    """What the file knows of a delivery."""

    RESERVED = "reserved"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One edition for one channel. `sent_at` is None until it is sent.

    `message` is None before it is sent, and for an edition that was skipped because it had no news. It is in the
    channel, or in its thread `place`.
    """

    channel: int
    day: dt.date
    state: DeliveryState
    nonce: str
    reserved_at: dt.datetime
    sent_at: dt.datetime | None = None
    message: int | None = None
    place: int | None = None


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
    """The edition was sent, or skipped, and recorded."""

    delivery: Delivery


Reservation = Reserved | Pending | Delivered


class Deliveries:
    """The editions that were sent to each channel, and the facts in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def reserve(self, *, channel: int, day: dt.date, nonce: str, now: dt.datetime) -> Reservation:
        """Reserve the edition of `day` for `channel`. Only one caller ever gets Reserved for it.

        A day in a lapse is Pending too, and so is each day of a channel with a delivery whose day cannot be read.
        """

        async def claim(db: aiosqlite.Connection) -> Reservation:
            lapse = await _lapse_start(db, channel, day)
            values = (channel, day.isoformat(), DeliveryState.RESERVED, nonce, to_text(lapse or now))
            async with db.execute(
                "INSERT INTO delivery (channel, day, state, nonce, reserved_at) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                values,
            ) as cursor:
                created = cursor.rowcount == 1
            (row,) = await db.execute_fetchall(f"{_SELECT} WHERE channel = ? AND day = ?", values[:2])
            delivery = _delivery(row)
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
        place: int | None = None,
        base: str = DEFAULT_BASE,
    ) -> None:
        """Record that a reserved edition was sent as `message`, with the facts `told`; `place` is its thread, if any.

        `digests` maps the id of each fact of `base` to its digest when the edition was sent, and replaces those of the
        channel's previous edition.
        """
        facts = tuple(told)
        encoded = json.dumps(dict(digests), separators=(",", ":"))

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute(
                "UPDATE delivery SET state = ?, sent_at = ?, message = ?, place = ? WHERE channel = ? AND day = ?",
                (DeliveryState.SENT, to_text(now), message, place, channel, day.isoformat()),
            )
            await db.executemany(
                "INSERT OR REPLACE INTO told (channel, base, fact, day) VALUES (?, ?, ?, ?)",
                [(channel, base, fact, day.isoformat()) for fact in facts],
            )
            last = "INSERT OR REPLACE INTO edition_base (channel, base, digests) VALUES (?, ?, ?)"
            await db.execute(last, (channel, base, encoded))

        await self._database.write(change)

    async def skip(self, *, channel: int, day: dt.date, now: dt.datetime) -> None:
        """Record that a reserved edition needs no message, because it has no news."""
        change = "UPDATE delivery SET state = ?, sent_at = ? WHERE channel = ? AND day = ?"
        await self._database.execute(change, (DeliveryState.SENT, to_text(now), channel, day.isoformat()))

    async def forget_skipped(self, channel: int) -> None:
        """Forget which editions of the channel were skipped: its schedule was set again."""
        change = "DELETE FROM delivery WHERE channel = ? AND state = ? AND message IS NULL"
        await self._database.execute(change, (channel, DeliveryState.SENT))

    async def claim_again(self, delivery: Delivery, now: dt.datetime) -> bool:
        """Reserve a pending edition again; return False if it was sent, or another process has done so first."""
        change = "UPDATE delivery SET reserved_at = ? WHERE channel = ? AND day = ? AND state = ? AND reserved_at <= ?"
        known = to_text(delivery.reserved_at)
        values = (to_text(now), delivery.channel, delivery.day.isoformat(), DeliveryState.RESERVED, known)
        return await self._database.execute(change, values) == 1

    async def delivered(self, channel: int) -> frozenset[dt.date]:
        """Return the days whose edition was sent to the channel, or skipped."""
        query = "SELECT day FROM delivery WHERE channel = ? AND state = ?"
        return frozenset(await self._database.read("deliveries", _day, query, (channel, DeliveryState.SENT)))

    async def told(self, channel: int, *, base: str = DEFAULT_BASE) -> dict[str, dt.date]:
        """Return fact id -> the day of the channel's last edition with that fact of a base."""
        query = "SELECT fact, day FROM told WHERE channel = ? AND base = ?"
        return dict(await self._database.read("facts of deliveries", _told, query, (channel, base)))

    async def last_digests(self, channel: int, *, base: str = DEFAULT_BASE) -> dict[str, str] | None:
        """Return fact id -> digest at the channel's last edition.

        None if there was none, if it was of another base, or if it cannot be read.
        """
        query = "SELECT digests FROM edition_base WHERE channel = ? AND base = ?"
        return next(iter(await self._database.read("digests of deliveries", _digests, query, (channel, base))), None)

    async def last(self, channel: int) -> Delivery | None:
        """Return the delivery that was sent last to the channel."""
        query = (
            f"{_SELECT} WHERE channel = ? AND state = ? AND message IS NOT NULL ORDER BY sent_at DESC, day DESC LIMIT ?"
        )
        values = (channel, DeliveryState.SENT, _LATEST_READ)
        return next(iter(await self._database.read("deliveries", _delivery, query, values)), None)


def _delivery(row: Any) -> Delivery:  # noqa: ANN401 - the columns of _SELECT
    """Read a delivery. Raises ValueError if its day or state cannot be read; a damaged instant costs only itself."""
    channel, text, state, nonce, reserved_at, sent_at, message, place = row
    day = _date(text)
    return Delivery(
        channel=channel,
        day=day,
        state=DeliveryState(state),
        nonce=nonce,
        reserved_at=max(_begin(day), _instant(reserved_at) or _begin(day)),
        sent_at=_instant(sent_at),
        message=message,
        place=place,
    )


def _instant(text: str | None) -> dt.datetime | None:
    with contextlib.suppress(ValueError):
        return from_text(text) if text else None
    return None


def _date(text: str) -> dt.date:
    """Read a local date. Raises ValueError for anything else, and for a date before Discord began."""
    day = dt.date.fromisoformat(text)
    if day < _DISCORD_LAUNCH.date():
        raise ValueError(f"not the date of an edition: {text!r}")
    return day


def _day(row: Any) -> dt.date:  # noqa: ANN401 - a row of aiosqlite or sqlite3
    return _date(row[0])


def _told(row: tuple[str, str]) -> tuple[str, dt.date]:
    fact, day = row
    return fact, _date(day)


def _digests(row: tuple[str]) -> dict[str, str]:
    found = json.loads(row[0])
    if not isinstance(found, dict):
        raise ValueError(f"not a mapping: {found!r:.40}")  # noqa: TRY004 - the error of a row that cannot be read
    return {fact: str(digest) for fact, digest in found.items()}


def _begin(day: dt.date) -> dt.datetime:
    """Return the earliest instant that belongs to a local date somewhere."""
    return dt.datetime.combine(day, dt.time(), dt.UTC) - _EARLIEST


def add_lapse(db: sqlite3.Connection, *, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Record a lapse. None means from the beginning, or until the file is next opened."""
    values = (to_text(since or _DISCORD_LAUNCH), to_text(until) if until else None)
    db.execute("INSERT INTO lapse (since, until) VALUES (?, ?)", values)


def end_lapses(db: sqlite3.Connection, now: dt.datetime) -> None:
    """End the lapse of a restored backup: from `now` on, deliveries are recorded again."""
    db.execute("UPDATE lapse SET until = ? WHERE until IS NULL", (to_text(now),))


async def _lapse_start(db: aiosqlite.Connection, channel: int, day: dt.date) -> dt.datetime | None:
    """Return the earliest time at which a day's edition may have been sent unrecorded, or None if none was."""
    first = _begin(day)
    ((since,),) = await db.execute_fetchall(
        "SELECT min(since) FROM lapse WHERE since <= ? AND (until IS NULL OR until >= ?)",
        (to_text(first + _EARLIEST + _LATEST), to_text(first)),
    )
    if since is not None:
        return max(first, _instant(since) or first)
    _, unreadable = readable(await db.execute_fetchall("SELECT day FROM delivery WHERE channel = ?", (channel,)), _day)
    return first if unreadable else None
