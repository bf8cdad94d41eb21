"""Open a base for the first time in this process: its files on disk, or the last revision of it that could be used."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Mapping, Sequence
from functools import partial

from bot.app.background import free_in_background, run_in_background
from bot.app.edits.recovery import settle_edits
from bot.app.posted import publish_at_start
from bot.core.factbase.base import Base, CheckedFiles, Library
from bot.core.factbase.corrections import FactCorrection
from bot.errors import KnowledgeError, StoreError
from bot.storage import Basis, DamagedRevision, LoadReason, LoadRecord, Store, checksum_of
from bot.storage.revisions import KEPT, KNOWN

_log = logging.getLogger(__name__)


async def first_base(library: Library, store: Store, *, now: dt.datetime) -> Base:
    """Open a base, and record that in the store. Edits from Discord that were cut off are settled first.

    1. If an admin has gone back from the files on disk (`/admin rollback`) and they have not changed since, use the
       earlier base.
    2. On a store that several processes share, a revision on disk that was in use before, but is not the newest, is
       older: use the newest one, and tell nobody of the older one. So the processes of a rolling update agree, in
       whatever order they start. Another calibration of the newest revision is left to /reload.
    3. Otherwise use the files on disk.
    4. If these have problems, log all of them and use the base that was loaded last, or the one before it if that
       cannot be used, and so on.

    Raises KnowledgeError with every problem of the files on disk if there is no earlier base to use.
    """
    library = await settle_edits(library, store)
    loads = await _loads(store, library.name)
    try:
        base = await _on_disk(library, store, loads)
    except KnowledgeError as error:
        base = await _last_good(library, store, loads, error)
    free_in_background(base)
    revision, facts = base.knowledge.revision, len(base.knowledge.facts)
    if store.is_shared and _is_older(revision, loads):
        return base
    if loads and loads[0].revision != revision:
        await _correct(library, store, base, loads[0].revision, now)
    load = LoadRecord(at=now, revision=revision, reason=LoadReason.START, facts=facts, base=base.name)
    await record_load(store, load, base.files)
    return base


async def _correct(library: Library, store: Store, base: Base, before: str, now: dt.datetime) -> None:
    """Publish what the base corrects of the one that was in use before the bot ended. Errors are only logged."""
    try:
        files = await store.revisions.files(before, base=base.name)
        if isinstance(files, dict):
            await publish_at_start(store, base, partial(library.reread, files), at=now)
            return
        reason = "its files are not kept"
    except (StoreError, KnowledgeError) as error:
        reason = " ".join(str(error).split())
    _log.warning("posted messages are not compared with revision %s, which was in use before: %s", before, reason)


async def _on_disk(library: Library, store: Store, loads: Sequence[LoadRecord]) -> Base:
    checked = await run_in_background(library.read)
    revision = checked.knowledge.revision
    last = loads[0] if loads else None
    if last is not None and store.is_shared and _is_older(revision, loads):
        base = await _rebuilt(library, store, last.revision)
        if base is not None:
            _log.warning(
                "revision %s on disk is older than %s, which was loaded last, so that is used; to go back to the files "
                "on disk, load them with /reload",
                revision,
                last.revision,
            )
            return base
    elif last is not None and store.is_shared and last.revision == revision:
        if not await _is_stored(checked, store):
            base = await _rebuilt(library, store, revision)
            if base is not None:
                _log.warning(
                    "the calibration on disk is not the one that was loaded last; load it with /reload to use it"
                )
                return base
    elif last is not None and last.instead_of == revision:
        base = await _rebuilt(library, store, last.revision)
        if base is not None:
            _log.warning(
                "revision %s on disk is ignored: an admin went back from it to %s, which is in use; "
                "fix the files, or load them with /reload",
                revision,
                last.revision,
            )
            return base
        _log.error("revision %s on disk is used, although an admin went back from it to %s", revision, last.revision)
    return await run_in_background(partial(library.build, checked))


async def _is_stored(checked: CheckedFiles, store: Store) -> bool:
    """Return whether the store has the same files, with their calibration, which is not part of the revision."""
    try:
        stored = await store.revisions.checksum(checked.knowledge.revision)
    except StoreError as error:
        _log.warning("the checksum of the revision on disk could not be read from the database (%s)", error)
        return True
    return stored is None or stored == await run_in_background(partial(checksum_of, checked.files))


async def _last_good(library: Library, store: Store, loads: Sequence[LoadRecord], error: KnowledgeError) -> Base:
    for revision in _accepted(loads):
        base = await _rebuilt(library, store, revision)
        if base is not None:
            break
    else:
        raise error
    for problem in error.problems:
        _log.error("%s", problem)
    _log.error(
        "problems of the files on disk: %d; revision %s, which was loaded %s, is used instead",
        len(error.problems),
        revision,
        "last" if revision == loads[0].revision else "earlier",
    )
    return base


def _is_older(revision: str, loads: Sequence[LoadRecord]) -> bool:
    """Return whether a revision was in use before, and another one is now, or an admin went back from it."""
    used = {load.revision for load in loads} | {load.instead_of for load in loads}
    return revision in used and revision != loads[0].revision


def _accepted(loads: Sequence[LoadRecord]) -> Sequence[str]:
    """Return the revisions of the loads, newest first, without those that an admin has gone back from since."""
    found: dict[str, None] = {}
    rejected: set[str | None] = set()
    for load in loads:
        if load.revision not in rejected:
            found[load.revision] = None
        rejected.add(load.instead_of)
    return tuple(found)


async def _rebuilt(library: Library, store: Store, revision: str) -> Base | None:
    """Build an earlier base. None if its files are not kept or damaged, or this version of the bot refuses them."""
    try:
        files = await store.revisions.files(revision, base=library.name)
        match files:
            case DamagedRevision():
                _log.warning("revision %s is damaged in the database and cannot be used", revision)
            case dict():
                return await run_in_background(partial(library.rebuild, files))
            case None:
                pass
    except StoreError as error:
        _log.warning("revision %s could not be read from the database (%s)", revision, error)
    except KnowledgeError as error:
        _log.warning("revision %s cannot be used any more: %s", revision, error)
    return None


async def _loads(store: Store, base: str) -> tuple[LoadRecord, ...]:
    """Return the last loads of a base, newest first; none if the store fails."""
    try:
        return await store.revisions.history(KNOWN if store.is_shared else KEPT, base=base)
    except StoreError as error:
        _log.warning("the history could not be read from the database (%s)", error)
        return ()


async def record_load(
    store: Store,
    load: LoadRecord,
    files: Mapping[str, bytes],
    *,
    basis: Collection[Basis] = (),
    corrections: Sequence[FactCorrection] = (),
) -> bool:
    """Record a load and what it corrects; return False, and log why, if the store fails. Raises OvertakenError."""
    try:
        await store.revisions.accept(load, files, basis=basis, corrections=corrections)
    except StoreError as error:
        _log.warning("the database could not keep revision %s (%s)", load.revision, error)
        return False
    return True
