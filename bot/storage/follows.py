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
from typing import Any, Final

from sqlalchemy import Connection, Update, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.dialects import sqlite

from bot.core.factbase.news import FactNews, KnownFact, NewsKind
from bot.storage.database import StoredData, columns, from_text, to_text
from bot.storage.tables import (
    follow,
    follow_fact,
    follow_news,
    follower,
    insert_or_ignore,
    insert_or_replace,
    one_at_a_time,
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedNews:
    """News of a fact for one follower, because of one of the topics that the user follows."""

    base: str
    fact: str
    topic: str
    kind: NewsKind
    before: str


_PATIENCE: Final = 30.0  # seconds for which noting the news of a whole base may take on PostgreSQL

_new: Final = sqlite.insert(follower)
_FOLLOWER: Final = _new.on_conflict_do_update(
    index_elements=[follower.c.user_id], set_={"locale": _new.excluded.locale, "closed_at": None}
)
_COUNT: Final = select(func.count()).where(follow.c.user_id == bindparam("user"))
_FOLLOWS: Final = (
    select(follow.c.base, follow.c.topic)
    .where(follow.c.user_id == bindparam("user"))
    .order_by(follow.c.since, follow.c.base, follow.c.topic)
)
_KNOWN: Final = select(follow_fact.c.fact, follow_fact.c.digest, follow_fact.c.statement, follow_fact.c.topics).where(
    follow_fact.c.base == bindparam("base")
)
_WAITING: Final = (
    select(follower)
    .where(
        follower.c.closed_at.is_(None),
        or_(follower.c.reserved_at.is_not(None), follower.c.user_id.in_(select(follow_news.c.user_id))),
    )
    .order_by(follower.c.user_id)
)
_NEWS: Final = (
    select(follow_news.c.base, follow_news.c.fact, follow_news.c.topic, follow_news.c.kind, follow_news.c.before)
    .where(follow_news.c.user_id == bindparam("user"), follow_news.c.notice == bindparam("number"))
    .order_by(follow_news.c.base, follow_news.c.topic, follow_news.c.fact)
)
_told: Final = sqlite.insert(follow_news).from_select(
    ["base", "user_id", "fact", "topic", "kind", "before", "at"],
    select(
        follow.c.base,
        follow.c.user_id,
        bindparam("new_fact", type_=follow_news.c.fact.type),
        follow.c.topic,
        bindparam("new_kind", type_=follow_news.c.kind.type),
        bindparam("text_before", type_=follow_news.c.before.type),
        bindparam("noted", type_=follow_news.c.at.type),
    )
    .join(follower, follower.c.user_id == follow.c.user_id)
    .where(
        follow.c.base == bindparam("of_base"), follow.c.topic == bindparam("of_topic"), follower.c.closed_at.is_(None)
    ),
)
_unsent: Final = and_(
    follow_news.c.kind == NewsKind.NEW,
    _told.excluded.kind.in_((NewsKind.CHANGED, NewsKind.CORRECTED)),
    follow_news.c.notice.is_(None),
)
# News that a reserved message may have told belong to the next one from now on.
_ADD_NEWS: Final = _told.on_conflict_do_update(
    index_elements=[follow_news.c.base, follow_news.c.user_id, follow_news.c.fact],
    set_={"notice": None, "kind": case((_unsent, NewsKind.NEW), else_=_told.excluded.kind)},
)


class Follows(StoredData):
    """The followers of all bases."""

    async def follow(  # noqa: PLR0913 - the columns of a follower and a follow
        self, user: int, *, base: str, topics: Iterable[str], pace: Pace | None, locale: str, at: dt.datetime
    ) -> None:
        """Let a user follow topics, and let messages be sent again if they were refused. No pace keeps the user's."""
        values = {"user_id": user, "pace": pace or Pace.DAILY, "locale": locale, "notice": 0}
        topics_of = [{"base": base, "user_id": user, "topic": topic, "since": to_text(at)} for topic in topics]

        def change(db: Connection) -> None:
            db.execute(_FOLLOWER, values)
            if pace is not None:
                db.execute(_of(user).values(pace=pace))
            if topics_of:
                db.execute(insert_or_ignore(follow), topics_of)

        await self._database.write(change)

    async def unfollow(self, user: int, topics: Iterable[str] | None) -> bool:
        """Stop following topics in all bases, or everything if `topics` is None. Return False if nothing was followed.

        Who follows nothing any more is deleted, with the news that were not sent.
        """
        named = None if topics is None else tuple(topics)

        def change(db: Connection) -> bool:
            before = db.execute(_COUNT, {"user": user}).scalar_one()
            for table in (follow, follow_news):
                dropped = delete(table).where(table.c.user_id == user)
                db.execute(dropped if named is None else dropped.where(table.c.topic.in_(named)))
            left = db.execute(_COUNT, {"user": user}).scalar_one()
            if not left:
                for table in (follow_news, follower):
                    db.execute(delete(table).where(table.c.user_id == user))
            return bool(left < before)

        return await self._database.write(change)

    async def forget(self, user: int) -> int:
        """Delete all that is kept of a user; return how many topics were followed."""
        count = len(await self.of(user))
        await self.unfollow(user, None)
        return count

    async def of(self, user: int) -> tuple[Follow, ...]:
        """Return what a user follows, the earliest first."""
        return await self._database.read("follows", _follow, _FOLLOWS, {"user": user})

    async def find(self, user: int) -> Follower | None:
        """Return a follower, or None for a user who follows nothing."""
        found = select(follower).where(follower.c.user_id == user)
        return await self._database.read_first("followers", _follower, found)

    async def bases(self) -> frozenset[str]:
        """Return the bases of which a topic is followed."""
        return frozenset(base for (base,) in await self._database.rows(select(follow.c.base).distinct()))

    async def known(self, base: str) -> dict[str, KnownFact]:
        """Return the facts of a base as they were when news were last looked for; empty if that never was."""
        return dict(await self._database.read("followed facts", _known, _KNOWN, {"base": base}))

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
        changed = [_columns(base, key, fact) for key, fact in now.items() if before.get(key) != fact]
        gone = [key for key in before if key not in now]

        def change(db: Connection) -> bool:
            one_at_a_time(db, f"news of {base}")
            known = {row.fact: row.digest for row in db.execute(_KNOWN, {"base": base})}
            if known != {key: fact.digest for key, fact in before.items()}:
                return False
            for each in found:
                for topic in each.topics:
                    db.execute(_ADD_NEWS, _news_of(each, base, topic, at))
            if gone:
                db.execute(delete(follow_fact).where(follow_fact.c.base == base, follow_fact.c.fact.in_(gone)))
            if changed:
                db.execute(insert_or_replace(follow_fact), changed)
            return True

        return await self._database.write(change, patience=_PATIENCE)

    async def forget_facts(self, base: str) -> None:
        """Delete what is known of a base that nobody follows."""
        await self._database.execute(delete(follow_fact).where(follow_fact.c.base == base))

    async def waiting(self) -> tuple[Follower, ...]:
        """Return the followers who are to get a message, sooner or later, except those who refuse direct messages."""
        return await self._database.read("followers", _follower, _WAITING)

    async def reserve(self, user: int, *, at: dt.datetime) -> int | None:
        """Reserve a message with all news for a user and return its number; None if another one is reserved."""
        free = _of(user).where(follower.c.reserved_at.is_(None))

        def change(db: Connection) -> int | None:
            if db.execute(free.values(notice=follower.c.notice + 1, reserved_at=to_text(at))).rowcount != 1:
                return None
            number: int = db.execute(select(follower.c.notice).where(follower.c.user_id == user)).scalar_one()
            db.execute(update(follow_news).where(follow_news.c.user_id == user).values(notice=number))
            return number

        return await self._database.write(change)

    async def news(self, user: int, notice: int) -> tuple[FollowedNews, ...]:
        """Return the news of a reserved message, in the order of their topics."""
        return await self._database.read("news", _news, _NEWS, {"user": user, "number": notice})

    async def record(self, user: int, notice: int, *, at: dt.datetime) -> None:
        """Store that a reserved message was sent, and delete its news."""

        def change(db: Connection) -> None:
            db.execute(delete(follow_news).where(follow_news.c.user_id == user, follow_news.c.notice == notice))
            told = _of(user).where(follower.c.notice == notice)
            db.execute(told.values(reserved_at=None, last_told=to_text(at)))

        await self._database.write(change)

    async def close(self, user: int, *, at: dt.datetime) -> None:
        """Store that a user refuses direct messages, and delete the news for the user."""

        def change(db: Connection) -> None:
            db.execute(delete(follow_news).where(follow_news.c.user_id == user))
            db.execute(_of(user).values(closed_at=to_text(at), reserved_at=None))

        await self._database.write(change)

    async def open(self, user: int) -> None:
        """Store that direct messages to a user may be tried again."""
        await self._database.execute(_of(user).values(closed_at=None))


def _of(user: int) -> Update:
    return update(follower).where(follower.c.user_id == user)


def _news_of(news: FactNews, base: str, topic: str, at: dt.datetime) -> dict[str, str]:
    return {
        "of_base": base,
        "of_topic": topic,
        "new_fact": news.fact,
        "new_kind": news.kind,
        "text_before": news.before,
        "noted": to_text(at),
    }


def _columns(base: str, key: str, fact: KnownFact) -> dict[str, str]:
    topics = json.dumps(fact.topics)
    return {"base": base, "fact": key, "digest": fact.digest, "statement": fact.statement, "topics": topics}


def _known(row: tuple[str, str, str, str]) -> tuple[str, KnownFact]:
    fact, digest, statement, topics = row
    return fact, KnownFact(digest=digest, statement=statement, topics=tuple(map(str, json.loads(topics))))


def _follow(row: Any) -> Follow:  # noqa: ANN401 - the columns of the table
    return Follow(**columns(row))


def _news(row: Any) -> FollowedNews:  # noqa: ANN401 - the columns of the table
    return FollowedNews(**columns(row, kind=NewsKind))


def _follower(row: Any) -> Follower:  # noqa: ANN401 - the columns of the table
    instants = dict.fromkeys(("last_told", "closed_at", "reserved_at"), from_text)
    found = columns(row, pace=Pace, **instants)
    return Follower(user=found.pop("user_id"), **found)
