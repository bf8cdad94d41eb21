"""Prepare the edits of a base, write them to its files, and serve them.

An edit is made on the newest files. It is in the store before it is written, and marked after it is served, so that
one that was cut off is found at the next start or before the next edit (`recovery`).
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.app.background import free_in_background, run_in_background
from bot.app.client import BriefingBot
from bot.app.edits.recovery import KeptEditsRefusedError, catch_up, file_edits, kept_edits, read_file
from bot.app.latest import Latest
from bot.app.reload import Reloading
from bot.core.factbase.base import Base, DiskState, Library
from bot.core.knowledge.files import CURATED
from bot.curation.editing import EditRefusedError
from bot.curation.git import Committed, NotCommitted, commit
from bot.curation.operations import (
    AnyEdit,
    EditFact,
    LoadFiles,
    StaleEntryError,
    TakeBack,
    WriteFact,
    read_edit,
    read_values,
    write_edit,
)
from bot.curation.quote_offers import VerbatimQuote, offer_quote
from bot.curation.results import (
    DiskDiffers,
    EditBroken,
    EditGone,
    EditPreview,
    EditRefused,
    EntryChanged,
    LinesChanged,
    NotWritten,
    Overtaken,
    Proposed,
    Publication,
    Published,
    QuoteWrong,
)
from bot.curation.saving import ChangedOnDiskError, NotWrittenError, ReadOnlyError, save
from bot.curation.trial import TriedEdit, try_disk, try_operation, try_undo
from bot.curation.undoing import LaterEditError, PastEdit
from bot.errors import KnowledgeError, OvertakenError, StoreError
from bot.storage import EditState, LoadReason, StoredEdit

LIFE: Final = dt.timedelta(days=1)
"""How long an edit can be published after it was prepared."""

KEPT: Final = 3
"""Trials that are kept in memory until they are published; each has a base. Others are made again."""

Announce = Callable[[StoredEdit, Base], Awaitable[None]]
"""Called once an edit is served, with the base that has it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curator:
    """Who makes an edit: the id of the user and the name that others see."""

    user: int
    name: str


