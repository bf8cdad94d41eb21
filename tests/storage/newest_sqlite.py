"""Writes `bot/storage/newest_sqlite.sql`: what the migrations make of an empty SQLite file.

Run it after a new migration: `python tests/storage/newest_sqlite.py`.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parents[2]
FILE: Final = PROJECT / "bot" / "storage" / "newest_sqlite.sql"


def newest() -> str:
    """The statements, each ended by a semicolon at the end of its line."""
    sys.path.insert(0, str(PROJECT))
    from bot.storage.migrations import migrations  # noqa: PLC0415 - after the path is set
    from bot.storage.schema import migrate_by  # noqa: PLC0415

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        migrate_by(db, migrations())
        own = (
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"
        )
        return "".join(f"{sql};\n" for (sql,) in db.execute(own))


if __name__ == "__main__":
    FILE.write_text(newest(), "utf-8")
