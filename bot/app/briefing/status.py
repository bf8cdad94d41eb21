"""How the briefings stand: when the next ones go out, and what is in their way."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from discord.app_commands import Choice

from bot.app.briefing.channels import BlockedError, demand_open, known_place
from bot.app.client import BriefingBot
from bot.core.briefing.obstacles import Obstacle, read_obstacle
from bot.core.briefing.schedule import DueEdition, due_edition, instant_of
from bot.storage import StoredSchedule
from bot.ui import Plan, Standing, choice
from bot.ui.fitting import CHOICES

_NUMBER: Final = re.compile(r"(?:<#)?(?P<number>[0-9]{1,20})>?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upcoming:
    """The next edition: its local date and its instant in the schedule's zone.

    `sent` is today's local date where today's would still be to come, had it not been sent already.
    """

    day: dt.date
    instant: dt.datetime
    sent: dt.date | None


class Outlook:
    """Reads the store and what Discord has told of the channels; sends nothing."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    async def of_guild(self, guild: int) -> list[StoredSchedule]:
        """The briefings of a server, those of the config among them. Raises sqlite3.Error."""
        active = await self._bot.store.schedules.active()
        return [each for each in active if guild == (each.guild or self._guild_of(each.channel))]

    async def upcoming(self, stored: StoredSchedule) -> Upcoming:
        """The next edition of a schedule. Raises sqlite3.Error."""
        now = self._bot.clock()
        delivered = await self._bot.store.deliveries.delivered(stored.channel)
        due = due_edition(stored, now, delivered, grace=self._bot.config.briefing.grace, since=stored.starts)
        instant = due.instant if isinstance(due, DueEdition) else due.next
        today = now.astimezone(stored.timezone).date()
        sent = today if today in delivered and instant_of(stored, today) > now else None
        return Upcoming(day=due.day, instant=instant.astimezone(stored.timezone), sent=sent)

    async def next_edition(self, channel: int, facts: int) -> tuple[dt.date, int]:
        """The date of a channel's next edition and how many facts it tells: `facts` where it has no schedule."""
        stored = await self._bot.store.schedules.find(channel)
        if stored is None:
            return self._bot.clock().date(), facts
        return (await self.upcoming(stored)).day, stored.facts

    async def standing(self, stored: StoredSchedule, guild: int) -> Standing:
        """How a briefing of a server stands. Raises sqlite3.Error."""
        upcoming = await self.upcoming(stored)
        last = await self._bot.store.deliveries.last(stored.channel)
        return Standing(
            plan=plan_of(stored),
            next=upcoming.instant,
            by=stored.by,
            sent=last.day if last else None,
            link=f"https://discord.com/channels/{guild}/{last.channel}/{last.message}" if last else "",
            obstacle=read_obstacle(stored.pause.reason) if stored.pause else self._obstacle(stored.channel),
            paused=stored.pause.since if stored.pause else None,
        )

    def choices(self, typed: str, stored: Sequence[StoredSchedule]) -> list[Choice[str]]:
        """Channels with a briefing whose name holds what is typed; the value is the channel's id."""
        wanted = typed.strip().removeprefix("#").casefold()
        named = [(self._name(each.channel), each) for each in stored]
        return [
            Choice(name=choice(f"{name} · {each.time:%H:%M} · {each.timezone.key}"), value=str(each.channel))
            for name, each in named
            if wanted in name.casefold()
        ][:CHOICES]

    def named(self, typed: str, stored: Sequence[StoredSchedule]) -> int | None:
        """The id of the channel with a briefing that is meant by an id, a mention or a name; None for any other."""
        found = _NUMBER.fullmatch(typed.strip())
        wanted = typed.strip().removeprefix("#").casefold()
        for each in stored:
            if (found and int(found["number"]) == each.channel) or self._name(each.channel).casefold() == f"#{wanted}":
                return each.channel
        return None

    def _obstacle(self, channel: int) -> Obstacle | None:
        """What Discord has told of that is in the way, before it is met."""
        place = known_place(self._bot, channel)
        if place is None:
            return None
        try:
            demand_open(place)
        except BlockedError as error:
            return error.obstacle
        return None

    def _guild_of(self, channel: int) -> int | None:
        place = known_place(self._bot, channel)
        return place.guild.id if place else None

    def _name(self, channel: int) -> str:
        place = known_place(self._bot, channel)
        return f"#{place.name}" if place else f"{channel}"


def plan_of(stored: StoredSchedule) -> Plan:
    """A stored schedule as it is shown."""
    return Plan(channel=stored.channel, time=stored.time, timezone=stored.timezone.key, facts=stored.facts)
