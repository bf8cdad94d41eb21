"""Answer each interaction once, defer it before Discord gives up, and finish it before the bot stops."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

import aiohttp
import discord
from discord.webhook.async_ import async_context

from bot.app.durations import Durations
from bot.app.first_answers import TIME_LIMIT, Deadlines, FirstAnswers
from bot.app.latest import Latest
from bot.app.responses import AnyInteraction, Deferral, defer, is_answered
from bot.app.timeouts import Sleep, end_within, finish_tasks

PATIENCE: Final = 1.5
"""Seconds after which an unsent answer is deferred: half of Discord's three, so that the deferral arrives in time."""

DEFERRAL: Final = 1.0
"""Seconds that remain for the deferral of an interaction that came late: it is deferred sooner."""

AT_ONCE: Final = 64
"""Answers that run at the same time, first come, first served. Without a limit, none of 600 simultaneous questions on a
busy machine was answered in time, because all were equally slow; with this limit, the first 460 were."""

LONGEST_TURN: Final = 1.0
"""Seconds that an answer counts as running. Most take hundredths; one that hangs must not keep others from starting."""

LAST_ANSWERS: Final = 3.25
"""Seconds that running answers have to finish when the bot stops; it must be gone after five."""

LAST_WORDS: Final = 0.75
"""Seconds that it then takes at most to tell the users of the others."""

REMEMBERED: Final = 10_000
"""Number of interaction ids that are remembered: hours of a busy team, a megabyte at most."""

_log = logging.getLogger(__name__)


class InteractionQueue:
    """Keeps the task that answers each interaction, and lets AT_ONCE of them run at a time.

    `clock` returns aware times, `sleep` takes seconds.
    """

    def __init__(self, *, clock: Callable[[], dt.datetime], sleep: Sleep) -> None:
        self._sleep = sleep
        self._deadlines = Deadlines(clock=clock)
        self._claimed = Latest[int, None](REMEMBERED)
        self._tasks: dict[asyncio.Task[Any], tuple[AnyInteraction, FirstAnswers]] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self._pass = asyncio.Lock()
        self.durations: defaultdict[str, Durations] = defaultdict(Durations)
        self.ending = False

    def claim(self, interaction: AnyInteraction) -> FirstAnswers | None:
        """Let the current task answer an interaction. Return what sends its first answer.

        None if it came too late, or if another task has claimed it: Discord may send an interaction again after a lost
        connection.
        """
        if interaction.id in self._claimed:
            _log.info("interaction %d came a second time and was ignored", interaction.id)
            return None
        self._claimed[interaction.id] = None
        deadline = self._deadlines.of(interaction)
        if deadline.left <= 0:
            _log.warning("interaction %d came %.1f s too late and was not answered", interaction.id, -deadline.left)
            return None
        quiet = interaction.type is discord.InteractionType.autocomplete
        first = FirstAnswers(deadline, sleep=self._sleep, accepted=self._deadlines.accepted, quiet=quiet)
        async_context.set(first)
        task = asyncio.current_task()
        if task is not None:
            self._tasks[task] = interaction, first
            task.add_done_callback(self._finished)
        return first

    @property
    def running(self) -> int:
        """How many interactions are being answered."""
        return len(self._tasks)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        """Forget a task, and count how long it took since the user's deed if it sent something."""
        interaction, first = self._tasks.pop(task)
        if first.tried:
            seconds = TIME_LIMIT.total_seconds() - first.deadline.left
            self.durations[interaction.type.name].add(max(seconds, 0.0))

    async def start(
        self, interaction: AnyInteraction, first: FirstAnswers, deferral: Deferral = Deferral.PRIVATE
    ) -> bool:
        """Wait until this answer may run. Return False if it is too late then. A slow answer is deferred as it waits.

        A completion cannot be deferred and a form must not be, so neither waits: both are quick.
        """
        if interaction.type is discord.InteractionType.autocomplete or deferral is Deferral.NEVER:
            return True
        patience = min(PATIENCE, max(first.deadline.left - DEFERRAL, 0))
        watchdog = _until_done(self._defer_late(interaction, deferral, patience))
        await self._places.acquire()
        turn = _until_done(self._sleep(LONGEST_TURN))
        turn.add_done_callback(lambda _: self._places.release())
        await self._take_pass()
        if first.tried or first.deadline.left > 0:
            return True
        watchdog.cancel()
        _log.warning("interaction %d could not be answered in time", interaction.id)
        return False

    async def finish(self, tell: Callable[[AnyInteraction], Awaitable[None]]) -> None:
        """Wait for the running answers. Cancel those that take longer than LAST_ANSWERS, and `tell` their users."""
        self.ending = True
        if tasks := self._others():
            _log.info("finishing %d answers", len(tasks))
        left = await finish_tasks(self._others, LAST_ANSWERS, sleep=self._sleep)
        if left:
            _log.warning("%d answers were not finished in time", len(left))
        await self._tell_all(left.values(), tell)

    async def settle(self) -> None:
        """Wait for at most LAST_WORDS until those who asked something after `finish` were told to try again."""
        await finish_tasks(self._others, LAST_WORDS, sleep=self._sleep)

    async def _tell_all(
        self, left: Iterable[tuple[AnyInteraction, FirstAnswers]], tell: Callable[[AnyInteraction], Awaitable[None]]
    ) -> None:
        async def say(interaction: AnyInteraction, first: FirstAnswers) -> None:
            async_context.set(first)
            if not is_answered(interaction):
                await tell(interaction)

        typing = discord.InteractionType.autocomplete
        telling = asyncio.gather(*(say(*each) for each in left if each[0].type is not typing), return_exceptions=True)
        await end_within(LAST_WORDS, telling, sleep=self._sleep)

    def _others(self) -> dict[asyncio.Task[Any], tuple[AnyInteraction, FirstAnswers]]:
        return {task: answered for task, answered in self._tasks.items() if task is not asyncio.current_task()}

    async def _take_pass(self) -> None:
        """Wait for a pass of the event loop in which no other answer starts.

        If all that wait started in the same pass, the first would be sent only after the last was worked out. A
        deferral takes no pass: it would wait behind the answers, and come too late on a busy machine.
        """
        await self._pass.acquire()
        asyncio.get_running_loop().call_soon(self._pass.release)

    async def _defer_late(self, interaction: AnyInteraction, deferral: Deferral, patience: float) -> None:
        await self._sleep(patience)
        try:
            await defer(interaction, deferral)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("interaction %d could not be deferred (%s)", interaction.id, error)


def _until_done(work: Awaitable[None]) -> asyncio.Future[None]:
    """Run something in parallel to the current task, and cancel it when the task is done."""
    parallel = asyncio.ensure_future(work)
    task = asyncio.current_task()
    if task is not None:
        task.add_done_callback(lambda _: parallel.cancel())
    return parallel
