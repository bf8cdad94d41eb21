"""The desks of servers, the questions that were put to them, and who wants to be told the answer.

A user is stored only in `Tellings`, and only until the answer was sent.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import aiosqlite

from bot.storage.database import Database, from_text, to_text


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


class Desks:
    """The desk of each server, and the roles of its curators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> dict[int, DeskSettings]:
        """Return guild -> desk."""
        channels = dict(await self._database.rows("SELECT guild, channel FROM desk"))
        roles: dict[int, set[int]] = {}
        for guild, role in await self._database.rows("SELECT guild, role FROM desk_role"):
            roles.setdefault(guild, set()).add(role)
        return {
            guild: DeskSettings(channel=channels.get(guild), roles=frozenset(roles.get(guild, ())))
            for guild in channels.keys() | roles.keys()
        }

    async def put(self, guild: int, desk: DeskSettings) -> None:
        """Replace the desk of a server."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute("DELETE FROM desk WHERE guild = ?", (guild,))
            await db.execute("DELETE FROM desk_role WHERE guild = ?", (guild,))
            if desk.channel is not None:
                await db.execute("INSERT INTO desk (guild, channel) VALUES (?, ?)", (guild, desk.channel))
            await db.executemany(
                "INSERT INTO desk_role (guild, role) VALUES (?, ?)", [(guild, role) for role in sorted(desk.roles)]
            )

        await self._database.write(change)


_SELECT: Final = (
    "SELECT id, base, guild, text, outcome, shown, nearest, times, first_asked, last_asked, state, fact, unknown,"
    " reason, decided_by, decided_at, channel, message, thread, reserved_at FROM desk_question"
)


class DeskQuestions:
    """The questions at all desks. No id is ever used twice, so a button of a deleted question finds nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        return await self._database.insert(
            "INSERT INTO desk_question (base, guild, text, outcome, shown, nearest, times, first_asked, last_asked,"
            " state) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, 'open')",
            (base, guild, text, outcome, shown, json.dumps(nearest), to_text(at), to_text(at)),
        )

    async def find(self, question: int) -> DeskQuestion | None:
        """Return one question, or None if it has expired or never was."""
        found = await self._database.read("questions of desks", _question, f"{_SELECT} WHERE id = ?", (question,))
        return next(iter(found), None)

    async def open(self, guild: int, base: str, *, limit: int) -> tuple[DeskQuestion, ...]:
        """Return the newest `limit` open questions of a server, newest first."""
        condition = "WHERE guild = ? AND base = ? AND state = 'open' ORDER BY id DESC LIMIT ?"
        return tuple(
            await self._database.read("questions of desks", _question, f"{_SELECT} {condition}", (guild, base, limit))
        )

    async def unposted(self) -> tuple[tuple[int, int], ...]:
        """Return the open questions that have no card, oldest first, each with its server."""
        query = "SELECT id, guild FROM desk_question WHERE state = 'open' AND message IS NULL ORDER BY id"
        return tuple((number, guild) for number, guild in await self._database.rows(query))

    async def ask_again(self, question: int, *, at: dt.datetime) -> int | None:
        """Count that an open question was asked once more; return how often it was, or None if it is not open."""

        async def change(db: aiosqlite.Connection) -> int | None:
            rows = await db.execute_fetchall(
                "UPDATE desk_question SET times = times + 1, last_asked = ? WHERE id = ? AND state = 'open'"
                " RETURNING times",
                (to_text(at), question),
            )
            return next((int(times) for (times,) in rows), None)

        return await self._database.write(change)

    async def answer(self, question: int, *, fact: str | None, unknown: str | None, by: int, at: dt.datetime) -> bool:
        """Store what answers an open question; return False if it is not open any more."""
        change = (
            "UPDATE desk_question SET state = 'answered', fact = ?, unknown = ?, decided_by = ?, decided_at = ?"
            " WHERE id = ? AND state = 'open'"
        )
        return await self._database.execute(change, (fact, unknown, by, to_text(at), question)) == 1

    async def dismiss(self, question: int, *, reason: str, by: int, at: dt.datetime) -> bool:
        """Store why an open question gets no answer; return False if it is not open any more."""
        change = (
            "UPDATE desk_question SET state = 'dismissed', reason = ?, decided_by = ?, decided_at = ?"
            " WHERE id = ? AND state = 'open'"
        )
        return await self._database.execute(change, (reason, by, to_text(at), question)) == 1

    async def reopen(self, question: int) -> bool:
        """Open a question whose answer was undone; return False if it is open or deleted."""
        change = (
            "UPDATE desk_question SET state = 'open', fact = NULL, unknown = NULL, reason = '', decided_by = NULL,"
            " decided_at = NULL WHERE id = ? AND state <> 'open'"
        )
        return await self._database.execute(change, (question,)) == 1

    async def reserve(self, question: int, *, at: dt.datetime) -> None:
        """Store that the card of a question is about to be posted."""
        await self._database.execute("UPDATE desk_question SET reserved_at = ? WHERE id = ?", (to_text(at), question))

    async def record(self, question: int, card: DeskCard) -> None:
        """Store where the card of a question is."""
        change = "UPDATE desk_question SET channel = ?, message = ?, thread = ? WHERE id = ?"
        await self._database.execute(change, (card.channel, card.message, card.thread, question))

    async def forget_card(self, question: int) -> None:
        """Store that the card of a question is gone, so that it is posted again when the question is asked again."""
        change = (
            "UPDATE desk_question SET channel = NULL, message = NULL, thread = NULL, reserved_at = NULL WHERE id = ?"
        )
        await self._database.execute(change, (question,))

    async def counts(self, guild: int) -> dict[DeskState, int]:
        """Return how many questions of a server are in each state."""
        query = "SELECT state, count(*) FROM desk_question WHERE guild = ? GROUP BY state"
        return {DeskState(state): number for state, number in await self._database.rows(query, (guild,))}

    async def expire(self, before: dt.datetime) -> int:
        """Delete the questions that were last asked before an instant, and who waits for them; return how many."""
        return await self._database.execute("DELETE FROM desk_question WHERE last_asked < ?", (to_text(before),))


