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
from typing import Final

import aiosqlite

from bot.storage.database import Database, from_text, to_text

Contents = tuple[bytes | None, bytes | None]
"""The content of a file before and after an edit; None is no file."""

_SELECT: Final = (
    "SELECT id, base, at, user_id, name, operation, entry, state, onto, question, undoes,"
    " EXISTS (SELECT 1 FROM edit_file WHERE edit_file.edit = edit.id) FROM edit"
)


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


class Edits:
    """All edits. No id is ever used twice, so that a button never means another edit."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        return await self._database.insert(
            "INSERT INTO edit (base, at, user_id, name, operation, entry, state, question, undoes)"
            " VALUES (?, ?, ?, ?, ?, ?, 'prepared', ?, ?)",
            (base, to_text(at), user, name, operation, entry, question, undoes),
        )

    async def change(self, edit: int, *, operation: str, entry: str, onto: str | None) -> None:
        """Replace what an edit does, as long as nothing of it is written."""
        await self._database.execute(
            "UPDATE edit SET operation = ?, entry = ?, onto = ? WHERE id = ? AND state = 'prepared'",
            (operation, entry, onto, edit),
        )

    async def begin(self, edit: int, files: Mapping[str, Contents], *, at: dt.datetime) -> bool:
        """Store the files of an edit that is about to be written. Return False if it is not there to be written."""

        async def change(db: aiosqlite.Connection) -> bool:
            update = "UPDATE edit SET at = ? WHERE id = ? AND state = 'prepared'"
            async with db.execute(update, (to_text(at), edit)) as cursor:
                if not cursor.rowcount:
                    return False
            await db.execute("DELETE FROM edit_file WHERE edit = ?", (edit,))
            await db.executemany(
                "INSERT INTO edit_file (edit, path, before, after) VALUES (?, ?, ?, ?)",
                [(edit, path, _packed(before), _packed(after)) for path, (before, after) in files.items()],
            )
            return True

        return await self._database.write(change)

    async def reset(self, edit: int) -> None:
        """Forget the files of an edit of which nothing was written: it is prepared as before."""
        await self._database.execute("DELETE FROM edit_file WHERE edit = ?", (edit,))

    async def mark(self, edit: int, state: EditState) -> None:
        """Store how far an edit has got. With one that is served, the edit that it takes back is undone."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute("UPDATE edit SET state = ? WHERE id = ?", (state, edit))
            if state is EditState.SERVED:
                await db.execute(
                    "UPDATE edit SET state = 'undone' WHERE id = (SELECT undoes FROM edit WHERE id = ?)", (edit,)
                )

        await self._database.write(change)

    async def drop(self, edit: int) -> None:
        """Delete an edit of which nothing is written."""
        await self._database.execute("DELETE FROM edit WHERE id = ? AND state = 'prepared'", (edit,))

    async def expire(self, before: dt.datetime) -> int:
        """Delete the edits that nobody has published since an instant; return how many there were."""
        return await self._database.execute(
            "DELETE FROM edit WHERE state = 'prepared' AND at < ?"
            " AND NOT EXISTS (SELECT 1 FROM edit_file WHERE edit_file.edit = edit.id)",
            (to_text(before),),
        )

    async def find(self, edit: int) -> StoredEdit | None:
        """Return one edit, or None if there is none."""
        return next(iter(await self._read(f"{_SELECT} WHERE id = ?", edit)), None)

    async def unfinished(self, base: str) -> tuple[StoredEdit, ...]:
        """Return the edits of a base that were begun and are not known to be served, oldest first."""
        condition = "WHERE base = ? AND (state = 'written' OR state = 'prepared' AND EXISTS"
        begun = "(SELECT 1 FROM edit_file WHERE edit_file.edit = edit.id)) ORDER BY id"
        return await self._read(f"{_SELECT} {condition} {begun}", base)

    async def history(self, base: str, *, limit: int) -> tuple[StoredEdit, ...]:
        """Return the last `limit` edits of a base that were written, newest first."""
        condition = "WHERE base = ? AND state <> 'prepared' ORDER BY id DESC LIMIT ?"
        return await self._read(f"{_SELECT} {condition}", base, limit)

    async def since(self, edit: int, base: str) -> tuple[StoredEdit, ...]:
        """Return the edits of a base that were written after another one, oldest first."""
        return await self._read(f"{_SELECT} WHERE base = ? AND id > ? AND state <> 'prepared' ORDER BY id", base, edit)

    async def files(self, edit: int) -> dict[str, Contents]:
        """Return path -> content before and after an edit. Raises ValueError for one that is damaged."""
        rows = await self._database.rows("SELECT path, before, after FROM edit_file WHERE edit = ?", (edit,))
        return {path: (_unpacked(before), _unpacked(after)) for path, before, after in rows}

    async def _read(self, query: str, *values: str | int) -> tuple[StoredEdit, ...]:
        return tuple(await self._database.read("edits", _edit, query, values))


class Overlays:
    """The files of a base that the bot could not write: their content on disk and the edited one, by path."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, base: str, files: Mapping[str, Contents], *, edit: int) -> None:
        """Keep the files of an edit, which is written by that. A file that is kept already keeps what is on disk."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.executemany(
                "INSERT INTO overlay (base, path, before, after) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (base, path) DO UPDATE SET after = excluded.after",
                [(base, path, _packed(before), _packed(after)) for path, (before, after) in files.items()],
            )
            await db.execute("UPDATE edit SET state = 'written' WHERE id = ?", (edit,))

        await self._database.write(change)

    async def all(self, base: str) -> dict[str, Contents]:
        """Return path -> content on disk and edited content. Raises ValueError for one that is damaged."""
        rows = await self._database.rows(
            "SELECT path, before, after FROM overlay WHERE base = ? ORDER BY path", (base,)
        )
        return {path: (_unpacked(before), _unpacked(after)) for path, before, after in rows}

    async def drop(self, base: str, paths: Iterable[str]) -> None:
        """Forget the edited content of files."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.executemany("DELETE FROM overlay WHERE base = ? AND path = ?", [(base, path) for path in paths])

        await self._database.write(change)


def _packed(content: bytes | None) -> bytes | None:
    return None if content is None else zlib.compress(content)


def _unpacked(content: bytes | None) -> bytes | None:
    try:
        return None if content is None else zlib.decompress(content)
    except zlib.error as error:
        raise ValueError("a stored file is damaged") from error


def _edit(row: tuple[int, str, str, int, str, str, str, str, str | None, int | None, int | None, int]) -> StoredEdit:
    number, base, at, user, name, operation, entry, state, onto, question, undoes, begun = row
    return StoredEdit(
        id=number,
        base=base,
        at=from_text(at),
        user=user,
        name=name,
        operation=operation,
        entry=entry,
        state=EditState(state),
        onto=onto,
        question=question,
        undoes=undoes,
        begun=bool(begun),
    )
