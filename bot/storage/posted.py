"""What the bot posted for all to see, the corrections of its facts, and which messages still have to be edited.

A message is pending while it is `wanted` to show a later correction than it has `shown`. Whoever edits it claims it
first, until an instant (`due`), so that two processes do not both edit it. What an edit writes follows from what is
stored here alone, so one that is made again writes the same. No user is stored.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import aiosqlite

from bot.core.factbase.corrections import SAID, FactCorrection, Said
from bot.errors import UsageError
from bot.storage.database import Database, connect_read_only, from_text, readable, sqlite_errors, to_text
from bot.storage.startup import refuse_newer

LISTED: Final = 500
"""Number of the latest corrections that are listed."""

_POSTED: Final = (
    "SELECT message, channel, home, kind, base, revision, language, at, content, seen, wanted, failures FROM posted"
)
_CORRECTION: Final = "SELECT id, at, base, fact, revision, old, new, reason, wording FROM correction"
_LATEST: Final = f"{_CORRECTION} WHERE base = ? AND wording = 0 ORDER BY id DESC LIMIT ?"
_LANGUAGES: Final = ("en", "es")
_UNQUOTED_CARD: Final = 2  # texts of a card without quotes: its statement and its standing


class PostedKind(StrEnum):
    """What a message is."""

    SHARE = "share"
    ANSWER = "answer"
    BRIEFING = "briefing"
    DESK = "desk"


class SkipReason(StrEnum):
    """Why a message cannot be edited."""

    DELETED = "deleted"
    NO_CHANNEL = "no channel"
    NO_PERMISSION = "no permission"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFact:
    """A fact as a message shows it.

    In a layout, `card` has the places of the texts of the fact's own card, from 0 in the order of the message: its
    statement, its standing, its quotes. `entries` has the places of its entries in lists. In a plain message, `text` is
    what the message says of it.
    """

    fact: str
    said: Said
    card: tuple[int, ...] = ()
    entries: tuple[int, ...] = ()
    text: str = ""

    @property
    def quoted(self) -> bool:
        """Whether the message shows a quote of the fact."""
        return len(self.card) > _UNQUOTED_CARD or "\n> " in self.text

    def concerned(self, change: FactCorrection, language: str) -> bool:
        """Return whether what the message shows is no longer right; a list has no quotes that could be wrong."""
        if change.old is None or change.new is None or self.quoted:
            return change.concerns(language)
        quotes = change.new.quotes
        return not replace(change.old, quotes=quotes).reads_as(change.new, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedMessage:
    """A message that the bot posted for all to see.

    `home` is the channel whose briefing it is. `content` is the text of a plain message, None for a layout. `seen` is
    the latest correction when its base was taken: what it shows is right as of that one.
    """

    message: int
    channel: int
    kind: PostedKind
    base: str
    revision: str
    language: str
    at: dt.datetime
    seen: int
    facts: tuple[ShownFact, ...]
    home: int | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction that was published. Its number counts up."""

    number: int
    at: dt.datetime
    base: str
    revision: str
    change: FactCorrection


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingEdit:
    """A message that is to be edited, with all corrections of its facts since it was posted, oldest first.

    When it is edited, it shows them up to the number `upto`. `failures` have been in a row.
    """

    posted: PostedMessage
    corrections: tuple[Correction, ...]
    upto: int
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EditProgress:
    """How many messages wait for their edit, how many were edited, and how many were skipped for each reason."""

    pending: int = 0
    edited: int = 0
    skipped: Mapping[SkipReason, int]


