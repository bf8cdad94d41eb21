"""Checksums of revisions, and an index of the unanswered questions."""

from __future__ import annotations

from alembic import op

from bot.storage.migrations.sql import execute
from bot.storage.revisions import DamagedRevision, checksum_of, decompress

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Run the migration."""
    execute("CREATE TABLE revision_checksum (revision TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT")
    db = op.get_bind()
    for (stored,) in db.exec_driver_sql("SELECT DISTINCT revision FROM revision_file").all():
        rows = db.exec_driver_sql("SELECT path, content FROM revision_file WHERE revision = ?", (stored,))
        # Without a checksum, a revision counts as damaged.
        if not isinstance(files := decompress((path, content) for path, content in rows), DamagedRevision):
            db.exec_driver_sql("INSERT OR REPLACE INTO revision_checksum VALUES (?, ?)", (stored, checksum_of(files)))
    execute(
        "CREATE INDEX question_unanswered ON question (id)"
        " WHERE outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source')"
    )
