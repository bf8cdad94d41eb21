"""The briefing of each channel, as the config or a command has set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import AwareDatetime, ValidationError
from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects import sqlite

from bot.core.briefing.schedule import Schedule
from bot.storage.changes import Changed, tell
from bot.storage.database import StoredData, to_text
from bot.storage.tables import insert_or_replace, schedule

Columns = dict[str, Any]

# The columns of what the config or the user has chosen.
_CHOSEN: Final = ("time", "timezone", "facts", "days", "only_new", "role", "thread", "form")


class Origin(StrEnum):
    """What set a schedule."""

    CONFIG = "config"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Why a channel gets no briefing for now (an encoded Obstacle), and since when."""

    reason: str
    since: AwareDatetime


class StoredSchedule(Schedule):
    """A schedule with who set it, and where and when.

    `by` is the user and `guild` the server; both are None for a schedule of the config.
    """

    time: dt.time  # also with seconds, as the column has it
    guild: int | None = None
    origin: Origin
    by: int | None = None
    since: AwareDatetime
    pause: Pause | None = None

    @property
    def starts(self) -> dt.datetime | None:
        """When its first edition may be due; None for one of the config, which counts from before it was stored."""
        return self.since if self.origin is Origin.COMMAND else None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableSchedule:
    """A row that is not a schedule here, such as one in a time zone that this computer lacks; `reason` says why."""

    channel: int
    guild: int | None
    reason: str


_ACTIVE: Final = select(
    schedule.c.channel,
    *(schedule.c[name] for name in _CHOSEN),
    schedule.c.guild,
    schedule.c.origin,
    schedule.c.set_by,
    schedule.c.since,
    schedule.c.paused_for,
    schedule.c.paused_since,
).where(schedule.c.stopped == 0)
_ALL: Final = _ACTIVE.order_by(schedule.c.channel)
_FIND: Final = _ACTIVE.where(schedule.c.channel == bindparam("channel"))
_PUT: Final = insert_or_replace(schedule)
_new = sqlite.insert(schedule)
_SEED: Final = _new.on_conflict_do_update(
    index_elements=[schedule.c.channel],
    set_={name: _new.excluded[name] for name in (*_CHOSEN, "since")},
    where=and_(
        schedule.c.origin == Origin.CONFIG,
        or_(*(schedule.c[name].is_distinct_from(_new.excluded[name]) for name in _CHOSEN)),
    ),
)


class Schedules(StoredData):
    """At most one schedule for a channel. A stopped one stays in the table, so that the config does not revive it."""

    async def active(self) -> tuple[StoredSchedule | UnreadableSchedule, ...]:
        """Return the schedules that are not stopped, including paused ones, by channel."""
        return tuple(_schedule(row) for row in await self._database.rows(_ALL))

    async def find(self, channel: int) -> StoredSchedule | UnreadableSchedule | None:
        """Return the schedule of one channel."""
        row = await self._database.row(_FIND, {"channel": channel})
        return None if row is None else _schedule(row)

    async def put(self, stored: StoredSchedule) -> None:
        """Set the schedule of its channel, and end a stop or a pause of the earlier one."""
        who: Columns = {
            "guild": stored.guild,
            "origin": stored.origin,
            "set_by": stored.by,
            "since": to_text(stored.since),
            "paused_for": None,
            "paused_since": None,
            "stopped": 0,
        }
        values = {**_chosen(stored), **who}

        def change(db: Connection) -> None:
            db.execute(_PUT, values)
            tell(db, Changed.SCHEDULES)

        await self._database.write(change)

    async def stop(self, channel: int) -> bool:
        """End the channel's briefing; return whether there was one."""
        active = schedule.c.channel == channel, schedule.c.stopped == 0
        return await self._database.execute(update(schedule).where(*active).values(stopped=1)) == 1

    async def pause(self, channel: int, reason: str, now: dt.datetime) -> None:
        """Pause the channel's briefing; one that is paused already keeps its first instant."""
        active = schedule.c.channel == channel, schedule.c.stopped == 0
        since = func.coalesce(schedule.c.paused_since, to_text(now))
        await self._database.execute(update(schedule).where(*active).values(paused_for=reason, paused_since=since))

    async def resume(self, channel: int) -> None:
        """End the pause of the channel's briefing."""
        change = update(schedule).where(schedule.c.channel == channel)
        await self._database.execute(change.values(paused_for=None, paused_since=None))

    async def seed(self, schedules: Iterable[Schedule], now: dt.datetime) -> None:
        """Store the config's schedules; what a command set or stopped stays as it is.

        A channel without a schedule gets the config's, one with an older schedule of the config the new values. A
        schedule of the config that it no longer names is deleted.
        """
        at = {"origin": Origin.CONFIG, "since": to_text(now)}
        # In one order, so that processes that start at once wait for one another and not in a circle.
        wanted = sorted(({**_chosen(each), **at} for each in schedules), key=lambda row: row["channel"])
        named = [row["channel"] for row in wanted]
        unnamed = delete(schedule).where(schedule.c.origin == Origin.CONFIG, schedule.c.channel.not_in(named))

        def change(db: Connection) -> None:
            if wanted:
                db.execute(_SEED, wanted)
            db.execute(unnamed)

        await self._database.write(change)


def _chosen(chosen: Schedule) -> Columns:
    """Return the values of the channel and of the columns `_CHOSEN`."""
    return {
        "channel": chosen.channel,
        "time": chosen.time.isoformat(),
        "timezone": chosen.timezone.key,
        "facts": chosen.facts,
        "days": chosen.days,
        "only_new": int(chosen.only_new),
        "role": chosen.role,
        "thread": int(chosen.thread),
        "form": chosen.form,
    }


def _schedule(row: Any) -> StoredSchedule | UnreadableSchedule:  # noqa: ANN401 - the columns of _ACTIVE
    *_, paused_for, paused_since = row
    columns = dict(zip(("channel", *_CHOSEN, "guild", "origin", "by", "since"), row, strict=False))
    pause = {"reason": paused_for or "", "since": paused_since} if paused_since else None
    try:
        return StoredSchedule.model_validate({**columns, "pause": pause})
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, problem['loc']))} is {problem['input']!r}" for problem in error.errors())
        return UnreadableSchedule(channel=columns["channel"], guild=columns["guild"], reason=", ".join(wrong))
