"""What readers think of answers: a vote for each person and question, under a name that tells nobody who it was."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import aiosqlite

from bot.store.file import File
from bot.store.instants import to_text


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
