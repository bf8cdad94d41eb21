"""Post the daily briefing: for each day and channel once, whatever happens in between."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import discord
from discord.ext import commands

from bot import custom_ids, render
from bot.core.briefing import DueEdition, NotDue, Schedule, due_edition, edition
from bot.errors import BotError
from bot.sending import forget
from bot.store import Delivered, Delivery, Pending, Reserved
from bot.texts import Texts, texts_for

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.client import BriefingBot

_log = logging.getLogger(__name__)

LONGEST_SLEEP: Final = dt.timedelta(minutes=15)
"""After this the clock is read again: it may have been set, or the machine have slept."""

NONCE_HOLDS: Final = dt.timedelta(minutes=1)
"""How long the same nonce surely brings back the first message; Discord says 'the past few minutes'."""

CLOCK_SKEW: Final = dt.timedelta(minutes=5)
"""How far our clock and Discord's may be apart when an earlier attempt is looked for."""

LONGEST_ATTEMPT: Final = dt.timedelta(minutes=1)
"""After this a channel that Discord makes wait counts as failed, so that it holds up no other."""

FIRST_PAUSE: Final = dt.timedelta(seconds=30)
LONGEST_PAUSE: Final = dt.timedelta(minutes=15)
REFUSED_PAUSE: Final = dt.timedelta(hours=1)
"""After a 403 or 404: too many such requests get the address banned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """A channel that failed `times` in a row; it is not tried again before `until`."""

    times: int
    until: dt.datetime


class BriefingCog(commands.Cog, name="briefing"):
    """One task waits for the next due time of all channels. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._bot = bot
        self._sleep = sleep
        self._setbacks: dict[int, Setback] = {}
        self._schedules = tuple(
            Schedule(channel=entry.channel, time=entry.time, timezone=entry.timezone, facts=entry.facts)
            for entry in bot.config.briefings
        )

    async def cog_load(self) -> None:
        """Start the task, if any channel is to be served."""
        if self._schedules:
            self._task = asyncio.create_task(self._run(), name="briefing")

    async def cog_unload(self) -> None:
        """End the task and wait until it has ended."""
        if self._schedules:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        """Serve, sleep, for ever: no error ends it. Begins once the channels and their permissions are known."""
        await self._bot.wait_until_ready()
        while True:
            wakes = await asyncio.gather(*(self._guarded(schedule) for schedule in self._schedules))
            pause = min(min(wakes) - self._bot.clock(), LONGEST_SLEEP)
            await self._sleep(max(pause.total_seconds(), 0.0))

    async def _guarded(self, schedule: Schedule) -> dt.datetime:
        """Serve one channel and give the instant at which to look again; its failure stays its own."""
        now = self._bot.clock()
        setback = self._setbacks.get(schedule.channel)
        if setback is not None and now < setback.until:
            return setback.until
        try:
            async with asyncio.timeout(LONGEST_ATTEMPT.total_seconds()):
                wake = await self._serve(schedule, now)
        except Exception as error:  # noqa: BLE001 - the task must outlive whatever happens
            return self._set_back(schedule, error)
        self._setbacks.pop(schedule.channel, None)
        return wake

    def _set_back(self, schedule: Schedule, error: Exception) -> dt.datetime:
        """Note the failure in the log and give the instant of the next attempt."""
        last = self._setbacks.get(schedule.channel)
        times = 1 if last is None else last.times + 1
        pause = pause_after(times, refused=isinstance(error, discord.Forbidden | discord.NotFound))
        self._setbacks[schedule.channel] = Setback(times=times, until=self._bot.clock() + pause)
        error_id = self._bot.failures.log(f"the briefing of channel {schedule.channel}", error)
        _log.warning("briefing of channel %d: tried again in %s (error %s)", schedule.channel, pause, error_id)
        return self._setbacks[schedule.channel].until

    async def _serve(self, schedule: Schedule, now: dt.datetime) -> dt.datetime:
        """Deliver what is due and give the instant of the edition after it."""
        delivered = await self._bot.store.delivered(schedule.channel)
        match due_edition(schedule, now, delivered):
            case NotDue(next=instant):
                return instant
            case DueEdition() as due:
                await self._deliver(schedule, due)
                return now

    async def _deliver(self, schedule: Schedule, due: DueEdition) -> None:
        """Reserve the delivery before it is sent, record it after; between the two anything may happen."""
        nonce = nonce_of(schedule.channel, due.day)
        reservation = await self._bot.store.reserve(
            channel=schedule.channel, day=due.day, nonce=nonce, now=self._bot.clock()
        )
        match reservation:
            case Delivered():
                return
            case Reserved():
                await self._post(schedule, due, nonce)
            case Pending(delivery=delivery):
                await self._resume(schedule, due, delivery)

    async def _resume(self, schedule: Schedule, due: DueEdition, delivery: Delivery) -> None:
        """Settle an attempt that may have been sent: by its nonce at once, by its mark in the channel later."""
        if self._bot.clock() - delivery.reserved_at > NONCE_HOLDS:
            found = await self._find(delivery)
            if found is not None:
                await self._record(schedule, due.day, found, _told(found))
                return
        await self._post(schedule, due, delivery.nonce)

    async def _find(self, delivery: Delivery) -> discord.Message | None:
        """The message of an earlier attempt. None where the channel, read back to that attempt, has none."""
        self._demand_history(delivery.channel)
        channel = self._bot.get_partial_messageable(delivery.channel)
        async for message in channel.history(limit=None, after=delivery.reserved_at - CLOCK_SKEW):
            if message.author == self._bot.user and delivery.day in {mark.day for mark in _marks(message)}:
                return message
        return None

    def _demand_history(self, number: int) -> None:
        """Without the permission Discord tells of an empty channel, which would pass for "not sent"."""
        channel = self._bot.get_channel(number)
        if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
            return
        if not channel.permissions_for(channel.guild.me).read_message_history:
            raise BotError("whether it was sent cannot be seen without the permission Read Message History")

    async def _post(self, schedule: Schedule, due: DueEdition, nonce: str) -> None:
        knowledge = self._bot.base.knowledge
        told = await self._bot.store.told(schedule.channel)
        chosen = edition(knowledge, told, due.day, schedule.facts)
        post = render.briefing(chosen, knowledge, self._words(schedule.channel), late=due.late)
        message = await self._send(schedule.channel, post, nonce)
        await self._record(schedule, due.day, message, [fact.id for fact in post.told])

    def _words(self, number: int) -> Texts:
        """The words of the guild's language, which its settings name; English for a channel that is not known."""
        channel = self._bot.get_channel(number)
        guild = channel.guild if isinstance(channel, discord.abc.GuildChannel | discord.Thread) else None
        return texts_for(str(guild.preferred_locale) if guild else "")

    async def _send(self, channel: int, post: render.Briefing, nonce: str) -> discord.Message:
        forget(post.view)
        place = self._bot.get_partial_messageable(channel)
        return await place.send(post.content, view=post.view, nonce=nonce, suppress_embeds=True)

    async def _record(self, schedule: Schedule, day: dt.date, message: discord.Message, facts: list[str]) -> None:
        await self._bot.store.record_delivery(
            channel=schedule.channel, day=day, message=message.id, now=self._bot.clock(), facts=facts
        )
        _log.info("briefing of %s stands in channel %d as message %d", day, schedule.channel, message.id)


def nonce_of(channel: int, day: dt.date) -> str:
    """The nonce of one day and channel; 24 characters of the 25 that Discord takes."""
    return hashlib.sha256(f"{channel} {day.isoformat()}".encode()).hexdigest()[:24]


def pause_after(times: int, *, refused: bool) -> dt.timedelta:
    """How long a channel rests after it failed `times` in a row, `refused` when Discord said 403 or 404."""
    if refused:
        return REFUSED_PAUSE
    return min(FIRST_PAUSE * (1 << min(times - 1, 10)), LONGEST_PAUSE)


def _marks(message: discord.Message) -> list[custom_ids.InEdition]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    ids = (getattr(item, "custom_id", None) or "" for row in rows for item in row.children)
    return [mark for mark in map(custom_ids.parse, ids) if isinstance(mark, custom_ids.InEdition)]


def _told(message: discord.Message) -> list[str]:
    return [mark.fact for mark in _marks(message)]
