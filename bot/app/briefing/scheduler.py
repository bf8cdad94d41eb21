"""Wait for the next edition of every channel, and start its delivery."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import logging
from dataclasses import dataclass
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.app.briefing.channels import (
    BlockedError,
    blocked_by,
    cached_channel,
    find_channel,
    is_own,
    require_postable,
    texts_for_channel,
)
from bot.app.briefing.delivery import OnItsWayError, deliver, find_due
from bot.app.client import BriefingBot
from bot.app.timeouts import Sleep, end_tasks, set_within
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import DueEdition, NotDue
from bot.errors import RefusedError, StoreError
from bot.storage import StoredSchedule, UnreadableSchedule

_log = logging.getLogger(__name__)

FIRST_RETRY: Final = dt.timedelta(seconds=30)
LONGEST_RETRY: Final = dt.timedelta(minutes=15)
"""The first and the longest wait after errors that may go away by themselves."""

FIRST_BLOCKED_RETRY: Final = dt.timedelta(hours=1)
LONGEST_BLOCKED_RETRY: Final = dt.timedelta(hours=8)
"""The same for a blocked channel: Discord bans an address that gets too many 403 and 404. Usually the next try is
sooner, because Discord announces the change of a channel or role that removes the obstacle."""

EVENT_RETRY: Final = dt.timedelta(minutes=1)
"""The shortest wait for a blocked channel, however many changes Discord announces."""

LONGEST_SLEEP: Final = dt.timedelta(minutes=15)
"""After this the clock is read again: it may have been set, or the computer may have slept."""

OTHERS_TURN: Final = dt.timedelta(minutes=2)
"""How late an edition is when processes of other shards deliver it too. Its own, which hears of the channel's changes
and knows its permissions, is usually done by then; one that does not run misses nothing."""

OTHERS_LOOK: Final = 60.0
"""Seconds after which schedules that other processes have set are looked at, all that were set meanwhile at once."""

LONGEST_ATTEMPT: Final = dt.timedelta(minutes=1)
"""After this a delivery counts as failed, for example because of Discord's rate limit, and is tried again later."""

MAX_DELIVERIES: Final = 20
"""Deliveries at the same time; most channels are due on the hour."""

SHUTDOWN_TIMEOUT: Final = 0.5
"""Seconds that deliveries have to finish when the bot stops; one that is cut off is completed at the next start."""

NOTICE_TIMEOUT: Final = 30.0
"""Seconds after which the bot gives up on a direct message about a pause; nothing depends on it."""

_DOUBLINGS: Final = 10  # enough to reach the longest wait of both kinds

