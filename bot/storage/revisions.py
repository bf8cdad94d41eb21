"""The revisions that were loaded, with the files of the newest ones, so that the bot can go back to them."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.storage.database import DEFAULT_BASE, Database, from_text, to_text

KEPT: Final = 20
"""Distinct revisions of a base whose files are kept: some weeks of daily work, at a few hundred kilobytes each."""

_SELECT: Final = (
    "SELECT at, revision, loaded_by, how, facts, instead_of, base FROM load WHERE base = ? ORDER BY id DESC LIMIT ?"
)


class LoadReason(StrEnum):
    """Why a revision was loaded."""

    START = "start"
    RELOAD = "reload"
    ROLLBACK = "rollback"
    EDIT = "edit"


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
    base: str = DEFAULT_BASE


class DamagedRevision:
    """The stored files of a revision are not those that were accepted."""


class Revisions:
    """The history of loads, and the files of the last distinct revisions."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def accept(self, load: LoadRecord, files: Mapping[str, bytes]) -> None:
        """Store a load and its files, path -> content. A start with its base's newest revision adds no load."""
        kept = dict(files)
        checksum = await asyncio.to_thread(checksum_of, kept)

        async def change(db: aiosqlite.Connection) -> None:
            newest = "SELECT revision FROM load WHERE base = ? ORDER BY id DESC LIMIT 1"
            served = [row[0] for row in await db.execute_fetchall(newest, (load.base,))]
            if load.reason is not LoadReason.START or served != [load.revision]:
                await db.execute(
                    "INSERT INTO load (at, revision, loaded_by, how, facts, instead_of, base)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (to_text(load.at), load.revision, load.by, load.reason, load.facts, load.instead_of, load.base),
                )
            # The calibration is not part of the revision, so the files of one revision may have changed.
            await db.execute("DELETE FROM revision_file WHERE revision = ?", (load.revision,))
            # The generator compresses on the connection's thread.
            await db.executemany(
                "INSERT INTO revision_file (revision, path, content) VALUES (?, ?, ?)",
                ((load.revision, path, zlib.compress(content)) for path, content in kept.items()),
            )
            await db.execute(
                "INSERT OR REPLACE INTO revision_checksum (revision, sha256) VALUES (?, ?)", (load.revision, checksum)
            )
            for table in ("revision_file", "revision_checksum"):
                await db.execute(
                    f"DELETE FROM {table} WHERE revision NOT IN"  # noqa: S608 - the names above
                    " (SELECT revision FROM (SELECT revision, row_number()"
                    " OVER (PARTITION BY base ORDER BY max(id) DESC) AS place FROM load GROUP BY base, revision)"
                    " WHERE place <= ?)",
                    (KEPT,),
                )

        await self._database.write(change)

    async def files(self, revision: str, *, base: str = DEFAULT_BASE) -> dict[str, bytes] | DamagedRevision | None:
        """Return path -> content of a revision of a base, or None if its files are not kept."""
        rows = await self._database.rows(
            "SELECT path, content, sha256 FROM revision_file LEFT JOIN revision_checksum USING (revision)"
            " WHERE revision = ? AND EXISTS (SELECT 1 FROM load WHERE load.revision = ? AND base = ?)",
            (revision, revision, base),
        )
        return await asyncio.to_thread(_unpack, rows) if rows else None

    async def history(self, limit: int = KEPT, *, base: str = DEFAULT_BASE) -> tuple[LoadRecord, ...]:
        """Return the last `limit` loads of a base, newest first."""
        return tuple(await self._database.read("loads of a revision", _record, _SELECT, (base, limit)))

    async def last(self, *, base: str = DEFAULT_BASE) -> LoadRecord | None:
        """Return the newest load of a base."""
        return next(iter(await self.history(base=base)), None)


def checksum_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a revision's files, path -> content."""
    found = hashlib.sha256()
    for path, content in sorted(files.items()):
        found.update(f"{path}\0{len(content)}\0".encode())
        found.update(content)
    return found.hexdigest()


def decompress(rows: Iterable[tuple[str, bytes]]) -> dict[str, bytes] | DamagedRevision:
    """Return path -> content of stored files, whose checksum is still to be compared."""
    try:
        return {path: zlib.decompress(content) for path, content in rows}
    except zlib.error:
        return DamagedRevision()


def _unpack(rows: list[tuple[str, bytes, str | None]]) -> dict[str, bytes] | DamagedRevision:
    files = decompress((path, content) for path, content, _ in rows)
    if isinstance(files, DamagedRevision) or {checksum for *_, checksum in rows} != {checksum_of(files)}:
        return DamagedRevision()
    return files


def _record(row: tuple[str, str, int | None, str, int, str | None, str]) -> LoadRecord:
    at, revision, by, how, facts, instead_of, base = row
    return LoadRecord(
        at=from_text(at),
        revision=revision,
        by=by,
        reason=LoadReason(how),
        facts=facts,
        instead_of=instead_of,
        base=base,
    )
