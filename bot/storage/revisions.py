"""The revisions that were loaded, with the files of the newest ones, so that the bot can go back to them."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select

from bot.core.factbase.corrections import FactCorrection
from bot.core.factbase.names import DEFAULT_BASE
from bot.errors import OvertakenError
from bot.storage.changes import Changed, tell
from bot.storage.database import StoredData, columns, from_text, to_text
from bot.storage.posted import publish_in
from bot.storage.tables import insert_or_replace, load, one_at_a_time, revision_checksum, revision_file

KEPT: Final = 20
"""Distinct revisions of a base whose files are kept: some weeks of daily work, at a few hundred kilobytes each."""

KNOWN: Final = 1_000
"""Number of the latest loads by which processes tell an older revision from a new one."""

_PATIENCE: Final = 30.0  # seconds for which storing the files may take on PostgreSQL


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a load was made on: a revision, and the checksum of its files, since the calibration is not part of it."""

    revision: str
    checksum: str


class DamagedRevision:
    """The stored files of a revision are not those that were accepted."""


_OF_BASE: Final = load.c.base == bindparam("base")
_HISTORY: Final = select(load).where(_OF_BASE).order_by(load.c.id.desc()).limit(bindparam("limit"))
_SERVED: Final = select(load.c.revision).where(_OF_BASE).order_by(load.c.id.desc()).limit(1)
_FILES: Final = (
    select(revision_file.c.path, revision_file.c.content, revision_checksum.c.sha256)
    .outerjoin_from(revision_file, revision_checksum, revision_file.c.revision == revision_checksum.c.revision)
    .where(
        revision_file.c.revision == bindparam("revision"),
        exists(select(load.c.id).where(_OF_BASE, load.c.revision == bindparam("revision"))),
    )
)
_CHECKSUM: Final = select(revision_checksum.c.sha256).where(revision_checksum.c.revision == bindparam("revision"))
_place = func.row_number().over(partition_by=load.c.base, order_by=func.max(load.c.id).desc())
_latest = select(load.c.revision, _place.label("place")).group_by(load.c.base, load.c.revision).subquery()
_KEPT: Final = select(_latest.c.revision).where(_latest.c.place <= KEPT)


class Revisions(StoredData):
    """The history of loads, and the files of the last distinct revisions."""

    async def accept(
        self,
        record: LoadRecord,
        files: Mapping[str, bytes],
        *,
        basis: Collection[Basis] = (),
        corrections: Sequence[FactCorrection] = (),
    ) -> None:
        """Store a load, its files (path -> content), and what it corrects. All or nothing of that is stored.

        A start with its base's newest revision adds no load, and stores nothing if its files are stored. Raises
        OvertakenError if there is a `basis` and none of it is what was loaded last.
        """
        if record.reason is LoadReason.START and not corrections and await self._is_stored(record, files):
            return
        checksum, rows = await asyncio.to_thread(_packed, record.revision, files)
        values = {
            "at": to_text(record.at),
            "revision": record.revision,
            "loaded_by": record.by,
            "how": record.reason,
            "facts": record.facts,
            "instead_of": record.instead_of,
            "base": record.base,
        }

        def change(db: Connection) -> None:
            # Several processes that start at once store the same files one after another.
            one_at_a_time(db, f"loads of {record.base}")
            served = db.execute(_SERVED, {"base": record.base}).scalar()
            if basis and served is not None and not _is_basis(db, basis, served):
                raise OvertakenError("another process has loaded the base since")
            if record.reason is not LoadReason.START or served != record.revision:
                db.execute(insert(load), values)
            tell(db, Changed.LOADS)
            publish_in(db, record.base, corrections, revision=record.revision, at=record.at)
            db.execute(insert_or_replace(revision_checksum), {"revision": record.revision, "sha256": checksum})
            # The calibration is not part of the revision, so the files of one revision may have changed.
            db.execute(delete(revision_file).where(revision_file.c.revision == record.revision))
            if rows:
                db.execute(insert(revision_file), rows)
            for table in (revision_file, revision_checksum):
                db.execute(delete(table).where(table.c.revision.not_in(_KEPT)))

        await self._database.write(change, patience=_PATIENCE)

    async def files(self, revision: str, *, base: str = DEFAULT_BASE) -> dict[str, bytes] | DamagedRevision | None:
        """Return path -> content of a revision of a base, or None if its files are not kept."""
        rows = await self._database.rows(_FILES, {"revision": revision, "base": base})
        return await asyncio.to_thread(_unpack, rows) if rows else None

    async def checksum(self, revision: str) -> str | None:
        """Return the checksum of the files of a revision, or None if they are not kept."""
        row = await self._database.row(_CHECKSUM, {"revision": revision})
        return None if row is None else str(row[0])

    async def _is_stored(self, record: LoadRecord, files: Mapping[str, bytes]) -> bool:
        served = await self._database.row(_SERVED, {"base": record.base})
        if served is None or served[0] != record.revision:
            return False
        stored = await self.files(record.revision, base=record.base)
        return await asyncio.to_thread(lambda: stored == dict(files))

    async def history(self, limit: int = KEPT, *, base: str = DEFAULT_BASE) -> tuple[LoadRecord, ...]:
        """Return the last `limit` loads of a base, newest first."""
        values = {"base": base, "limit": limit}
        return await self._database.read("loads of a revision", _record, _HISTORY, values)

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


def _is_basis(db: Connection, basis: Collection[Basis], served: str) -> bool:
    stored = db.execute(_CHECKSUM, {"revision": served}).scalar()
    return any(served == each.revision and stored in {None, each.checksum} for each in basis)


def _packed(revision: str, files: Mapping[str, bytes]) -> tuple[str, list[dict[str, str | bytes]]]:
    """Return the checksum and the rows of a revision's files, each of which may be read from the disk here."""
    contents = dict(files)
    rows: list[dict[str, str | bytes]] = [
        {"revision": revision, "path": path, "content": zlib.compress(content)} for path, content in contents.items()
    ]
    return checksum_of(contents), rows


def _unpack(rows: Sequence[Any]) -> dict[str, bytes] | DamagedRevision:
    files = decompress((path, content) for path, content, _ in rows)
    if isinstance(files, DamagedRevision) or {checksum for *_, checksum in rows} != {checksum_of(files)}:
        return DamagedRevision()
    return files


def _record(row: Any) -> LoadRecord:  # noqa: ANN401 - the columns of the table
    found = columns(row, at=from_text, how=LoadReason)
    del found["id"]
    return LoadRecord(by=found.pop("loaded_by"), reason=found.pop("how"), **found)
