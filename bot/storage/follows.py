"""Who follows which topics, what is new for them, and what was last seen of each fact.

Only users who follow something are stored. A message with news is reserved under a number before it is sent, and its
news are deleted after.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.core.factbase.news import FactNews, KnownFact, NewsKind
from bot.storage.database import Database, from_text, to_text

A_DAY: Final = dt.timedelta(days=1)


class Pace(StrEnum):
    """How often a follower gets messages."""

    DAILY = "daily"
    """At most once in 24 hours."""
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Follower:
    """A user who follows topics, in the language of `locale`.

    `closed_at` is since when direct messages are refused, so that nothing is sent. `notice` is the number of the last
    message with news; it was reserved at `reserved_at` if it is not known whether it was sent.
    """

    user: int
    pace: Pace
    locale: str
    last_told: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    notice: int = 0
    reserved_at: dt.datetime | None = None

    @property
    def due_from(self) -> dt.datetime | None:
        """The instant from which the next message may be sent; None for at once."""
        if self.pace is Pace.AT_ONCE or self.last_told is None or self.reserved_at is not None:
            return None
        return self.last_told + A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A topic of a base that a user follows."""

    base: str
    topic: str
    since: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedNews:
    """News of a fact for one follower, because of one of the topics that the user follows."""

    base: str
    fact: str
    topic: str
    kind: NewsKind
    before: str


_FOLLOWER: Final = "SELECT user_id, pace, locale, last_told, closed_at, notice, reserved_at FROM follower"


class Follows:
    """The followers of all bases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def follow(  # noqa: PLR0913 - the columns of a follower and a follow
        self, user: int, *, base: str, topics: Iterable[str], pace: Pace | None, locale: str, at: dt.datetime
    ) -> None:
        """Let a user follow topics, and let messages be sent again if they were refused. No pace keeps the user's."""
        named = tuple(topics)

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute(
                "INSERT INTO follower (user_id, pace, locale, notice) VALUES (?, ?, ?, 0)"
                " ON CONFLICT (user_id) DO UPDATE SET locale = excluded.locale, closed_at = NULL",
                (user, pace or Pace.DAILY, locale),
            )
            if pace is not None:
                await db.execute("UPDATE follower SET pace = ? WHERE user_id = ?", (pace, user))
            await db.executemany(
                "INSERT INTO follow (base, user_id, topic, since) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(base, user, topic, to_text(at)) for topic in named],
            )

        await self._database.write(change)

    async def unfollow(self, user: int, topics: Iterable[str] | None) -> bool:
        """Stop following topics in all bases, or everything if `topics` is None. Return False if nothing was followed.

        Who follows nothing any more is deleted, with the news that were not sent.
        """
        named = None if topics is None else tuple(topics)

        async def change(db: aiosqlite.Connection) -> bool:
            before = await _count(db, user)
            if named is None:
                await db.execute("DELETE FROM follow WHERE user_id = ?", (user,))
            else:
                for table in ("follow", "follow_news"):
                    await db.executemany(
                        f"DELETE FROM {table} WHERE user_id = ? AND topic = ?",  # noqa: S608 - of above
                        [(user, topic) for topic in named],
                    )
            left = await _count(db, user)
            if not left:
                await db.execute("DELETE FROM follow_news WHERE user_id = ?", (user,))
                await db.execute("DELETE FROM follower WHERE user_id = ?", (user,))
            return left < before

        return await self._database.write(change)

    async def forget(self, user: int) -> int:
        """Delete all that is kept of a user; return how many topics were followed."""
        count = len(await self.of(user))
        await self.unfollow(user, None)
        return count

    async def of(self, user: int) -> tuple[Follow, ...]:
        """Return what a user follows, the earliest first."""
        query = "SELECT base, topic, since FROM follow WHERE user_id = ? ORDER BY since, base, topic"
        return tuple(await self._database.read("follows", _follow, query, (user,)))

    async def find(self, user: int) -> Follower | None:
        """Return a follower, or None for a user who follows nothing."""
        found = await self._database.read("followers", _follower, f"{_FOLLOWER} WHERE user_id = ?", (user,))
        return next(iter(found), None)

    async def bases(self) -> frozenset[str]:
        """Return the bases of which a topic is followed."""
        return frozenset(base for (base,) in await self._database.rows("SELECT DISTINCT base FROM follow"))

    async def known(self, base: str) -> dict[str, KnownFact]:
        """Return the facts of a base as they were when news were last looked for; empty if that never was."""
        query = "SELECT fact, digest, statement, topics FROM follow_fact WHERE base = ?"
        return dict(await self._database.read("followed facts", _known, query, (base,)))

    async def note(
        self,
        base: str,
        *,
        news: Iterable[FactNews],
        now: Mapping[str, KnownFact],
        before: Mapping[str, KnownFact],
        at: dt.datetime,
    ) -> bool:
        """Store news for all who follow one of their topics, and the facts as they are `now` in place of `before`.

        Both or neither are stored, so no news are lost or noted twice. Return False, and store nothing, if the facts
        that are known are not `before`: another process has noted the news.
        """
        found = tuple(news)
        changed = [(base, key, *_columns(fact)) for key, fact in now.items() if before.get(key) != fact]
        gone = [(base, key) for key in before if key not in now]

        async def change(db: aiosqlite.Connection) -> bool:
            query = "SELECT fact, digest FROM follow_fact WHERE base = ?"
            known = {str(fact): str(digest) for fact, digest in await db.execute_fetchall(query, (base,))}
            if known != {key: fact.digest for key, fact in before.items()}:
                return False
            for each in found:
                for topic in each.topics:
                    await db.execute(_ADD_NEWS, (each.fact, each.kind, each.before, to_text(at), base, topic))
            await db.executemany("DELETE FROM follow_fact WHERE base = ? AND fact = ?", gone)
            await db.executemany(
                "INSERT INTO follow_fact (base, fact, digest, statement, topics) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (base, fact) DO UPDATE SET digest = excluded.digest, statement = excluded.statement,"
                " topics = excluded.topics",
                changed,
            )
            return True

        return await self._database.write(change)

    async def forget_facts(self, base: str) -> None:
        """Delete what is known of a base that nobody follows."""
        await self._database.execute("DELETE FROM follow_fact WHERE base = ?", (base,))

    async def waiting(self) -> tuple[Follower, ...]:
        """Return the followers who are to get a message, sooner or later, except those who refuse direct messages."""
        query = (
            f"{_FOLLOWER} WHERE closed_at IS NULL"  # noqa: S608 - of above
            " AND (reserved_at IS NOT NULL OR user_id IN (SELECT user_id FROM follow_news)) ORDER BY user_id"
        )
        return tuple(await self._database.read("followers", _follower, query))

    async def reserve(self, user: int, *, at: dt.datetime) -> int | None:
        """Reserve a message with all news for a user and return its number; None if another one is reserved."""

        async def change(db: aiosqlite.Connection) -> int | None:
            async with db.execute(
                "UPDATE follower SET notice = notice + 1, reserved_at = ? WHERE user_id = ? AND reserved_at IS NULL",
                (to_text(at), user),
            ) as cursor:
                if cursor.rowcount != 1:
                    return None
            ((number,),) = await db.execute_fetchall("SELECT notice FROM follower WHERE user_id = ?", (user,))
            await db.execute("UPDATE follow_news SET notice = ? WHERE user_id = ?", (number, user))
            return int(number)

        return await self._database.write(change)

    async def news(self, user: int, notice: int) -> tuple[FollowedNews, ...]:
        """Return the news of a reserved message, in the order of their topics."""
        query = (
            "SELECT base, fact, topic, kind, before FROM follow_news WHERE user_id = ? AND notice = ?"
            " ORDER BY base, topic, fact"
        )
        return tuple(await self._database.read("news", _news, query, (user, notice)))

    async def record(self, user: int, notice: int, *, at: dt.datetime) -> None:
        """Store that a reserved message was sent, and delete its news."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute("DELETE FROM follow_news WHERE user_id = ? AND notice = ?", (user, notice))
            await db.execute(
                "UPDATE follower SET reserved_at = NULL, last_told = ? WHERE user_id = ? AND notice = ?",
                (to_text(at), user, notice),
            )

        await self._database.write(change)

    async def close(self, user: int, *, at: dt.datetime) -> None:
        """Store that a user refuses direct messages, and delete the news for the user."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute("DELETE FROM follow_news WHERE user_id = ?", (user,))
            await db.execute(
                "UPDATE follower SET closed_at = ?, reserved_at = NULL WHERE user_id = ?", (to_text(at), user)
            )

        await self._database.write(change)

    async def open(self, user: int) -> None:
        """Store that direct messages to a user may be tried again."""
        await self._database.execute("UPDATE follower SET closed_at = NULL WHERE user_id = ?", (user,))


