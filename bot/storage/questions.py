"""The questions as they were asked, without who asked them: what curators learn from."""

from __future__ import annotations

import datetime as dt
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
from bot.storage.database import File, connected_for_reading, from_text, to_text
from bot.storage.startup import refuse_newer


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question. `outcome` is one of records.py's words, or DECLINED; `fact` is the first that was shown."""

    id: int
    at: dt.datetime
    text: str
    outcome: str
    fact: str | None
    confidence: float | None
    guild: int | None

    def as_unanswered(self) -> Unanswered:
        """What the search for gaps reads of it."""
        return Unanswered(
            text=self.text,
            at=self.at,
            outcome=self.outcome,
            fact=self.fact,
            confidence=self.confidence,
            guild=self.guild,
        )


DECLINED: Final = "declined"
"""The outcome of a question for which facts were suggested, and none of them was meant."""

_SELECT: Final = "SELECT id, at, text, outcome, fact, confidence, guild FROM question"
_UNANSWERED: Final = (
    "WHERE outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source') AND (?1 IS NULL OR guild = ?1)"
    " ORDER BY id DESC LIMIT ?2"
)


class Questions:
    """The log. No id is ever given twice, so a button of a question that has gone finds nothing."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def record(  # noqa: PLR0913 - all of one question
        self,
        *,
        at: dt.datetime,
        text: str,
        outcome: str,
        fact: str | None,
        confidence: float | None,
        guild: int | None,
    ) -> int:
        """Keep a question and give its id."""
        # Half a surrogate pair is no character and cannot be kept.
        kept = text.encode("utf-8", "replace").decode("utf-8")
        change = "INSERT INTO question (at, text, outcome, fact, confidence, guild) VALUES (?, ?, ?, ?, ?, ?)"
        values = (to_text(at), kept, outcome, fact, confidence, guild)

        async def add(db: aiosqlite.Connection) -> int:
            async with db.execute(change, values) as cursor:
                return int(cursor.lastrowid or 0)

        return await self._file.write(add)

    async def decline(self, question: int) -> bool:
        """Note that none of the suggested facts was meant, once or again; False where there is no such suggestion."""
        change = "UPDATE question SET outcome = ?1 WHERE id = ?2 AND outcome IN ('suggestion', ?1)"
        return await self._file.execute(change, (DECLINED, question)) == 1

    async def find(self, question: int) -> Asked | None:
        """One question. None where it has expired or there was none."""
        return next(iter(await self._found("WHERE id = ?", question)), None)

    async def latest(self, limit: int) -> tuple[Asked, ...]:
        """The newest `limit` questions, newest first; of those with the same text the newest."""
        return await self._found(
            "WHERE id IN (SELECT max(id) FROM question GROUP BY text) ORDER BY id DESC LIMIT ?", limit
        )

    async def unanswered(self, *, guild: int | None, limit: int) -> tuple[Asked, ...]:
        """The newest `limit` questions of a guild, or of all with None, that got no answer; newest first."""
        return await self._found(_UNANSWERED, guild, limit)

    async def expire(self, before: dt.datetime) -> int:
        """Drop the questions asked before an instant, with their votes; gives how many there were.

        With the last question goes the key under which voters were counted.
        """

        async def change(db: aiosqlite.Connection) -> int:
            async with db.execute("DELETE FROM question WHERE at < ?", (to_text(before),)) as cursor:
                dropped = cursor.rowcount
            await db.execute("DELETE FROM voter_key WHERE NOT EXISTS (SELECT 1 FROM question)")
            return dropped

        return await self._file.write(change)

    async def _found(self, condition: str, *values: int | None) -> tuple[Asked, ...]:
        query = f"{_SELECT} {condition}"
        rows = await self._file.rows(query, values)
        return tuple(_asked(row) for row in rows)


def read_unanswered(path: Path, *, limit: int) -> tuple[Asked, ...]:
    """The newest `limit` questions of all guilds that got no answer, newest first, while the bot may be running.

    Only reads: no file is made, none is changed. Raises UsageError where the file cannot be read as a store.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no store; the bot makes it when it first runs.")
    try:
        with closing(connected_for_reading(path)) as db:
            refuse_newer(db, path)
            return tuple(_asked(row) for row in db.execute(f"{_SELECT} {_UNANSWERED}", (None, limit)))
    except sqlite3.Error as error:
        raise UsageError(f"{path}: cannot be read as the bot's store ({error}).") from error


def _asked(row: tuple[int, str, str, str, str | None, float | None, int | None]) -> Asked:
    number, at, text, outcome, fact, confidence, guild = row
    return Asked(id=number, at=from_text(at), text=text, outcome=outcome, fact=fact, confidence=confidence, guild=guild)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """All votes on one fact, with the words of those who voted against it, oldest first."""

    fact: str
    up: int
    down: int
    words: tuple[str, ...]


class Votes:
    """The votes on questions that are still kept; they go when their question goes."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def key(self, new: Callable[[], bytes]) -> bytes:
        """The key under which voters are counted: `new()` once, and the same from then on.

        It goes with the last question, and so does the way from a voter's name to the person.
        """

        async def made(db: aiosqlite.Connection) -> bytes:
            await db.execute("INSERT OR IGNORE INTO voter_key (one, key) VALUES (1, ?)", (new(),))
            ((key,),) = await db.execute_fetchall("SELECT key FROM voter_key")
            return bytes(key)

        kept = await self._file.row("SELECT key FROM voter_key")
        return await self._file.write(made) if kept is None else bytes(kept[0])

    async def cast(self, *, question: int, fact: str, voter: str, up: bool, at: dt.datetime) -> bool:
        """Count a vote, or change it; a vote for drops the word against. False where the question is gone."""
        change = (
            "INSERT INTO vote (question, fact, voter, up, at) SELECT id, ?, ?, ?, ? FROM question WHERE id = ?"
            " ON CONFLICT (question, voter) DO UPDATE SET fact = excluded.fact, up = excluded.up, at = excluded.at,"
            " word = iif(excluded.up, NULL, word)"
        )
        values = (fact, voter, up, to_text(at), question)
        return await self._file.execute(change, values) == 1

    async def say(self, *, question: int, voter: str, word: str) -> bool:
        """Add the voter's word to a vote against. False where there is no such vote any more."""
        kept = word.encode("utf-8", "replace").decode("utf-8")
        change = "UPDATE vote SET word = ? WHERE question = ? AND voter = ? AND NOT up"
        return await self._file.execute(change, (kept, question, voter)) == 1

    async def tally(self) -> tuple[Tally, ...]:
        """The votes on each fact: the most against first, of these the fewest for first."""
        query = "SELECT fact, up, word FROM vote ORDER BY at, question, voter"
        rows = await self._file.rows(query)
        votes: dict[str, list[tuple[bool, str | None]]] = defaultdict(list)
        for fact, up, word in rows:
            votes[fact].append((bool(up), word))
        tallies = [_tally(fact, cast) for fact, cast in votes.items()]
        return tuple(sorted(tallies, key=lambda tally: (-tally.down, tally.up, tally.fact)))


def _tally(fact: str, cast: list[tuple[bool, str | None]]) -> Tally:
    up = sum(1 for each, _ in cast if each)
    return Tally(fact=fact, up=up, down=len(cast) - up, words=tuple(word for _, word in cast if word))
