"""A copy of the file while the bot runs, whole and proven."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BotError, UsageError
from bot.storage.database import connected, transaction
from bot.storage.deliveries import add_lapse
from bot.storage.schema import migrate
from bot.storage.startup import refuse_newer

_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy holds: its size in bytes, and the number of rows of each kind."""

    size: int
    schedules: int
    deliveries: int
    questions: int
    votes: int
    revisions: int


def copy_store(path: Path, target: Path, now: dt.datetime) -> Copy:
    """Copy the store at `path` as it is at one instant, whoever writes it meanwhile, to `target`, and check the copy.

    The copy is at the newest version, and knows that it knows nothing of what is delivered after `now`. Only its owner
    may read it. Raises UsageError where there is no store or the target exists, BotError where the copy failed; then
    there is no target.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no store to copy yet; the bot makes it when it first runs.")
    _claim(target)
    try:
        return _copied(path, target, now)
    except sqlite3.Error as error:
        target.unlink(missing_ok=True)
        raise BotError(f"{path}: cannot be copied to {target} ({error}).") from error
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _claim(target: Path) -> None:
    """Make an empty file that nobody had before."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY))
    except FileExistsError as error:
        raise UsageError(f"{target}: exists already, and a backup overwrites nothing. Name another file.") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(f"{target}: cannot be made ({reason}). Name a file in a folder that exists.") from error


def _copied(path: Path, target: Path, now: dt.datetime) -> Copy:
    with closing(connected(target, access="mode=rw")) as copy:
        with closing(connected(path, access="mode=ro")) as source:
            refuse_newer(source, path)
            source.backup(copy)
        # The copy is one file and needs none beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        migrate(copy)
        with transaction(copy):
            add_lapse(copy, since=now, until=None)
        problems = [row for (row,) in copy.execute("PRAGMA integrity_check")]
        if problems != ["ok"]:
            raise BotError(f"{path}: its copy is not whole ({problems[0]}); the store itself may be corrupt.")
        counts = {name: copy.execute(query).fetchone()[0] for name, query in _COUNTS.items()}
    return Copy(size=target.stat().st_size, **counts)


_COUNTS = {
    "schedules": "SELECT count(*) FROM schedule WHERE NOT stopped",
    "deliveries": "SELECT count(*) FROM delivery WHERE state = 'sent'",
    "questions": "SELECT count(*) FROM question",
    "votes": "SELECT count(*) FROM vote",
    "revisions": "SELECT count(DISTINCT revision) FROM revision_file",
}