class Posted:
    """The messages and the corrections."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, posted: PostedMessage) -> bool:
        """Store a message; return whether it has to be edited already: its base was replaced while it was sent."""

        async def change(db: aiosqlite.Connection) -> bool:
            facts = [fact.fact for fact in posted.facts]
            newer = await _newest(db, posted.base, facts, after=posted.seen)
            await db.execute(
                "INSERT OR REPLACE INTO posted (message, channel, home, kind, base, revision, language, at, content,"
                " seen, wanted, shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    posted.message,
                    posted.channel,
                    posted.home,
                    posted.kind,
                    posted.base,
                    posted.revision,
                    posted.language,
                    to_text(posted.at),
                    posted.content,
                    posted.seen,
                    newer or posted.seen,
                    posted.seen,
                ),
            )
            await db.executemany(
                "INSERT OR REPLACE INTO posted_fact (message, fact, said, place) VALUES (?, ?, ?, ?)",
                [
                    (posted.message, fact.fact, SAID.dump_json(fact.said).decode(), _place(fact))
                    for fact in posted.facts
                ],
            )
            return newer is not None

        return await self._database.write(change)

    async def find(self, message: int) -> PostedMessage | None:
        """Return a message, or None if it is not kept."""
        rows = await self._database.rows(f"{_POSTED} WHERE message = ?", (message,))
        return _posted(rows[0], await self._facts(message)) if rows else None

    async def remove(self, message: int) -> None:
        """Forget a message that was deleted."""
        await self._database.execute("DELETE FROM posted WHERE message = ?", (message,))

    async def touched(self, base: str, changes: Sequence[FactCorrection]) -> dict[str, frozenset[int]]:
        """Return for each fact the messages that show it in a language whose readers see the difference."""
        found: dict[str, frozenset[int]] = {}
        for change in changes:
            rows = await self._database.rows(
                "SELECT message, language, fact, said, place FROM posted JOIN posted_fact USING (message)"
                " WHERE base = ? AND fact = ? AND (skipped IS NULL OR skipped <> ?)",
                (base, change.fact, SkipReason.DELETED),
            )
            found[change.fact] = frozenset(
                message for message, language, *shown in rows if _shown(tuple(shown)).concerned(change, language)
            )
        return found

    async def publish(
        self, base: str, changes: Sequence[FactCorrection], *, revision: str, at: dt.datetime, again: bool = False
    ) -> int:
        """Store corrections and mark the messages that have to be edited; return the number of the latest correction.

        With `again`, those are left out that are the latest of their fact already: a start may repeat what a process
        that was killed has stored.
        """

        async def change(db: aiosqlite.Connection) -> int:
            for each in changes:
                if not (again and await _is_known(db, base, each)):
                    await _publish(db, base, each, revision=revision, at=at)
            return await _latest(db)

        return await self._database.write(change)

    async def latest(self) -> int:
        """Return the number of the latest correction, 0 if there is none."""
        row = await self._database.row("SELECT max(id) FROM correction")
        return int(row[0] or 0) if row else 0

    async def retired(self, base: str, facts: Iterable[str]) -> frozenset[str]:
        """Return those of the facts whose latest correction is their retirement."""
        known = {
            fact
            for (fact,) in await self._database.rows(
                "SELECT fact FROM correction WHERE new IS NULL AND id IN"
                " (SELECT max(id) FROM correction WHERE base = ? GROUP BY fact)",
                (base,),
            )
        }
        return frozenset(known.intersection(facts))

    async def claim(self, now: dt.datetime, until: dt.datetime) -> PendingEdit | None:
        """Claim the newest message that waits for its edit, until an instant. None if none is due."""

        async def change(db: aiosqlite.Connection) -> Any:  # noqa: ANN401 - a row
            rows = await db.execute_fetchall(
                f"{_POSTED} WHERE wanted > shown AND skipped IS NULL AND (due IS NULL OR due <= ?)"
                " ORDER BY message DESC LIMIT 1",
                (to_text(now),),
            )
            for row in rows:
                await db.execute("UPDATE posted SET due = ? WHERE message = ?", (to_text(until), row[0]))
                return row
            return None

        row = await self._database.write(change)
        if row is None:
            return None
        posted = _posted(row, await self._facts(row[0]))
        *_, upto, failures = row
        return PendingEdit(posted=posted, corrections=await self.since(posted), upto=upto, failures=failures)

    async def since(self, posted: PostedMessage) -> tuple[Correction, ...]:
        """Return all corrections of a message's facts since it was posted, oldest first."""
        facts = [fact.fact for fact in posted.facts]
        found = await self._database.read(
            "corrections",
            _correction,
            f"{_CORRECTION} WHERE base = ? AND id > ? AND fact IN ({_marks(facts)}) ORDER BY id",
            (posted.base, posted.seen, *facts),
        )
        return tuple(found)

    async def finish(self, message: int, *, upto: int, edited: dt.datetime | None) -> None:
        """Record that a message shows the corrections up to a number. `edited` is None if it needed no edit."""
        await self._database.execute(
            "UPDATE posted SET shown = max(shown, ?), due = NULL, failures = 0, edited = coalesce(?, edited)"
            " WHERE message = ?",
            (upto, None if edited is None else to_text(edited), message),
        )

    async def postpone(self, message: int, until: dt.datetime) -> None:
        """Let a message wait after an error that may go away."""
        change = "UPDATE posted SET due = ?, failures = failures + 1 WHERE message = ?"
        await self._database.execute(change, (to_text(until), message))

    async def skip(self, reason: SkipReason, *, message: int | None = None, channel: int | None = None) -> int:
        """Leave a message as it is, or all in a channel that wait; return how many. A later correction tries again."""
        name, value = ("message", message) if channel is None else ("channel", channel)
        return await self._database.execute(
            f"UPDATE posted SET skipped = ?, due = NULL WHERE {name} = ? AND wanted > shown AND skipped IS NULL",  # noqa: S608 - one of two names
            (reason, value),
        )

    async def next_due(self) -> dt.datetime | None:
        """Return when the next claim or postponement ends; None if no message waits."""
        row = await self._database.row(
            "SELECT min(coalesce(due, '')) FROM posted WHERE wanted > shown AND skipped IS NULL"
        )
        text = row[0] if row else None
        if text is None:
            return None
        return from_text(text) if text else dt.datetime.min.replace(tzinfo=dt.UTC)

    async def progress(self) -> EditProgress:
        """Count the messages by how far their edits are."""
        row = await self._database.row(
            "SELECT sum(wanted > shown AND skipped IS NULL), sum(edited IS NOT NULL) FROM posted"
        )
        pending, edited = row or (0, 0)
        skipped = await self._database.rows(
            "SELECT skipped, count(*) FROM posted WHERE skipped IS NOT NULL GROUP BY skipped"
        )
        counts = {SkipReason(reason): count for reason, count in skipped}
        return EditProgress(pending=pending or 0, edited=edited or 0, skipped=counts)

    async def corrections(self, base: str, *, limit: int = LISTED) -> tuple[Correction, ...]:
        """Return the latest corrections of a base, newest first."""
        return tuple(await self._database.read("corrections", _correction, _LATEST, (base, limit)))

    async def of_fact(self, base: str, fact: str, *, after: dt.datetime) -> tuple[Correction, ...]:
        """Return what was changed of a fact after an instant, oldest first, changes of the wording included."""
        query = f"{_CORRECTION} WHERE base = ? AND fact = ? AND at > ? ORDER BY id"
        return tuple(await self._database.read("corrections", _correction, query, (base, fact, to_text(after))))

    async def changed_at(self) -> dict[tuple[str, str], dt.datetime]:
        """Return for each base and fact that was ever changed when that was last."""
        rows = await self._database.rows("SELECT base, fact, max(at) FROM correction GROUP BY base, fact")
        return {(base, fact): from_text(at) for base, fact, at in rows}

    async def for_edition(self, home: int, base: str) -> tuple[Correction, ...]:
        """Return the corrections of facts that the channel's earlier editions show, since its last edition."""
        row = await self._database.row("SELECT max(seen) FROM posted WHERE home = ? AND base = ?", (home, base))
        if row is None or row[0] is None:
            return ()
        shown = "SELECT fact FROM posted JOIN posted_fact USING (message) WHERE home = ? AND base = ?"
        query = f"{_CORRECTION} WHERE base = ? AND wording = 0 AND id > ? AND fact IN ({shown}) ORDER BY id"
        return tuple(await self._database.read("corrections", _correction, query, (base, row[0], home, base)))

    async def expire(self, before: dt.datetime) -> int:
        """Delete the messages that were posted before an instant; return how many there were."""
        return await self._database.execute("DELETE FROM posted WHERE at < ?", (to_text(before),))

    async def _facts(self, message: int) -> tuple[ShownFact, ...]:
        query = "SELECT fact, said, place FROM posted_fact WHERE message = ? ORDER BY rowid"
        return tuple(await self._database.read("facts of posted messages", _shown, query, (message,)))