_TELLING: Final = "SELECT question, user_id, locale, channel, at, reserved_at FROM desk_telling"


class Tellings:
    """Who wants to be told the answer to which question: reserved before the message is sent, deleted after."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, telling: Telling) -> bool:
        """Store the wish, in place of the user's earlier one; return False if the question is not open any more."""
        change = (
            "INSERT INTO desk_telling (question, user_id, locale, channel, at) SELECT id, ?, ?, ?, ?"
            " FROM desk_question WHERE id = ? AND state = 'open'"
            " ON CONFLICT (question, user_id) DO UPDATE SET locale = excluded.locale, channel = excluded.channel"
        )
        values = (telling.user, telling.locale, telling.channel, to_text(telling.at), telling.question)
        return await self._database.execute(change, values) == 1

    async def due(self) -> tuple[Telling, ...]:
        """Return the wishes whose question is decided, oldest first."""
        query = (
            f"{_TELLING} WHERE question IN (SELECT id FROM desk_question WHERE state <> 'open')"  # noqa: S608 - of above
            " ORDER BY at, question, user_id"
        )
        return tuple(await self._database.read("wishes to be told", _telling, query))

    async def reserve(self, telling: Telling, *, at: dt.datetime) -> bool:
        """Reserve the message to a user. Return False if another attempt has reserved it, or the wish was deleted."""
        known = None if telling.reserved_at is None else to_text(telling.reserved_at)
        change = (
            "UPDATE desk_telling SET reserved_at = ? WHERE question = ? AND user_id = ?"
            " AND (reserved_at IS NULL OR reserved_at = ?)"
        )
        return await self._database.execute(change, (to_text(at), telling.question, telling.user, known)) == 1

    async def delete(self, telling: Telling) -> None:
        """Delete a wish: the user was told, or cannot be."""
        change = "DELETE FROM desk_telling WHERE question = ? AND user_id = ?"
        await self._database.execute(change, (telling.question, telling.user))

    async def forget(self, user: int) -> int:
        """Delete all wishes of a user; return how many there were."""
        return await self._database.execute("DELETE FROM desk_telling WHERE user_id = ?", (user,))

    async def waiting(self, question: int) -> int:
        """Return how many users wait for the answer to a question."""
        query = "SELECT count(*) FROM desk_telling WHERE question = ?"
        ((number,),) = await self._database.rows(query, (question,))
        return int(number)

    async def expire(self, before: dt.datetime) -> int:
        """Delete the wishes from before an instant; return how many there were."""
        return await self._database.execute("DELETE FROM desk_telling WHERE at < ?", (to_text(before),))


def _question(row: tuple[object, ...]) -> DeskQuestion:
    """Read a question. Raises ValueError for one that cannot be read."""
    (number, base, guild, text, outcome, shown, nearest, times, first, last, state, fact, unknown, *rest) = row
    reason, by, decided, channel, message, thread, reserved = rest
    posted = channel is not None and message is not None
    return DeskQuestion(
        id=_int(number),
        base=str(base),
        guild=_int(guild),
        text=str(text),
        outcome=str(outcome),
        shown=_text(shown),
        nearest=tuple(map(str, json.loads(str(nearest)))),
        times=_int(times),
        first_asked=from_text(str(first)),
        last_asked=from_text(str(last)),
        state=DeskState(str(state)),
        fact=_text(fact),
        unknown=_text(unknown),
        reason=str(reason),
        decided_by=None if by is None else _int(by),
        decided_at=_instant(decided),
        card=DeskCard(channel=_int(channel), message=_int(message), thread=None if thread is None else _int(thread))
        if posted
        else None,
        reserved_at=_instant(reserved),
    )


def _telling(row: tuple[int, int, str, int | None, str, str | None]) -> Telling:
    question, user, locale, channel, at, reserved = row
    return Telling(
        question=question,
        user=user,
        locale=locale,
        channel=channel,
        at=from_text(at),
        reserved_at=None if reserved is None else from_text(reserved),
    )


def _int(value: object) -> int:
    return int(str(value))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _instant(value: object) -> dt.datetime | None:
    return None if value is None else from_text(str(value))
