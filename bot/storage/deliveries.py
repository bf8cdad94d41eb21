"""Which edition was sent to which channel: reserved before it is sent, recorded after.

A lapse is a range of time whose deliveries may be missing, because the file is new or was restored from a backup.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Update, bindparam, delete, func, insert, or_, select, update

from bot.core.factbase.names import DEFAULT_BASE
from bot.storage.database import StoredData, from_text, readable, to_text
from bot.storage.tables import delivery, edition_base, insert_or_ignore, insert_or_replace, lapse, told

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


_OF_CHANNEL: Final = delivery.c.channel == bindparam("channel")
_RESERVE: Final = insert_or_ignore(delivery)
_FIND: Final = select(delivery).where(_OF_CHANNEL, delivery.c.day == bindparam("day"))
_DAYS: Final = select(delivery.c.day).where(_OF_CHANNEL)
_DELIVERED: Final = _DAYS.where(delivery.c.state == DeliveryState.SENT)
_LATEST_SENT: Final = (
    select(delivery)
    .where(_OF_CHANNEL, delivery.c.state == DeliveryState.SENT, delivery.c.message.is_not(None))
    .order_by(delivery.c.sent_at.desc(), delivery.c.day.desc())
    .limit(_LATEST_READ)
)
_TOLD: Final = insert_or_replace(told)
_FACTS: Final = select(told.c.fact, told.c.day).where(
    told.c.channel == bindparam("channel"), told.c.base == bindparam("base")
)
_EDITION: Final = insert_or_replace(edition_base)
_DIGESTS: Final = select(edition_base.c.digests).where(
    edition_base.c.channel == bindparam("channel"), edition_base.c.base == bindparam("base")
)
_LAPSE_START: Final = select(func.min(lapse.c.since)).where(
    lapse.c.since <= bindparam("end"), or_(lapse.c.until.is_(None), lapse.c.until >= bindparam("begin"))
)


class Deliveries(StoredData):
    """The editions that were sent to each channel, and the facts in them."""

    async def reserve(self, *, channel: int, day: dt.date, nonce: str, now: dt.datetime) -> Reservation:
        """Reserve the edition of `day` for `channel`. Only one caller ever gets Reserved for it, in any process.

        A day in a lapse is Pending too, and so is each day of a channel with a delivery whose day cannot be read.
        """

        def claim(db: Connection) -> Reservation:
            lapsed = _lapse_start(db, channel, day)
            key = {"channel": channel, "day": day.isoformat()}
            values = {**key, "state": DeliveryState.RESERVED, "nonce": nonce, "reserved_at": to_text(lapsed or now)}
            # Of two processes, the second waits here until the first has committed.
            created = db.execute(_RESERVE, values).rowcount == 1
            found = _delivery(db.execute(_FIND, key).one())
            if found.state is DeliveryState.SENT:
                return Delivered(delivery=found)
            return Reserved(delivery=found) if created and lapsed is None else Pending(delivery=found)

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
        sent = {"state": DeliveryState.SENT, "sent_at": to_text(now), "message": message, "place": place}
        facts = [{"channel": channel, "base": base, "fact": fact, "day": day.isoformat()} for fact in told]
        encoded = json.dumps(dict(digests), separators=(",", ":"))

        def change(db: Connection) -> None:
            db.execute(_of_day(update(delivery), channel, day).values(sent))
            if facts:
                db.execute(_TOLD, facts)
            db.execute(_EDITION, {"channel": channel, "base": base, "digests": encoded})

        await self._database.write(change)

    async def skip(self, *, channel: int, day: dt.date, now: dt.datetime) -> None:
        """Record that a reserved edition needs no message, because it has no news."""
        skipped = {"state": DeliveryState.SENT, "sent_at": to_text(now)}
        await self._database.execute(_of_day(update(delivery), channel, day).values(skipped))

    async def forget_skipped(self, channel: int) -> None:
        """Forget which editions of the channel were skipped: its schedule was set again."""
        skipped = delivery.c.state == DeliveryState.SENT, delivery.c.message.is_(None)
        await self._database.execute(delete(delivery).where(delivery.c.channel == channel, *skipped))

    async def claim_again(self, claimed: Delivery, now: dt.datetime) -> bool:
        """Reserve a pending edition again; return False if it was sent, or another process has done so first."""
        same = delivery.alias()
        free = select(same.c.day).where(
            same.c.channel == claimed.channel,
            same.c.day == claimed.day.isoformat(),
            same.c.state == DeliveryState.RESERVED,
            same.c.reserved_at <= to_text(claimed.reserved_at),
        )
        # A process that finds the row locked does not wait for it: another is claiming the edition.
        taken = free.with_for_update(skip_locked=True).scalar_subquery()
        change = update(delivery).where(delivery.c.channel == claimed.channel, delivery.c.day == taken)
        return await self._database.execute(change.values(reserved_at=to_text(now))) == 1

    async def delivered(self, channel: int) -> frozenset[dt.date]:
        """Return the days whose edition was sent to the channel, or skipped."""
        return frozenset(await self._database.read("deliveries", _day, _DELIVERED, {"channel": channel}))

    async def told(self, channel: int, *, base: str = DEFAULT_BASE) -> dict[str, dt.date]:
        """Return fact id -> the day of the channel's last edition with that fact of a base."""
        values = {"channel": channel, "base": base}
        return dict(await self._database.read("facts of deliveries", _told, _FACTS, values))

    async def last_digests(self, channel: int, *, base: str = DEFAULT_BASE) -> dict[str, str] | None:
        """Return fact id -> digest at the channel's last edition.

        None if there was none, if it was of another base, or if it cannot be read.
        """
        values = {"channel": channel, "base": base}
        return await self._database.read_first("digests of deliveries", _digests, _DIGESTS, values)

    async def last(self, channel: int) -> Delivery | None:
        """Return the delivery that was sent last to the channel."""
        return await self._database.read_first("deliveries", _delivery, _LATEST_SENT, {"channel": channel})


