"""`health`: whether the bot that keeps this store is connected to Discord."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final, TextIO

from bot.config import Config
from bot.storage.database import connected_for_reading, from_text

FRESH: Final = dt.timedelta(seconds=90)
"""Two beats may be missed: the bot beats every 30 seconds."""


def run(config: Config, *, now: dt.datetime, out: TextIO, err: TextIO) -> int:
    """Print how long ago the bot beat last; gives 0 where that was at most 90 seconds, else 1 with a sentence on `err`.

    Only reads: no file is made, none is changed.
    """
    try:
        beat = last_beat(config.store)
    except sqlite3.Error as error:
        err.write(f"{config.store}: the bot's store cannot be read ({error}).\n")
        return 1
    if beat is None:
        err.write(f"{config.store}: the bot has not been connected to Discord since this store began.\n")
        return 1
    age = now - beat
    # A beat of the future is one of before the clock was set back.
    if abs(age) > FRESH:
        err.write(f"The bot was connected to Discord last at {beat:%Y-%m-%d %H:%M:%S} UTC; now it is not.\n")
        return 1
    out.write(f"The bot is connected to Discord ({max(0, round(age.total_seconds()))} s ago).\n")
    return 0


def last_beat(path: Path) -> dt.datetime | None:
    """The last beat in a store. None where there is no store or no beat. Raises sqlite3.Error."""
    if not path.is_file():
        return None
    with closing(connected_for_reading(path)) as db:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'heartbeat'").fetchone():
            return None
        row = db.execute("SELECT at FROM heartbeat").fetchone()
    return from_text(row[0]) if row else None