class Editing:
    """The edits of the base of this name. Its methods raise StoreError if the store fails before a file is written.

    `announce` is called for each edit that is served, also for one that an earlier run has written.
    """

    def __init__(self, bot: BriefingBot, name: str, *, reloading: Reloading, announce: Announce) -> None:
        self._bot = bot
        self._name = name
        self._reloading = reloading
        self._announce = announce
        self._tried = Latest[int, EditPreview](KEPT)

    async def finish(self) -> None:
        """Announce the edits that an earlier run has written and that are served now."""
        # Only where there are some: meanwhile nobody can reload.
        if await self._bot.store.edits.unfinished(self._name):
            async with self._reloading.turn():
                await self._finish()

    async def values(self, fact: str) -> EditFact | EditRefused | None:
        """Return the values of a fact as the files have them; None if they have no such fact."""
        try:
            return await run_in_background(partial(read_values, self._library.curated, fact))
        except EditRefusedError as error:
            return EditRefused(reason=str(error))

    async def propose(
        self, operation: AnyEdit, *, curator: Curator, question: int | None = None, entry: str = ""
    ) -> Proposed:
        """Prepare an edit and see what it would do. `question` is the desk's question that it answers."""
        now = self._bot.clock()
        await self._bot.store.edits.expire(now - LIFE)
        number = await self._bot.store.edits.prepare(
            base=self._name,
            at=now,
            user=curator.user,
            name=curator.name,
            operation=write_edit(operation),
            entry=entry,
            question=question,
            undoes=operation.edit if isinstance(operation, TakeBack) else None,
        )
        return await self.revise(number, operation, curator=curator)

    async def revise(
        self, edit: int, operation: AnyEdit | None = None, *, curator: Curator, on_disk: bool = False
    ) -> Proposed:
        """Prepare an edit again, or another one in its place; with `on_disk`, on the files as they now are."""
        async with self._reloading.turn():
            stored = await self._find(edit, curator)
            if stored is None:
                return EditGone()
            await self._settle()
            return await self._prepare(stored, operation or read_edit(stored.operation), on_disk=on_disk)

    async def find(self, edit: int, curator: Curator) -> AnyEdit | None:
        """Return an edit that its curator has prepared and not published; None if there is none."""
        stored = await self._find(edit, curator)
        return None if stored is None else read_edit(stored.operation)

    async def cancel(self, edit: int, curator: Curator) -> bool:
        """Forget an edit; return False if there was nothing to forget."""
        stored = await self._find(edit, curator)
        self._tried.pop(edit, None)
        if stored is None:
            return False
        await self._bot.store.edits.drop(edit)
        return True

    async def publish(self, edit: int, curator: Curator, *, wording: bool = False) -> Publication:
        """Write an edit and serve it, if it still does what its curator has seen; return the preview otherwise.

        With `wording`, nothing that was posted is corrected, and a fact keeps its paraphrases.
        """
        # The user may go away, or the interaction end: what was begun is completed.
        return await asyncio.shield(asyncio.create_task(self._publish(edit, curator, wording=wording), name="edit"))

    async def _publish(self, edit: int, curator: Curator, *, wording: bool) -> Publication:
        async with self._reloading.turn():
            stored = await self._find(edit, curator)
            if stored is None:
                return EditGone()
            await self._settle()
            if await self._is_behind():
                return Overtaken(edit=stored)
            seen = self._tried.pop(edit, None)
            operation = read_edit(stored.operation)
            if isinstance(operation, EditFact):
                operation = replace(operation, wording=wording)
            is_same = seen is not None and (not isinstance(operation, EditFact) or seen.operation == operation)
            if seen is None or not is_same or not await self._is_current(seen):
                again = await self._prepare(stored, operation, on_disk=stored.onto is not None)
                if not isinstance(again, EditPreview) or seen is None or not again.tried.effects <= seen.tried.effects:
                    return replace(again, again=True) if isinstance(again, EditPreview) else again
                seen = again
                del self._tried[edit]
            return await self._write(seen, curator, wording=wording)

    async def _write(self, seen: EditPreview, curator: Curator, *, wording: bool) -> Published | NotWritten | Overtaken:
        edits, edit, tried, library = self._bot.store.edits, seen.edit, seen.tried, self._library
        kept = False
        if tried.files:
            await edits.begin(edit.id, tried.files, at=self._bot.clock())
            try:
                kept = await self._put(edit.id, tried)
            except (ChangedOnDiskError, NotWrittenError, KeptEditsRefusedError) as error:
                await edits.reset(edit.id)
                return NotWritten(reason=str(error))
            except OvertakenError:
                await edits.reset(edit.id)
                return Overtaken(edit=edit)
        reason = LoadReason.EDIT if tried.files else LoadReason.RELOAD
        marked = frozenset(each.fact for each in tried.impact.corrections) if wording else None
        if not wording and isinstance(seen.operation, TakeBack):
            marked = frozenset()  # an old `reworded` that comes back marks nothing
        try:
            recorded = await self._reloading.serve(tried.base, reason=reason, by=curator.user, wording=marked)
        except OvertakenError:
            await self._take_back(edit, tried, library, kept=kept)
            return Overtaken(edit=edit)
        if not kept:
            self._reloading.on_disk = tried.base.knowledge.revision
        if not tried.files:
            await edits.drop(edit.id)
        else:
            recorded = await self._mark_served(edit) and recorded
        _log.info("edit %d of %s by user %d is served", edit.id, edit.entry, curator.user)
        git = await self._commit(seen, curator) if tried.files and not kept else None
        return Published(
            edit=edit,
            tried=tried,
            recorded=recorded,
            kept=kept,
            corrected=0 if wording else seen.corrected,
            git=git,
        )

    async def _put(self, edit: int, tried: TriedEdit) -> bool:
        """Write the files, or keep them in the store if the folder is read-only. Return whether they are kept there.

        Raises NotWrittenError, ChangedOnDiskError, KeptEditsRefusedError and OvertakenError; nothing has changed then.
        """
        library, store = self._library, self._bot.store
        if not any(path in library.edited for path in tried.files):
            try:
                await run_in_background(partial(save, file_edits(library, tried.files)))
            except ReadOnlyError as error:
                _log.warning("%s; the edit is kept in the database", error)
            else:
                await self._mark_written(edit, tried)
                return False
        disk = replace(library, edited={})
        # What the store keeps must be what this process uses: somebody may have changed the files on disk.
        if await kept_edits(disk, store) != library.edited:
            raise KeptEditsRefusedError(tuple(sorted(library.edited)))
        before = {path: read_file(disk, path) for path in tried.files}
        await store.overlays.put(
            self._name,
            {path: (before[path], after) for path, (_, after) in tried.files.items()},
            edit=edit,
            edited=library.edited,
        )
        edited = {path: after for path, (_, after) in tried.files.items() if after is not None}
        self._bot.bases.put_library(replace(self._bot.bases.library(self._name), edited={**library.edited, **edited}))
        return True

    async def _take_back(self, edit: StoredEdit, tried: TriedEdit, before: Library, *, kept: bool) -> None:
        """Undo what was written of an edit that is not served; it is prepared as before. Raises StoreError.

        `before` is the library without the edit.
        """
        if kept:
            await self._bot.store.overlays.put_back(self._name, {path: before.edited.get(path) for path in tried.files})
            self._bot.bases.put_library(before)
        elif tried.files:
            back = {path: (after, old) for path, (old, after) in tried.files.items()}
            try:
                await run_in_background(partial(save, file_edits(before, back)))
            except (ChangedOnDiskError, NotWrittenError) as error:
                _log.error("edit %d is not served, but its files could not be restored: %s", edit.id, error)
        if tried.files:
            await self._bot.store.edits.reset(edit.id)

    async def _mark_written(self, edit: int, tried: TriedEdit) -> None:
        try:
            await self._bot.store.edits.written(edit, tried.files)
        except StoreError as error:
            _log.warning("edit %d is written, but the database could not store that (%s)", edit, error)

    async def _mark_served(self, edit: StoredEdit) -> bool:
        """Store that an edit is served, and announce it."""
        try:
            await self._bot.store.edits.mark(edit.id, EditState.SERVED)
            await self._announce(edit, self._in_use)
        except StoreError as error:
            _log.warning("edit %d is served, but the database could not store that (%s)", edit.id, error)
            return False
        return True

    async def _settle(self) -> None:
        """Finish what was left by an earlier run or failure, and write what other processes have published."""
        await self._reloading.settle_edits()
        await self._finish()
        # A disk that had the revision in use and has an older one was changed by hand.
        if self._bot.store.is_shared and self._reloading.on_disk != self._in_use.knowledge.revision:
            await catch_up(self._library, self._in_use, self._bot.store)
            await self._reloading.look_at_disk()

    async def _finish(self) -> None:
        for edit in await self._bot.store.edits.unfinished(self._name):
            if edit.state is EditState.WRITTEN and await self._is_served(edit):
                _log.info("edit %d of %s, which was cut off, is served", edit.id, edit.entry)
                await self._mark_served(edit)

    async def _is_served(self, edit: StoredEdit) -> bool:
        try:
            files = await self._bot.store.edits.files(edit.id)
        except ValueError:
            return False
        return all(self._in_use.files.get(f"{CURATED}/{path}") == after for path, (_, after) in files.items())

    async def _prepare(self, edit: StoredEdit, operation: AnyEdit, *, on_disk: bool) -> Proposed:
        if await self._is_behind():
            await self._keep(edit, operation, edit.entry, None)
            return Overtaken(edit=edit)
        disk = await run_in_background(partial(self._library.compare, self._in_use))
        if not disk.same and (not on_disk or disk.problems) and not isinstance(operation, LoadFiles):
            await self._keep(edit, operation, edit.entry, None)
            return DiskDiffers(edit=edit, disk=disk)
        if isinstance(operation, WriteFact):
            offer = await run_in_background(partial(offer_quote, operation.quote, self._in_use.knowledge.sources))
            if not isinstance(offer, VerbatimQuote):
                await self._keep(edit, operation, edit.entry, None)
                return QuoteWrong(edit=edit, operation=operation, offer=offer)
            operation = replace(operation, quote=offer.quote, source=offer.source)
        try:
            tried = await self._try(operation)
        except (EditRefusedError, KnowledgeError) as error:
            return await self._refusal(error, edit, operation)
        onto = None if disk.same else disk.revision
        edit = await self._keep(edit, operation, tried.entry, onto)
        preview = EditPreview(
            edit=edit,
            operation=operation,
            tried=tried,
            in_use=self._in_use,
            on_disk=not disk.same,
            corrected=await self._corrected(tried),
        )
        self._tried[edit.id] = preview
        return preview

    async def _refusal(
        self, error: EditRefusedError | KnowledgeError, edit: StoredEdit, operation: AnyEdit
    ) -> EntryChanged | LinesChanged | EditRefused | EditBroken:
        match error:
            case StaleEntryError():
                return EntryChanged(entry=error.name, now=error.now, wanted=error.wanted)
            case LaterEditError():
                found = [await self._bot.store.edits.find(number) for number in error.by]
                return LinesChanged(path=error.path, by=tuple(filter(None, found)))
            case KnowledgeError():
                await self._keep(edit, operation, edit.entry, None)
                return EditBroken(edit=edit, operation=operation, problems=error.problems)
            case _:
                return EditRefused(reason=str(error))

    async def _try(self, operation: AnyEdit) -> TriedEdit:
        in_use, library, asked = self._in_use, self._library, await self._reloading.latest_questions() or ()
        match operation:
            case LoadFiles():
                work = partial(try_disk, library, in_use, asked)
            case TakeBack(edit=number):
                undone = await self._bot.store.edits.find(number)
                past, later = await self._past(number)
                work = partial(try_undo, past, later, undone.entry if undone else "", library, in_use, asked)
            case _:
                work = partial(try_operation, operation, library, in_use, asked)
        tried = await run_in_background(work)
        free_in_background(tried.base)
        return tried

    async def _past(self, number: int) -> tuple[PastEdit, list[PastEdit]]:
        """Return an edit and those after it, with their files. Raises EditRefusedError if they are damaged."""
        edits = self._bot.store.edits
        try:
            past = PastEdit(id=number, files=await edits.files(number))
            later = [
                PastEdit(id=each.id, files=await edits.files(each.id)) for each in await edits.since(number, self._name)
            ]
        except ValueError as error:
            raise EditRefusedError(str(error)) from error
        return past, later

    async def _keep(self, edit: StoredEdit, operation: AnyEdit, entry: str, onto: str | None) -> StoredEdit:
        written = write_edit(operation)
        await self._bot.store.edits.change(edit.id, operation=written, entry=entry, onto=onto)
        return replace(edit, operation=written, entry=entry, onto=onto)

    async def _corrected(self, tried: TriedEdit) -> int | None:
        """Return how many posted messages an edit would correct."""
        touched = await self._reloading.touched(tried.impact.corrections)
        return None if touched is None else len(frozenset[int]().union(*touched.values()))

    async def _is_current(self, seen: EditPreview) -> bool:
        """Return whether neither the base in use nor the files have changed since a preview."""
        if seen.in_use is not self._in_use:
            return False
        disk: DiskState = await run_in_background(partial(self._library.compare, seen.in_use))
        return disk.same or (seen.on_disk and disk.revision is not None and disk.revision == seen.edit.onto)

    async def _is_behind(self) -> bool:
        """Return whether another process has loaded a revision that does not serve here yet. Raises StoreError."""
        if not self._bot.store.is_shared:
            return False
        last = await self._bot.store.revisions.last(base=self._name)
        return last is not None and not self._reloading.stands_on(last.revision)

    async def _find(self, edit: int, curator: Curator) -> StoredEdit | None:
        """Return an edit that this curator has prepared and that can still be published."""
        stored = await self._bot.store.edits.find(edit)
        if stored is None or stored.base != self._name or stored.user != curator.user:
            return None
        return stored if stored.state is EditState.PREPARED and not stored.begun else None

    async def _commit(self, seen: EditPreview, curator: Curator) -> Committed | NotCommitted | None:
        if not self._bot.config.curation.git:
            return None
        folder = self._library.knowledge
        paths = [folder / path for path in seen.tried.files]
        message = f"{_summary(seen)}\n\nEdit {seen.edit.id}, made on Discord."
        done = await commit(folder, paths, message=message, name=curator.name, user=curator.user)
        if isinstance(done, NotCommitted):
            _log.warning("edit %d is served, but git did not commit it: %s", seen.edit.id, done.reason)
        return done

    @property
    def _library(self) -> Library:
        return self._bot.bases.library(self._name)

    @property
    def _in_use(self) -> Base:
        return self._bot.bases.get(self._name)


def _summary(seen: EditPreview) -> str:
    """Return the first line of the commit's message."""
    match seen.operation:
        case TakeBack(edit=number):
            return f"Undo edit {number} of {seen.tried.entry}"
        case WriteFact():
            return f"Add the fact {seen.tried.entry}"
        case operation:
            words = {"AddPhrasing": "Add a phrasing to", "AddUnknown": "Add the unknown", "EditFact": "Edit"}
            return f"{words[type(operation).__name__]} {seen.tried.entry}"
