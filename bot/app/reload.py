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

from bot.app.client import BriefingBot
from bot.core.factbase.base import Base, Library, OnDisk
from bot.core.factbase.diff import BrokenRun, DryRun, blast_radius
from bot.errors import KnowledgeError
from bot.quiet import beside, let_go_beside
from bot.storage import LoadReason, LoadRecord, Store

_log = logging.getLogger(__name__)


async def first_base(library: Library, store: Store, *, now: dt.datetime) -> Base:
    """Open the base that serves from the start on, and keep it in the store.

    1. Files on disk that an admin has gone back from (`/admin rollback`), and that are still the same, are left
       aside: the base that was gone back to serves.
    2. Otherwise the files on disk serve.
    3. Where these have problems, all of them are logged, and the base that was served last serves.

    Raises KnowledgeError with every problem of the files on disk where no earlier base can serve instead.
    """
    last = await _last(store)
    try:
        if last is not None and last.instead_of is not None:
            base = await _instead(library, store, last)
        else:
            base = await beside(library.open)
    except KnowledgeError as error:
        base = await _earlier(library, store, last, error)
    await _keep(store, base, now)
    return base


async def _instead(library: Library, store: Store, last: LoadRecord) -> Base:
    """What was gone back to, while the disk holds what was gone back from."""
    found = (await beside(library.read)).knowledge.revision
    if found == last.instead_of:
        base = await _rebuilt(library, store, last)
        if base is not None:
            _log.warning(
                "revision %s on disk is left aside: an admin went back from it to %s, which serves; "
                "mend the files, or load them with /reload",
                found,
                last.revision,
            )
            return base
    return await beside(library.open)


async def _earlier(library: Library, store: Store, last: LoadRecord | None, error: KnowledgeError) -> Base:
    base = None if last is None else await _rebuilt(library, store, last)
    if base is None:
        raise error
    for problem in error.problems:
        _log.error("%s", problem)
    _log.error(
        "problems of the files on disk: %d; revision %s, which was served last, serves instead",
        len(error.problems),
        base.knowledge.revision,
    )
    return base


async def _rebuilt(library: Library, store: Store, load: LoadRecord) -> Base | None:
    """The base of an earlier load. None where its files are not kept or this version of the bot refuses them."""
    try:
        files = await store.revisions.files(load.revision)
        return None if files is None else await beside(partial(library.rebuild, files))
    except sqlite3.Error as error:
        _log.warning("revision %s could not be read from the store (%s)", load.revision, error)
    except KnowledgeError as error:
        _log.warning("revision %s cannot be served any more: %s", load.revision, error)
    return None


async def _last(store: Store) -> LoadRecord | None:
    try:
        return await store.revisions.last()
    except sqlite3.Error as error:
        _log.warning("the history could not be read from the store (%s)", error)
        return None


async def _keep(store: Store, base: Base, now: dt.datetime) -> None:
    knowledge = base.knowledge
    load = LoadRecord(at=now, revision=knowledge.revision, reason=LoadReason.START, facts=len(knowledge.facts))
    try:
        await store.revisions.accept(load, base.files)
    except sqlite3.Error as error:
        _log.warning("the store could not keep revision %s (%s)", knowledge.revision, error)


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
        load = LoadRecord(
            at=self._bot.clock(),
            revision=knowledge.revision,
            by=by,
            reason=LoadReason.RELOAD if tried.back is None else LoadReason.ROLLBACK,
            facts=len(knowledge.facts),
            instead_of=(await beside(partial(self._library.compare, tried.base))).revision,
        )
        recorded = await self._record(load, files)
        self._spent.append(self._bot.base)
        self._bot.base = tried.base
        self._tried = None
        _log.info("%s by user %d: %d facts, revision %s", load.reason, by, load.facts, load.revision)
        return Served(tried=tried, recorded=recorded, disk_left=not on_disk)

    async def _record(self, load: LoadRecord, files: Mapping[str, bytes]) -> bool:
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
