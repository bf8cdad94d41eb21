"""Several processes on one store: each keeps up with what the others change there.

PostgreSQL announces a change at once. As a notification may be lost, each process also looks every POLL seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Final

from bot.app.client import BriefingBot
from bot.app.revision_sync import RevisionSync
from bot.app.timeouts import Sleep, end_tasks
from bot.errors import StoreError
from bot.storage import Changed

POLL: Final = 30.0
"""Seconds between two looks at the store, in case a notification of PostgreSQL is lost."""

_KEPT: Final = frozenset({Changed.LOADS, Changed.SETTINGS, Changed.DESKS})  # what this process keeps in memory

_log = logging.getLogger(__name__)


class StoreSync:
    """Takes in what other processes have changed. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._revisions = RevisionSync(bot)
        self._heard = asyncio.Event()
        self._changed: set[Changed] = set()
        bot.bases.listen(lambda: self._hear(Changed.LOADS))

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep up with them until the block ends."""
        tasks = [
            asyncio.create_task(self._listen(), name="listening for changes"),
            asyncio.create_task(self._look(), name="looks for changes"),
            asyncio.create_task(self._keep_up(), name="changes of others"),
        ]
        try:
            yield
        finally:
            await end_tasks(*tasks)

    def _hear(self, what: Changed | None) -> None:
        self._changed.update(_KEPT if what is None else {what})
        self._heard.set()

    async def _listen(self) -> None:
        """Listen for the changes of other processes; keeps running after errors."""
        while True:
            try:
                await self._bot.store.listen(self._hear)
            except StoreError as error:
                _log.debug("changes of other processes are noticed by looking for them: %s", error)
            await self._sleep(POLL)

    async def _look(self) -> None:
        """Have everything read every POLL seconds, whatever is heard meanwhile."""
        while True:
            self._hear(None)
            await self._sleep(POLL)

    async def _keep_up(self) -> None:
        """Read what has changed; what cannot be read is read together with the next change."""
        failing = False
        while True:
            await self._heard.wait()
            self._heard.clear()
            changed, self._changed = self._changed, set()
            try:
                await self._take_in(changed)
                failing = False
            except Exception as error:  # noqa: BLE001 - the task must survive every error
                self._changed |= changed
                if not failing:
                    _log.warning("changes of other processes cannot be seen: %s", error)
                failing = True

    async def _take_in(self, changed: set[Changed]) -> None:
        """Read again what has changed. Raises StoreError."""
        if Changed.SCHEDULES in changed:
            self._bot.dispatch("schedules_changed")
        if Changed.SETTINGS in changed:
            await self._bot.settings.refresh()
        if Changed.DESKS in changed:
            await self._bot.desks.refresh()
        if Changed.LOADS in changed:
            await self._bot.posted.load()
            await self._revisions.look()
