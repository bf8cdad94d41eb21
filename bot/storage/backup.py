"""Back up the database while the bot runs, and check the copy."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import BotError, UsageError
from bot.storage.deliveries import add_lapse
from bot.storage.new_file import new_file
from bot.storage.schema import migrate, refuse_newer, version_of
from bot.storage.sqlite import connect, core_connection, sqlite_errors
from bot.storage.startup import find_damage, find_schema_damage

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
    try:
        with sqlite_errors(), new_file(target, now) as copy:
            return _copy(path, copy, now)
    except sqlite3.Error as error:
        raise BotError(f"{path}: cannot be copied to {target} ({error}).") from error


def _copy(path: Path, target: Path, now: dt.datetime) -> Backup:
    with closing(connect(target, access="mode=rw")) as copy:
        with closing(connect(path, access="mode=ro")) as source:
            refuse_newer(version_of(source), path)
            source.backup(copy)
        # Outside of WAL mode the copy is a single file.
        copy.execute("PRAGMA journal_mode = DELETE")
        damage = find_damage(copy) or find_schema_damage(copy)
        if damage:
            raise BotError(f"{path}: its copy is corrupt ({damage}); the database itself may be corrupt.")
        migrate(copy)
        with core_connection(copy) as core, core.begin():
            add_lapse(core, since=now, until=None)
        counts = {name: copy.execute(query).fetchone()[0] for name, query in _COUNTS.items()}
    return Backup(size=target.stat().st_size, **counts)
