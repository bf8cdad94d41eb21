"""A new base beside the serving one: tried out first, then swapped whole or not at all."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.client import BriefingBot
from bot.core.factbase.base import Base, Library, OnDisk
from bot.core.factbase.diff import BrokenRun, DryRun, blast_radius
from bot.errors import KnowledgeError
from bot.quiet import beside, let_go_beside
from bot.storage import How, Load

_log = logging.getLogger(__name__)

LIFE: Final = dt.timedelta(hours=1)
"""How long a dry run can be confirmed: time to look at every page, and too short to meet it again on another day."""

REPLAYED: Final = 200
"""Latest questions that a dry run asks of both bases: a second of work at a hundred facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The dry run's base serves now. `recorded` where the store has kept it, `disk_left` where the disk has others."""

    tried: DryRun
    recorded: bool
    disk_left: bool


class Gone:
    """There is no such dry run any more: it was decided on, it is too old, a later one took its place."""


class Outdated:
    """The files on disk are no longer those that the dry run has shown."""


class NotKept:
    """The store has no files of such a revision."""


class Reloading:
    """Holds the one dry run that can be decided on. Who loads or decides does so between `begin` and `end`."""

    def __init__(self, bot: BriefingBot, *, library: Library) -> None:
        self._bot = bot
        self._library = library
        self._lock = asyncio.Lock()
        self._tried: DryRun | BrokenRun | None = None
        self._until: dt.datetime | None = None
        self._spent: list[object] = []
        self._begun = False

    def begin(self) -> bool:
        """Give whether nobody else loads or decides; from now on the caller does."""
        begun, self._begun = self._begun, True
        return not begun

    def end(self) -> None:
        """Let others load and decide."""
        self._begun = False

    def find(self, run: int) -> DryRun | BrokenRun | Gone:
        """A dry run that was not decided on yet."""
        if self._tried is None or self._tried.run != run or self._until is None or self._bot.clock() > self._until:
            return Gone()
        return self._tried

    async def try_disk(self, run: int) -> DryRun | BrokenRun:
        """Load the files on disk and see what serving them would change; `run` is new each time."""
        async with self._lock:
            return await self._try(run, self._library.open, back=None)

    async def try_revision(self, run: int, revision: str) -> DryRun | BrokenRun | NotKept:
        """The same for a revision that was served earlier. Raises sqlite3.Error where the store fails."""
        async with self._lock:
            files = await self._bot.store.revisions.files(revision)
            if files is None:
                return NotKept()
            return await self._try(run, partial(self._library.rebuild, files), back=revision)

    async def confirm(self, run: int, *, by: int) -> Served | Gone | Outdated:
        """Serve exactly what a dry run has shown."""
        async with self._lock:
            tried = self.find(run)
            if not isinstance(tried, DryRun):
                return Gone()
            files = tried.base.files
            on_disk = await beside(partial(self._library.holds, files))
            if tried.back is None and not on_disk:
                self._forget()
                return Outdated()
            return await self._serve(tried, by=by, on_disk=on_disk)

    async def cancel(self, run: int) -> None:
        """Forget a dry run, if there is such a one."""
        async with self._lock:
            if not isinstance(self.find(run), Gone):
                self._forget()

    async def tidy(self) -> None:
        """Free what is no longer used; best after an answer is out."""
        async with self._lock:
            spent, self._spent = self._spent, []
            if spent:
                await let_go_beside(spent)

    async def on_disk(self) -> OnDisk | None:
        """Compare the folders with what serves; None while a base is being loaded."""
        if self._lock.locked():
            return None
        async with self._lock:
            return await beside(partial(self._library.compare, self._bot.base))

    async def _try(self, run: int, build: Callable[[], Base], *, back: str | None) -> DryRun | BrokenRun:
        self._forget()
        asked = await self._latest_questions()
        serving = self._bot.base

        def work() -> DryRun:
            fresh = build()
            return DryRun(
                run=run,
                base=fresh,
                radius=blast_radius(serving, fresh, asked or ()),
                served=serving.knowledge.revision,
                back=back,
                asked_unread=asked is None,
            )

        tried: DryRun | BrokenRun
        try:
            tried = await beside(work)
        except KnowledgeError as error:
            _log.warning("reload: the base cannot be served; problems of its files: %d", len(error.problems))
            tried = BrokenRun(run=run, problems=error.problems, back=back)
        self._tried, self._until = tried, self._bot.clock() + LIFE
        return tried

    async def _serve(self, tried: DryRun, *, by: int, on_disk: bool) -> Served:
        knowledge, files = tried.base.knowledge, tried.base.files
        load = Load(
            at=self._bot.clock(),
            revision=knowledge.revision,
            by=by,
            how=How.RELOAD if tried.back is None else How.ROLLBACK,
            facts=len(knowledge.facts),
            instead_of=(await beside(partial(self._library.compare, tried.base))).revision,
        )
        recorded = await self._record(load, files)
        self._spent.append(self._bot.base)
        self._bot.base = tried.base
        self._tried = None
        _log.info("%s by user %d: %d facts, revision %s", load.how, by, load.facts, load.revision)
        return Served(tried=tried, recorded=recorded, disk_left=not on_disk)

    async def _record(self, load: Load, files: Mapping[str, bytes]) -> bool:
        try:
            await self._bot.store.revisions.accept(load, files)
        except sqlite3.Error as error:
            _log.warning("the store could not keep revision %s (%s)", load.revision, error)
            return False
        return True

    async def _latest_questions(self) -> tuple[str, ...] | None:
        try:
            return tuple(asked.text for asked in await self._bot.store.questions.latest(REPLAYED))
        except sqlite3.Error as error:
            _log.warning("the latest questions could not be read from the store (%s)", error)
            return None

    def _forget(self) -> None:
        if self._tried is not None:
            self._spent.append(self._tried)
        self._tried = None
