"""Back up the database while the bot runs, and check the copy."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import BotError, UsageError, reason
from bot.storage.database import connect, create_private, sqlite_errors, transaction
from bot.storage.deliveries import add_lapse
from bot.storage.schema import migrate
from bot.storage.startup import find_damage, find_schema_damage, refuse_newer

_TEMPORARY: Final = ".briefing-bot-backup-"  # the beginning of the name of the folder in which a copy is made
_ABANDONED: Final = dt.timedelta(hours=1)  # a backup takes seconds: one that is older was killed
_COUNTS: Final = {
    "schedules": "SELECT count(*) FROM schedule WHERE NOT stopped",
    "deliveries": "SELECT count(*) FROM delivery WHERE state = 'sent'",
    "questions": "SELECT count(*) FROM question",
    "votes": "SELECT count(*) FROM vote",
    "revisions": "SELECT count(DISTINCT revision) FROM revision_file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup contains: its size in bytes, and the number of rows of each kind."""

    size: int
    schedules: int
    deliveries: int
    questions: int
    votes: int
    revisions: int


def back_up(path: Path, target: Path, now: dt.datetime) -> Backup:
    """Copy the store at `path` to `target` as it is at one instant, and check the copy.

    The copy has the newest version and records that deliveries after `now` are unknown to it. Only its owner may read
    it. It gets its name when it is complete; what a killed backup has left is deleted by the next one. Raises
    UsageError if there is no database or the target exists, and BotError if the copy fails.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no database to copy yet; the bot creates it when it first runs.")
    _refuse_existing(target)
    try:
        with sqlite_errors(), _temporary_folder(target, now) as folder:
            copy = folder / target.name
            create_private(copy)
            backup = _copy(path, copy, now)
            _move(copy, target)
    except sqlite3.Error as error:
        raise BotError(f"{path}: cannot be copied to {target} ({error}).") from error
    except OSError as error:
        raise UsageError(
            f"{target}: cannot be created ({reason(error)}). Name a file in a folder that exists."
        ) from error
    return backup


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise UsageError(f"{target}: exists already, and a backup overwrites nothing. Name another file.")


@contextmanager
def _temporary_folder(target: Path, now: dt.datetime) -> Iterator[Path]:
    """Make a folder beside the target, which only its owner may enter and which is deleted at the end."""
    for left in target.parent.glob(f"{_TEMPORARY}*"):
        with suppress(OSError):
            if left.stat().st_mtime < (now - _ABANDONED).timestamp():
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=target.parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _move(copy: Path, target: Path) -> None:
    """Give the copy its name. Raises UsageError if there is such a file by now."""
    try:
        # Unlike a rename, a link replaces nothing.
        target.hardlink_to(copy)
    except OSError:
        # Also where the file system has no hard links.
        _refuse_existing(target)
        copy.rename(target)


def _copy(path: Path, target: Path, now: dt.datetime) -> Backup:
    with closing(connect(target, access="mode=rw")) as copy:
        with closing(connect(path, access="mode=ro")) as source:
            refuse_newer(source, path)
            source.backup(copy)
        # Outside of WAL mode the copy is a single file.
        copy.execute("PRAGMA journal_mode = DELETE")
        damage = find_damage(copy) or find_schema_damage(copy)
        if damage:
            raise BotError(f"{path}: its copy is corrupt ({damage}); the database itself may be corrupt.")
        migrate(copy)
        with transaction(copy):
            add_lapse(copy, since=now, until=None)
        counts = {name: copy.execute(query).fetchone()[0] for name, query in _COUNTS.items()}
    return Backup(size=target.stat().st_size, **counts)
