"""The task that waits for the next edition of all channels, and the deliveries that it starts."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.app.briefing.channels import BlockedError, blocked_by, demand_open, find_place, known_place, words_at
from bot.app.briefing.delivery import deliver
from bot.app.client import BriefingBot
from bot.core.briefing.obstacles import Hindrance, Obstacle, read_obstacle
from bot.core.briefing.schedule import DueEdition, NotDue, due_edition
from bot.storage import StoredSchedule

FIRST_PAUSE: Final = dt.timedelta(seconds=30)
LONGEST_PAUSE: Final = dt.timedelta(minutes=15)
"""After errors that may pass by themselves."""

FIRST_REST: Final = dt.timedelta(hours=1)
LONGEST_REST: Final = dt.timedelta(hours=8)
"""After what somebody has to mend: too many 403 and 404 get the address banned. A mend is noticed before that, as a
rule, since Discord tells of changes to channels and roles."""

EVENT_PAUSE: Final = dt.timedelta(minutes=1)
"""After an attempt at a blocked channel, however many changes Discord tells of."""

_DOUBLINGS: Final = 10  # enough to reach the longest of both


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """A channel that failed `times` in a row, last at `tried` for the edition of `day`, if one was due.

    It is not tried again before `until`. `blocked` tells that somebody has to mend something.
    """

    times: int
    tried: dt.datetime
    until: dt.datetime
    day: dt.date | None
    blocked: bool

    def holds(self, now: dt.datetime, day: dt.date | None) -> bool:
        """Whether to wait still at `now` with the edition of `day` due; a clock that was set back ends it."""
        return self.tried <= now < self.until and day in {None, self.day}


def pause_after(times: int, *, blocked: bool) -> dt.timedelta:
    """How long to rest after the `times`th failure in a row, from 1."""
    first, longest = (FIRST_REST, LONGEST_REST) if blocked else (FIRST_PAUSE, LONGEST_PAUSE)
    return min(first * (1 << min(times - 1, _DOUBLINGS)), longest)


_log = logging.getLogger(__name__)

PATIENCE: Final = 30.0
"""Seconds after which a direct message is given up; nothing depends on it."""


async def tell_of_pause(bot: BriefingBot, stored: StoredSchedule, obstacle: Obstacle) -> None:
    """Send a direct message to the user who set the schedule; one of the config has none. Never raises for Discord."""
    if stored.by is None:
        return
    guild = bot.get_guild(stored.guild) if stored.guild is not None else None
    place = known_place(bot, stored.channel)
    name = place.name if place else None
    text = ui.pause_message(
        obstacle, words_at(bot, stored.channel), channel=stored.channel, name=name, guild=guild.name if guild else None
    )
    try:
        async with asyncio.timeout(PATIENCE):
            direct = await bot.create_dm(discord.Object(stored.by))
            await direct.send(text)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("user %d could not be told that the briefing is paused (%s)", stored.by, error)


LONGEST_SLEEP: Final = dt.timedelta(minutes=15)
"""After this the clock is read again: it may have been set, or the machine have slept."""

LONGEST_ATTEMPT: Final = dt.timedelta(minutes=1)
"""After this a channel that Discord makes wait counts as failed, and is tried again later."""

AT_ONCE: Final = 20
"""Deliveries that are on their way together; most channels are due on the hour."""

LAST_DELIVERIES: Final = 0.5
"""Seconds that deliveries have to come to an end with the bot; what is cut off is settled at the next start."""


class Scheduler:
    """One task for all channels, and one for each delivery, so that none delays another. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._bot = bot
        self._sleep = sleep
        self._setbacks: dict[int, Setback] = {}
        self._deliveries: dict[int, asyncio.Task[None]] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self._woken = asyncio.Event()
        self._resting = asyncio.Event()
        self._seeded = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to wait for the next edition."""
        self._task = asyncio.create_task(self._run(), name="briefing")

    async def stop(self) -> None:
        """End the task; what is on its way gets a moment to arrive."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        left = set(self._deliveries.values())
        if left:
            _, left = await asyncio.wait(left, timeout=LAST_DELIVERIES)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def changed(self, channel: int) -> None:
        """Take note of a schedule that was set, stopped or given up: what was before no longer holds it up."""
        self._setbacks.pop(channel, None)
        self._woken.set()

    def mended(self, guild: int) -> None:
        """Take note of a change to channels or permissions of a server: what was in the way there may be gone."""
        for channel, setback in self._setbacks.items():
            place = known_place(self._bot, channel)
            if setback.blocked and (place is None or place.guild.id == guild):
                until = min(setback.until, setback.tried + EVENT_PAUSE)
                self._setbacks[channel] = dataclasses.replace(setback, until=until)
                self._woken.set()

    async def _run(self) -> None:
        """Start what is due, rest, for ever: no error ends it. Begins once the channels and permissions are known."""
        await self._bot.wait_until_ready()
        failures = 0
        while True:
            self._woken.clear()
            try:
                wake = await self._start_what_is_due()
                failures = 0
            except Exception as error:  # noqa: BLE001 - the task must outlive whatever happens
                failures += 1
                pause = pause_after(failures, blocked=False)
                error_id = self._bot.error_handler.log("the schedule of briefings", error)
                _log.warning("briefings: looked at again in %s (error %s)", pause, error_id)
                wake = self._bot.clock() + pause
            await self._rest(wake)

    async def _rest(self, wake: dt.datetime) -> None:
        """Sleep until `wake`, or until something has changed."""
        pause = max(wake - self._bot.clock(), dt.timedelta())
        _log.debug("briefings: next look in %s", pause)
        waits = {
            asyncio.ensure_future(self._sleep(pause.total_seconds())),
            asyncio.ensure_future(self._woken.wait()),
        }
        self._resting.set()
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._resting.clear()
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _start_what_is_due(self) -> dt.datetime:
        """Start the deliveries that are due and give the instant at which to look again."""
        now = self._bot.clock()
        if not self._seeded:
            await self._bot.store.schedules.seed(self._bot.config.briefings, now)
            self._seeded = True
        stored = await self._bot.store.schedules.active()
        waiting = [each for each in stored if each.channel not in self._deliveries]
        wakes = [await self._look_at(each, now) for each in waiting]
        return min([*wakes, now + LONGEST_SLEEP])

    async def _look_at(self, stored: StoredSchedule, now: dt.datetime) -> dt.datetime:
        """Start the delivery of a channel where it is due, and give the instant at which to look again."""
        due = await self._due(stored, now)
        day = due.day if isinstance(due, DueEdition) else None
        setback = self._setbacks.get(stored.channel)
        if setback is not None and setback.holds(now, day):
            return min(setback.until, due.next) if isinstance(due, NotDue) else setback.until
        if isinstance(due, NotDue) and not _may_be_mended(stored):
            return due.next
        task = asyncio.create_task(self._attempt(stored, day), name=f"briefing-{stored.channel}")
        self._deliveries[stored.channel] = task
        return now + LONGEST_SLEEP

    async def _due(self, stored: StoredSchedule, now: dt.datetime) -> DueEdition | NotDue:
        delivered = await self._bot.store.deliveries.delivered(stored.channel)
        return due_edition(stored, now, delivered, grace=self._bot.config.briefing.grace, since=stored.starts)

    async def _attempt(self, stored: StoredSchedule, day: dt.date | None) -> None:
        """Serve one channel; its failure stays its own."""
        try:
            async with self._room, asyncio.timeout(LONGEST_ATTEMPT.total_seconds()):
                await self._serve(stored)
            self._setbacks.pop(stored.channel, None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the channel is tried again
            await self._set_back(stored, day, error)
        finally:
            del self._deliveries[stored.channel]
            self._woken.set()

    async def _serve(self, stored: StoredSchedule) -> None:
        """Deliver what is due, and end a pause whose reason is gone."""
        match await self._due(stored, self._bot.clock()):
            case DueEdition() as due:
                await deliver(self._bot, stored, due)
            case NotDue():
                demand_open(await find_place(self._bot, stored.channel))
        if stored.pause is not None:
            await self._bot.store.schedules.resume(stored.channel)
            _log.info("the briefing of channel %d goes on", stored.channel)

    async def _set_back(self, stored: StoredSchedule, day: dt.date | None, error: Exception) -> None:
        """Rest for a while; pause the schedule where somebody has to mend something, and tell of it."""
        blocked = blocked_by(error, known_place(self._bot, stored.channel))
        last = self._setbacks.get(stored.channel)
        times = last.times + 1 if last is not None and last.blocked is bool(blocked) else 1
        pause, now = pause_after(times, blocked=bool(blocked)), self._bot.clock()
        self._setbacks[stored.channel] = Setback(
            times=times, tried=now, until=now + pause, day=day, blocked=bool(blocked)
        )
        if blocked is None:
            error_id = self._bot.error_handler.log(f"the briefing of channel {stored.channel}", error)
            _log.warning("briefing of channel %d: tried again in %s (error %s)", stored.channel, pause, error_id)
            return
        _log.warning("briefing of channel %d is paused: %s (%s)", stored.channel, blocked, error)
        await self._pause(stored, blocked)

    async def _pause(self, stored: StoredSchedule, blocked: BlockedError) -> None:
        """Keep the pause; who scheduled the briefing is told of it once."""
        try:
            await self._bot.store.schedules.pause(stored.channel, blocked.obstacle.encode(), self._bot.clock())
        except sqlite3.Error as error:
            _log.warning("the pause of channel %d was not kept: the store failed (%s)", stored.channel, error)
            return
        if stored.pause is None:
            await tell_of_pause(self._bot, stored, blocked.obstacle)


def _may_be_mended(stored: StoredSchedule) -> bool:
    """Whether looking can tell that a pause is over; a message that Discord refused has to be tried."""
    return stored.pause is not None and read_obstacle(stored.pause.reason).kind is not Hindrance.REFUSED
