"""What outlives a restart, in one SQLite file: a part for each kind, and the file that they share.

Instants are aware and kept in UTC; a day is the local date of its channel. Every method raises sqlite3.Error where
the file fails while the bot runs: who answers a user goes on without it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Final

from bot.storage.database import File, opened
from bot.storage.deliveries import Delivered, Deliveries, Delivery, DeliveryState, Pending, Reservation, Reserved
from bot.storage.questions import DECLINED, Asked, Questions, Tally, Votes
from bot.storage.revisions import How, Load, Revisions
from bot.storage.schedules import Origin, Pause, Schedules, StoredSchedule
from bot.storage.schema import MIGRATIONS
from bot.storage.startup import prepare, unusable
from bot.storage.state import Heartbeat, Syncs

__all__ = [
    "DECLINED",
    "MIGRATIONS",
    "Asked",
    "Delivered",
    "Delivery",
    "DeliveryState",
    "How",
    "Load",
    "Origin",
    "Pause",
    "Pending",
    "Reservation",
    "Reserved",
    "Store",
    "StoredSchedule",
    "Tally",
]

UTC_NOW: Final = partial(dt.datetime.now, dt.UTC)


class Store:
    """The open file and its parts."""

    def __init__(self, file: File) -> None:
        self.syncs = Syncs(file)
        self.deliveries = Deliveries(file)
        self.schedules = Schedules(file)
        self.questions = Questions(file)
        self.votes = Votes(file)
        self.revisions = Revisions(file)
        self.heartbeat = Heartbeat(file)

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, path: Path, *, now: Callable[[], dt.datetime] = UTC_NOW) -> AsyncIterator[Store]:
        """Open the file, created, brought to the newest version or begun anew where need be (`preparing.py`).

        Raises UsageError where nothing can be kept or read, and for a file that is not the bot's.
        """
        async with contextlib.AsyncExitStack() as stack:
            try:
                file = await stack.enter_async_context(opened(path, partial(prepare, path, now())))
            except sqlite3.Error as error:
                raise unusable(path, error) from error
            yield cls(file)
