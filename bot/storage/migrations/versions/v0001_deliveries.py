"""Deliveries, the facts in them, and the commands that Discord has accepted."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "1"
down_revision = None


def upgrade() -> None:
    """Run the migration."""
    execute(
        "CREATE TABLE command_sync (application INTEGER NOT NULL, scope TEXT NOT NULL, digest TEXT NOT NULL,"
        " PRIMARY KEY (application, scope)) STRICT"
    )
    execute(
        "CREATE TABLE delivery (channel INTEGER NOT NULL, day TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('reserved', 'sent')), nonce TEXT NOT NULL,"
        " reserved_at TEXT NOT NULL, sent_at TEXT, message INTEGER, PRIMARY KEY (channel, day)) STRICT"
    )
    execute(
        "CREATE TABLE told (channel INTEGER NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL,"
        " PRIMARY KEY (channel, fact)) STRICT"
    )
