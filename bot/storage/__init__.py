"""State that survives a restart, in one SQLite file, with a class for each kind of data.

Instants are aware and stored in UTC; a day is the local date of its channel. Every method raises sqlite3.Error if the
file fails while the bot runs, and the caller goes on without it where a user waits for an answer.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Final

from bot.storage.database import DEFAULT_BASE, Database, open_database
from bot.storage.deliveries import Delivered, Deliveries, Delivery, DeliveryState, Pending, Reservation, Reserved
from bot.storage.desk import (
    DeskCard,
    DeskQuestion,
    DeskQuestions,
    Desks,
    DeskSettings,
    DeskState,
    Telling,
    Tellings,
)
from bot.storage.edits import Edits, EditState, Overlays, StoredEdit
from bot.storage.follows import Follow, FollowedNews, Follower, Follows, Pace
from bot.storage.posted import (
    Correction,
    EditProgress,
    PendingEdit,
    Posted,
    PostedKind,
    PostedMessage,
    ShownFact,
    SkipReason,
)
from bot.storage.questions import DECLINED, LoggedQuestion, Questions, VoteCount, Votes
from bot.storage.revisions import DamagedRevision, LoadReason, LoadRecord, Revisions
from bot.storage.schedules import Origin, Pause, Schedules, StoredSchedule, UnreadableSchedule
from bot.storage.schema import MIGRATIONS
from bot.storage.settings import MentionScope, ServerSettings, Settings
from bot.storage.shares import SharedAnswers
from bot.storage.startup import open_error, open_writer
from bot.storage.state import CommandSyncs, Heartbeat

__all__ = [
    "DECLINED",
    "DEFAULT_BASE",
    "MIGRATIONS",
    "Correction",
    "DamagedRevision",
    "Delivered",
    "Delivery",
    "DeliveryState",
    "DeskCard",
    "DeskQuestion",
    "DeskSettings",
    "DeskState",
    "EditProgress",
    "EditState",
    "Follow",
    "FollowedNews",
    "Follower",
    "LoadReason",
    "LoadRecord",
    "LoggedQuestion",
    "MentionScope",
    "Origin",
    "Pace",
    "Pause",
    "Pending",
    "PendingEdit",
    "PostedKind",
    "PostedMessage",
    "Reservation",
    "Reserved",
    "ServerSettings",
    "ShownFact",
    "SkipReason",
    "Store",
    "StoredEdit",
    "StoredSchedule",
    "Telling",
    "UnreadableSchedule",
    "VoteCount",
]

UTC_NOW: Final = partial(dt.datetime.now, dt.UTC)


class Store:
    """The open database, by kinds of data."""

    def __init__(self, database: Database) -> None:
        self.command_syncs = CommandSyncs(database)
        self.deliveries = Deliveries(database)
        self.schedules = Schedules(database)
        self.questions = Questions(database)
        self.votes = Votes(database)
        self.shared_answers = SharedAnswers(database)
        self.posted = Posted(database)
        self.revisions = Revisions(database)
        self.heartbeat = Heartbeat(database)
        self.settings = Settings(database)
        self.desks = Desks(database)
        self.desk_questions = DeskQuestions(database)
        self.tellings = Tellings(database)
        self.edits = Edits(database)
        self.overlays = Overlays(database)
        self.follows = Follows(database)

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, path: Path, *, now: Callable[[], dt.datetime] = UTC_NOW) -> AsyncIterator[Store]:
        """Open the file. A missing one is created, an old one is upgraded, a corrupt one is replaced (`startup.py`).

        Raises UsageError if nothing can be stored or read, and for a file that is not the bot's.
        """
        async with contextlib.AsyncExitStack() as stack:
            try:
                database = await stack.enter_async_context(open_database(path, partial(open_writer, path, now())))
            except sqlite3.Error as error:
                raise open_error(path, error) from error
            yield cls(database)
