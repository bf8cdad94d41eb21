"""Several processes on one store: each answers from the revision of each base that was accepted last, by any of them.

A process that reloads, edits or goes back stores the files before the others hear of it. They load exactly these, from
the store and not from their own disks, and swap the base as a whole. One that cannot load them goes on with what it
has, and says so in its row of the store.
"""

from __future__ import annotations

import logging
from functools import partial

from bot.app.background import free_in_background, run_in_background
from bot.app.client import BriefingBot
from bot.core.factbase.base import Base
from bot.errors import KnowledgeError
from bot.storage import DamagedRevision, LoadRecord, checksum_of

_log = logging.getLogger(__name__)


class RevisionSync:
    """Uses what other processes have loaded."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._seen: dict[str, LoadRecord] = {}
        self._refused: dict[str, str] = {}

    async def look(self) -> None:
        """Use the newest accepted revision of each base. Raises StoreError."""
        for base in self._bot.bases.served:
            newest = await self._bot.store.revisions.last(base=base.name)
            if newest is not None and newest != self._seen.get(base.name):
                await self._use(base, newest)

    async def _use(self, base: Base, newest: LoadRecord) -> None:
        """Load a revision from the store and answer from it, unless it serves already."""
        revision = newest.revision
        if await self._is_taken(base.name, revision):
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
        if self._bot.bases.get(base.name) is not base:
            return  # Loaded here in the meantime, which leads to the next look.
        self._seen[base.name] = newest
        self._refused.pop(base.name, None)
        free_in_background(built)
        self._bot.bases.put(built)
        _log.info("base %s: revision %s, loaded by another process, is used", base.name, revision[:12])

    async def _is_taken(self, name: str, revision: str) -> bool:
        """Return whether a revision, with its calibration, is in use here or about to be."""
        taken = [base.files for base in self._bot.bases.taken(name) if base.knowledge.revision == revision]
        if not taken:
            return False
        stored = await self._bot.store.revisions.checksum(revision)
        return stored in await run_in_background(lambda: {None, *map(checksum_of, taken)})

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