def _delivery(row: Any) -> Delivery:  # noqa: ANN401 - the columns of the table
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


def _day(row: Any) -> dt.date:  # noqa: ANN401 - a row
    return _date(row[0])


def _told(row: Any) -> tuple[str, dt.date]:  # noqa: ANN401 - the columns of _FACTS
    fact, day = row
    return fact, _date(day)


def _digests(row: Any) -> dict[str, str]:  # noqa: ANN401 - the column of _DIGESTS
    found = json.loads(row[0])
    if not isinstance(found, dict):
        raise ValueError(f"not a mapping: {found!r:.40}")  # noqa: TRY004 - the error of a row that cannot be read
    return {fact: str(digest) for fact, digest in found.items()}


def _begin(day: dt.date) -> dt.datetime:
    """Return the earliest instant that belongs to a local date somewhere."""
    return dt.datetime.combine(day, dt.time(), dt.UTC) - _EARLIEST


def add_lapse(db: Connection, *, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Record a lapse. None means from the beginning, or until the store is next opened."""
    values = {"since": to_text(since or _DISCORD_LAUNCH), "until": to_text(until) if until else None}
    db.execute(insert(lapse), values)


def end_lapses(db: Connection, now: dt.datetime) -> None:
    """End the lapse of a restored backup: from `now` on, deliveries are recorded again."""
    db.execute(update(lapse).where(lapse.c.until.is_(None)).values(until=to_text(now)))


def _of_day(statement: Update, channel: int, day: dt.date) -> Update:
    return statement.where(delivery.c.channel == channel, delivery.c.day == day.isoformat())


def _lapse_start(db: Connection, channel: int, day: dt.date) -> dt.datetime | None:
    """Return the earliest time at which a day's edition may have been sent unrecorded, or None if none was."""
    first = _begin(day)
    values = {"begin": to_text(first), "end": to_text(first + _EARLIEST + _LATEST)}
    since = db.execute(_LAPSE_START, values).scalar()
    if since is not None:
        return max(first, _instant(since) or first)
    _, unreadable = readable(db.execute(_DAYS, {"channel": channel}).all(), _day)
    return first if unreadable else None
