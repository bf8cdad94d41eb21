"""`health`: report whether the bot that uses this database is connected to Discord."""

from __future__ import annotations

import datetime as dt
import sqlite3
from argparse import ArgumentParser, Namespace
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.cli.context import ProcessContext
from bot.config import load_config
from bot.storage.database import connect_read_only, from_text, sqlite_errors

FRESH: Final = dt.timedelta(seconds=90)
"""The bot writes a heartbeat every 30 seconds, so two may be missing."""


def add_arguments(_parser: ArgumentParser) -> None:
    """Declare nothing: `health` takes only the options of every command."""


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Print how old the last heartbeat is; return 0 up to 90 seconds, else 1 with a sentence on standard error.

    Only reads: no file is created or changed.
    """
    store, now = load_config(arguments.config).store, context.now()
    try:
        beat = last_beat(store)
    except sqlite3.Error as error:
        context.stderr.write(f"{store}: the bot's database cannot be read ({error}).\n")
        return 1
    if beat is None:
        what = "no connection to Discord is recorded" if store.is_file() else "no database; the bot has not run yet"
        context.stderr.write(f"{store}: {what}.\n")
        return 1
    age = now - beat
    # A heartbeat is in the future when the clock has been set back.
    if abs(age) > FRESH:
        context.stderr.write(
            f"The bot is not connected to Discord. It was last connected at {beat:%Y-%m-%d %H:%M:%S} UTC.\n"
        )
        return 1
    context.stdout.write(f"The bot is connected to Discord ({max(0, round(age.total_seconds()))} s ago).\n")
    return 0


def last_beat(path: Path) -> dt.datetime | None:
    """Read the last heartbeat; None when there is no database or no heartbeat. Raises sqlite3.Error."""
    if not path.is_file():
        return None
    with sqlite_errors(), closing(connect_read_only(path)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'heartbeat'").fetchone():
            return None
        row = db.execute("SELECT at FROM heartbeat").fetchone()
    try:
        return from_text(row[0]) if row else None
    except ValueError as error:
        raise sqlite3.DataError(f"the heartbeat is damaged: {error}") from error
