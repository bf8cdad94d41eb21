"""Which base a start serves: the files on disk as a rule, else one that was served earlier."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from functools import partial

from bot.core.factbase.base import Base, Library
from bot.errors import KnowledgeError
from bot.quiet import beside
from bot.storage import How, Load, Store

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


async def _instead(library: Library, store: Store, last: Load) -> Base:
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


async def _earlier(library: Library, store: Store, last: Load | None, error: KnowledgeError) -> Base:
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


async def _rebuilt(library: Library, store: Store, load: Load) -> Base | None:
    """The base of an earlier load. None where its files are not kept or this version of the bot refuses them."""
    try:
        files = await store.revisions.files(load.revision)
        return None if files is None else await beside(partial(library.rebuild, files))
    except sqlite3.Error as error:
        _log.warning("revision %s could not be read from the store (%s)", load.revision, error)
    except KnowledgeError as error:
        _log.warning("revision %s cannot be served any more: %s", load.revision, error)
    return None


async def _last(store: Store) -> Load | None:
    try:
        return await store.revisions.last()
    except sqlite3.Error as error:
        _log.warning("the history could not be read from the store (%s)", error)
        return None


async def _keep(store: Store, base: Base, now: dt.datetime) -> None:
    knowledge = base.knowledge
    load = Load(at=now, revision=knowledge.revision, how=How.START, facts=len(knowledge.facts))
    try:
        await store.revisions.accept(load, base.files)
    except sqlite3.Error as error:
        _log.warning("the store could not keep revision %s (%s)", knowledge.revision, error)