_UNREADABLE: Final = (
    "the schedule of channel %d cannot be read (%s), so no briefing is posted there: set it again with "
    "/briefing schedule, or remove it with /briefing stop"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """A channel that failed `failures` times in a row, last at `tried` for the edition of `day`, if one was due.

    It is not tried again before `until`. `blocked` means that somebody has to remove an obstacle.
    """

    failures: int
    tried: dt.datetime
    until: dt.datetime
    day: dt.date | None
    blocked: bool

    def active(self, now: dt.datetime, day: dt.date | None) -> bool:
        """Return whether the edition of `day` still has to wait; False if the clock was set back."""
        return self.tried <= now < self.until and day in {None, self.day}


def retry_after(failures: int, *, blocked: bool) -> dt.timedelta:
    """Return how long to wait after one or more failures in a row."""
    first, longest = (FIRST_BLOCKED_RETRY, LONGEST_BLOCKED_RETRY) if blocked else (FIRST_RETRY, LONGEST_RETRY)
    return min(first * (1 << min(failures - 1, _DOUBLINGS)), longest)


class Scheduler:
    """Runs a task for all channels, and one for each delivery, so that none delays another. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._backoffs: dict[int, Backoff] = {}
        self._deliveries: dict[int, asyncio.Task[None]] = {}
        self._unreadable: frozenset[UnreadableSchedule] = frozenset()
        self._slots = asyncio.Semaphore(MAX_DELIVERIES)
        self._woken = asyncio.Event()
        self._resting = asyncio.Event()
        self._seeded = False
        self._task: asyncio.Task[None] | None = None
        self._look: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the task."""
        self._task = asyncio.create_task(self._run(), name="briefing")

    async def stop(self) -> None:
        """Stop the task, and give running deliveries a moment to finish."""
        if self._task is None:
            return
        await end_tasks(self._task, self._look)
        running = set(self._deliveries.values())
        if running:
            _, running = await asyncio.wait(running, timeout=SHUTDOWN_TIMEOUT)
        await end_tasks(*running)

    def schedule_changed(self, channel: int) -> None:
        """Look again at once: the channel's schedule was set or stopped, so earlier failures do not count."""
        self._backoffs.pop(channel, None)
        self._woken.set()

    def others_changed(self) -> None:
        """Look again soon, before it is this process's turn: another one has set a schedule."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._look_soon(), name="schedules of others")

    async def _look_soon(self) -> None:
        await self._sleep(OTHERS_LOOK)
        self._woken.set()

    def server_changed(self, guild: int) -> None:
        """Try blocked channels of a server soon: its channels or permissions have changed."""
        for channel, backoff in self._backoffs.items():
            known = cached_channel(self._bot, channel)
            if backoff.blocked and (known is None or known.guild.id == guild):
                until = min(backoff.until, backoff.tried + EVENT_RETRY)
                self._backoffs[channel] = dataclasses.replace(backoff, until=until)
                self._woken.set()

    async def _run(self) -> None:
        """Start what is due, rest, and repeat, even after errors. Begins once channels and permissions are known."""
        await self._bot.wait_until_ready()
        failures = 0
        while True:
            self._woken.clear()
            try:
                wake = await self._start_what_is_due()
                failures = 0
            except Exception as error:  # noqa: BLE001 - the task must survive every error
                failures += 1
                wait = retry_after(failures, blocked=False)
                error_id = self._bot.error_handler.log("the schedule of briefings", error)
                _log.warning("briefings: trying again in %s (error %s)", wait, error_id)
                wake = self._bot.clock() + wait
            await self._rest(wake)

    async def _rest(self, wake: dt.datetime) -> None:
        """Sleep until `wake`, or until something has changed."""
        pause = max(wake - self._bot.clock(), dt.timedelta())
        _log.debug("briefings: looking again in %s", pause)
        self._resting.set()
        try:
            await set_within(pause.total_seconds(), self._woken, sleep=self._sleep)
        finally:
            self._resting.clear()

    async def _start_what_is_due(self) -> dt.datetime:
        """Start the deliveries that are due; return when to look again."""
        now = self._bot.clock()
        if not self._seeded:
            await self._bot.store.schedules.seed(self._bot.config.briefings, now)
            self._seeded = True
        waiting = [each for each in await self._readable() if each.channel not in self._deliveries]
        wakes = [await self._look_at(each, now) for each in waiting]
        return min([*wakes, now + LONGEST_SLEEP])

    async def _readable(self) -> list[StoredSchedule]:
        """Return the schedules that can be read; log each of the others once."""
        schedules = await self._bot.store.schedules.active()
        unreadable = frozenset(each for each in schedules if isinstance(each, UnreadableSchedule))
        for each in unreadable - self._unreadable:
            _log.error(_UNREADABLE, each.channel, each.reason)
        self._unreadable = unreadable
        return [each for each in schedules if isinstance(each, StoredSchedule)]

    async def _look_at(self, schedule: StoredSchedule, now: dt.datetime) -> dt.datetime:
        """Start the delivery of a channel if it is due; return when to look again."""
        backoff = self._backoffs.get(schedule.channel)
        try:
            due = await find_due(self._bot, schedule)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - such as a delivery that cannot be read: the others go on
            if backoff is None or not backoff.active(now, None):
                backoff = await self._back_off(schedule, None, error)
            return backoff.until
        day = due.day if isinstance(due, DueEdition) else None
        if not is_own(self._bot, schedule):
            turn = self._turn(schedule, due)
            if now < turn:
                return turn
        if backoff is not None and backoff.active(now, day):
            return min(backoff.until, due.next) if isinstance(due, NotDue) else backoff.until
        if isinstance(due, NotDue) and not _can_be_checked(schedule):
            return due.next
        task = asyncio.create_task(self._attempt(schedule, day), name=f"briefing-{schedule.channel}")
        self._deliveries[schedule.channel] = task
        return now + LONGEST_SLEEP

    def _turn(self, schedule: StoredSchedule, due: DueEdition | NotDue) -> dt.datetime:
        """Return when this process may look at a channel of another one: if that does not deliver in time.

        A paused channel is left to its own process, which hears what changes there.
        """
        if isinstance(due, NotDue):
            return due.next + OTHERS_TURN
        if schedule.pause is not None:
            return self._bot.clock() + LONGEST_SLEEP
        return due.instant + OTHERS_TURN

    async def _attempt(self, schedule: StoredSchedule, day: dt.date | None) -> None:
        """Deliver to one channel; a failure does not affect the others."""
        try:
            async with self._slots, asyncio.timeout(LONGEST_ATTEMPT.total_seconds()):
                await self._serve(schedule)
            self._backoffs.pop(schedule.channel, None)
        except Exception as error:  # noqa: BLE001 - the channel is tried again after every error
            await self._back_off(schedule, day, error)
        finally:
            del self._deliveries[schedule.channel]
            self._woken.set()

    async def _serve(self, schedule: StoredSchedule) -> None:
        """Deliver what is due, and end a pause whose obstacle is gone."""
        match await find_due(self._bot, schedule):
            case DueEdition() as due:
                await deliver(self._bot, schedule, due)
            case NotDue():
                require_postable(await find_channel(self._bot, schedule.channel), schedule)
        if schedule.pause is not None:
            await self._bot.store.schedules.resume(schedule.channel)
            _log.info("resumed the briefing of channel %d", schedule.channel)

    async def _back_off(self, schedule: StoredSchedule, day: dt.date | None, error: Exception) -> Backoff:
        """Wait before the next try; pause the schedule if somebody has to remove an obstacle."""
        blocked = blocked_by(error, cached_channel(self._bot, schedule.channel), schedule)
        last = self._backoffs.get(schedule.channel)
        failures = last.failures + 1 if last is not None and last.blocked is bool(blocked) else 1
        now = self._bot.clock()
        wait = error.wait if isinstance(error, OnItsWayError) else retry_after(failures, blocked=bool(blocked))
        backoff = Backoff(failures=failures, tried=now, until=now + wait, day=day, blocked=bool(blocked))
        self._backoffs[schedule.channel] = backoff
        waits = "on_its_way" if isinstance(error, OnItsWayError) else "failed"
        self._bot.deliveries["blocked" if blocked else waits] += 1
        if isinstance(error, OnItsWayError):
            _log.warning("briefing of channel %d: %s", schedule.channel, error)
        elif isinstance(error, RefusedError):
            _log.warning("briefing of channel %d: its base is not loaded; trying again in %s", schedule.channel, wait)
        elif blocked is None:
            error_id = self._bot.error_handler.log(f"the briefing of channel {schedule.channel}", error)
            _log.warning("briefing of channel %d: trying again in %s (error %s)", schedule.channel, wait, error_id)
        else:
            _log.warning("paused the briefing of channel %d: %s (%s)", schedule.channel, blocked, error)
            await self._pause(schedule, blocked)
        return backoff

    async def _pause(self, schedule: StoredSchedule, blocked: BlockedError) -> None:
        """Store the pause. If it is new, notify the user who set the schedule."""
        try:
            await self._bot.store.schedules.pause(schedule.channel, blocked.obstacle.encode(), self._bot.clock())
        except StoreError as error:
            _log.warning("the pause of channel %d was not stored: the database failed (%s)", schedule.channel, error)
            return
        if schedule.pause is None:
            await _notify(self._bot, schedule, blocked.obstacle)


async def _notify(bot: BriefingBot, schedule: StoredSchedule, obstacle: Obstacle) -> None:
    """Send a direct message about a pause to the user who set the schedule, if any. Errors are only logged."""
    if schedule.by is None:
        return
    guild = bot.get_guild(schedule.guild) if schedule.guild is not None else None
    channel = cached_channel(bot, schedule.channel)
    text = ui.pause_message(
        obstacle,
        texts_for_channel(bot, schedule.channel),
        channel=schedule.channel,
        name=channel.name if channel else None,
        guild=guild.name if guild else None,
    )
    try:
        async with asyncio.timeout(NOTICE_TIMEOUT):
            direct = await bot.create_dm(discord.Object(schedule.by))
            await direct.send(text)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("could not tell user %d that the briefing is paused (%s)", schedule.by, error)


def _can_be_checked(schedule: StoredSchedule) -> bool:
    """Return whether a look at the channel can end its pause. After a refused message, only sending again can."""
    return schedule.pause is not None and Obstacle.decode(schedule.pause.reason).kind is not ObstacleKind.REFUSED
