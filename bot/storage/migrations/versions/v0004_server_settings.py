"""What each server has set."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Run the migration."""
    execute(
        "CREATE TABLE server_settings (guild INTEGER PRIMARY KEY, language TEXT, mentions TEXT NOT NULL"
        " CHECK (mentions IN ('everywhere', 'only', 'except', 'nowhere'))) STRICT"
    )
    execute(
        "CREATE TABLE mention_channel (guild INTEGER NOT NULL, channel INTEGER NOT NULL,"
        " PRIMARY KEY (guild, channel)) STRICT"
    )