async def _publish(
    db: aiosqlite.Connection, base: str, change: FactCorrection, *, revision: str, at: dt.datetime
) -> None:
    old, new = (None if each is None else SAID.dump_json(each).decode() for each in (change.old, change.new))
    cursor = await db.execute(
        "INSERT INTO correction (at, base, fact, revision, old, new, reason, wording) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (to_text(at), base, change.fact, revision, old, new, change.reason, change.wording),
    )
    number = cursor.lastrowid
    languages = [] if change.wording else [each for each in _LANGUAGES if change.concerns(each)]
    for language in languages:
        await db.execute(
            "UPDATE posted SET wanted = ?, skipped = NULL, due = NULL WHERE base = ? AND language = ?"
            " AND message IN (SELECT message FROM posted_fact WHERE fact = ?) AND coalesce(skipped, '') <> ?",
            (number, base, language, change.fact, SkipReason.DELETED),
        )


async def _is_known(db: aiosqlite.Connection, base: str, change: FactCorrection) -> bool:
    rows = await db.execute_fetchall(
        f"{_CORRECTION} WHERE base = ? AND fact = ? ORDER BY id DESC LIMIT 1", (base, change.fact)
    )
    return any(_correction(row).change.new == change.new for row in rows)


async def _newest(db: aiosqlite.Connection, base: str, facts: Sequence[str], *, after: int) -> int | None:
    rows = await db.execute_fetchall(
        f"SELECT max(id) FROM correction WHERE base = ? AND wording = 0 AND id > ? AND fact IN ({_marks(facts)})",  # noqa: S608 - question marks
        (base, after, *facts),
    )
    return next((number for (number,) in rows), None)


