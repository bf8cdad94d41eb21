"""Which base a question, a load and an edition belong to."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Run the migration. What was stored before there were several bases belongs to the default one."""
    for table in ("question", "load", "edition_base"):
        execute(f"ALTER TABLE {table} ADD COLUMN base TEXT NOT NULL DEFAULT 'default'")
    execute("ALTER TABLE server_settings ADD COLUMN base TEXT")
    # SQLite cannot change a primary key.
    execute("ALTER TABLE told RENAME TO told_before")
    execute(
        "CREATE TABLE told (channel INTEGER NOT NULL, base TEXT NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL,"
        " PRIMARY KEY (channel, base, fact)) STRICT"
    )
    execute("INSERT INTO told (channel, base, fact, day) SELECT channel, 'default', fact, day FROM told_before")
    execute("DROP TABLE told_before")
    execute("CREATE INDEX question_base ON question (base, id)")
    execute("DROP INDEX question_unanswered")
    execute(
        "CREATE INDEX question_unanswered ON question (base, id)"
        " WHERE outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source')"
    )
