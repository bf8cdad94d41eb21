"""Several processes on one store: each answers from the revision of each base that was accepted last, by any of them.

A process that reloads, edits or goes back stores the files before the others hear of it. They load exactly these, from
the store and not from their own disks, and swap the base as a whole. One that cannot load them goes on with what it
has, and says so in its row of the store.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import partial
from typing import Final

from bot.app.background import free_in_background, run_in_background
from bot.app.client import BriefingBot
from bot.app.timeouts import Sleep, set_within
from bot.core.factbase.base import Base
from bot.errors import KnowledgeError, StoreError
from bot.storage import DamagedRevision, LoadRecord

POLL: Final = 30.0
"""Seconds between two looks at the store, should PostgreSQL's word of a load not arrive."""

_log = logging.getLogger(__name__)


class RevisionSync:
    """Uses what other processes have loaded. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._heard = asyncio.Event()
        self._seen: dict[str, LoadRecord] = {}
        self._refused: dict[str, str] = {}
        bot.bases.listen(self._heard.set)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep up with them until the block ends."""
        tasks = [
            asyncio.create_task(self._listen(), name="listening for loads"),
            asyncio.create_task(self._keep_up(), name="loads of others"),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def look(self) -> None:
        """Use the newest accepted revision of each base. Raises StoreError."""
        for base in self._bot.bases.served:
            newest = await self._bot.store.revisions.last(base=base.name)
            if newest is not None and newest != self._seen.get(base.name):
                await self._use(base, newest)

    async def _listen(self) -> None:
        """Listen for the loads of other processes; keeps running after errors."""
        while True:
            try:
                await self._bot.store.listen(self._heard.set)
            except StoreError as error:
                _log.debug("loads of other processes are noticed by looking for them: %s", error)
            await self._sleep(POLL)

    async def _keep_up(self) -> None:
        failing = False
        while True:
            self._heard.clear()
            try:
                await self.look()
                failing = False
            except Exception as error:  # noqa: BLE001 - the task must survive every error
                if not failing:
                    _log.warning("loads of other processes cannot be seen: %s", error)
                failing = True
            await set_within(POLL, self._heard, sleep=self._sleep)

    async def _use(self, base: Base, newest: LoadRecord) -> None:
        """Load a revision from the store and answer from it, unless it serves already."""
        revision = newest.revision
        if self._bot.bases.is_taken(base.name, revision):
            self._seen[base.name] = newest
            return
        files = await self._bot.store.revisions.files(revision, base=base.name)
        if not isinstance(files, dict):
            why = "damaged in" if isinstance(files, DamagedRevision) else "not in"
            self._refuse(base, revision, f"its files are {why} the database")
            return
        try:
            library = self._bot.bases.library(base.name)
            built = await run_in_background(partial(library.rebuild, files))
        except KnowledgeError as error:
            self._refuse(base, revision, str(error))
            self._seen[base.name] = newest
            return
        self._seen[base.name] = newest
        self._refused.pop(base.name, None)
        if self._bot.bases.get(base.name) is not base:
            # Loaded here in the meantime; the next look compares again.
            self._heard.set()
            return
        free_in_background(built)
        self._bot.bases.put(built)
        _log.info("base %s: revision %s, loaded by another process, is used", base.name, revision[:12])

    def _refuse(self, base: Base, revision: str, reason: str) -> None:
        """Log once that a revision cannot be used."""
        if self._refused.get(base.name) != revision:
            self._refused[base.name] = revision
            _log.error(
                "base %s: revision %s, which another process uses, cannot be used here (%s); revision %s goes on",
                base.name,
                revision[:12],
                reason,
                base.knowledge.revision[:12],
            )
