"""The edits that curators make on Discord, and the files of bases whose folder cannot be written.

An edit is stored before it is written and again after, so that one that was cut off is found. Its files are kept, so
that it can be undone.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.dialects import sqlite

from bot.errors import OvertakenError
from bot.storage.database import StoredData, columns, from_text, to_text
from bot.storage.tables import edit, edit_file, one_at_a_time, overlay

Contents = tuple[bytes | None, bytes | None]
"""The content of a file before and after an edit; None is no file."""


class EditState(StrEnum):
    """How far an edit has got."""

    PREPARED = "prepared"
    """Its curator looks at the preview; or, once its files are stored, it is about to be written."""
    WRITTEN = "written"
    """Its files are written; it may not be served yet."""
    SERVED = "served"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdit:
    """An edit of a base by a user, who was called `name`.

    `operation` is what it does, as JSON, and `entry` the id of what it changes. `onto` is the revision on disk that it
    was prepared on, if that is not the one in use. `question` is the desk's question that it answers, `undoes` the edit
    that it takes back. `begun` is whether its files are stored.
    """

    id: int
    base: str
    at: dt.datetime
    user: int
    name: str
    operation: str
    entry: str
    state: EditState = EditState.PREPARED
    onto: str | None = None
    question: int | None = None
    undoes: int | None = None
    begun: bool = False


_BEGUN: Final = exists(select(edit_file.c.edit).where(edit_file.c.edit == edit.c.id))
_SELECT: Final = select(edit, _BEGUN.label("begun"))
_PREPARE: Final = insert(edit).returning(edit.c.id)
_OF_BASE: Final = edit.c.base == bindparam("base")
_PREPARED: Final = edit.c.state == EditState.PREPARED
_FIND: Final = _SELECT.where(edit.c.id == bindparam("id"))
_UNFINISHED: Final = _SELECT.where(_OF_BASE, or_(edit.c.state == EditState.WRITTEN, and_(_PREPARED, _BEGUN))).order_by(
    edit.c.id
)
_HISTORY: Final = _SELECT.where(_OF_BASE, ~_PREPARED).order_by(edit.c.id.desc()).limit(bindparam("limit"))
_SINCE: Final = _SELECT.where(_OF_BASE, edit.c.id > bindparam("id"), ~_PREPARED).order_by(edit.c.id)


class Edits(StoredData):
    """All edits. No id is ever used twice, so that a button never means another edit."""

    async def prepare(  # noqa: PLR0913 - the columns of one edit
        self,
        *,
        base: str,
        at: dt.datetime,
        user: int,
        name: str,
        operation: str,
        entry: str = "",
        question: int | None = None,
        undoes: int | None = None,
    ) -> int:
        """Store an edit that its curator looks at, and return its id."""
        values = {
            "base": base,
            "at": to_text(at),
            "user_id": user,
            "name": name,
            "operation": operation,
            "entry": entry,
            "state": EditState.PREPARED,
            "question": question,
            "undoes": undoes,
        }
        number: int = await self._database.write(lambda db: db.execute(_PREPARE, values).scalar_one())
        return number

    async def change(self, number: int, *, operation: str, entry: str, onto: str | None) -> None:
        """Replace what an edit does, as long as nothing of it is written."""
        prepared = update(edit).where(edit.c.id == number, _PREPARED)
        await self._database.execute(prepared.values(operation=operation, entry=entry, onto=onto))

    async def begin(self, number: int, files: Mapping[str, Contents], *, at: dt.datetime) -> bool:
        """Store the files of an edit that is about to be written. Return False if it is not there to be written."""

        def change(db: Connection) -> bool:
            prepared = update(edit).where(edit.c.id == number, _PREPARED)
            if not db.execute(prepared.values(at=to_text(at))).rowcount:
                return False
            _put_files(db, number, files)
            return True

        return await self._database.write(change)

    async def written(self, number: int, files: Mapping[str, Contents]) -> None:
        """Store that an edit is written, with its files: another process may have taken it for one that was cut off."""

        def change(db: Connection) -> None:
            db.execute(update(edit).where(edit.c.id == number).values(state=EditState.WRITTEN))
            _put_files(db, number, files)

        await self._database.write(change)

    async def reset(self, number: int) -> None:
        """Forget the files of an edit of which nothing is written, or not any more: it is prepared as before."""

        def change(db: Connection) -> None:
            db.execute(delete(edit_file).where(edit_file.c.edit == number))
            written = update(edit).where(edit.c.id == number, edit.c.state == EditState.WRITTEN)
            db.execute(written.values(state=EditState.PREPARED))

        await self._database.write(change)

    async def mark(self, number: int, state: EditState) -> None:
        """Store how far an edit has got. With one that is served, the edit that it takes back is undone."""

        def change(db: Connection) -> None:
            db.execute(update(edit).where(edit.c.id == number).values(state=state))
            if state is EditState.SERVED:
                undoes = db.execute(select(edit.c.undoes).where(edit.c.id == number)).scalar()
                db.execute(update(edit).where(edit.c.id == undoes).values(state=EditState.UNDONE))

        await self._database.write(change)

    async def drop(self, number: int) -> None:
        """Delete an edit of which nothing is written."""
        await self._database.execute(delete(edit).where(edit.c.id == number, _PREPARED))

    async def expire(self, before: dt.datetime) -> int:
        """Delete the edits that nobody has published since an instant; return how many there were."""
        return await self._database.execute(delete(edit).where(_PREPARED, edit.c.at < to_text(before), ~_BEGUN))

    async def find(self, number: int) -> StoredEdit | None:
        """Return one edit, or None if there is none."""
        return next(iter(await self._read(_FIND, id=number)), None)

    async def unfinished(self, base: str) -> tuple[StoredEdit, ...]:
        """Return the edits of a base that were begun and are not known to be served, oldest first."""
        return await self._read(_UNFINISHED, base=base)

    async def history(self, base: str, *, limit: int) -> tuple[StoredEdit, ...]:
        """Return the last `limit` edits of a base that were written, newest first."""
        return await self._read(_HISTORY, base=base, limit=limit)

    async def since(self, number: int, base: str) -> tuple[StoredEdit, ...]:
        """Return the edits of a base that were written after another one, oldest first."""
        return await self._read(_SINCE, base=base, id=number)

    async def files(self, number: int) -> dict[str, Contents]:
        """Return path -> content before and after an edit. Raises ValueError for one that is damaged."""
        kept = select(edit_file.c.path, edit_file.c.before, edit_file.c.after).where(edit_file.c.edit == number)
        rows = await self._database.rows(kept)
        return {path: (_unpacked(before), _unpacked(after)) for path, before, after in rows}

    async def _read(self, query: Select[Any], **values: str | int) -> tuple[StoredEdit, ...]:
        return await self._database.read("edits", _edit, query, values)


_WRITTEN: Final = update(edit).where(edit.c.id == bindparam("number")).values(state=EditState.WRITTEN)
_keep = sqlite.insert(overlay)
_KEEP: Final = _keep.on_conflict_do_update(
    index_elements=[overlay.c.base, overlay.c.path], set_={"after": _keep.excluded.after}
)


class Overlays(StoredData):
    """The files of a base that the bot could not write: their content on disk and the edited one, by path."""

    async def put(
        self, base: str, files: Mapping[str, Contents], *, edit: int, edited: Mapping[str, bytes] | None = None
    ) -> None:
        """Keep the files of an edit, which is written by that. A file that is kept already keeps what is on disk.

        `edited` has the contents of files of the base that the edit was made on. Raises OvertakenError if those are not
        what is kept of these files: another process has made an edit.
        """
        rows = [
            {"base": base, "path": path, "before": _packed(before), "after": _packed(after)}
            for path, (before, after) in files.items()
        ]

        def change(db: Connection) -> None:
            one_at_a_time(db, f"kept edits of {base}")
            if edited is not None:
                _refuse_overtaken(db, base, {path: edited.get(path) for path in files})
            if rows:
                db.execute(_KEEP, rows)
            db.execute(_WRITTEN, {"number": edit})

        await self._database.write(change)

    async def put_back(self, base: str, edited: Mapping[str, bytes | None]) -> None:
        """Keep the contents that files had before an edit; None for a file that was not kept."""

        def change(db: Connection) -> None:
            for path, content in edited.items():
                which = overlay.c.base == base, overlay.c.path == path
                kept = update(overlay).where(*which).values(after=_packed(content))
                db.execute(delete(overlay).where(*which) if content is None else kept)

        await self._database.write(change)

    async def all(self, base: str) -> dict[str, Contents]:
        """Return path -> content on disk and edited content. Raises ValueError for one that is damaged."""
        kept = select(overlay.c.path, overlay.c.before, overlay.c.after).where(overlay.c.base == base)
        rows = await self._database.rows(kept.order_by(overlay.c.path))
        return {path: (_unpacked(before), _unpacked(after)) for path, before, after in rows}

    async def drop(self, base: str, paths: Iterable[str]) -> None:
        """Forget the edited content of files."""
        dropped = overlay.c.base == base, overlay.c.path.in_(list(paths))
        await self._database.execute(delete(overlay).where(*dropped))


def _refuse_overtaken(db: Connection, base: str, edited: Mapping[str, bytes | None]) -> None:
    kept = select(overlay.c.path, overlay.c.after).where(overlay.c.base == base, overlay.c.path.in_(list(edited)))
    found = {path: _unpacked(after) for path, after in db.execute(kept)}
    if {path: found.get(path) for path in edited} != edited:
        raise OvertakenError("another process has kept an edit of the same files")


def _put_files(db: Connection, number: int, files: Mapping[str, Contents]) -> None:
    db.execute(delete(edit_file).where(edit_file.c.edit == number))
    rows = [
        {"edit": number, "path": path, "before": _packed(before), "after": _packed(after)}
        for path, (before, after) in files.items()
    ]
    if rows:
        db.execute(insert(edit_file), rows)


def _packed(content: bytes | None) -> bytes | None:
    return None if content is None else zlib.compress(content)


def _unpacked(content: bytes | None) -> bytes | None:
    try:
        return None if content is None else zlib.decompress(content)
    except zlib.error as error:
        raise ValueError("a stored file is damaged") from error


def _edit(row: Any) -> StoredEdit:  # noqa: ANN401 - the columns of the table
    found = columns(row, at=from_text, state=EditState, begun=bool)
    return StoredEdit(user=found.pop("user_id"), **found)
