"""State that survives a restart, in SQLite or PostgreSQL, with a class for each kind of data.

Instants are aware and stored in UTC; a day is the local date of its channel. Every method raises StoreError if the
database fails while the bot runs, and the caller goes on without it where a user waits for an answer.

To add a table:

1. Write a migration, `migrations/versions/vNNNN_what.py`, that serves both engines: by statements in SQLite's words
   (`migrations/sql.py`), or by Alembic's operations. Raise NEWEST in `schema.py`.
2. Add the table to `tables.py`, with the types there. `store copy` then copies it too.
3. Run `python tests/storage/newest_sqlite.py`, which writes what a new SQLite file gets (`newest_sqlite.sql`), and add
   `tests/storage/versions/versionN.sql` for the version before. The tests say so if anything is missing.
4. Write a StoredData beside the others, with SQLAlchemy statements at the top of its module, and add it to Store. A
   change is a plain function of a connection, which `Database.write` runs as one transaction.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Final

from bot.core.factbase.names import DEFAULT_BASE
from bot.errors import StoreError
from bot.storage.changes import Changed
from bot.storage.database import Database
from bot.storage.deliveries import (
    Delivered,
    Deliveries,
    Delivery,
    DeliveryState,
    Pending,
    Reservation,
    Reserved,
    end_lapses,
)
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
from bot.storage.processes import Processes, ProcessRecord
from bot.storage.questions import DECLINED, LoggedQuestion, Questions, VoteCount, Votes
from bot.storage.revisions import Basis, DamagedRevision, LoadReason, LoadRecord, Revisions, checksum_of
from bot.storage.schedules import Origin, Pause, Schedules, StoredSchedule, UnreadableSchedule
from bot.storage.settings import MentionScope, ServerSettings, Settings
from bot.storage.shares import SharedAnswers
from bot.storage.sqlite import open_sqlite
from bot.storage.startup import open_error, open_writer
from bot.storage.state import CommandSyncs, Heartbeat
from bot.store_address import PostgresAddress

__all__ = [
    "DECLINED",
    "DEFAULT_BASE",
    "Basis",
    "Changed",
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
    "ProcessRecord",
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
    "checksum_of",
]

_READ_ONLY: Final = (
    "the database %s cannot be written (%s): the bot answers questions, but stores nothing and posts no briefing until "
    "it can"
)

_log = logging.getLogger(__name__)

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
        self.processes = Processes(database)
        self.is_shared = database.is_shared
        self._database = database

    async def listen(self, heard: Callable[[Changed | None], None]) -> None:
        """Call `heard` with None now, and then with what other processes change, until the connection is lost.

        Raises StoreError. Returns at once on SQLite, where there are no other processes.
        """
        await self._database.listen(heard)

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls, place: Path | PostgresAddress, *, now: Callable[[], dt.datetime] = UTC_NOW
    ) -> AsyncIterator[Store]:
        """Open a file or a database of PostgreSQL.

        Missing tables are made and old ones upgraded; a missing file is created, a corrupt one replaced (`startup.py`).
        Raises UsageError if nothing can be stored or read, and for what is not the bot's.
        """
        async with contextlib.AsyncExitStack() as stack:
            database = await stack.enter_async_context(_open_database(place, now()))
            try:
                # The first change shows whether the database can be written.
                await database.write(partial(end_lapses, now=now()))
            except StoreError as error:
                _log.error(_READ_ONLY, place, error)
            yield cls(database)


def _open_database(place: Path | PostgresAddress, now: dt.datetime) -> contextlib.AbstractAsyncContextManager[Database]:
    if isinstance(place, PostgresAddress):
        # Takes an eighth of a second that a bot with SQLite does not need.
        from bot.storage.postgresql import open_postgres  # noqa: PLC0415

        return open_postgres(place)
    return _open_file(place, now)


@contextlib.asynccontextmanager
async def _open_file(path: Path, now: dt.datetime) -> AsyncIterator[Database]:
    async with contextlib.AsyncExitStack() as stack:
        try:
            database = await stack.enter_async_context(open_sqlite(path, partial(open_writer, path, now)))
        except sqlite3.Error as error:
            raise open_error(path, error) from error
        yield database
