"""The versions of the tables, which Alembic runs. A released version is never changed.

A version is a module of `versions/`, whose revision is its number. Each serves both engines, by Alembic's operations or
by statements in SQLite's words (`sql.py`).

Alembic takes a fifth of a second to import, so this package is imported only where a store is upgraded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage.schema import Migration


def migrations() -> tuple[Migration, ...]:
    """Return the migrations; the one at index n upgrades a store from version n to n + 1."""
    script = ScriptDirectory(str(Path(__file__).parent))
    revisions = sorted(script.walk_revisions(), key=lambda found: int(found.revision))
    return tuple(found.module.upgrade for found in revisions)


def run(connection: Connection, steps: Sequence[Migration]) -> None:
    """Run migrations in the connection's transaction, which the caller has begun."""
    with Operations.context(MigrationContext.configure(connection)):
        for step in steps:
            step()
