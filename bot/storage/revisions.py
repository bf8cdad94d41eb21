"""The revisions that were loaded, with the files of the newest ones, so that the bot can go back to them."""

from __future__ import annotations

import asyncio
import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.storage.database import Database, from_text, to_text

KEPT: Final = 20
"""Distinct revisions whose files are kept: some weeks of daily work, at a few hundred kilobytes each."""

_SELECT: Final = "SELECT at, revision, loaded_by, how, facts, instead_of FROM load ORDER BY id DESC LIMIT ?"


class LoadReason(StrEnum):
    """Why a revision was loaded."""

    START = "start"
    RELOAD = "reload"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRecord:
    """One load of a revision. `by` is the user who asked for it, None at a start.

    After a rollback, `instead_of` is the revision on the disk, which is not served.
    """

    at: dt.datetime
    revision: str
    by: int | None = None
    reason: LoadReason
    facts: int
    instead_of: str | None = None


class Revisions:
    """The history of loads, and the files of the last distinct revisions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(self, load: LoadRecord, files: Mapping[str, bytes]) -> None:
        """Store a load and its files, path -> content. A start with the revision of the newest load adds no load."""
        kept = dict(files)

        async def change(db: aiosqlite.Connection) -> None:
            newest = [_record(tuple(row)).revision for row in await db.execute_fetchall(_SELECT, (1,))]
            if load.reason is not LoadReason.START or newest != [load.revision]:
                await db.execute(
                    "INSERT INTO load (at, revision, loaded_by, how, facts, instead_of) VALUES (?, ?, ?, ?, ?, ?)",
                    (to_text(load.at), load.revision, load.by, load.reason, load.facts, load.instead_of),
                )
            # The calibration is not part of the revision, so the files of one revision may have changed.
            await db.execute("DELETE FROM revision_file WHERE revision = ?", (load.revision,))
            # The generator compresses on the connection's thread.
            await db.executemany(
                "INSERT INTO revision_file (revision, path, content) VALUES (?, ?, ?)",
                ((load.revision, path, zlib.compress(content)) for path, content in kept.items()),
            )
            await db.execute(
                "DELETE FROM revision_file WHERE revision NOT IN"
                " (SELECT revision FROM load GROUP BY revision ORDER BY max(id) DESC LIMIT ?)",
                (KEPT,),
            )

        await self._database.write(change)

    async def files(self, revision: str) -> dict[str, bytes] | None:
        """Return path -> content of a revision, or None if its files are not kept."""
        query = "SELECT path, content FROM revision_file WHERE revision = ? ORDER BY path"
        rows = await self._database.rows(query, (revision,))
        return await asyncio.to_thread(_unpack, rows) if rows else None

    async def history(self, limit: int = KEPT) -> tuple[LoadRecord, ...]:
        """Return the last `limit` loads, newest first."""
        rows = await self._database.rows(_SELECT, (limit,))
        return tuple(_record(row) for row in rows)

    async def last(self) -> LoadRecord | None:
        """Return the newest load."""
        return next(iter(await self.history(1)), None)


def _unpack(rows: list[tuple[str, bytes]]) -> dict[str, bytes]:
    return {path: zlib.decompress(content) for path, content in rows}


def _record(row: tuple[str, str, int | None, str, int, str | None]) -> LoadRecord:
    at, revision, by, how, facts, instead_of = row
    return LoadRecord(
        at=from_text(at), revision=revision, by=by, reason=LoadReason(how), facts=facts, instead_of=instead_of
    )
