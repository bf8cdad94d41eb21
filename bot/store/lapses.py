"""Times of which the file does not know what was delivered: it was restored from a copy, or begun anew.

An edition of such a time may have been sent already. Its delivery is given out as one that somebody tried before,
so that the channel is searched for it and no edition goes out twice.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Final

import aiosqlite

from bot.store.instants import from_text, to_text

# A local date begins at most 14 hours ahead of UTC's and ends at most 12 hours behind it.
_EARLIEST: Final = dt.timedelta(hours=14)
_LATEST: Final = dt.timedelta(hours=24 + 12)

_BEGINNING: Final = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
"""Discord's own beginning: nothing was sent before it."""


def add_lapse(db: sqlite3.Connection, *, since: dt.datetime | None, until: dt.datetime | None) -> None:
    """Note a lapse: None stands for the beginning, and for an end that comes when the file is next opened."""
    values = (to_text(since or _BEGINNING), to_text(until) if until else None)
    db.execute("INSERT INTO lapse (since, until) VALUES (?, ?)", values)


def end_lapses(db: sqlite3.Connection, now: dt.datetime) -> None:
    """From `now` on the file is kept again."""
    db.execute("UPDATE lapse SET until = ? WHERE until IS NULL", (to_text(now),))


async def doubted_since(db: aiosqlite.Connection, day: dt.date) -> dt.datetime | None:
    """From when on the edition of local date `day` may have been sent unknown to this file. None where it was not."""
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    first, last = midnight - _EARLIEST, midnight + _LATEST
    ((since,),) = await db.execute_fetchall(
        "SELECT min(since) FROM lapse WHERE since <= ? AND (until IS NULL OR until >= ?)",
        (to_text(last), to_text(first)),
    )
    return None if since is None else max(first, from_text(since))
