"""What was posted for all to see, and the corrections of its facts."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "11"
down_revision = "10"


def upgrade() -> None:
    """Run the migration."""
    # AUTOINCREMENT: messages know up to which correction they are right, so no number may come again.
    execute(
        "CREATE TABLE correction (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, base TEXT NOT NULL,"
        " fact TEXT NOT NULL, revision TEXT NOT NULL, old TEXT, new TEXT, reason TEXT NOT NULL,"
        " wording INTEGER NOT NULL) STRICT"
    )
    execute("CREATE INDEX correction_fact ON correction (base, fact)")
    execute(
        "CREATE TABLE posted (message INTEGER PRIMARY KEY, channel INTEGER NOT NULL, home INTEGER, kind TEXT NOT NULL,"
        " base TEXT NOT NULL, revision TEXT NOT NULL, language TEXT NOT NULL, at TEXT NOT NULL, content TEXT,"
        " seen INTEGER NOT NULL, wanted INTEGER NOT NULL, shown INTEGER NOT NULL, due TEXT,"
        " failures INTEGER NOT NULL DEFAULT 0, edited TEXT, skipped TEXT) STRICT"
    )
    execute("CREATE INDEX posted_pending ON posted (message) WHERE wanted > shown AND skipped IS NULL")
    execute("CREATE INDEX posted_at ON posted (at)")
    execute("CREATE INDEX posted_home ON posted (home) WHERE home IS NOT NULL")
    execute(
        "CREATE TABLE posted_fact (message INTEGER NOT NULL REFERENCES posted (message) ON DELETE CASCADE,"
        " fact TEXT NOT NULL, said TEXT NOT NULL, place TEXT NOT NULL, number INTEGER NOT NULL,"
        " PRIMARY KEY (message, fact)) STRICT"
    )
    execute("CREATE INDEX posted_fact_fact ON posted_fact (fact)")
