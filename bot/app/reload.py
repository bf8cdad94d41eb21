"""The reloads that replace a base: load, show what would change, then confirm or cancel."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.app.background import free_in_background, run_in_background
from bot.app.client import BriefingBot
from bot.app.edits.recovery import settle_edits
from bot.app.opening import record_load
from bot.app.timeouts import Sleep
from bot.core.factbase.base import Base, DiskState, Library, LoadStep
from bot.core.factbase.corrections import FactCorrection
from bot.core.factbase.diff import BrokenRun, DryRun, compare_bases
from bot.core.progress import StepContext
from bot.errors import KnowledgeError, OvertakenError, RefusedError, StoreError
from bot.storage import Basis, DamagedRevision, LoadReason, LoadRecord, checksum_of

_log = logging.getLogger(__name__)

LIFE: Final = dt.timedelta(hours=1)
"""How long a dry run can be confirmed: long enough to read every page, but not until the next day."""

REPLAYED: Final = 200
"""Number of the latest questions that a dry run asks both bases: a second of work at a hundred facts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The dry run's base is now in use. `recorded`: the store has it. `disk_differs`: the files on disk are others."""

    dry_run: DryRun
    recorded: bool
    disk_differs: bool


class NoDryRun:
    """There is no such dry run: it was decided on, it has expired, or a later one has replaced it."""


class DryRunOvertaken:
    """Another base has been loaded since the dry run, which would change something else than it has shown."""


class FilesChanged:
    """The files on disk have changed since the dry run."""


class NothingChanged:
    """The files are those of the base in use."""


class RevisionNotKept:
    """The store has no files of this revision."""


DryRunResult = DryRun | BrokenRun | NothingChanged


