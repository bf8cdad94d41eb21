"""Read a store from outside, as `health` and `report` do, also while the bot runs."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot.errors import StoreError, UsageError
from bot.storage.database import store_errors
from bot.storage.schema import NEWEST, migrate, refuse_newer, version_of
from bot.storage.sqlite import close_on_error, connect_read_only, core_connection, sqlite_errors
from bot.store_address import PostgresAddress

T = TypeVar("T")


def read_store(place: Path | PostgresAddress, work: Callable[[Connection], T]) -> T:
    """Return what `work` reads. Must not be called while an event loop runs.

    Of a file of an older version, a copy in memory is upgraded. Changes nothing, and creates no file. Raises UsageError
    if the place cannot be read as a store.
    """
    if isinstance(place, Path) and not place.is_file():
        raise UsageError(f"{place}: there is no database; the bot creates it when it first runs.")
    try:
        if isinstance(place, PostgresAddress):
            from bot.storage.postgresql import read_postgres  # noqa: PLC0415 - only here it is needed

            return asyncio.run(read_postgres(place, work))
        with store_errors(), sqlite_errors(), closing(connect_read_only(place)) as db:
            refuse_newer(version_of(db), place)
            with closing(_newest(db)) as newest, core_connection(newest, writes=False) as core:
                return work(core)
    except StoreError as error:
        raise UsageError(f"{place}: the bot's database cannot be read ({error}).") from error


def _newest(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection to a store of the newest version: the same, or one to an upgraded copy in memory."""
    # An empty file is no store: reading it fails.
    return db if version_of(db) in {0, NEWEST} else newest_copy(db)


def newest_copy(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection to a copy in memory of a store at one instant, upgraded to the newest version."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with close_on_error(copy):
        copy.text_factory = db.text_factory
        db.backup(copy)
        migrate(copy)
    return copy
