"""The question log, which does not say who asked, and the votes on the answers."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite

from bot.core.factbase.names import DEFAULT_BASE
from bot.core.matching.clustering import Unanswered
from bot.errors import StoreError
from bot.storage.database import StoredData, columns, from_text, readable, to_text
from bot.storage.reading import read_store
from bot.storage.tables import UNANSWERED, insert_or_ignore, question, vote, voter_key
from bot.store_address import PostgresAddress

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

_OF_BASE: Final = question.c.base == bindparam("base")
_NEWEST: Final = question.c.id.desc()


def _recent(*columns: ColumnElement[Any]) -> Select[Any]:
    """Return columns of the newest RECENT questions to a base."""
    return select(question.c.id, *columns).where(_OF_BASE).order_by(_NEWEST).limit(bindparam("recent"))


_NEXT_IDS: Final = text(
    "SELECT nextval(ids.name) FROM (SELECT pg_get_serial_sequence('question', 'id')::regclass AS name OFFSET 0) AS ids,"
    " generate_series(1, :count)"
)
_RAISE_LAST_ID: Final = text("UPDATE sqlite_sequence SET seq = seq + :count WHERE name = 'question' RETURNING seq")
_FIRST_IDS: Final = text("INSERT INTO sqlite_sequence (name, seq) VALUES ('question', :count)")
# A batch may be written again: if the answer to its commit was lost, nobody knows that it is stored.
_RECORD: Final = insert_or_ignore(question)
_FIND: Final = select(question).where(question.c.id == bindparam("id"))
# The index question_unanswered has the same list of outcomes, without which no database would use it.
_UNANSWERED: Final = select(question).where(_OF_BASE, UNANSWERED).order_by(_NEWEST).limit(bindparam("limit"))
_texts = _recent(question.c.text).subquery()
_LATEST: Final = (
    select(question)
    .where(question.c.id.in_(select(func.max(_texts.c.id)).group_by(_texts.c.text)))
    .order_by(_NEWEST)
    .limit(bindparam("limit"))
)
_asked = (
    _recent(question.c.fact)
    .where(question.c.outcome.in_(("answer", "proposal")), question.c.fact.is_not(None))
    .subquery()
)
_MOST_ASKED: Final = (
    select(_asked.c.fact)
    .group_by(_asked.c.fact)
    .having(func.count() >= MANY)
    .order_by(func.count().desc(), func.max(_asked.c.id).desc())
    .limit(bindparam("limit"))
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


class Questions(StoredData):
    """The log. No id is ever used twice, so a button of a deleted question finds nothing."""

    _untrimmed = 0

    async def reserve(self, count: int) -> Sequence[int]:
        """Return `count` ids for new questions, ascending. No other question has or gets them, in any process."""
        return await self._database.write(lambda db: _reserve(db, count))

    async def record(self, asked: Sequence[LoggedQuestion]) -> None:
        """Store questions under reserved ids, all or none; those that are stored already stay as they are.

        A log with too many loses the oldest, at the latest with the next expiry.
        """
        rows = [{**asdict(each), "at": to_text(each.at)} for each in asked]
        await self._database.write(lambda db: db.execute(_RECORD, rows))
        self._untrimmed += len(rows)
        if self._untrimmed >= _TRIM_EVERY:
            self._untrimmed = 0
            with contextlib.suppress(StoreError):
                await self._trim()

    async def decline(self, number: int) -> bool:
        """Record that none of the suggested facts was meant; return False if there is no such suggestion."""
        suggested = question.c.id == number, question.c.outcome.in_(("suggestion", DECLINED))
        return await self._database.execute(update(question).where(*suggested).values(outcome=DECLINED)) == 1

    async def find(self, number: int) -> LoggedQuestion | None:
        """Return one question, or None if it has expired or never was."""
        return await self._database.read_first("questions", _question, _FIND, {"id": number})

    async def latest(self, limit: int, *, base: str = DEFAULT_BASE) -> tuple[LoggedQuestion, ...]:
        """Return the newest `limit` questions to a base, newest first; of those with the same text only the newest.

        Only the newest RECENT questions are read.
        """
        values = {"base": base, "recent": RECENT, "limit": limit}
        return await self._database.read("questions", _question, _LATEST, values)

    async def most_asked(self, limit: int, *, base: str = DEFAULT_BASE) -> tuple[str, ...]:
        """Return the ids of a base's facts that were asked for most among its newest RECENT questions, most first.

        A fact counts from MANY questions on, so that nobody's own question shows up.
        """
        values = {"base": base, "recent": RECENT, "limit": limit}
        return tuple(fact for (fact,) in await self._database.rows(_MOST_ASKED, values))

    async def unanswered(self, limit: int, *, base: str = DEFAULT_BASE) -> tuple[LoggedQuestion, ...]:
        """Return the newest `limit` questions that a base did not answer, newest first."""
        values = {"base": base, "limit": limit}
        return await self._database.read("questions", _question, _UNANSWERED, values)

    async def expire(self, before: dt.datetime, *, now: dt.datetime) -> int:
        """Delete the questions asked before an instant, with their votes; return how many there were.

        A wrong clock may have dated a question ahead of `now`. It counts as asked now, so that it expires in time; one
        that would be kept longer than that is deleted. The key that hashes the voters is deleted with the last
        question, and the deleted text with its last copy in the file.
        """
        asked = question.c.at
        deleted = await self._delete((asked < to_text(before)) | (asked > to_text(now + (now - before))))
        ahead = update(question).where(asked > to_text(now + _SKEW)).values(at=to_text(now))
        await self._database.execute(ahead)
        deleted += await self._trim()
        await self._database.execute(delete(voter_key).where(~exists(select(question.c.id))))
        if not await self._database.overwrite_deleted():
            _log.warning("deleted text may still be in the database's write-ahead log: another process is reading it")
        return deleted

    async def _trim(self) -> int:
        """Delete the oldest questions of a log that has more than MOST_KEPT; return how many."""
        ((count,),) = await self._database.rows(select(func.count()).select_from(question))
        if count <= MOST_KEPT:
            return 0
        oldest = select(question.c.id).order_by(question.c.id).limit(1).offset(count - MOST_KEPT - 1)
        last = await self._database.row(oldest)
        return 0 if last is None else await self._delete(question.c.id <= last[0])

    async def _delete(self, condition: ColumnElement[bool]) -> int:
        """Delete questions, some at a time, so that no other change waits long; return how many."""
        some = delete(question).where(question.c.id.in_(select(question.c.id).where(condition).limit(_AT_ONCE)))
        total = 0
        while deleted := await self._database.execute(some):
            total += deleted
        return total


def _reserve(db: Connection, count: int) -> Sequence[int]:
    if db.dialect.name == "postgresql":
        return sorted(db.execute(_NEXT_IDS, {"count": count}).scalars())
    last = db.execute(_RAISE_LAST_ID, {"count": count}).scalar()
    if last is None:
        db.execute(_FIRST_IDS, {"count": count})
        last = count
    return range(last - count + 1, last + 1)


_KEY: Final = select(voter_key.c.key)
_cast = sqlite.insert(vote).from_select(
    ["question", "fact", "voter", "up", "at"],
    select(
        question.c.id,
        bindparam("fact", type_=vote.c.fact.type),
        bindparam("voter", type_=vote.c.voter.type),
        bindparam("up", type_=vote.c.up.type),
        bindparam("at", type_=vote.c.at.type),
    ).where(question.c.id == bindparam("question")),
)
_CAST: Final = _cast.on_conflict_do_update(
    index_elements=[vote.c.question, vote.c.voter],
    set_={
        **{name: _cast.excluded[name] for name in ("fact", "up", "at")},
        "word": case((_cast.excluded.up == 1, None), else_=vote.c.word),
    },
)
_OF_VOTER: Final = (vote.c.question == bindparam("question"), vote.c.voter == bindparam("voter"))
_SAID: Final = select(literal(1)).where(*_OF_VOTER, vote.c.word.is_not(None))
_AGAINST: Final = select(literal(1)).where(*_OF_VOTER, vote.c.up == 0)
_FORGET: Final = delete(vote).where(*_OF_VOTER)
_asked_of_base = vote.c.question.in_(select(question.c.id).where(_OF_BASE))
_words = (
    select(vote)
    .where(vote.c.word != "", _asked_of_base)
    .order_by(vote.c.at.desc())
    .limit(bindparam("recent"))
    .subquery()
)
_WORDS: Final = select(_words.c.fact, _words.c.word).order_by(_words.c.at, _words.c.question, _words.c.voter)
_COUNTS: Final = (
    select(vote.c.fact, func.sum(vote.c.up), func.sum(1 - vote.c.up)).where(_asked_of_base).group_by(vote.c.fact)
)


class Votes(StoredData):
    """The votes on questions of the log; they are deleted with their question."""

    async def key(self, new: Callable[[], bytes]) -> bytes:
        """Return the key that hashes the voters: `new()` the first time, and the same from then on.

        It is deleted with the last question; after that no stored hash can be traced to a person.
        """

        def create(db: Connection) -> bytes:
            db.execute(insert_or_ignore(voter_key), {"one": 1, "key": new()})
            return bytes(db.execute(_KEY).scalar_one())

        stored = await self._database.row(_KEY)
        return await self._database.write(create) if stored is None else bytes(stored[0])

    async def cast(self, *, question: int, fact: str, voter: str, up: bool, at: dt.datetime) -> bool:
        """Store or change a vote; a vote for deletes the word against. Return False if the question is deleted."""
        of_voter = {"question": question, "voter": voter}
        withdrawn = up and await self._database.row(_SAID, of_voter) is not None
        values = {**of_voter, "fact": fact, "up": int(up), "at": to_text(at)}
        stored = await self._database.execute(_CAST, values) == 1
        if withdrawn:
            await self._database.overwrite_deleted()
        return stored

    async def say(self, *, question: int, voter: str, word: str) -> bool:
        """Add the voter's word to a vote against. Return False if there is no such vote any more."""
        against = vote.c.question == question, vote.c.voter == voter, vote.c.up == 0
        return await self._database.execute(update(vote).where(*against).values(word=word)) == 1

    async def forget(self, name: Callable[[bytes, int], str]) -> int:
        """Delete the votes of one voter; return how many there were.

        `name` returns the voter's name for the key and a question.
        """
        stored = await self._database.row(_KEY)
        if stored is None:
            return 0
        key, cast = bytes(stored[0]), await self._database.rows(select(vote.c.question, vote.c.voter))
        # In a thread: 100,000 votes take half a second.
        own = await asyncio.to_thread(lambda: [number for number, voter in cast if voter == name(key, number)])
        votes = [{"question": number, "voter": name(key, number)} for number in own]
        if votes:
            await self._database.write(lambda db: db.execute(_FORGET, votes))
        return len(own)

    async def is_against(self, *, question: int, voter: str) -> bool:
        """Return whether the voter has voted against the answer to a question."""
        return await self._database.row(_AGAINST, {"question": question, "voter": voter}) is not None

    async def counts(self, *, base: str = DEFAULT_BASE) -> tuple[VoteCount, ...]:
        """Return the votes on each fact of a base: the most against first, then the fewest for."""
        words: dict[str, list[str]] = defaultdict(list)
        for fact, word in await self._database.rows(_WORDS, {"base": base, "recent": RECENT}):
            words[fact].append(word)
        counts = [
            VoteCount(fact=fact, up=int(up), down=int(down), words=tuple(words[fact]))
            for fact, up, down in await self._database.rows(_COUNTS, {"base": base})
        ]
        return tuple(sorted(counts, key=lambda count: (-count.down, count.up, count.fact)))


def read_unanswered(
    place: Path | PostgresAddress, *, limit: int, base: str = DEFAULT_BASE
) -> tuple[LoggedQuestion, ...]:
    """Return the newest `limit` questions that a base did not answer, newest first, also while the bot runs.

    Changes nothing. Raises UsageError if the place cannot be read as a store.
    """

    def read(db: Connection) -> Sequence[Row[Any]]:
        return db.execute(_UNANSWERED, {"base": base, "limit": limit}).all()

    found, _ = readable(read_store(place, read), _question)
    return tuple(found)


def _question(row: Any) -> LoggedQuestion:  # noqa: ANN401 - the columns of the table
    return LoggedQuestion(**columns(row, at=from_text))
