"""The tables, version by version. A released migration is never changed."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Final

from bot.storage.database import transaction
from bot.storage.deliveries import add_lapse
from bot.storage.revisions import DamagedRevision, checksum_of, decompress

Migration = Callable[[sqlite3.Connection], None]


def _deliveries_and_syncs(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE command_sync (application INTEGER NOT NULL, scope TEXT NOT NULL, digest TEXT NOT NULL,"
        " PRIMARY KEY (application, scope)) STRICT"
    )
    db.execute(
        "CREATE TABLE delivery (channel INTEGER NOT NULL, day TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('reserved', 'sent')), nonce TEXT NOT NULL,"
        " reserved_at TEXT NOT NULL, sent_at TEXT, message INTEGER, PRIMARY KEY (channel, day)) STRICT"
    )
    db.execute(
        "CREATE TABLE told (channel INTEGER NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL,"
        " PRIMARY KEY (channel, fact)) STRICT"
    )


def _schedules_questions_revisions(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE edition_base (channel INTEGER PRIMARY KEY, digests TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE lapse (since TEXT NOT NULL, until TEXT) STRICT")
    db.execute(
        "CREATE TABLE schedule (channel INTEGER PRIMARY KEY, guild INTEGER, time TEXT NOT NULL,"
        " timezone TEXT NOT NULL, facts INTEGER NOT NULL,"
        " origin TEXT NOT NULL CHECK (origin IN ('config', 'command')), set_by INTEGER, since TEXT NOT NULL,"
        " paused_for TEXT, paused_since TEXT, stopped INTEGER NOT NULL DEFAULT 0) STRICT"
    )
    # AUTOINCREMENT: the id of a deleted question is still in buttons, and must never mean another question.
    db.execute(
        "CREATE TABLE question (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, text TEXT NOT NULL,"
        " outcome TEXT NOT NULL, fact TEXT, confidence REAL, guild INTEGER) STRICT"
    )
    db.execute("CREATE INDEX question_at ON question (at)")
    db.execute(
        "CREATE TABLE vote (question INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE, fact TEXT NOT NULL,"
        " voter TEXT NOT NULL, up INTEGER NOT NULL, word TEXT, at TEXT NOT NULL, PRIMARY KEY (question, voter)) STRICT"
    )
    db.execute("CREATE TABLE voter_key (one INTEGER PRIMARY KEY CHECK (one = 1), key BLOB NOT NULL) STRICT")
    db.execute(
        "CREATE TABLE load (id INTEGER PRIMARY KEY, at TEXT NOT NULL, revision TEXT NOT NULL, loaded_by INTEGER,"
        " how TEXT NOT NULL, facts INTEGER NOT NULL, instead_of TEXT) STRICT"
    )
    db.execute(
        "CREATE TABLE revision_file (revision TEXT NOT NULL, path TEXT NOT NULL, content BLOB NOT NULL,"
        " PRIMARY KEY (revision, path)) STRICT"
    )
    db.execute("CREATE TABLE heartbeat (one INTEGER PRIMARY KEY CHECK (one = 1), at TEXT NOT NULL) STRICT")


def _checksums_and_index(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE revision_checksum (revision TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT")
    for (revision,) in db.execute("SELECT DISTINCT revision FROM revision_file").fetchall():
        rows = db.execute("SELECT path, content FROM revision_file WHERE revision = ?", (revision,))
        # Without a checksum, a revision counts as damaged.
        if not isinstance(files := decompress(rows), DamagedRevision):
            db.execute("INSERT OR REPLACE INTO revision_checksum VALUES (?, ?)", (revision, checksum_of(files)))
    db.execute(
        "CREATE INDEX question_unanswered ON question (id)"
        " WHERE outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source')"
    )


def _server_settings(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE server_settings (guild INTEGER PRIMARY KEY, language TEXT, mentions TEXT NOT NULL"
        " CHECK (mentions IN ('everywhere', 'only', 'except', 'nowhere'))) STRICT"
    )
    db.execute(
        "CREATE TABLE mention_channel (guild INTEGER NOT NULL, channel INTEGER NOT NULL,"
        " PRIMARY KEY (guild, channel)) STRICT"
    )


def _shares(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE share (message INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT")


def _briefing_options(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE schedule ADD COLUMN days TEXT NOT NULL DEFAULT 'daily'")
    db.execute("ALTER TABLE schedule ADD COLUMN only_new INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE schedule ADD COLUMN role INTEGER")
    db.execute("ALTER TABLE schedule ADD COLUMN thread INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE schedule ADD COLUMN form TEXT NOT NULL DEFAULT 'full'")
    db.execute("ALTER TABLE delivery ADD COLUMN place INTEGER")


def _bases(db: sqlite3.Connection) -> None:
    """What was stored before there were several bases belongs to the default one."""
    for table in ("question", "load", "edition_base"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN base TEXT NOT NULL DEFAULT 'default'")
    db.execute("ALTER TABLE server_settings ADD COLUMN base TEXT")
    # SQLite cannot change a primary key.
    db.execute("ALTER TABLE told RENAME TO told_before")
    db.execute(
        "CREATE TABLE told (channel INTEGER NOT NULL, base TEXT NOT NULL, fact TEXT NOT NULL, day TEXT NOT NULL,"
        " PRIMARY KEY (channel, base, fact)) STRICT"
    )
    db.execute("INSERT INTO told (channel, base, fact, day) SELECT channel, 'default', fact, day FROM told_before")
    db.execute("DROP TABLE told_before")
    db.execute("CREATE INDEX question_base ON question (base, id)")
    db.execute("DROP INDEX question_unanswered")
    db.execute(
        "CREATE INDEX question_unanswered ON question (base, id)"
        " WHERE outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source')"
    )


def _desks(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE desk (guild INTEGER PRIMARY KEY, channel INTEGER NOT NULL) STRICT")
    db.execute(
        "CREATE TABLE desk_role (guild INTEGER NOT NULL, role INTEGER NOT NULL, PRIMARY KEY (guild, role)) STRICT"
    )
    # AUTOINCREMENT: the id of a deleted question is still in buttons, and must never mean another question.
    db.execute(
        "CREATE TABLE desk_question (id INTEGER PRIMARY KEY AUTOINCREMENT, base TEXT NOT NULL, guild INTEGER NOT NULL,"
        " text TEXT NOT NULL, outcome TEXT NOT NULL, shown TEXT, nearest TEXT NOT NULL, times INTEGER NOT NULL,"
        " first_asked TEXT NOT NULL, last_asked TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')), fact TEXT, unknown TEXT,"
        " reason TEXT NOT NULL DEFAULT '', decided_by INTEGER, decided_at TEXT,"
        " channel INTEGER, message INTEGER, thread INTEGER, reserved_at TEXT) STRICT"
    )
    db.execute("CREATE INDEX desk_question_open ON desk_question (guild, base) WHERE state = 'open'")
    db.execute(
        "CREATE TABLE desk_telling (question INTEGER NOT NULL REFERENCES desk_question (id) ON DELETE CASCADE,"
        " user_id INTEGER NOT NULL, locale TEXT NOT NULL, channel INTEGER, at TEXT NOT NULL, reserved_at TEXT,"
        " PRIMARY KEY (question, user_id)) STRICT"
    )


def _edits(db: sqlite3.Connection) -> None:
    # AUTOINCREMENT: the id of a deleted edit is still in buttons, and must never mean another edit.
    db.execute(
        "CREATE TABLE edit (id INTEGER PRIMARY KEY AUTOINCREMENT, base TEXT NOT NULL, at TEXT NOT NULL,"
        " user_id INTEGER NOT NULL, name TEXT NOT NULL, operation TEXT NOT NULL, entry TEXT NOT NULL,"
        " state TEXT NOT NULL CHECK (state IN ('prepared', 'written', 'served', 'undone')), onto TEXT,"
        " question INTEGER, undoes INTEGER) STRICT"
    )
    db.execute(
        "CREATE TABLE edit_file (edit INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE, path TEXT NOT NULL,"
        " before BLOB, after BLOB, PRIMARY KEY (edit, path)) STRICT"
    )
    db.execute(
        "CREATE TABLE overlay (base TEXT NOT NULL, path TEXT NOT NULL, before BLOB, after BLOB,"
        " PRIMARY KEY (base, path)) STRICT"
    )


def _follows(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE follower (user_id INTEGER PRIMARY KEY, pace TEXT NOT NULL CHECK (pace IN ('daily', 'at_once')),"
        " locale TEXT NOT NULL, last_told TEXT, closed_at TEXT, notice INTEGER NOT NULL, reserved_at TEXT) STRICT"
    )
    db.execute(
        "CREATE TABLE follow (base TEXT NOT NULL, user_id INTEGER NOT NULL, topic TEXT NOT NULL, since TEXT NOT NULL,"
        " PRIMARY KEY (base, user_id, topic)) STRICT"
    )
    db.execute("CREATE INDEX follow_topic ON follow (base, topic)")
    db.execute(
        "CREATE TABLE follow_fact (base TEXT NOT NULL, fact TEXT NOT NULL, digest TEXT NOT NULL,"
        " statement TEXT NOT NULL, topics TEXT NOT NULL, PRIMARY KEY (base, fact)) STRICT"
    )
    db.execute(
        "CREATE TABLE follow_news (base TEXT NOT NULL, user_id INTEGER NOT NULL, fact TEXT NOT NULL,"
        " topic TEXT NOT NULL, kind TEXT NOT NULL, before TEXT NOT NULL, at TEXT NOT NULL, notice INTEGER,"
        " PRIMARY KEY (base, user_id, fact)) STRICT"
    )


def _corrections(db: sqlite3.Connection) -> None:
    # AUTOINCREMENT: messages know up to which correction they are right, so no number may come again.
    db.execute(
        "CREATE TABLE correction (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, base TEXT NOT NULL,"
        " fact TEXT NOT NULL, revision TEXT NOT NULL, old TEXT, new TEXT, reason TEXT NOT NULL,"
        " wording INTEGER NOT NULL) STRICT"
    )
    db.execute("CREATE INDEX correction_fact ON correction (base, fact)")
    db.execute(
        "CREATE TABLE posted (message INTEGER PRIMARY KEY, channel INTEGER NOT NULL, home INTEGER, kind TEXT NOT NULL,"
        " base TEXT NOT NULL, revision TEXT NOT NULL, language TEXT NOT NULL, at TEXT NOT NULL, content TEXT,"
        " seen INTEGER NOT NULL, wanted INTEGER NOT NULL, shown INTEGER NOT NULL, due TEXT,"
        " failures INTEGER NOT NULL DEFAULT 0, edited TEXT, skipped TEXT) STRICT"
    )
    db.execute("CREATE INDEX posted_pending ON posted (message) WHERE wanted > shown AND skipped IS NULL")
    db.execute("CREATE INDEX posted_at ON posted (at)")
    db.execute("CREATE INDEX posted_home ON posted (home) WHERE home IS NOT NULL")
    db.execute(
        "CREATE TABLE posted_fact (message INTEGER NOT NULL REFERENCES posted (message) ON DELETE CASCADE,"
        " fact TEXT NOT NULL, said TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (message, fact)) STRICT"
    )
    db.execute("CREATE INDEX posted_fact_fact ON posted_fact (fact)")


MIGRATIONS: Final[tuple[Migration, ...]] = (
    _deliveries_and_syncs,
    _schedules_questions_revisions,
    _checksums_and_index,
    _server_settings,
    _shares,
    _briefing_options,
    _bases,
    _desks,
    _edits,
    _follows,
    _corrections,
)
"""The migration at index n upgrades a file from version n to n + 1."""


def version_of(db: sqlite3.Connection) -> int:
    """Return the version of the file's tables, 0 for an empty file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def schema_of(version: int) -> dict[str, str | None]:
    """Return name -> SQL of the tables and indexes of a version; SQLite makes those whose SQL is None."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate(db, MIGRATIONS[:version])
        return read_schema(db)


def read_schema(db: sqlite3.Connection) -> dict[str, str | None]:
    """Return name -> SQL of the tables and indexes of a file."""
    return dict(db.execute("SELECT name, sql FROM sqlite_master"))


def migrate(
    db: sqlite3.Connection, migrations: tuple[Migration, ...] = MIGRATIONS, *, lost_until: dt.datetime | None = None
) -> None:
    """Upgrade the file to the newest version; each migration and its version number are one transaction.

    With `lost_until`, the last one also records that deliveries before that instant are unknown.
    """
    for number, migration in enumerate(migrations, start=1):
        if version_of(db) < number:
            with transaction(db):
                # Another process may have run the migration in the meantime.
                if version_of(db) < number:
                    migration(db)
                    db.execute(f"PRAGMA user_version = {number}")
                    if lost_until and number == len(migrations):
                        add_lapse(db, since=None, until=lost_until)
