"""The briefing of each channel, as the config or a command has set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import aiosqlite
from pydantic import AwareDatetime, ValidationError

from bot.core.briefing.schedule import Schedule
from bot.storage.database import Database, to_text

# The columns of what the config or the user has chosen.
_CHOSEN: Final = ("time", "timezone", "facts", "days", "only_new", "role", "thread", "form")
_NAMES: Final = ", ".join(_CHOSEN)
_SELECT: Final = (
    f"SELECT channel, {_NAMES}, guild, origin, set_by, since, paused_for, paused_since"  # noqa: S608 - names only
    " FROM schedule WHERE NOT stopped"
)

_SEED: Final = (
    f"INSERT INTO schedule (channel, {_NAMES}, origin, since) VALUES (?, {', '.join('?' * len(_CHOSEN))}, 'config', ?)"  # noqa: S608
    f" ON CONFLICT (channel) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _CHOSEN)},"
    " since = excluded.since WHERE origin = 'config'"
    f" AND ({_NAMES}) IS NOT ({', '.join(f'excluded.{name}' for name in _CHOSEN)})"
)


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


class Schedules:
    """At most one schedule for a channel. A stopped one stays in the table, so that the config does not revive it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def active(self) -> tuple[StoredSchedule | UnreadableSchedule, ...]:
        """Return the schedules that are not stopped, including paused ones, by channel."""
        return await self._select("")

    async def find(self, channel: int) -> StoredSchedule | UnreadableSchedule | None:
        """Return the schedule of one channel."""
        return next(iter(await self._select("AND channel = ?", channel)), None)

    async def put(self, schedule: StoredSchedule) -> None:
        """Set the schedule of its channel, and end a stop or a pause of the earlier one."""
        who = schedule.guild, schedule.origin, schedule.by, to_text(schedule.since)
        change = (
            f"INSERT OR REPLACE INTO schedule (channel, {_NAMES}, guild, origin, set_by, since)"  # noqa: S608
            f" VALUES (?, {', '.join('?' * len(_CHOSEN))}, ?, ?, ?, ?)"
        )
        await self._database.execute(change, (schedule.channel, *_chosen(schedule), *who))

    async def stop(self, channel: int) -> bool:
        """End the channel's briefing; return whether there was one."""
        change = "UPDATE schedule SET stopped = 1 WHERE channel = ? AND NOT stopped"
        return await self._database.execute(change, (channel,)) == 1

    async def pause(self, channel: int, reason: str, now: dt.datetime) -> None:
        """Pause the channel's briefing; one that is paused already keeps its first instant."""
        change = (
            "UPDATE schedule SET paused_for = ?, paused_since = coalesce(paused_since, ?)"
            " WHERE channel = ? AND NOT stopped"
        )
        await self._database.execute(change, (reason, to_text(now), channel))

    async def resume(self, channel: int) -> None:
        """End the pause of the channel's briefing."""
        change = "UPDATE schedule SET paused_for = NULL, paused_since = NULL WHERE channel = ?"
        await self._database.execute(change, (channel,))

    async def seed(self, schedules: Iterable[Schedule], now: dt.datetime) -> None:
        """Store the config's schedules; what a command set or stopped stays as it is.

        A channel without a schedule gets the config's, one with an older schedule of the config the new values. A
        schedule of the config that it no longer names is deleted.
        """
        at = to_text(now)
        wanted = [(each.channel, *_chosen(each), at) for each in schedules]
        named = {channel for channel, *_ in wanted}

        async def change(db: aiosqlite.Connection) -> None:
            await db.executemany(_SEED, wanted)
            for (channel,) in await db.execute_fetchall("SELECT channel FROM schedule WHERE origin = 'config'"):
                if channel not in named:
                    await db.execute("DELETE FROM schedule WHERE channel = ?", (channel,))

        await self._database.write(change)

    async def _select(self, condition: str, *values: int) -> tuple[StoredSchedule | UnreadableSchedule, ...]:
        rows = await self._database.rows(f"{_SELECT} {condition} ORDER BY channel", values)
        return tuple(_schedule(row) for row in rows)


def _chosen(schedule: Schedule) -> tuple[str | int | None, ...]:
    """Return the values of the columns `_CHOSEN`."""
    return (
        schedule.time.isoformat(),
        schedule.timezone.key,
        schedule.facts,
        schedule.days,
        schedule.only_new,
        schedule.role,
        schedule.thread,
        schedule.form,
    )


def _schedule(row: Any) -> StoredSchedule | UnreadableSchedule:  # noqa: ANN401 - the columns of _SELECT
    *_, paused_for, paused_since = row
    columns = dict(zip(("channel", *_CHOSEN, "guild", "origin", "by", "since"), row, strict=False))
    pause = {"reason": paused_for or "", "since": paused_since} if paused_since else None
    try:
        return StoredSchedule.model_validate({**columns, "pause": pause})
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, problem['loc']))} is {problem['input']!r}" for problem in error.errors())
        return UnreadableSchedule(channel=columns["channel"], guild=columns["guild"], reason=", ".join(wrong))