_ADD_NEWS: Final = (
    "INSERT INTO follow_news (base, user_id, fact, topic, kind, before, at)"
    " SELECT follow.base, follow.user_id, ?, follow.topic, ?, ?, ? FROM follow JOIN follower"
    " ON follower.user_id = follow.user_id WHERE follow.base = ? AND follow.topic = ? AND follower.closed_at IS NULL"
    # News that a reserved message may have told belong to the next one from now on.
    " ON CONFLICT (base, user_id, fact) DO UPDATE SET notice = NULL,"
    " kind = CASE WHEN follow_news.kind = 'new' AND excluded.kind = 'changed' AND follow_news.notice IS NULL"
    " THEN 'new' ELSE excluded.kind END"
)


async def _count(db: aiosqlite.Connection, user: int) -> int:
    ((number,),) = await db.execute_fetchall("SELECT count(*) FROM follow WHERE user_id = ?", (user,))
    return int(number)


def _columns(fact: KnownFact) -> tuple[str, str, str]:
    return fact.digest, fact.statement, json.dumps(fact.topics)


def _known(row: tuple[str, str, str, str]) -> tuple[str, KnownFact]:
    fact, digest, statement, topics = row
    return fact, KnownFact(digest=digest, statement=statement, topics=tuple(map(str, json.loads(topics))))


def _follow(row: tuple[str, str, str]) -> Follow:
    base, topic, since = row
    return Follow(base=base, topic=topic, since=from_text(since))


def _news(row: tuple[str, str, str, str, str]) -> FollowedNews:
    base, fact, topic, kind, before = row
    return FollowedNews(base=base, fact=fact, topic=topic, kind=NewsKind(kind), before=before)


def _follower(row: tuple[int, str, str, str | None, str | None, int, str | None]) -> Follower:
    user, pace, locale, last_told, closed_at, notice, reserved_at = row
    return Follower(
        user=user,
        pace=Pace(pace),
        locale=locale,
        last_told=_instant(last_told),
        closed_at=_instant(closed_at),
        notice=notice,
        reserved_at=_instant(reserved_at),
    )


def _instant(text: str | None) -> dt.datetime | None:
    return None if text is None else from_text(text)
