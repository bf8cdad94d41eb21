"""Options of a briefing, and the thread of a delivery."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Run the migration."""
    execute("ALTER TABLE schedule ADD COLUMN days TEXT NOT NULL DEFAULT 'daily'")
    execute("ALTER TABLE schedule ADD COLUMN only_new INTEGER NOT NULL DEFAULT 0")
    execute("ALTER TABLE schedule ADD COLUMN role INTEGER")
    execute("ALTER TABLE schedule ADD COLUMN thread INTEGER NOT NULL DEFAULT 0")
    execute("ALTER TABLE schedule ADD COLUMN form TEXT NOT NULL DEFAULT 'full'")
    execute("ALTER TABLE delivery ADD COLUMN place INTEGER")
