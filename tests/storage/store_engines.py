"""A store's own connections."""

from __future__ import annotations

from bot.storage import Store
from bot.storage.sqlite import SqliteEngine, ThreadedConnection


def sqlite_engine(store: Store) -> SqliteEngine:
    """The engine of a store in an SQLite file."""
    engine = store.heartbeat._database._engine
    assert isinstance(engine, SqliteEngine)
    return engine


def reader_of(store: Store) -> ThreadedConnection:
    """The connection that reads."""
    return sqlite_engine(store).reader
