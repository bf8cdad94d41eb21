"""The desks of servers, the questions that were put to them, and who wants to be told the answer.

A user is stored only in `Tellings`, and only until the answer was sent.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    bindparam,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite

from bot.storage.changes import Changed, tell
from bot.storage.database import StoredData, columns, from_text, to_text
from bot.storage.tables import desk, desk_question, desk_role, desk_telling


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSettings:
    """The desk of a server. `channel` is None if questions cannot be put to it; `roles` are those of its curators."""

    channel: int | None = None
    roles: frozenset[int] = frozenset()


class DeskState(StrEnum):
    """What became of a question at a desk."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard:
    """Where a question is shown: the message, and the thread or the post of a forum that it opened, if any."""

    channel: int
    message: int
    thread: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskQuestion:
    """A question at the desk of the server `guild`, which asks the base of the name `base`.

    `outcome` is what the bot said, `shown` the fact or the unknown that it showed. `nearest` has ids of facts, best
    first. `fact` or `unknown` answers it, `reason` is why it was dismissed, and the user `decided_by` did so.
    `card` is None until it was posted; an attempt began at `reserved_at`.
    """

    id: int
    base: str
    guild: int
    text: str
    outcome: str
    shown: str | None
    nearest: tuple[str, ...]
    times: int
    first_asked: dt.datetime
    last_asked: dt.datetime
    state: DeskState = DeskState.OPEN
    fact: str | None = None
    unknown: str | None = None
    reason: str = ""
    decided_by: int | None = None
    decided_at: dt.datetime | None = None
    card: DeskCard | None = None
    reserved_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A user wants to be told the answer to a question, in the language of `locale`.

    `channel` is where to mention the user if direct messages are closed; None if the user did not allow that. An
    attempt to tell the user began at `reserved_at`.
    """

    question: int
    user: int
    locale: str
    channel: int | None
    at: dt.datetime
    reserved_at: dt.datetime | None = None


class Desks(StoredData):
    """The desk of each server, and the roles of its curators."""

    async def all(self) -> dict[int, DeskSettings]:
        """Return guild -> desk."""
        channels: dict[int, int] = dict(await self._database.rows(select(desk)))
        roles: dict[int, set[int]] = {}
        for guild, role in await self._database.rows(select(desk_role)):
            roles.setdefault(guild, set()).add(role)
        return {
            guild: DeskSettings(channel=channels.get(guild), roles=frozenset(roles.get(guild, ())))
            for guild in channels.keys() | roles.keys()
        }

    async def put(self, guild: int, settings: DeskSettings) -> None:
        """Replace the desk of a server."""
        roles = [{"guild": guild, "role": role} for role in sorted(settings.roles)]

        def change(db: Connection) -> None:
            for table in (desk, desk_role):
                db.execute(delete(table).where(table.c.guild == guild))
            if settings.channel is not None:
                db.execute(insert(desk), {"guild": guild, "channel": settings.channel})
            if roles:
                db.execute(insert(desk_role), roles)
            tell(db, Changed.DESKS)

        await self._database.write(change)


_ADD: Final = insert(desk_question).returning(desk_question.c.id)
_FIND: Final = select(desk_question).where(desk_question.c.id == bindparam("id"))
_OPEN: Final = (
    select(desk_question)
    .where(
        desk_question.c.guild == bindparam("guild"), desk_question.c.base == bindparam("base"), text("state = 'open'")
    )
    .order_by(desk_question.c.id.desc())
    .limit(bindparam("limit"))
)
_UNPOSTED: Final = (
    select(desk_question.c.id, desk_question.c.guild)
    .where(desk_question.c.state == DeskState.OPEN, desk_question.c.message.is_(None))
    .order_by(desk_question.c.id)
)


def _of(number: int) -> Update:
    return update(desk_question).where(desk_question.c.id == number)


def _open(number: int) -> Update:
    return _of(number).where(desk_question.c.state == DeskState.OPEN)


class DeskQuestions(StoredData):
    """The questions at all desks. No id is ever used twice, so a button of a deleted question finds nothing."""

    async def add(  # noqa: PLR0913 - the columns of one question
        self,
        *,
        base: str,
        guild: int,
        text: str,
        outcome: str,
        shown: str | None,
        nearest: tuple[str, ...],
        at: dt.datetime,
    ) -> int:
        """Store a question that was asked once, and return its id."""
        values = {
            "base": base,
            "guild": guild,
            "text": text,
            "outcome": outcome,
            "shown": shown,
            "nearest": json.dumps(nearest),
            "times": 1,
            "first_asked": to_text(at),
            "last_asked": to_text(at),
            "state": DeskState.OPEN,
        }
        number: int = await self._database.write(lambda db: db.execute(_ADD, values).scalar_one())
        return number

    async def find(self, question: int) -> DeskQuestion | None:
        """Return one question, or None if it has expired or never was."""
        return await self._database.read_first("questions of desks", _question, _FIND, {"id": question})

    async def open(self, guild: int, base: str, *, limit: int) -> tuple[DeskQuestion, ...]:
        """Return the newest `limit` open questions of a server, newest first."""
        values = {"guild": guild, "base": base, "limit": limit}
        return await self._database.read("questions of desks", _question, _OPEN, values)

    async def unposted(self) -> tuple[tuple[int, int], ...]:
        """Return the open questions that have no card, oldest first, each with its server."""
        return tuple((number, guild) for number, guild in await self._database.rows(_UNPOSTED))

    async def ask_again(self, question: int, *, at: dt.datetime) -> int | None:
        """Count that an open question was asked once more; return how often it was, or None if it is not open."""
        again = _open(question).values(times=desk_question.c.times + 1, last_asked=to_text(at))
        counted = again.returning(desk_question.c.times)
        return await self._database.write(lambda db: db.execute(counted).scalar())

    async def answer(self, question: int, *, fact: str | None, unknown: str | None, by: int, at: dt.datetime) -> bool:
        """Store what answers an open question; return False if it is not open any more."""
        decision = {"state": DeskState.ANSWERED, "decided_by": by, "decided_at": to_text(at)}
        return await self._database.execute(_open(question).values(fact=fact, unknown=unknown, **decision)) == 1

    async def dismiss(self, question: int, *, reason: str, by: int, at: dt.datetime) -> bool:
        """Store why an open question gets no answer; return False if it is not open any more."""
        decision = {"state": DeskState.DISMISSED, "decided_by": by, "decided_at": to_text(at)}
        return await self._database.execute(_open(question).values(reason=reason, **decision)) == 1

    async def reopen(self, question: int) -> bool:
        """Open a question whose answer was undone; return False if it is open or deleted."""
        undecided = {"fact": None, "unknown": None, "reason": "", "decided_by": None, "decided_at": None}
        decided = _of(question).where(desk_question.c.state != DeskState.OPEN)
        return await self._database.execute(decided.values(state=DeskState.OPEN, **undecided)) == 1

    async def reserve(self, question: int, *, at: dt.datetime) -> None:
        """Store that the card of a question is about to be posted."""
        await self._database.execute(_of(question).values(reserved_at=to_text(at)))

    async def record(self, question: int, card: DeskCard) -> None:
        """Store where the card of a question is."""
        where = {"channel": card.channel, "message": card.message, "thread": card.thread}
        await self._database.execute(_of(question).values(where))

    async def forget_card(self, question: int) -> None:
        """Store that the card of a question is gone, so that it is posted again when the question is asked again."""
        await self._database.execute(_of(question).values(channel=None, message=None, thread=None, reserved_at=None))

    async def counts(self, guild: int) -> dict[DeskState, int]:
        """Return how many questions of a server are in each state."""
        states = select(desk_question.c.state, func.count()).where(desk_question.c.guild == guild)
        rows = await self._database.rows(states.group_by(desk_question.c.state))
        return {DeskState(state): number for state, number in rows}

    async def expire(self, before: dt.datetime) -> int:
        """Delete the questions that were last asked before an instant, and who waits for them; return how many."""
        return await self._database.execute(delete(desk_question).where(desk_question.c.last_asked < to_text(before)))


_DUE: Final = (
    select(desk_telling)
    .where(desk_telling.c.question.in_(select(desk_question.c.id).where(desk_question.c.state != DeskState.OPEN)))
    .order_by(desk_telling.c.at, desk_telling.c.question, desk_telling.c.user_id)
)


class Tellings(StoredData):
    """Who wants to be told the answer to which question: reserved before the message is sent, deleted after."""

    async def put(self, telling: Telling) -> bool:
        """Store the wish, in place of the user's earlier one; return False if the question is not open any more."""
        values = {
            "user_id": telling.user,
            "locale": telling.locale,
            "channel": telling.channel,
            "at": to_text(telling.at),
        }
        columns = desk_telling.c
        asked = select(desk_question.c.id, *(literal(value, columns[name].type) for name, value in values.items()))
        asked = asked.where(desk_question.c.id == telling.question, desk_question.c.state == DeskState.OPEN)
        change = sqlite.insert(desk_telling).from_select(["question", *values], asked)
        earlier = {name: change.excluded[name] for name in ("locale", "channel")}
        keys = [columns.question, columns.user_id]
        return await self._database.execute(change.on_conflict_do_update(index_elements=keys, set_=earlier)) == 1

    async def due(self) -> tuple[Telling, ...]:
        """Return the wishes whose question is decided, oldest first."""
        return await self._database.read("wishes to be told", _telling, _DUE)

    async def reserve(self, telling: Telling, *, at: dt.datetime) -> bool:
        """Reserve the message to a user. Return False if another attempt has reserved it, or the wish was deleted."""
        known: ColumnElement[bool] = desk_telling.c.reserved_at.is_(None)
        if telling.reserved_at is not None:
            known = or_(known, desk_telling.c.reserved_at == to_text(telling.reserved_at))
        change = update(desk_telling).where(*_of_wish(telling), known).values(reserved_at=to_text(at))
        return await self._database.execute(change) == 1

    async def delete(self, telling: Telling) -> None:
        """Delete a wish: the user was told, or cannot be."""
        await self._database.execute(delete(desk_telling).where(*_of_wish(telling)))

    async def forget(self, user: int) -> int:
        """Delete all wishes of a user; return how many there were."""
        return await self._database.execute(delete(desk_telling).where(desk_telling.c.user_id == user))

    async def waiting(self, question: int) -> int:
        """Return how many users wait for the answer to a question."""
        count = select(func.count()).where(desk_telling.c.question == question)
        ((number,),) = await self._database.rows(count)
        return int(number)

    async def expire(self, before: dt.datetime) -> int:
        """Delete the wishes from before an instant; return how many there were."""
        return await self._database.execute(delete(desk_telling).where(desk_telling.c.at < to_text(before)))


def _of_wish(telling: Telling) -> tuple[ColumnElement[bool], ...]:
    return desk_telling.c.question == telling.question, desk_telling.c.user_id == telling.user


def _question(row: Any) -> DeskQuestion:  # noqa: ANN401 - the columns of the table
    """Read a question. Raises ValueError for one that cannot be read."""
    instants = dict.fromkeys(("first_asked", "last_asked", "decided_at", "reserved_at"), from_text)
    found = columns(row, nearest=_names, state=DeskState, **instants)
    channel, message, thread = (found.pop(name) for name in ("channel", "message", "thread"))
    posted = channel is not None and message is not None
    card = DeskCard(channel=channel, message=message, thread=thread) if posted else None
    return DeskQuestion(card=card, **found)


def _names(text: str) -> tuple[str, ...]:
    return tuple(map(str, json.loads(text)))


def _telling(row: Any) -> Telling:  # noqa: ANN401 - the columns of the table
    found = columns(row, at=from_text, reserved_at=from_text)
    return Telling(user=found.pop("user_id"), **found)
