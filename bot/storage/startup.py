"""Check, create or upgrade the file before it is used. All of this blocks, so it runs on a thread."""

from __future__ import annotations

import datetime as dt
import logging
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Final

from bot.errors import UsageError
from bot.storage.database import close_on_error, connect, transaction
from bot.storage.deliveries import end_lapses
from bot.storage.schema import MIGRATIONS, migrate, version_of

_log = logging.getLogger(__name__)

_WAL_FILES: Final = ("-wal", "-shm")  # suffixes of the files that SQLite keeps next to the database
_FIRST_PAGE: Final = 4096  # bytes

_REPLACED: Final = (
    "the store %s is corrupt (%s). It was renamed to %s and a new one was created. If you have a backup, it holds "
    "more: see docs/running.md"
)
_READ_ONLY: Final = (
    "the store %s cannot be written (%s): the bot answers questions, but stores nothing and posts no briefing until "
    "it can"
)
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
        path.parent.mkdir(parents=True, exist_ok=True)
        existed = _check(path, now)
        db = connect(path)
        with close_on_error(db):
            _upgrade(db, path, now, lost=existed or has_corrupt_file_beside(path))
            db.execute("PRAGMA foreign_keys = ON")
    except OSError as error:
        raise UsageError(f"{path}: the bot's store cannot be opened ({error}).") from error
    except sqlite3.Error as error:
        raise open_error(path, error) from error
    return db


def open_error(path: Path, error: sqlite3.Error) -> UsageError:
    """Return the error for a store that cannot be opened, with how to fix it if that is known."""
    fix = _FIXES.get(_primary_code(error))
    return UsageError(f"{path}: the bot's store cannot be opened ({error}{'; ' + fix if fix else ''}).")


def refuse_newer(db: sqlite3.Connection, path: Path) -> None:
    """Raise UsageError for a file of a newer bot, whose tables this one does not know."""
    version = version_of(db)
    if version > len(MIGRATIONS):
        raise UsageError(
            f"{path}: was written by a newer version of the bot (format {version}; this one knows up to "
            f"{len(MIGRATIONS)}). Update the bot, or name another file under `store` in the config."
        )


def inspect_file(path: Path) -> Usable | NotAStore | Corrupt:
    """Check every page of an existing file, which takes some milliseconds for each megabyte.

    Raises OSError or sqlite3.Error if it cannot be read.
    """
    if _is_text(path):
        return NotAStore(what="a text")
    try:
        # A connection that may write would delete WAL files that SQLite takes for leftovers.
        with closing(connect(path, access="mode=ro")) as db:
            (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                return Corrupt(reason=" ".join(str(verdict).split()))
            if version_of(db) == 0 and db.execute("SELECT 1 FROM sqlite_master").fetchone():
                return NotAStore(what="a database of another program")
    except sqlite3.DatabaseError as error:
        if _primary_code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return Corrupt(reason=str(error))
        raise
    return Usable()


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
            pass
        case NotAStore(what=what):
            raise UsageError(f"{path}: is {what}, not the bot's store. Name another file under `store` in the config.")
        case Corrupt(reason=reason):
            _log.error(_REPLACED, path, reason, move_aside(path, now).name)
    return True


def _upgrade(db: sqlite3.Connection, path: Path, now: dt.datetime, *, lost: bool) -> None:
    """Migrate the file. `lost`: a new one cannot know what was delivered before `now`."""
    refuse_newer(db, path)
    db.execute("PRAGMA journal_mode = WAL")
    migrate(db, lost_until=now if lost and version_of(db) == 0 else None)
    try:
        with transaction(db):
            # The first change shows whether the file can be written: SQLite begins a transaction even if it cannot.
            end_lapses(db, now)
    except sqlite3.Error as error:
        _log.error(_READ_ONLY, path, error)


def _is_text(path: Path) -> bool:
    """Return whether the file begins with text, which has no NUL."""
    with path.open("rb") as file:
        start = file.read(_FIRST_PAGE)
    # The last character may be cut off.
    text = start.decode("utf-8", errors="ignore")
    return bool(start) and "\0" not in text and len(text.encode()) > len(start) - 4


def _corrupt_prefix(path: Path) -> str:
    return f"{path.name}.corrupt-"


def _primary_code(error: sqlite3.Error) -> int:
    """Return SQLite's primary error code, 0 for an error that Python raised itself."""
    # The low byte is the primary code; the bytes above give details.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
