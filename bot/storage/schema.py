"""The version of a store's tables. `migrations/` has them version by version."""

from __future__ import annotations

import datetime as dt
import functools
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.errors import UsageError
from bot.storage.deliveries import add_lapse
from bot.storage.sqlite import core_connection
from bot.store_address import PostgresAddress

Migration = Callable[[], None]
"""Changes the tables through `alembic.op`."""

NEWEST: Final = 12
"""The number of the newest version."""

# What the migrations make of an empty SQLite file, so that a new one needs no Alembic.
_NEWEST_SQLITE: Final = Path(__file__).with_name("newest_sqlite.sql")


def version_of(db: sqlite3.Connection) -> int:
    """Return the version of an SQLite file's tables, 0 for an empty file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def refuse_newer(version: int, place: Path | PostgresAddress) -> None:
    """Raise UsageError for a store of a newer bot, whose tables this one does not know."""
    if version <= NEWEST:
        return
    if isinstance(place, PostgresAddress):
        fix = "restore a backup, or name another database under `store` in the config"
    else:
        fix = (
            "restore a backup, or move it away together with the files beside it that end in -wal and -shm; the next "
            "start then creates a new one"
        )
    raise UsageError(
        f"{place}: has format {version}, but this version of the bot knows formats up to {NEWEST} only. If a newer "
        f"version of the bot has written it, update the bot. If none has, it is damaged: {fix}."
    )


def read_schema(db: sqlite3.Connection) -> dict[str, str | None]:
    """Return name -> SQL of the tables and indexes of a file; SQLite makes those whose SQL is None."""
    return dict(db.execute("SELECT name, sql FROM sqlite_master"))


@functools.cache
def schema_of(version: int) -> Mapping[str, str | None]:
    """Return what `read_schema` returns for a file of a version."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db, to=version)
        return read_schema(db)


def migrate(db: sqlite3.Connection, *, to: int = NEWEST, lost_until: dt.datetime | None = None) -> None:
    """Upgrade an SQLite file to a version; each migration and its version number are one transaction.

    With `lost_until`, a file that is made now also records that deliveries before that instant are unknown.
    """
    if version_of(db) == 0 and to == NEWEST:
        _create(db, lost_until)
    if version_of(db) < to:
        # Importing Alembic takes a fifth of a second.
        from bot.storage.migrations import migrations  # noqa: PLC0415

        migrate_by(db, migrations()[:to])


def migrate_by(db: sqlite3.Connection, steps: Sequence[Migration]) -> None:
    """Run those of the migrations, from the first on, that an SQLite file has not had."""
    from bot.storage.migrations import run  # noqa: PLC0415 - as above

    with core_connection(db) as core:
        for number, step in enumerate(steps, start=1):
            if version_of(db) < number:
                with core.begin():
                    # Another process may have run the migration in the meantime.
                    if version_of(db) < number:
                        run(core, [step])
                        db.execute(f"PRAGMA user_version = {number}")


def _create(db: sqlite3.Connection, lost_until: dt.datetime | None) -> None:
    """Make the newest tables in an empty file."""
    with core_connection(db) as core, core.begin():
        # Another process may have made them in the meantime.
        if version_of(db) == 0:
            for statement in _NEWEST_SQLITE.read_text("utf-8").split(";\n"):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {NEWEST}")
            if lost_until:
                add_lapse(core, since=None, until=lost_until)
