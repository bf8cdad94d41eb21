"""Before the file is used: its folder, its health, its version. All of this blocks, so it is done on a thread."""

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
from bot.storage.database import closed_unless_kept, connected, transaction
from bot.storage.deliveries import end_lapses
from bot.storage.schema import MIGRATIONS, migrate, version_of

_BESIDE: Final = ("-wal", "-shm")
_FIRST_PAGE: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A store, or an empty file that becomes one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """Somebody else's file, which is better left alone; `what` it is, with its article."""

    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrupt:
    """A store that cannot be trusted any more."""

    reason: str


def examine(path: Path) -> Sound | Foreign | Corrupt:
    """Look at every page of an existing file: some tens of milliseconds for as many megabytes.

    Raises OSError or sqlite3.Error where it cannot be read.
    """
    if _is_text(path):
        return Foreign(what="a text")
    try:
        # Opened for writing, SQLite would tidy away what it takes for remains beside the file.
        with closing(connected(path, access="mode=ro")) as db:
            (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                return Corrupt(reason=" ".join(str(verdict).split()))
            if version_of(db) == 0 and db.execute("SELECT 1 FROM sqlite_master").fetchone():
                return Foreign(what="a database of another program")
    except sqlite3.DatabaseError as error:
        if primary_code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            return Corrupt(reason=str(error))
        raise
    return Sound()


def set_aside(path: Path, now: dt.datetime) -> Path:
    """Move a corrupt file, and what SQLite keeps beside it, to a name of its own; gives that.

    Raises OSError where it cannot be moved.
    """
    wanted = path.with_name(f"{_aside(path)}{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}")
    others = (wanted.with_name(f"{wanted.name}-{number}") for number in count(2))
    free = next(name for name in chain((wanted,), others) if not name.exists())
    for suffix in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(free.with_name(free.name + suffix))
    path.rename(free)
    return free


def were_set_aside(path: Path) -> bool:
    """Whether the file followed a corrupt one."""
    return any(other.name.startswith(_aside(path)) for other in path.parent.iterdir())


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's code without its details; 0 for an error that is Python's own."""
    # The low byte is the primary code; the bytes above say more about it.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _aside(path: Path) -> str:
    return f"{path.name}.corrupt-"


def _is_text(path: Path) -> bool:
    """Whether the file begins as texts do: with characters, and not one that is NUL."""
    with path.open("rb") as file:
        start = file.read(_FIRST_PAGE)
    # A character may be cut at the end.
    text = start.decode("utf-8", errors="ignore")
    return bool(start) and "\0" not in text and len(text.encode()) > len(start) - 4


_log = logging.getLogger(__name__)

_SET_ASIDE: Final = (
    "the store %s is corrupt (%s). It is kept as %s and a new one begins; a backup, if there is one, holds more: "
    "see docs/running.md"
)
_UNWRITABLE: Final = (
    "the store %s cannot be written (%s): questions are answered, but nothing is kept and no briefing is posted "
    "until it can"
)
_NO_ROOM: Final = "its disk is full or fails: see that it has room, then start again"
_MENDS: Final = {
    sqlite3.SQLITE_BUSY: "another process holds it: end that one, then start again",
    sqlite3.SQLITE_READONLY: "the bot's user needs write permission for the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "the bot's user needs write permission for its folder",
    sqlite3.SQLITE_FULL: _NO_ROOM,
    sqlite3.SQLITE_IOERR: _NO_ROOM,
}


def prepare(path: Path, now: dt.datetime) -> sqlite3.Connection:
    """Make the file ready to be used, or say why not; gives the connection that writes it, for the calling thread.

    A missing one is created with its folder, an older one brought to the newest version, a corrupt one set aside for
    a new one. One that can be read but not written is left to serve reads: each change then fails, and as a delivery
    is reserved by a change before it is sent, nothing is posted that could not be remembered.
    Raises UsageError where nothing can be read or a needed table be made, and for a file that is not the bot's.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        existed = _sound(path, now)
        db = connected(path)
        with closed_unless_kept(db):
            _bring_up(db, path, now, forgot=existed or were_set_aside(path))
            db.execute("PRAGMA foreign_keys = ON")
    except OSError as error:
        raise UsageError(f"{path}: the bot's store cannot be opened ({error}).") from error
    except sqlite3.Error as error:
        raise unusable(path, error) from error
    return db


def unusable(path: Path, error: sqlite3.Error) -> UsageError:
    """The sentence for a store that cannot be opened, with the mend where it is known."""
    mend = _MENDS.get(primary_code(error))
    return UsageError(f"{path}: the bot's store cannot be opened ({error}{'; ' + mend if mend else ''}).")


def refuse_newer(db: sqlite3.Connection, path: Path) -> None:
    """Raise UsageError for a file whose tables this bot does not know yet."""
    version = version_of(db)
    if version > len(MIGRATIONS):
        raise UsageError(
            f"{path}: was written by a newer version of the bot (format {version}; this one knows up to "
            f"{len(MIGRATIONS)}). Update the bot, or name another file under `store` in the config."
        )


def _sound(path: Path, now: dt.datetime) -> bool:
    """Whether there is a file, once a corrupt one is out of the way."""
    if not path.exists():
        return False
    match examine(path):
        case Sound():
            pass
        case Foreign(what=what):
            raise UsageError(f"{path}: is {what}, not the bot's store. Name another file under `store` in the config.")
        case Corrupt(reason=reason):
            _log.error(_SET_ASIDE, path, reason, set_aside(path, now).name)
    return True


def _bring_up(db: sqlite3.Connection, path: Path, now: dt.datetime, *, forgot: bool) -> None:
    refuse_newer(db, path)
    db.execute("PRAGMA journal_mode = WAL")
    migrate(db, forgot_until=now if forgot and version_of(db) == 0 else None)
    try:
        with transaction(db):
            # The first change of all: SQLite lets a transaction begin even on a file that it may not write.
            end_lapses(db, now)
    except sqlite3.Error as error:
        _log.error(_UNWRITABLE, path, error)
