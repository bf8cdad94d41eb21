"""The edits of curators, and the files that could not be written."""

from __future__ import annotations

from bot.storage.migrations.sql import execute

revision = "9"
down_revision = "8"


def upgrade() -> None:
    """Run the migration."""
    # AUTOINCREMENT: the id of a deleted edit is still in buttons, and must never mean another edit.
    execute(
        "CREATE TABLE edit (id INTEGER PRIMARY KEY AUTOINCREMENT, base TEXT NOT NULL, at TEXT NOT NULL,"
        " user_id INTEGER NOT NULL, name TEXT NOT NULL, operation TEXT NOT NULL, entry TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('prepared', 'written', 'served', 'undone')), onto TEXT,"
        " question INTEGER, undoes INTEGER) STRICT"
    )
    execute(
        "CREATE TABLE edit_file (edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE, path TEXT NOT NULL,"
        " before BLOB, after BLOB, PRIMARY KEY (edit, path)) STRICT"
    )
    execute(
        "CREATE TABLE overlay (base TEXT NOT NULL, path TEXT NOT NULL, before BLOB, after BLOB,"
        " PRIMARY KEY (base, path)) STRICT"
    )
