"""Copy a store from one engine to the other: all of it or nothing, and compared row by row."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select, text

from bot.errors import BotError, StoreError, UsageError
from bot.storage.database import message_of, store_errors
from bot.storage.deliveries import add_lapse
from bot.storage.new_file import new_file
from bot.storage.reading import newest_copy
from bot.storage.schema import migrate, refuse_newer, version_of
from bot.storage.sqlite import connect, connect_read_only, core_connection, raw_connection, sqlite_errors
from bot.storage.startup import find_damage, find_schema_damage
from bot.storage.tables import TypedText, metadata
from bot.store_address import PostgresAddress

_TOGETHER: Final = 1_000  # rows that are inserted together

Place = Path | PostgresAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table of the copy: its number of rows, and a digest of their content that is the same on both engines."""

    name: str
    rows: int
    digest: str


def copy_store(source: Place, target: Place, now: dt.datetime) -> tuple[CopiedTable, ...]:
    """Copy the store at `source` as it is at one instant to an empty `target` on the other engine.

    The copy has the newest version and records that deliveries after `now` are unknown to it. Must not be called while
    an event loop runs. Raises UsageError if one of them cannot be used, and BotError if the copy fails or differs.
    """
    try:
        match source, target:
            case Path(), PostgresAddress():
                return _to_postgres(source, target, now)
            case PostgresAddress(), Path():
                return _to_file(source, target, now)
            case Path(), _:
                raise UsageError(f"{source}: both are files. Copy a file with python -m bot backup.")
            case _:
                raise UsageError(f"{source}: both are PostgreSQL. Copy a database with pg_dump and pg_restore.")
    except (StoreError, sqlite3.Error) as error:
        raise BotError(f"{source}: cannot be copied to {target} ({message_of(error)}).") from error


def _to_postgres(source: Path, target: PostgresAddress, now: dt.datetime) -> tuple[CopiedTable, ...]:
    from bot.storage.postgresql import fill_postgres  # noqa: PLC0415 - only here it is needed

    if not source.is_file():
        raise UsageError(f"{source}: there is no database to copy.")
    with store_errors(), sqlite_errors(), closing(connect_read_only(source)) as db:
        refuse_newer(version_of(db), source)
        damage = find_damage(db) or find_schema_damage(db)
        if damage or version_of(db) == 0:
            raise BotError(f"{source}: cannot be copied: {damage or 'it is empty'}.")
        # A copy in memory is the file at one instant, whatever the bot writes meanwhile.
        with closing(newest_copy(db)) as whole, core_connection(whole, writes=False) as rows:
            return asyncio.run(fill_postgres(target, lambda copy: _copy(rows, copy, target, now)))


def _to_file(source: PostgresAddress, target: Path, now: dt.datetime) -> tuple[CopiedTable, ...]:
    from bot.storage.postgresql import read_postgres  # noqa: PLC0415 - as above

    def copy_from(rows: Connection) -> tuple[CopiedTable, ...]:
        with store_errors(), sqlite_errors(), closing(connect(made, access="mode=rw")) as db:
            migrate(db)
            with core_connection(db) as copy, copy.begin():
                return _copy(rows, copy, target, now)

    with new_file(target, now) as made:
        return asyncio.run(read_postgres(source, copy_from, patience=None))


def _copy(source: Connection, target: Connection, place: Place, now: dt.datetime) -> tuple[CopiedTable, ...]:
    """Copy all rows in the target's transaction, and compare what it then has. Raises BotError if that differs."""
    copied = []
    for table in metadata.sorted_tables:
        if target.execute(select(func.count()).select_from(table)).scalar_one():
            raise UsageError(f"{place}: is not empty: its table {table.name} has rows. Name an empty database.")
        rows = [_adapted(table, row, target) for row in source.execute(_ordered(table))]
        for start in range(0, len(rows), _TOGETHER):
            target.execute(
                insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in rows[start:][:_TOGETHER]]
            )
        found = [tuple(row) for row in target.execute(_ordered(table))]
        if _digest(found) != _digest(rows):
            raise BotError(f"{place}: the copy of the table {table.name} differs from the original; nothing was kept.")
        _continue_ids(table, source, target)
        copied.append(CopiedTable(name=table.name, rows=len(rows), digest=_digest(rows)))
    add_lapse(target, since=now, until=None)
    return tuple(copied)


def _ordered(table: Table) -> Any:  # noqa: ANN401 - a SELECT of the table's columns
    return select(table).order_by(*(table.primary_key or table.c))


def _adapted(table: Table, row: Any, target: Connection) -> tuple[Any, ...]:  # noqa: ANN401 - a row of the table
    """Return a row as the target can store it: PostgreSQL has no NUL in what users have typed."""
    return tuple(
        column.type.process_bind_param(value, target.dialect) if isinstance(column.type, TypedText) else value
        for column, value in zip(table.c, row, strict=True)
    )


def _digest(rows: list[tuple[Any, ...]]) -> str:
    digest = hashlib.sha256()
    for part in _parts(rows):
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()


def _parts(rows: list[tuple[Any, ...]]) -> Iterator[bytes]:
    for row in rows:
        for value in row:
            yield bytes(value) if isinstance(value, bytes | memoryview) else f"{type(value).__name__} {value}".encode()


def _continue_ids(table: Table, source: Connection, target: Connection) -> None:
    """Let the ids of new rows go on after the last of the source, also if its row was deleted: none is used twice."""
    if table.autoincrement_column is None:
        return
    last = _last_id(table, source)
    if not last:
        return
    if target.dialect.name == "postgresql":
        target.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), {"name": table.name, "last": last}
        )
    elif table.dialect_options["sqlite"]["autoincrement"]:
        db = raw_connection(target)
        db.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table.name,))
        db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table.name, last))


def _last_id(table: Table, source: Connection) -> int:
    if source.dialect.name == "postgresql":
        sequence = source.execute(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": table.name}).scalar_one()
        last = source.exec_driver_sql(f"SELECT last_value FROM {sequence} WHERE is_called").scalar()  # noqa: S608 - as above
    elif table.dialect_options["sqlite"]["autoincrement"]:
        kept = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
        last = source.execute(kept, {"name": table.name}).scalar()
    else:
        last = source.execute(select(func.max(table.c.id))).scalar()
    return int(last or 0)
