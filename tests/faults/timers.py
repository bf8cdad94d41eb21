"""A sleep that lasts until the test ends it."""

from __future__ import annotations

import asyncio

from bot.app.first_answers import PAUSES

PATIENCE = 60.0
"""Seconds of real time after which a test gives up."""


class Timers:
    """Stands for `asyncio.sleep`; `asked` holds the seconds of every sleep so far.

    The pauses before a first answer is sent again take no time.
    """

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._running: list[tuple[float, asyncio.Event]] = []
        self._more = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        if seconds in PAUSES:
            return
        over = asyncio.Event()
        self._running.append((seconds, over))
        self._more.set()
        try:
            await over.wait()
        finally:
            self._running.remove((seconds, over))

    async def started(self, seconds: float, *, times: int = 1) -> None:
        """Wait until so many sleeps of this length have begun."""
        async with asyncio.timeout(PATIENCE):
            while self.asked.count(seconds) < times:
                self._more.clear()
                await self._more.wait()

    async def ring(self, seconds: float, *, times: int = 1) -> None:
        """End the sleeps of this length, once so many have begun since the start."""
        await self.started(seconds, times=times)
        for running, over in self._running:
            if running == seconds:
                over.set()
