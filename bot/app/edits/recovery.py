"""Find the edits that were cut off, and the edited files that the store keeps because the bot could not write them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.app.background import run_in_background
from bot.core.factbase.base import Base, Library
from bot.core.knowledge.files import CURATED, FileRefused
from bot.core.knowledge.yaml_reader import MAX_BYTES
from bot.curation.saving import ChangedOnDiskError, FileEdit, NotWrittenError, save
from bot.errors import BotError, StoreError
from bot.storage import EditState, Store, StoredEdit
from bot.storage.edits import Contents
from bot.storage.revisions import KNOWN

_log = logging.getLogger(__name__)


class KeptEditsRefusedError(BotError):
    """Files on disk have changed under the edits that the store keeps; `files` are their names."""

    def __init__(self, files: tuple[str, ...]) -> None:
        self.files = files
        super().__init__(
            f"{', '.join(files)}: changed on disk since edits from Discord were kept for them, so these edits are not "
            "used. `python -m bot export-edits` writes them as a patch; --drop forgets them."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Overlay:
    """The edited contents to use, and the paths whose edit the files on disk have by now."""

    edited: Mapping[str, bytes]
    done: tuple[str, ...]


async def settle_edits(library: Library, store: Store) -> Library:
    """Finish what was begun, and return the library with the edited files that the store keeps.

    An edit of which nothing was written is prepared as before; one that was written, even in part, is written whole. If
    the store fails, or the files on disk have changed under the edited ones, the log says so and the files on disk are
    used as they are.
    """
    disk = replace(library, edited={})
    try:
        library = replace(library, edited=await kept_edits(disk, store))
    except KeptEditsRefusedError as error:
        _log.error("%s", error)
        return disk
    except (StoreError, ValueError) as error:
        _log.warning("the edits kept for base %s could not be read from the database (%s)", library.name, error)
        return disk
    try:
        for edit in await store.edits.unfinished(library.name):
            if edit.state is EditState.PREPARED:
                await _finish(edit, library, store)
    except (StoreError, ValueError) as error:
        _log.warning("edits that were cut off could not be read from the database (%s)", error)
    return library


async def kept_edits(disk: Library, store: Store) -> Mapping[str, bytes]:
    """Return the edited files that the store keeps for a base; forget those that the disk has by now.

    Raises KeptEditsRefusedError if files on disk are not those that were edited, StoreError and ValueError.
    """
    kept = await store.overlays.all(disk.name)
    if not kept:
        return {}
    found = await run_in_background(partial(_compare, disk, kept))
    if found.done:
        await store.overlays.drop(disk.name, found.done)
        _log.info("edited files that are on disk by now and no longer kept: %s", ", ".join(found.done))
    return found.edited


async def catch_up(library: Library, in_use: Base, store: Store) -> None:
    """Write the base in use to this process's disk if that has an older one, which another process has edited since.

    What has never been in use is left alone, and so is a revision that an admin went back from. If the disk cannot be
    written, it differs as before. Raises StoreError.
    """
    disk = await run_in_background(partial(library.compare, in_use))
    if library.edited or disk.same or disk.revision is None:
        return
    loads = await store.revisions.history(KNOWN, base=library.name)
    used = [load.revision for load in loads]
    if in_use.knowledge.revision not in used[:1] or disk.revision not in used[1:]:
        return
    if disk.revision in {load.instead_of for load in loads}:
        return
    try:
        written = await run_in_background(partial(_write_curated, library, in_use))
    except (ChangedOnDiskError, NotWrittenError) as error:
        _log.warning("the files on disk are older than the base in use: %s", error)
    else:
        _log.info("base %s: files on disk that are brought up to the base in use: %d", library.name, written)


def _write_curated(library: Library, in_use: Base) -> int:
    """Write the curators' files of a base; return how many were different."""
    curated = {
        name.removeprefix(f"{CURATED}/"): content
        for name, content in in_use.files.items()
        if name.startswith(f"{CURATED}/")
    }
    paths = {*curated, *library.curated.listing().files}
    files = {path: (read_file(library, path), curated.get(path)) for path in paths}
    edits = file_edits(library, {path: each for path, each in files.items() if each[0] != each[1]})
    save(edits)
    return len(edits)


def _compare(disk: Library, kept: Mapping[str, Contents]) -> _Overlay:
    now = {path: read_file(disk, path) for path in kept}
    done = tuple(path for path, (_, after) in kept.items() if now[path] == after)
    changed = tuple(path for path, (before, _) in kept.items() if path not in done and now[path] != before)
    if changed:
        raise KeptEditsRefusedError(changed)
    edited = {path: after for path, (_, after) in kept.items() if path not in done and after is not None}
    return _Overlay(edited=edited, done=done)


def read_file(library: Library, path: str) -> bytes | None:
    """Return a file of the knowledge folder, edited or not; None if there is none that can be read."""
    found = library.curated.read(path, limit=MAX_BYTES)
    return None if isinstance(found, FileRefused) else found


async def _finish(edit: StoredEdit, library: Library, store: Store) -> None:
    files = await store.edits.files(edit.id)
    now = await run_in_background(lambda: {path: read_file(library, path) for path in files})
    written = [path for path, (_, after) in files.items() if now[path] == after]
    if not written:
        _log.warning("edit %d of %s was cut off before it was written; it can be published again", edit.id, edit.entry)
        await store.edits.reset(edit.id)
        return
    rest = {path: contents for path, contents in files.items() if path not in written and now[path] == contents[0]}
    try:
        await run_in_background(partial(save, file_edits(library, rest)))
    except (ChangedOnDiskError, NotWrittenError) as error:
        _log.warning("edit %d was written in part only: %s", edit.id, error)
    _log.warning("edit %d of %s was written and not yet served when the bot stopped", edit.id, edit.entry)
    await store.edits.mark(edit.id, EditState.WRITTEN)


def file_edits(library: Library, files: Mapping[str, Contents]) -> list[FileEdit]:
    """Return what `save` has to write."""
    return [
        FileEdit(path=library.knowledge / path, before=before, after=after) for path, (before, after) in files.items()
    ]
