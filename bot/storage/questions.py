"""The question log, which does not say who asked, and the votes on the answers."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiosqlite

from bot.core.matching.clustering import Unanswered
from bot.errors import UsageError
from bot.storage.database import (
    DEFAULT_BASE,
    Database,
    close_on_error,
    connect_read_only,
    from_text,
    readable,
    sqlite_errors,
    to_text,
)
from bot.storage.schema import MIGRATIONS, migrate, version_of
from bot.storage.startup import refuse_newer

_log = logging.getLogger(__name__)

DECLINED: Final = "declined"
"""The outcome of a question for which facts were suggested, and none of them was meant."""

MOST_KEPT: Final = 100_000
"""Questions in the log: a year of 270 a day. Further ones replace the oldest, with their votes."""

RECENT: Final = 5_000
"""Of the newest questions, those among which `latest` looks for different ones, so that a long log costs no more."""

MANY: Final = 3
"""Questions from which on a fact is one of the most asked."""

_TRIM_EVERY: Final = 1_000  # questions; counting them takes some milliseconds
_AT_ONCE: Final = 5_000  # questions that one change deletes, in some hundredths of a second
_SKEW: Final = dt.timedelta(days=1)  # a question dated further ahead than this was written by a wrong clock

_SELECT: Final = "SELECT id, at, text, outcome, fact, confidence, guild, base FROM question"
# The index question_unanswered has the same condition, without which SQLite would not use it.
_UNANSWERED: Final = (
    "WHERE base = ? AND outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source') ORDER BY id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedQuestion(Unanswered):
    """One question of the log, answered or not; `fact` is the first that was shown."""

    id: int
    base: str = DEFAULT_BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteCount:
    """All votes on one fact, with the words of those who voted against it, oldest first."""

    fact: str
    up: int
    down: int
    words: tuple[str, ...]


class Questions:
    """The log. No id is ever used twice, so a button of a deleted question finds nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(  # noqa: PLR0913 - the columns of one question
        self,
        *,
        at: dt.datetime,
        text: str,
        outcome: str,
        fact: str | None,
        confidence: float | None,
        guild: int | None,
        base: str = DEFAULT_BASE,
    ) -> int:
        """Store a question and return its id. A log with too many loses the oldest."""
        change = "INSERT INTO question (at, text, outcome, fact, confidence, guild, base) VALUES (?, ?, ?, ?, ?, ?, ?)"
        values = (to_text(at), _storable(text), outcome, fact, confidence, guild, base)
        number = await self._database.insert(change, values)
        if number % _TRIM_EVERY == 0:
            await self._trim()
        return number

    async def decline(self, question: int) -> bool:
        """Record that none of the suggested facts was meant; return False if there is no such suggestion."""
        change = "UPDATE question SET outcome = ? WHERE id = ? AND outcome IN ('suggestion', ?)"
        return await self._database.execute(change, (DECLINED, question, DECLINED)) == 1

    async def find(self, question: int) -> LoggedQuestion | None:
        """Return one question, or None if it has expired or never was."""
        return next(iter(await self._select("WHERE id = ?", question)), None)

    async def latest(self, limit: int, *, base: str = DEFAULT_BASE) -> tuple[LoggedQuestion, ...]:
        """Return the newest `limit` questions to a base, newest first; of those with the same text only the newest.

        Only the newest RECENT questions are read.
        """
        return await self._select(
            "WHERE id IN (SELECT max(id) FROM (SELECT id, text FROM question WHERE base = ?"
            " ORDER BY id DESC LIMIT ?) GROUP BY text)"
            " ORDER BY id DESC LIMIT ?",
            base,
            RECENT,
            limit,
        )

    async def most_asked(self, limit: int, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
        """Return the ids of a base's facts that were asked for most among its newest RECENT questions, most first.

        A fact counts from MANY questions on, so that nobody's own question shows up.
        """
        rows = await self._database.rows(
            "SELECT fact FROM (SELECT id, fact FROM question WHERE base = ? AND outcome IN ('answer', 'proposal')"
            " AND fact IS NOT NULL ORDER BY id DESC LIMIT ?) GROUP BY fact HAVING count(*) >= ?"
            " ORDER BY count(*) DESC, max(id) DESC LIMIT ?",
            (base, RECENT, MANY, limit),
        )
        return tuple(fact for (fact,) in rows)

    async def unanswered(self, limit: int, *, base: str = DEFAULT_BASE) -> tuple[LoggedQuestion, ...]:
        """Return the newest `limit` questions that a base did not answer, newest first."""
        return await self._select(_UNANSWERED, base, limit)

    async def expire(self, before: dt.datetime, *, now: dt.datetime) -> int:
        """Delete the questions asked before an instant, with their votes; return how many there were.

        A wrong clock may have dated a question ahead of `now`. It counts as asked now, so that it expires in time; one
        that would be kept longer than that is deleted. The key that hashes the voters is deleted with the last
        question, and the deleted text with its last copy in the file.
        """
        deleted = await self._delete("at < ? OR at > ?", to_text(before), to_text(now + (now - before)))
        ahead = "UPDATE question SET at = ? WHERE at > ?"
        await self._database.execute(ahead, (to_text(now), to_text(now + _SKEW)))
        deleted += await self._trim()
        await self._database.execute("DELETE FROM voter_key WHERE NOT EXISTS (SELECT 1 FROM question)")
        if not await self._database.truncate_log():
            _log.warning("deleted text may still be in the database's write-ahead log: another process is reading it")
        return deleted

    async def _trim(self) -> int:
        """Delete the oldest questions of a log that has more than MOST_KEPT; return how many."""
        ((count,),) = await self._database.rows("SELECT count(*) FROM question")
        if count <= MOST_KEPT:
            return 0
        oldest = "SELECT id FROM question ORDER BY id LIMIT 1 OFFSET ?"
        ((last,),) = await self._database.rows(oldest, (count - MOST_KEPT - 1,))
        return await self._delete("id <= ?", last)

    async def _delete(self, condition: str, *values: str | int) -> int:
        """Delete questions, some at a time, so that no other change waits long; return how many."""
        some = f"DELETE FROM question WHERE id IN (SELECT id FROM question WHERE {condition} LIMIT ?)"  # noqa: S608 - of above
        total = 0
        while deleted := await self._database.execute(some, (*values, _AT_ONCE)):
            total += deleted
        return total

    async def _select(self, condition: str, *values: str | int) -> tuple[LoggedQuestion, ...]:
        return tuple(await self._database.read("questions", _question, f"{_SELECT} {condition}", values))


class Votes:
    """The votes on questions of the log; they are deleted with their question."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def key(self, new: Callable[[], bytes]) -> bytes:
        """Return the key that hashes the voters: `new()` the first time, and the same from then on.

        It is deleted with the last question; after that no stored hash can be traced to a person.
        """

        async def create(db: aiosqlite.Connection) -> bytes:
            await db.execute("INSERT OR IGNORE INTO voter_key (one, key) VALUES (1, ?)", (new(),))
            ((key,),) = await db.execute_fetchall("SELECT key FROM voter_key")
            return bytes(key)

        stored = await self._database.row("SELECT key FROM voter_key")
        return await self._database.write(create) if stored is None else bytes(stored[0])

    async def cast(self, *, question: int, fact: str, voter: str, up: bool, at: dt.datetime) -> bool:
        """Store or change a vote; a vote for deletes the word against. Return False if the question is deleted."""
        change = (
            "INSERT INTO vote (question, fact, voter, up, at) SELECT id, ?, ?, ?, ? FROM question WHERE id = ?"
            " ON CONFLICT (question, voter) DO UPDATE SET fact = excluded.fact, up = excluded.up, at = excluded.at,"
            " word = iif(excluded.up, NULL, word)"
        )
        said = "SELECT 1 FROM vote WHERE question = ? AND voter = ? AND word IS NOT NULL"
        withdrawn = up and await self._database.row(said, (question, voter)) is not None
        stored = await self._database.execute(change, (fact, voter, up, to_text(at), question)) == 1
        if withdrawn:
            await self._database.truncate_log()
        return stored

    async def say(self, *, question: int, voter: str, word: str) -> bool:
        """Add the voter's word to a vote against. Return False if there is no such vote any more."""
        change = "UPDATE vote SET word = ? WHERE question = ? AND voter = ? AND NOT up"
        return await self._database.execute(change, (_storable(word), question, voter)) == 1

    async def forget(self, name: Callable[[bytes, int], str]) -> int:
        """Delete the votes of one voter; return how many there were.

        `name` returns the voter's name for the key and a question.
        """
        stored = await self._database.row("SELECT key FROM voter_key")
        if stored is None:
            return 0
        key, cast = bytes(stored[0]), await self._database.rows("SELECT question, voter FROM vote")
        # In a thread: 100,000 votes take half a second.
        own = await asyncio.to_thread(lambda: [number for number, voter in cast if voter == name(key, number)])

        async def change(db: aiosqlite.Connection) -> None:
            await db.executemany(
                "DELETE FROM vote WHERE question = ? AND voter = ?", [(number, name(key, number)) for number in own]
            )

        if own:
            await self._database.write(change)
        return len(own)

    async def is_against(self, *, question: int, voter: str) -> bool:
        """Return whether the voter has voted against the answer to a question."""
        query = "SELECT 1 FROM vote WHERE question = ? AND voter = ? AND NOT up"
        return await self._database.row(query, (question, voter)) is not None

    async def counts(self, *, base: str = DEFAULT_BASE) -> tuple[VoteCount, ...]:
        """Return the votes on each fact of a base: the most against first, then the fewest for."""
        words: dict[str, list[str]] = defaultdict(list)
        said = (
            "SELECT fact, word FROM (SELECT * FROM vote WHERE word <> ''"
            " AND question IN (SELECT id FROM question WHERE base = ?) ORDER BY rowid DESC LIMIT ?)"
            " ORDER BY at, question, voter"
        )
        for fact, word in await self._database.rows(said, (base, RECENT)):
            words[fact].append(word)
        cast = (
            "SELECT fact, sum(up), sum(NOT up) FROM vote WHERE question IN (SELECT id FROM question WHERE base = ?)"
            " GROUP BY fact"
        )
        counts = [
            VoteCount(fact=fact, up=up, down=down, words=tuple(words[fact]))
            for fact, up, down in await self._database.rows(cast, (base,))
        ]
        return tuple(sorted(counts, key=lambda count: (-count.down, count.up, count.fact)))


def read_unanswered(path: Path, *, limit: int, base: str = DEFAULT_BASE) -> tuple[LoggedQuestion, ...]:
    """Return the newest `limit` questions that a base did not answer, newest first, also while the bot runs.

    Of a file of an older version, a copy in memory is upgraded. Creates and changes no file. Raises UsageError if the
    file cannot be read as a store.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no database; the bot creates it when it first runs.")
    try:
        with sqlite_errors(), closing(connect_read_only(path)) as db:
            refuse_newer(db, path)
            with closing(_newest(db)) as newest:
                found, _ = readable(newest.execute(f"{_SELECT} {_UNANSWERED}", (base, limit)), _question)
    except sqlite3.Error as error:
        raise UsageError(f"{path}: cannot be read as the bot's database ({error}).") from error
    return tuple(found)


def _newest(db: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection to a store of the newest version: the same, or one to an upgraded copy in memory."""
    if version_of(db) in {0, len(MIGRATIONS)}:  # an empty file is no store: reading it fails
        return db
    copy = sqlite3.connect(":memory:", isolation_level=None)
    with close_on_error(copy):
        copy.text_factory = db.text_factory
        db.backup(copy)
        migrate(copy)
    return copy


def _question(row: tuple[int, str, str, str, str | None, float | None, int | None, str]) -> LoggedQuestion:
    number, at, text, outcome, fact, confidence, guild, base = row
    return LoggedQuestion(
        id=number,
        at=from_text(at),
        text=text,
        outcome=outcome,
        fact=fact,
        confidence=confidence,
        guild=guild,
        base=base,
    )


def _storable(text: str) -> str:
    """Replace halves of surrogate pairs, which SQLite cannot store."""
    return text.encode("utf-8", "replace").decode("utf-8")
