"""The answers that were shared."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Run the migration."""
    execute("CREATE TABLE share (message INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT")
