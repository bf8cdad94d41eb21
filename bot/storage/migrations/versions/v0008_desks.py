"""The desks of servers, the questions at them, and who wants to be told the answer."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "8"
down_revision = "7"


def upgrade() -> None:
    """Run the migration."""
    execute("CREATE TABLE desk (guild INTEGER PRIMARY KEY, channel INTEGER NOT NULL) STRICT")
    execute("CREATE TABLE desk_role (guild INTEGER NOT NULL, role INTEGER NOT NULL, PRIMARY KEY (guild, role)) STRICT")
    # AUTOINCREMENT: the id of a deleted question is still in buttons, and must never mean another question.
    execute(
        "CREATE TABLE desk_question (id INTEGER PRIMARY KEY AUTOINCREMENT, base TEXT NOT NULL, guild INTEGER NOT NULL,"
        " text TEXT NOT NULL, outcome TEXT NOT NULL, shown TEXT, nearest TEXT NOT NULL, times INTEGER NOT NULL,"
        " first_asked TEXT NOT NULL, last_asked TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')), fact TEXT, unknown TEXT,"
        " reason TEXT NOT NULL DEFAULT '', decided_by INTEGER, decided_at TEXT,"
        " channel INTEGER, message INTEGER, thread INTEGER, reserved_at TEXT) STRICT"
    )
    execute("CREATE INDEX desk_question_open ON desk_question (guild, base) WHERE state = 'open'")
    execute(
        "CREATE TABLE desk_telling (question INTEGER NOT NULL REFERENCES desk_question (id) ON DELETE CASCADE,"
        " user_id INTEGER NOT NULL, locale TEXT NOT NULL, channel INTEGER, at TEXT NOT NULL, reserved_at TEXT,"
        " PRIMARY KEY (question, user_id)) STRICT"
    )
