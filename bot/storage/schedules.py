"""The daily briefing of each channel, as the config or a command has set it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

import aiosqlite

from bot.storage.database import File, from_text, to_text


class Origin(StrEnum):
    """Who set a schedule."""

    CONFIG = "config"
    COMMAND = "command"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Why a channel gets no briefing for now, and since when."""

    reason: str
    since: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSchedule:
    """The daily post of one channel: local `time` in `timezone`, and how many facts it tells.

    `by` is the user who set it and `guild` where; None for one of the config. `since` is when it was set.
    """

    channel: int
    guild: int | None = None
    time: dt.time
    timezone: ZoneInfo
    facts: int
    origin: Origin
    by: int | None = None
    since: dt.datetime
    pause: Pause | None = None


class Planned(Protocol):
    """What the config says of one channel."""

    @property
    def channel(self) -> int:
        """The channel's id."""

    @property
    def time(self) -> dt.time:
        """The local time of the post."""

    @property
    def timezone(self) -> ZoneInfo:
        """The zone of that time."""

    @property
    def facts(self) -> int:
        """How many facts an edition tells."""


_SELECT: Final = (
    "SELECT channel, guild, time, timezone, facts, origin, set_by, since, paused_for, paused_since"
    " FROM schedule WHERE NOT stopped"
)

_SEED: Final = (
    "INSERT INTO schedule (channel, time, timezone, facts, origin, since) VALUES (?, ?, ?, ?, 'config', ?)"
    " ON CONFLICT (channel) DO UPDATE SET time = excluded.time, timezone = excluded.timezone,"
    " facts = excluded.facts, since = excluded.since"
    " WHERE origin = 'config'"
    " AND (time, timezone, facts) IS NOT (excluded.time, excluded.timezone, excluded.facts)"
)


class Schedules:
    """At most one schedule for a channel. A stopped one is kept out of sight, so that the config does not revive it."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def active(self) -> tuple[StoredSchedule, ...]:
        """All that are not stopped, the paused ones too, by channel."""
        return await self._found("")

    async def of_guild(self, guild: int) -> tuple[StoredSchedule, ...]:
        """Those of one guild, by channel."""
        return await self._found("AND guild = ?", guild)

    async def find(self, channel: int) -> StoredSchedule | None:
        """The schedule of one channel."""
        return next(iter(await self._found("AND channel = ?", channel)), None)

    async def put(self, schedule: StoredSchedule) -> None:
        """Set the schedule of its channel; a stop and a pause of the one before are over."""
        values = (
            schedule.channel,
            schedule.guild,
            schedule.time.isoformat(),
            schedule.timezone.key,
            schedule.facts,
            schedule.origin,
            schedule.by,
            to_text(schedule.since),
        )
        change = (
            "INSERT OR REPLACE INTO schedule (channel, guild, time, timezone, facts, origin, set_by, since)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        )
        await self._file.execute(change, values)

    async def stop(self, channel: int) -> bool:
        """End the channel's briefing; whether there was one."""
        change = "UPDATE schedule SET stopped = 1 WHERE channel = ? AND NOT stopped"
        return await self._file.execute(change, (channel,)) == 1

    async def pause(self, channel: int, reason: str, now: dt.datetime) -> None:
        """Hold the channel's briefing; one that rests already keeps its first instant."""
        change = (
            "UPDATE schedule SET paused_for = ?, paused_since = coalesce(paused_since, ?)"
            " WHERE channel = ? AND NOT stopped"
        )
        await self._file.execute(change, (reason, to_text(now), channel))

    async def resume(self, channel: int) -> None:
        """End the pause of the channel's briefing."""
        change = "UPDATE schedule SET paused_for = NULL, paused_since = NULL WHERE channel = ?"
        await self._file.execute(change, (channel,))

    async def seed(self, planned: Iterable[Planned], now: dt.datetime) -> None:
        """Bring the config's schedules in: what a command set or stopped stays as it is.

        A channel without a schedule gets the config's, one with an older one of the config the new values; those
        of the config that it names no longer go.
        """
        at = to_text(now)
        wanted = [(plan.channel, plan.time.isoformat(), plan.timezone.key, plan.facts, at) for plan in planned]
        named = {channel for channel, *_ in wanted}

        async def change(db: aiosqlite.Connection) -> None:
            await db.executemany(_SEED, wanted)
            for (channel,) in await db.execute_fetchall("SELECT channel FROM schedule WHERE origin = 'config'"):
                if channel not in named:
                    await db.execute("DELETE FROM schedule WHERE channel = ?", (channel,))

        await self._file.write(change)

    async def _found(self, condition: str, *values: int) -> tuple[StoredSchedule, ...]:
        query = f"{_SELECT} {condition} ORDER BY channel"
        rows = await self._file.rows(query, values)
        return tuple(_schedule(row) for row in rows)


_Row = tuple[int, int | None, str, str, int, str, int | None, str, str | None, str | None]


def _schedule(row: _Row) -> StoredSchedule:
    channel, guild, time, timezone, facts, origin, by, since, paused_for, paused_since = row
    return StoredSchedule(
        channel=channel,
        guild=guild,
        time=dt.time.fromisoformat(time),
        timezone=ZoneInfo(timezone),
        facts=facts,
        origin=Origin(origin),
        by=by,
        since=from_text(since),
        pause=Pause(reason=paused_for or "", since=from_text(paused_since)) if paused_since else None,
    )
