"""The bases that were loaded, with the files of the latest, so that the bot can go back to them."""

from __future__ import annotations

import asyncio
import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.storage.database import File, from_text, to_text

KEPT: Final = 20
"""Distinct revisions whose files are kept: some weeks of daily work, at a few hundred kilobytes each."""


class How(StrEnum):
    """What made the bot serve a revision."""

    START = "start"
    RELOAD = "reload"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A revision that was served from `at` on. `by` is the user who asked for it, None at a start.

    `instead_of` is the revision on disk that it was served in place of.
    """

    at: dt.datetime
    revision: str
    by: int | None = None
    how: How
    facts: int
    instead_of: str | None = None


_SELECT: Final = "SELECT at, revision, loaded_by, how, facts, instead_of FROM load ORDER BY id DESC LIMIT ?"


class Revisions:
    """The history of loads and the files of the last distinct revisions."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def accept(self, load: Load, files: Mapping[str, bytes]) -> None:
        """Keep a load and its files, path -> content. A start with the revision that was served last adds no load."""
        kept = dict(files)

        async def change(db: aiosqlite.Connection) -> None:
            newest = [_load(tuple(row)).revision for row in await db.execute_fetchall(_SELECT, (1,))]
            if load.how is not How.START or newest != [load.revision]:
                await _add(db, load)
            # A calibration is no part of the revision: the files of the same one may be others than before.
            await db.execute("DELETE FROM revision_file WHERE revision = ?", (load.revision,))
            # Compressed as they are taken: on the connection's thread.
            await db.executemany(
                "INSERT INTO revision_file (revision, path, content) VALUES (?, ?, ?)",
                ((load.revision, path, zlib.compress(content)) for path, content in kept.items()),
            )
            await db.execute(
                "DELETE FROM revision_file WHERE revision NOT IN"
                " (SELECT revision FROM load GROUP BY revision ORDER BY max(id) DESC LIMIT ?)",
                (KEPT,),
            )

        await self._file.write(change)

    async def files(self, revision: str) -> dict[str, bytes] | None:
        """Path -> content of a revision. None where its files are not kept."""
        query = "SELECT path, content FROM revision_file WHERE revision = ? ORDER BY path"
        rows = await self._file.rows(query, (revision,))
        return await asyncio.to_thread(_unpacked, rows) if rows else None

    async def history(self, limit: int = KEPT) -> tuple[Load, ...]:
        """The last `limit` loads, newest first."""
        rows = await self._file.rows(_SELECT, (limit,))
        return tuple(_load(row) for row in rows)

    async def last(self) -> Load | None:
        """The newest load."""
        return next(iter(await self.history(1)), None)


def _unpacked(rows: list[tuple[str, bytes]]) -> dict[str, bytes]:
    return {path: zlib.decompress(content) for path, content in rows}


async def _add(db: aiosqlite.Connection, load: Load) -> None:
    await db.execute(
        "INSERT INTO load (at, revision, loaded_by, how, facts, instead_of) VALUES (?, ?, ?, ?, ?, ?)",
        (to_text(load.at), load.revision, load.by, load.how, load.facts, load.instead_of),
    )


def _load(row: tuple[str, str, int | None, str, int, str | None]) -> Load:
    at, revision, by, how, facts, instead_of = row
    return Load(at=from_text(at), revision=revision, by=by, how=How(how), facts=facts, instead_of=instead_of)
