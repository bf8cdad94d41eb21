"""Read the state of the briefings: the last edition, the next one, and what prevents it. Sends nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from discord.app_commands import Choice

from bot.app.briefing.channels import BlockedError, cached_channel, mentioned_role, require_postable
from bot.app.briefing.delivery import find_due
from bot.app.client import BriefingBot
from bot.core.briefing.obstacles import Obstacle
from bot.core.briefing.schedule import DueEdition, Schedule, instant_of
from bot.storage import StoredSchedule, UnreadableSchedule
from bot.ui import ScheduleStatus, choice
from bot.ui.fitting import CHOICES

AnySchedule = StoredSchedule | UnreadableSchedule

_CHANNEL_ID: Final = re.compile(r"(?:<#)?(?P<id>[0-9]{1,20})>?")  # also in a mention


@dataclass(frozen=True, slots=True, kw_only=True)
class UpcomingEdition:
    """The next edition: its local date and its instant in the schedule's zone.

    `sent` is today's local date if today's edition was sent although its time is still to come.
    """

    day: dt.date
    instant: dt.datetime
    sent: dt.date | None


async def schedules_of(bot: BriefingBot, guild: int) -> list[AnySchedule]:
    """Return the briefings of a server, with those of the config. Raises StoreError."""
    return [each for each in await bot.store.schedules.active() if guild == (each.guild or _guild_of(bot, each))]


async def upcoming_edition(bot: BriefingBot, schedule: StoredSchedule) -> UpcomingEdition:
    """Return the next edition of a schedule. Raises StoreError."""
    now, due = bot.clock(), await find_due(bot, schedule)
    instant = due.instant if isinstance(due, DueEdition) else due.next
    today = now.astimezone(schedule.timezone).date()
    early = instant_of(schedule, today) > now and today in await bot.store.deliveries.delivered(schedule.channel)
    return UpcomingEdition(day=due.day, instant=instant.astimezone(schedule.timezone), sent=today if early else None)


async def next_edition(bot: BriefingBot, channel: int) -> tuple[dt.date, Schedule]:
    """Return the date of a channel's next edition, and its schedule; without one, today and the defaults."""
    match await bot.store.schedules.find(channel):
        case StoredSchedule() as schedule:
            return (await upcoming_edition(bot, schedule)).day, schedule
        case UnreadableSchedule() | None:
            now = bot.clock()
            return now.date(), Schedule(channel=channel, time=now.time(), timezone=ZoneInfo("UTC"))


async def statuses_of(bot: BriefingBot, guild: int) -> list[ScheduleStatus | UnreadableSchedule]:
    """Return how a server's briefings are doing, those first that need somebody to act. Raises StoreError."""
    return sorted([await _status_of(bot, each, guild) for each in await schedules_of(bot, guild)], key=_urgency)


def schedule_choices(bot: BriefingBot, typed: str, schedules: Sequence[AnySchedule]) -> list[Choice[str]]:
    """Return the channels whose name contains what was typed; the value is the channel's id."""
    wanted = typed.strip().removeprefix("#").casefold()
    named = [(_name(bot, each.channel), each) for each in schedules]
    return [
        Choice(name=choice(" · ".join([name, *_time(each)])), value=str(each.channel))
        for name, each in named
        if wanted in name.casefold()
    ][:CHOICES]


def find_scheduled(bot: BriefingBot, typed: str, schedules: Sequence[AnySchedule]) -> int | None:
    """Return the id of the channel that an id, a mention or a name means, if it has a briefing."""
    found = _CHANNEL_ID.fullmatch(typed.strip())
    wanted = typed.strip().removeprefix("#").casefold()
    for each in schedules:
        if (found and int(found["id"]) == each.channel) or _name(bot, each.channel).casefold() == f"#{wanted}":
            return each.channel
    return None


def named(bot: BriefingBot, typed: str, guild: int) -> str:
    """Return the name of a channel of the server, if its id or a mention was typed; otherwise what was typed."""
    found = _CHANNEL_ID.fullmatch(typed.strip())
    channel = cached_channel(bot, int(found["id"])) if found else None
    return f"#{channel.name}" if channel is not None and channel.guild.id == guild else typed


async def _status_of(bot: BriefingBot, schedule: AnySchedule, guild: int) -> ScheduleStatus | UnreadableSchedule:
    """Return how the briefing of a channel is doing. Raises StoreError."""
    if isinstance(schedule, UnreadableSchedule):
        return schedule
    upcoming = await upcoming_edition(bot, schedule)
    last = await bot.store.deliveries.last(schedule.channel)
    return ScheduleStatus(
        schedule=schedule,
        next=upcoming.instant,
        sent=last.day if last else None,
        link=f"https://discord.com/channels/{guild}/{last.place or last.channel}/{last.message}" if last else "",
        obstacle=Obstacle.decode(schedule.pause.reason) if schedule.pause else _obstacle(bot, schedule),
        role_gone=_role_is_gone(bot, schedule),
    )


def _urgency(status: ScheduleStatus | UnreadableSchedule) -> int:
    """Return 0 for a briefing that is not posted, 1 for one that will not be, and 2 for all others."""
    if isinstance(status, UnreadableSchedule) or status.schedule.pause is not None:
        return 0
    return 1 if status.obstacle is not None else 2


def _role_is_gone(bot: BriefingBot, schedule: StoredSchedule) -> bool:
    """Return whether the role that a schedule mentions was deleted."""
    found = cached_channel(bot, schedule.channel)
    return bool(schedule.role) and found is not None and mentioned_role(found, schedule) is None


def _obstacle(bot: BriefingBot, schedule: StoredSchedule) -> Obstacle | None:
    """Return what would prevent the next edition, as far as it can be seen now."""
    found = cached_channel(bot, schedule.channel)
    if found is None:
        return None
    try:
        require_postable(found, schedule)
    except BlockedError as error:
        return error.obstacle
    return None


def _guild_of(bot: BriefingBot, schedule: AnySchedule) -> int | None:
    found = cached_channel(bot, schedule.channel)
    return found.guild.id if found else None


def _name(bot: BriefingBot, channel: int) -> str:
    found = cached_channel(bot, channel)
    return f"#{found.name}" if found else f"{channel}"


def _time(schedule: AnySchedule) -> list[str]:
    if isinstance(schedule, UnreadableSchedule):
        return []
    return [f"{schedule.time:%H:%M}", schedule.timezone.key]
