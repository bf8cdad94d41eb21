"""Check, create or upgrade the file before it is used. All of this blocks, so it runs on a thread."""

from __future__ import annotations

import datetime as dt
import logging
import os
import sqlite3
import stat
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Final

from bot.errors import UsageError
from bot.storage.schema import NEWEST, migrate, read_schema, refuse_newer, schema_of, version_of
from bot.storage.sqlite import OWNER_ONLY, close_on_error, connect, create_private, sqlite_errors

_log = logging.getLogger(__name__)

_WAL_FILES: Final = ("-wal", "-shm")  # suffixes of the files that SQLite keeps next to the database
_FIRST_PAGE: Final = 4096  # bytes
_MAGIC: Final = b"SQLite format 3\0"
_FORMATS: Final = slice(18, 20)  # the versions of the format that are needed to write and to read the file
_OWNER_ONLY_FOLDER: Final = 0o700
_SECURE_SINCE: Final = 3  # the first version of the file in which deleted text is overwritten

_REPLACED: Final = (
    "the database %s is corrupt (%s). It was renamed to %s and a new one was created. If you have a backup, it holds "
    "more: see docs/running.md"
)
_DAMAGE: Final = {
    0,  # an error that Python raised itself
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_ERROR,  # the schema or the header cannot be read
}
_DISK: Final = "its disk is full or failing: free some space, then start again"
_FIXES: Final = {
    sqlite3.SQLITE_BUSY: "another process uses it: end that process, then start again",
    sqlite3.SQLITE_READONLY: "the bot's user needs write permission for the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "the bot's user needs write permission for its folder",
    sqlite3.SQLITE_FULL: _DISK,
    sqlite3.SQLITE_IOERR: _DISK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Usable:
    """A store, or an empty file that becomes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAStore:
    """A file of something else, which must not be touched; `what` it is, with its article."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrupt:
    """A store that is damaged."""

    reason: str


def open_writer(path: Path, now: dt.datetime) -> sqlite3.Connection:
    """Open the connection that writes, for the calling thread.

    A missing file is created with its folder, an older one is upgraded, a corrupt one is renamed and replaced. A file
    that can only be read is opened too: each change then fails, and since a delivery is reserved before it is sent,
    no briefing is posted twice. Raises UsageError if the file cannot be read or upgraded, or is not the bot's.
    """
    try:
        path.parent.mkdir(mode=_OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        existed = _check(path, now)
        # If it fails for another reason than that there is a file, SQLite fails too, and says how to fix it.
        with suppress(OSError):
            create_private(path)
        db = connect(path)
        with sqlite_errors(), close_on_error(db):
            # Deleted text is overwritten in the file.
            db.execute("PRAGMA secure_delete = ON")
            _upgrade(db, path, now, lost=existed or has_corrupt_file_beside(path))
            db.execute("PRAGMA foreign_keys = ON")
    except OSError as error:
        raise UsageError(f"{path}: the bot's database cannot be opened ({error}).") from error
    except sqlite3.Error as error:
        raise open_error(path, error) from error
    return db


def open_error(path: Path, error: sqlite3.Error) -> UsageError:
    """Return the error for a store that cannot be opened, with how to fix it if that is known."""
    fix = _FIXES.get(_primary_code(error))
    return UsageError(f"{path}: the bot's database cannot be opened ({error}{'; ' + fix if fix else ''}).")


def inspect_file(path: Path) -> Usable | NotAStore | Corrupt:
    """Check every page and the schema of an existing file, which takes some milliseconds for each megabyte.

    Raises OSError or sqlite3.Error if it cannot be read.
    """
    with path.open("rb") as file:
        start = file.read(_FIRST_PAGE)
    if _is_text(start):
        return NotAStore(what="a text")
    if start.startswith(_MAGIC) and not set(start[_FORMATS]) <= {1, 2}:
        # SQLite would only refuse to write.
        return Corrupt(reason="unknown file format")
    try:
        # A connection that may write would delete WAL files that SQLite takes for leftovers.
        with sqlite_errors(), closing(connect(path, access="mode=ro")) as db:
            damage = find_damage(db)
            if damage is None and _is_of_another_program(db):
                return NotAStore(what="a database of another program")
            damage = damage or find_schema_damage(db)
    except sqlite3.DatabaseError as error:
        if _primary_code(error) not in _DAMAGE:
            raise
        damage = str(error)
    return Corrupt(reason=damage) if damage else Usable()


def find_damage(db: sqlite3.Connection) -> str | None:
    """Return what is wrong with the pages of a file, None if nothing is. Raises sqlite3.Error if that stops SQLite."""
    # Not quick_check: a delivery that is missing from an index would be sent again.
    (verdict,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    return None if verdict == "ok" else " ".join(str(verdict).split())


def find_schema_damage(db: sqlite3.Connection) -> str | None:
    """Return which table or index is not as the file's version has it, which SQLite does not check; None if all are."""
    version, schema = version_of(db), read_schema(db)
    if version > NEWEST or not schema:
        return None
    expected = schema_of(version)
    wrong = (name for name in schema_of(NEWEST) if schema.get(name) != expected.get(name))
    return next((f"{name} is not that of version {version}" for name in wrong), None)


def _is_of_another_program(db: sqlite3.Connection) -> bool:
    """Return whether a file lacks most of the bot's tables; of a corrupt one, a few may have lost their names."""
    version, schema = version_of(db), read_schema(db)
    if version > NEWEST or not schema:
        return False
    expected = schema_of(version or 1)
    return 2 * len(expected.keys() & schema.keys()) < len(expected)


def move_aside(path: Path, now: dt.datetime) -> Path:
    """Rename a corrupt file and its WAL files; return its new path. Raises OSError if it cannot be renamed."""
    wanted = path.with_name(f"{_corrupt_prefix(path)}{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
    free = next(name for name in chain((wanted,), others) if not name.exists())
    for suffix in _WAL_FILES:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(free.with_name(free.name + suffix))
    path.rename(free)
    return free


def has_corrupt_file_beside(path: Path) -> bool:
    """Return whether a corrupt file was replaced by this one."""
    return any(other.name.startswith(_corrupt_prefix(path)) for other in path.parent.iterdir())


def _check(path: Path, now: dt.datetime) -> bool:
    """Move a corrupt file aside; return whether there was a file."""
    if not path.exists():
        return False
    match inspect_file(path):
        case Usable():
            _close_to_others(path)
        case NotAStore(what=what):
            raise UsageError(
                f"{path}: is {what}, not the bot's database. Name another file under `store` in the config."
            )
        case Corrupt(reason=reason):
            _close_to_others(path)
            _log.error(_REPLACED, path, reason, move_aside(path, now).name)
    return True


def _close_to_others(path: Path) -> None:
    """Let only the owner use the file and its WAL files: an older version or a copy may have left them open."""
    if os.name == "nt":  # which has no such modes
        return
    for suffix in ("", *_WAL_FILES):
        beside = path.with_name(path.name + suffix)
        # It is missing, it is another user's, or it cannot be changed.
        with suppress(OSError):
            beside.chmod(stat.S_IMODE(beside.stat().st_mode) & OWNER_ONLY)


def _upgrade(db: sqlite3.Connection, path: Path, now: dt.datetime, *, lost: bool) -> None:
    """Migrate the file. `lost`: a new one cannot know what was delivered before `now`."""
    refuse_newer(version_of(db), path)
    db.execute("PRAGMA journal_mode = WAL")
    version = version_of(db)
    migrate(db, lost_until=now if lost and version == 0 else None)
    if 0 < version < _SECURE_SINCE:
        _overwrite_deleted(db)


def _overwrite_deleted(db: sqlite3.Connection) -> None:
    """Write the file again without what was deleted earlier. Best effort: it needs as much room again."""
    try:
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        _log.warning("questions that were deleted by an earlier version may still be in the file (%s)", error)


def _is_text(start: bytes) -> bool:
    """Return whether a file begins with text, which has no NUL."""
    # The last character may be cut off.
    text = start.decode("utf-8", errors="ignore")
    return bool(start) and "\0" not in text and len(text.encode()) > len(start) - 4


def _corrupt_prefix(path: Path) -> str:
    return f"{path.name}.corrupt-"


def _primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary error code, 0 for an error that Python raised itself."""
    # The low byte is the primary code; the bytes above give details.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
