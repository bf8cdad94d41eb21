"""Changes of the store that nobody waits for, made one after the other in the order in which they were asked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.app.timeouts import Sleep, end_within
from bot.errors import StoreError

LAST_WRITES: Final = 0.5
"""Seconds that the last changes have when the bot ends."""

_log = logging.getLogger(__name__)


class StoreWrites:
    """Such changes of one kind. PostgreSQL would make several at once, so that a later one could overtake an earlier.

    `loss` says in the log what an error of the database costs. `sleep` takes seconds.
    """

    def __init__(self, loss: str, *, sleep: Sleep) -> None:
        self._loss = loss
        self._sleep = sleep
        self._one_at_a_time = asyncio.Lock()
        self._running: set[asyncio.Task[None]] = set()

    def begin(self, change: Callable[[], Awaitable[None]]) -> None:
        """Begin a change, once those before it are made."""
        task = asyncio.create_task(self._make(change), name="store write")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settle(self) -> None:
        """Wait until the last changes are made; give up on those that take longer than LAST_WRITES."""
        if self._running:
            await end_within(LAST_WRITES, asyncio.gather(*self._running), sleep=self._sleep)

    async def _make(self, change: Callable[[], Awaitable[None]]) -> None:
        try:
            async with self._one_at_a_time:
                await change()
        except StoreError as error:
            _log.warning("%s: the database failed (%s)", self._loss, error)