class Reloading:
    """Loads the base `name` again and keeps its dry run until an admin confirms or cancels it, or until it expires.

    Call the methods that load or decide inside `alone()`. `sleep` takes seconds. `steps` are the steps that the running
    reload has begun, in order. `on_disk` is the last revision that this process has served and its own disk had.
    """

    def __init__(self, bot: BriefingBot, name: str, *, sleep: Sleep = asyncio.sleep) -> None:
        self._bot = bot
        self.name = name
        self.steps: tuple[str, ...] = ()
        self.on_disk: str | None = None
        self._sleep = sleep
        self._lock = asyncio.Lock()
        self._reloads = False
        self._dry_run: DryRun | BrokenRun | None = None
        self._expiry: asyncio.Task[None] | None = None
        self._unrecorded: tuple[Base, tuple[Basis, ...]] | None = None

    @property
    def _in_use(self) -> Base:
        return self._bot.bases.get(self.name)

    @property
    def _library(self) -> Library:
        library = self._bot.bases.library(self.name)
        return replace(library, step=self._noted(library.step))

    @contextlib.asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Keep others from loading and deciding. Raises RefusedError if another admin is doing so.

        An edit takes a moment only: it is waited for.
        """
        if self._reloads:
            raise RefusedError("reload_runs")
        self._reloads = True
        try:
            async with self._lock:
                yield
        finally:
            self._reloads = False

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Keep others from loading and deciding, as soon as they have done so."""
        async with self._lock:
            yield

    def mark(self, run: int, facts: Iterable[str]) -> DryRun | NoDryRun:
        """Mark the corrections of these facts, and no others, as changes of the wording alone."""
        dry_run = self.find(run)
        if not isinstance(dry_run, DryRun):
            return NoDryRun()
        self._dry_run = dry_run.marked(facts)
        return self._dry_run

    def find(self, run: int) -> DryRun | BrokenRun | NoDryRun:
        """Return a dry run that waits for a decision."""
        if self._dry_run is None or self._dry_run.run != run:
            return NoDryRun()
        return self._dry_run

    async def try_disk(self, run: int) -> DryRunResult:
        """Load the files on disk and see what using them would change; `run` is new each time."""
        self.forget()
        if not await self._bot.bases.load_again(self.name):
            self._dry_run = BrokenRun(run=run, problems=self._bot.bases.problems(self.name), back=None)
            return self._dry_run
        await self._use_kept_edits()
        if await run_in_background(partial(self._library.holds, self._in_use.files)):
            return NothingChanged()
        return await self._try(run, self._library.open, back=None)

    async def try_revision(self, run: int, revision: str) -> DryRunResult | RevisionNotKept | DamagedRevision:
        """Do the same with an earlier revision. Raises StoreError if the store fails."""
        files = await self._bot.store.revisions.files(revision, base=self.name)
        if files is None:
            return RevisionNotKept()
        if isinstance(files, DamagedRevision):
            return files
        self.forget()
        if files == self._in_use.files:
            return NothingChanged()
        return await self._try(run, partial(self._library.rebuild, files), back=revision)

    async def confirm(self, run: int, *, by: int) -> Confirmed | NoDryRun | DryRunOvertaken | FilesChanged:
        """Use exactly the base that a dry run has shown."""
        dry_run = self.find(run)
        if not isinstance(dry_run, DryRun):
            return NoDryRun()
        if dry_run.served != self._in_use.knowledge.revision:
            self.forget()
            return DryRunOvertaken()
        # The only look at the disk: curators save files at any time, and a second look could contradict the first.
        disk = await run_in_background(partial(self._library.compare, dry_run.base))
        self.forget()
        if dry_run.back is None and not disk.same:
            return FilesChanged()
        reason = LoadReason.RELOAD if dry_run.back is None else LoadReason.ROLLBACK
        wording = frozenset(each.fact for each in dry_run.impact.corrections if each.wording)
        try:
            recorded = await self.serve(dry_run.base, reason=reason, by=by, instead_of=disk.revision, wording=wording)
        except OvertakenError:
            return DryRunOvertaken()
        if disk.same:
            self.on_disk = dry_run.base.knowledge.revision
        return Confirmed(dry_run=dry_run, recorded=recorded, disk_differs=not disk.same)

    async def serve(
        self,
        base: Base,
        *,
        reason: LoadReason,
        by: int,
        instead_of: str | None = None,
        wording: frozenset[str] | None = None,
    ) -> bool:
        """Use a base and correct what was posted. Return whether the store has the base.

        `instead_of` is the revision on disk, if it is another. `wording` has the facts of which only the wording
        changes; None leaves that to their curators. The corrections are stored with the load, so a process that is
        killed meanwhile forgets none. Raises OvertakenError, and uses nothing, if another process has loaded a base
        since the one in use here.
        """
        in_use = self._in_use
        load = LoadRecord(
            at=self._bot.clock(),
            revision=base.knowledge.revision,
            by=by,
            reason=reason,
            facts=len(base.knowledge.facts),
            instead_of=instead_of,
            base=self.name,
        )
        found = await self._bot.posted.corrections(in_use, base, wording=wording)
        basis = await self._basis(in_use) if self._bot.store.is_shared else ()
        with self._bot.bases.taking(base):
            recorded = await record_load(self._bot.store, load, base.files, basis=basis, corrections=found)
        self._unrecorded = None if recorded else (base, basis)
        if recorded:
            self._bot.posted.note(self.name, found, at=load.at)
        told = (load.reason, load.base, by, load.facts, load.revision)
        _log.info("%s of base %s by user %d: %d facts, revision %s", *told)
        return recorded

    def stands_on(self, revision: str) -> bool:
        """Return whether the base in use is this revision, or was loaded on it while the store could not record that.

        If the store fails during a load, it may have recorded it or not: the base stands on both.
        """
        before = self._before(self._in_use)
        return revision in {self._in_use.knowledge.revision, *(each.revision for each in before)}

    async def settle_edits(self) -> None:
        """Finish edits that were cut off, and open the base with those that the store keeps from now on."""
        await self._use_kept_edits()
        await self.look_at_disk()

    async def _use_kept_edits(self) -> None:
        self._bot.bases.put_library(await settle_edits(self._bot.bases.library(self.name), self._bot.store))

    async def look_at_disk(self) -> None:
        """Remember the revision in use if the disk has it."""
        if self._bot.store.is_shared and self._bot.bases.in_use(self.name):
            in_use = self._in_use
            if await run_in_background(partial(self._library.holds, in_use.files)):
                self.on_disk = in_use.knowledge.revision

    async def disk_state(self) -> DiskState | None:
        """Compare the files on disk with the base in use; None during a reload."""
        if self._lock.locked():
            return None
        return await run_in_background(partial(self._library.compare, self._in_use))

    def forget(self) -> None:
        """Drop the dry run, if there is one, and its base with it."""
        self._dry_run = None
        if self._expiry:
            self._expiry.cancel()
            self._expiry = None

    def _before(self, base: Base) -> tuple[Basis, ...]:
        """Return what a base was loaded on that may not be recorded; nothing if it is."""
        return self._unrecorded[1] if self._unrecorded is not None and self._unrecorded[0] is base else ()

    async def _basis(self, base: Base) -> tuple[Basis, ...]:
        return (await run_in_background(partial(_basis, base)), *self._before(base))

    async def _try(self, run: int, build: Callable[[], Base], *, back: str | None) -> DryRunResult:
        self.steps = ()
        asked = await self.latest_questions()
        in_use = self._in_use

        def work() -> DryRun | NothingChanged:
            base = build()
            free_in_background(base)
            if base.files == in_use.files:
                return NothingChanged()
            with self._library.step(LoadStep.COMPARED):
                impact = compare_bases(in_use, base, asked or ())
            return DryRun(
                run=run,
                base=base,
                impact=impact,
                served=in_use.knowledge.revision,
                back=back,
                asked_unread=asked is None,
            )

        found: DryRunResult
        try:
            found = await run_in_background(work)
            if isinstance(found, DryRun):
                found = replace(found, posted=await self.touched(found.impact.corrections))
        except KnowledgeError as error:
            _log.warning("reload: the base cannot be used; problems of its files: %d", len(error.problems))
            found = BrokenRun(run=run, problems=error.problems, back=back)
        if not isinstance(found, NothingChanged):
            self._dry_run = found
            self._expiry = asyncio.create_task(self._expire(), name="dry run expires")
        return found

    def _noted(self, step: StepContext) -> StepContext:
        """Return `step` so that it also notes which steps of a reload have begun. It is called on another thread."""

        @contextlib.contextmanager
        def noted(name: str) -> Iterator[None]:
            self.steps = (*self.steps, name)
            with step(name):
                yield

        return noted

    async def _expire(self) -> None:
        await self._sleep(LIFE.total_seconds())
        self._dry_run = None

    async def touched(self, found: Sequence[FactCorrection]) -> Mapping[str, frozenset[int]] | None:
        """Return for each fact the posted messages that corrections change; None if the database fails."""
        try:
            return await self._bot.store.posted.touched(self.name, found)
        except StoreError as error:
            _log.warning("the posted messages could not be read from the database (%s)", error)
            return None

    async def latest_questions(self) -> tuple[str, ...] | None:
        """Return the latest questions to the base; None if the database fails."""
        try:
            return tuple(asked.text for asked in await self._bot.store.questions.latest(REPLAYED, base=self.name))
        except StoreError as error:
            _log.warning("the latest questions could not be read from the database (%s)", error)
            return None


def _basis(base: Base) -> Basis:
    return Basis(revision=base.knowledge.revision, checksum=checksum_of(base.files))
