"""Whether a file is a store that can be trusted, and where a corrupt one is put."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import Final

from bot.store.file import connected
from bot.store.migrations import version_of

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
