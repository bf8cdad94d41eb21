"""Back up the database while the bot runs, and check the copy."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import BotError, UsageError
from bot.storage.database import connect, transaction
from bot.storage.deliveries import add_lapse
from bot.storage.schema import migrate
from bot.storage.startup import refuse_newer

_OWNER_ONLY: Final = 0o600
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
    it. Raises UsageError if there is no store or the target exists, and BotError if the copy fails; the target is then
    deleted.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no store to copy yet; the bot creates it when it first runs.")
    _create(target)
    try:
        return _copy(path, target, now)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise BotError(f"{path}: cannot be copied to {target} ({error}).") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _create(target: Path) -> None:
    """Create an empty file; refuse one that exists."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError as error:
        raise UsageError(f"{target}: exists already, and a backup overwrites nothing. Name another file.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{target}: cannot be created ({reason}). Name a file in a folder that exists.") from error


def _copy(path: Path, target: Path, now: dt.datetime) -> Backup:
    with closing(connect(target, access="mode=rw")) as copy:
        with closing(connect(path, access="mode=ro")) as source:
            refuse_newer(source, path)
            source.backup(copy)
        # Outside of WAL mode the copy is a single file.
        copy.execute("PRAGMA journal_mode = DELETE")
        migrate(copy)
        with transaction(copy):
            add_lapse(copy, since=now, until=None)
        problems = [row for (row,) in copy.execute("PRAGMA integrity_check")]
        if problems != ["ok"]:
            raise BotError(f"{path}: its copy is corrupt ({problems[0]}); the store itself may be corrupt.")
        counts = {name: copy.execute(query).fetchone()[0] for name, query in _COUNTS.items()}
    return Backup(size=target.stat().st_size, **counts)
