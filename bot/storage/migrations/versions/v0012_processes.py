"""The processes that share the store."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "12"
down_revision = "11"


def upgrade() -> None:
    """Run the migration."""
    execute(
        "CREATE TABLE process (id TEXT PRIMARY KEY, started TEXT NOT NULL, beat TEXT NOT NULL,"
        " connected INTEGER NOT NULL, shards TEXT NOT NULL, latency REAL, revisions TEXT NOT NULL) STRICT"
    )
