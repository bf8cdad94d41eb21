"""The interactions that are being answered: each once, none later than Discord waits, all finished at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
import discord

from bot.app.responses import Waiting, hold

Interaction = discord.Interaction[Any]

_log = logging.getLogger(__name__)

PATIENCE: Final = 1.5
"""Seconds after which an answer that is not out is deferred: half of Discord's three, so that this arrives as well."""

LAST_ANSWERS: Final = 4.0
"""Seconds that answers have to be finished once the bot is told to end; it is to be gone after five."""

AT_ONCE: Final = 64
"""Answers that are worked on at a time, first come first served. Without this, of 600 questions at once on a busy
machine none was answered in time, as each had its share of the delay; with it the first 460 were."""

REMEMBERED: Final = 10_000
"""Interactions whose ids are kept, to know one that comes again: hours of a busy team, a megabyte at most."""


class Answering:
    """Knows every interaction in work by the task that answers it. `sleep` takes seconds."""

    def __init__(self, *, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._taken: dict[int, None] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._placed: set[int] = set()
        self.ending = False

    def take(self, interaction: Interaction, waiting: Waiting = Waiting.HIDDEN) -> bool:
        """Note that the present task answers an interaction; False where one has done so before.

        Discord may tell of an interaction twice, after a connection that was lost. From now on it is deferred as
        `waiting` says where its answer takes long.
        """
        if interaction.id in self._taken:
            _log.info("interaction %d came again and was left alone", interaction.id)
            return False
        self._taken[interaction.id] = None
        if len(self._taken) > REMEMBERED:
            del self._taken[next(iter(self._taken))]
        task = asyncio.current_task()
        if task is not None:
            self._follow(task, interaction, waiting)
        return True

    async def turn(self, interaction: Interaction) -> None:
        """Wait for a place among those who work; whoever takes long loses it, so that nobody waits for ever."""
        task = asyncio.current_task()
        if task is None or interaction.type is discord.InteractionType.autocomplete:
            return
        await self._places.acquire()
        self._placed.add(interaction.id)
        task.add_done_callback(lambda _: self._leave(interaction))

    def _leave(self, interaction: Interaction) -> None:
        if interaction.id in self._placed:
            self._placed.remove(interaction.id)
            self._places.release()

    async def finish(self) -> None:
        """Wait until every answer is out; what is not after LAST_ANSWERS is given up."""
        self.ending = True
        if tasks := self._others():
            _log.info("finishing %d answers", len(tasks))
        timer = asyncio.ensure_future(self._sleep(LAST_ANSWERS))
        while (tasks := self._others()) and not timer.done():
            await asyncio.wait({*tasks, timer}, return_when=asyncio.FIRST_COMPLETED)
        timer.cancel()
        left = self._others()
        for task in left:
            task.cancel()
        if left:
            _log.warning("%d answers were not finished in time", len(left))
        await asyncio.gather(timer, *left, return_exceptions=True)

    def _others(self) -> set[asyncio.Task[Any]]:
        return {task for task in self._tasks if task is not asyncio.current_task()}

    def _follow(self, task: asyncio.Task[Any], interaction: Interaction, waiting: Waiting) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if interaction.type is not discord.InteractionType.autocomplete:
            watch = asyncio.create_task(self._watch(interaction, waiting), name=f"watch-{interaction.id}")
            task.add_done_callback(lambda _: watch.cancel())

    async def _watch(self, interaction: Interaction, waiting: Waiting) -> None:
        await self._sleep(PATIENCE)
        self._leave(interaction)
        try:
            await hold(interaction, waiting)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("interaction %d could not be deferred (%s)", interaction.id, error)
