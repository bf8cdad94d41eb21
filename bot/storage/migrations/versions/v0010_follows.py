"""Who follows which topics, and what is new for them."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "10"
down_revision = "9"


def upgrade() -> None:
    """Run the migration."""
    execute(
        "CREATE TABLE follower (user_id INTEGER PRIMARY KEY, pace TEXT NOT NULL CHECK (pace IN ('daily', 'at_once')),"
        " locale TEXT NOT NULL, last_told TEXT, closed_at TEXT, notice INTEGER NOT NULL, reserved_at TEXT) STRICT"
    )
    execute(
        "CREATE TABLE follow (base TEXT NOT NULL, user_id INTEGER NOT NULL, topic TEXT NOT NULL, since TEXT NOT NULL,"
        " PRIMARY KEY (base, user_id, topic)) STRICT"
    )
    execute("CREATE INDEX follow_topic ON follow (base, topic)")
    execute(
        "CREATE TABLE follow_fact (base TEXT NOT NULL, fact TEXT NOT NULL, digest TEXT NOT NULL,"
        " statement TEXT NOT NULL, topics TEXT NOT NULL, PRIMARY KEY (base, fact)) STRICT"
    )
    execute(
        "CREATE TABLE follow_news (base TEXT NOT NULL, user_id INTEGER NOT NULL, fact TEXT NOT NULL,"
        " topic TEXT NOT NULL, kind TEXT NOT NULL, before TEXT NOT NULL, at TEXT NOT NULL, notice INTEGER,"
        " PRIMARY KEY (base, user_id, fact)) STRICT"
    )