async def _latest(db: aiosqlite.Connection) -> int:
    rows = await db.execute_fetchall("SELECT max(id) FROM correction")
    return next((int(number or 0) for (number,) in rows), 0)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _place(fact: ShownFact) -> str:
    return json.dumps({"card": fact.card, "entries": fact.entries, "text": fact.text}, separators=(",", ":"))


def _shown(row: Any) -> ShownFact:  # noqa: ANN401 - fact, said and place
    fact, said, place = row
    found: dict[str, Any] = defaultdict(tuple, json.loads(place))
    return ShownFact(
        fact=fact,
        said=SAID.validate_json(said),
        card=tuple(found["card"]),
        entries=tuple(found["entries"]),
        text=str(found["text"] or ""),
    )


def _posted(row: Any, facts: tuple[ShownFact, ...]) -> PostedMessage:  # noqa: ANN401 - the columns of _POSTED
    message, channel, home, kind, base, revision, language, at, content, seen, _, _ = row
    return PostedMessage(
        message=message,
        channel=channel,
        home=home,
        kind=PostedKind(kind),
        base=base,
        revision=revision,
        language=language,
        at=from_text(at),
        content=content,
        seen=seen,
        facts=facts,
    )


def _correction(row: Any) -> Correction:  # noqa: ANN401 - the columns of _CORRECTION
    number, at, base, fact, revision, old, new, reason, wording = row
    before, now = (None if each is None else SAID.validate_json(each) for each in (old, new))
    change = FactCorrection(fact=fact, old=before, new=now, reason=reason, wording=bool(wording))
    return Correction(number=number, at=from_text(at), base=base, revision=revision, change=change)


def read_corrections(path: Path, *, base: str, limit: int = LISTED) -> tuple[Correction, ...]:
    """Return the latest corrections of a base, newest first, also while the bot runs.

    A file of an older version has none. Creates and changes no file. Raises UsageError if the file cannot be read as a
    store.
    """
    if not path.is_file():
        raise UsageError(f"{path}: there is no database; the bot creates it when it first runs.")
    try:
        with sqlite_errors(), closing(connect_read_only(path)) as db:
            refuse_newer(db, path)
            known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'correction'").fetchone()
            rows = db.execute(_LATEST, (base, limit)).fetchall() if known else []
    except sqlite3.Error as error:
        raise UsageError(f"{path}: cannot be read as the bot's database ({error}).") from error
    found, _ = readable(rows, _correction)
    return tuple(found)
