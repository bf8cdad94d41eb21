"""Keep trying to register the commands, without holding up the bot."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Any, Final

from discord import app_commands

from bot.command_sync import sync_commands
from bot.storage import Store

_log = logging.getLogger(__name__)

FIRST_ROUND: Final = 3.0
"""Seconds that the start waits for the first attempt. Discord's 500s and 429s may take minutes; serving goes first."""

FIRST_PAUSE: Final = 60.0
LONGEST_PAUSE: Final = 3600.0
"""Seconds between two attempts, from the first pause doubled to the longest."""


class Registration:
    """One task that registers the commands until Discord has taken them all. `sleep` takes seconds."""

    def __init__(self, *, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    async def begin(
        self, tree: app_commands.CommandTree[Any], store: Store, *, application: int, guilds: Collection[int]
    ) -> None:
        """Start the task, and wait for its first attempt for FIRST_ROUND at most."""
        tried = asyncio.Event()

        async def attempt() -> bool:
            try:
                return await sync_commands(tree, store, application=application, guilds=guilds)
            finally:
                tried.set()

        self._task = asyncio.create_task(self._run(attempt), name="registration")
        first = asyncio.create_task(tried.wait())
        timer = asyncio.ensure_future(self._sleep(FIRST_ROUND))
        await asyncio.wait({first, timer}, return_when=asyncio.FIRST_COMPLETED)
        if not tried.is_set():
            _log.warning("Discord takes its time to register the commands: the bot serves those that it has")
        first.cancel()
        timer.cancel()

    async def end(self) -> None:
        """End the task."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, attempt: Callable[[], Awaitable[bool]]) -> None:
        for pause in _pauses():
            try:
                if await attempt():
                    return
            except Exception:  # noqa: BLE001 - the task must outlive whatever happens
                _log.exception("the commands could not be registered")
            _log.warning("the commands are registered again in %.0f s", pause)
            await self._sleep(pause)


def _pauses() -> Iterator[float]:
    doubled = itertools.accumulate(
        itertools.repeat(2), lambda pause, by: min(pause * by, LONGEST_PAUSE), initial=FIRST_PAUSE
    )
    yield from doubled
