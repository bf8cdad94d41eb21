"""What the bot posted for all to see, the corrections of its facts, and which messages still have to be edited.

A message is pending while it is `wanted` to show a later correction than it has `shown`. Whoever edits it claims it
first, until an instant (`due`), so that two processes do not both edit it. What an edit writes follows from what is
stored here alone, so one that is made again writes the same. No user is stored.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, bindparam, case, delete, func, insert, or_, select, update

from bot.core.factbase.corrections import SAID, FactCorrection, Said
from bot.storage.database import StoredData, from_text, readable, to_text
from bot.storage.reading import read_store
from bot.storage.tables import correction, insert_or_replace, load, one_at_a_time, posted, posted_fact
from bot.store_address import PostgresAddress

LISTED: Final = 500
"""Number of the latest corrections that are listed."""

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
    the latest correction that its base has taken in, which the store knows.
    """

    message: int
    channel: int
    kind: PostedKind
    base: str
    revision: str
    language: str
    at: dt.datetime
    facts: tuple[ShownFact, ...]
    seen: int = 0
    home: int | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction that was published."""

    at: dt.datetime
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


_OF_BASE: Final = correction.c.base == bindparam("base")
_SPOKEN: Final = correction.c.wording == 0  # what readers see, not the phrasings alone
_PENDING: Final = (posted.c.wanted > posted.c.shown, posted.c.skipped.is_(None))
_MESSAGE: Final = posted.c.message == bindparam("message")
_FIND: Final = select(posted).where(_MESSAGE)
_FACTS: Final = (
    select(posted_fact.c.fact, posted_fact.c.said, posted_fact.c.place)
    .where(posted_fact.c.message == bindparam("message"))
    .order_by(posted_fact.c.number)
)
_SHOWING: Final = posted.join(posted_fact, posted.c.message == posted_fact.c.message)
_TOUCHED: Final = (
    select(posted.c.message, posted.c.language, posted_fact.c.fact, posted_fact.c.said, posted_fact.c.place)
    .select_from(_SHOWING)
    .where(
        posted.c.base == bindparam("base"),
        posted_fact.c.fact == bindparam("fact"),
        or_(posted.c.skipped.is_(None), posted.c.skipped != SkipReason.DELETED),
    )
)
_NEWEST: Final = select(func.max(correction.c.id))
_LAST_LOAD: Final = select(func.max(load.c.id)).where(
    load.c.base == bindparam("base"), load.c.revision == bindparam("revision")
)
_used = select(load.c.revision).where(load.c.base == bindparam("base"), load.c.id <= bindparam("load"))
_loaded_at = select(load.c.at).where(load.c.id == bindparam("load")).scalar_subquery()
# By the time too: a revision that was loaded before may be loaded again later, and correct more then.
_TAKEN_IN: Final = _NEWEST.where(_OF_BASE, correction.c.revision.in_(_used), correction.c.at <= _loaded_at)
_last = select(func.max(correction.c.id)).where(_OF_BASE).group_by(correction.c.fact)
_RETIRED: Final = select(correction.c.fact).where(correction.c.new.is_(None), correction.c.id.in_(_last))
_CLAIM: Final = (
    select(posted)
    .where(*_PENDING, or_(posted.c.due.is_(None), posted.c.due <= bindparam("now")))
    .order_by(posted.c.message.desc())
    .limit(1)
    # A message that another process is claiming is passed over.
    .with_for_update(skip_locked=True)
)
_NEXT_DUE: Final = select(func.min(func.coalesce(posted.c.due, ""))).where(*_PENDING)
_PROGRESS: Final = select(
    func.count().filter(*_PENDING), func.count().filter(posted.c.edited.is_not(None))
).select_from(posted)
_SKIPPED: Final = select(posted.c.skipped, func.count()).where(posted.c.skipped.is_not(None)).group_by(posted.c.skipped)
_LATEST: Final = select(correction).where(_OF_BASE, _SPOKEN).order_by(correction.c.id.desc()).limit(LISTED)
_CHANGED: Final = select(correction.c.base, correction.c.fact, func.max(correction.c.at)).group_by(
    correction.c.base, correction.c.fact
)
_OF_HOME: Final = (posted.c.home == bindparam("home"), posted.c.base == bindparam("base"))
_LAST_EDITION: Final = select(func.max(posted.c.seen)).where(*_OF_HOME)
_FOR_EDITION: Final = (
    select(correction)
    .where(
        _OF_BASE,
        _SPOKEN,
        correction.c.id > bindparam("seen"),
        correction.c.fact.in_(select(posted_fact.c.fact).select_from(_SHOWING).where(*_OF_HOME)),
    )
    .order_by(correction.c.id)
)


class Posted(StoredData):
    """The messages and the corrections."""

    async def add(self, message: PostedMessage) -> bool:
        """Store a message; return whether it has to be edited already.

        It does if its base was replaced while it was sent, in this process or, for some moments longer, in another one.
        """
        values = {
            "message": message.message,
            "channel": message.channel,
            "home": message.home,
            "kind": message.kind,
            "base": message.base,
            "revision": message.revision,
            "language": message.language,
            "at": to_text(message.at),
            "content": message.content,
        }
        facts = [_row(message.message, number, fact) for number, fact in enumerate(message.facts)]

        def change(db: Connection) -> bool:
            one_at_a_time(db, f"corrections of {message.base}")
            seen = _taken_in(db, message.base, message.revision)
            newer = db.execute(
                _NEWEST.where(
                    correction.c.base == message.base,
                    _SPOKEN,
                    correction.c.id > seen,
                    correction.c.fact.in_([fact.fact for fact in message.facts]),
                )
            ).scalar()
            db.execute(delete(posted).where(posted.c.message == message.message))
            db.execute(insert(posted), {**values, "seen": seen, "shown": seen, "wanted": newer or seen})
            if facts:
                db.execute(insert_or_replace(posted_fact), facts)
            return newer is not None

        return await self._database.write(change)

    async def find(self, message: int) -> PostedMessage | None:
        """Return a message, or None if it is not kept."""
        row = await self._database.row(_FIND, {"message": message})
        return None if row is None else _posted(row, await self._facts(message))

    async def remove(self, message: int) -> None:
        """Forget a message that was deleted."""
        await self._database.execute(delete(posted).where(posted.c.message == message))

    async def touched(self, base: str, changes: Sequence[FactCorrection]) -> dict[str, frozenset[int]]:
        """Return for each fact the messages that show it in a language whose readers see the difference."""
        found: dict[str, frozenset[int]] = {}
        for change in changes:
            rows = await self._database.rows(_TOUCHED, {"base": base, "fact": change.fact})
            found[change.fact] = frozenset(
                message for message, language, *shown in rows if _shown(tuple(shown)).concerned(change, language)
            )
        return found

    async def publish(
        self, base: str, changes: Sequence[FactCorrection], *, revision: str, at: dt.datetime, again: bool = False
    ) -> None:
        """Store corrections and mark the messages that have to be edited.

        With `again`, those are left out that are the latest of their fact already: a start may repeat what a process
        that was killed has stored.
        """

        def change(db: Connection) -> None:
            publish_in(db, base, changes, revision=revision, at=at, again=again)

        await self._database.write(change)

    async def retired(self, base: str, facts: Iterable[str]) -> frozenset[str]:
        """Return those of the facts whose latest correction is their retirement."""
        known = {fact for (fact,) in await self._database.rows(_RETIRED, {"base": base})}
        return frozenset(known.intersection(facts))

    async def claim(self, now: dt.datetime, until: dt.datetime) -> PendingEdit | None:
        """Claim the newest message that waits for its edit, until an instant. None if none is due."""

        def change(db: Connection) -> Any:  # noqa: ANN401 - a row
            row = db.execute(_CLAIM, {"now": to_text(now)}).first()
            if row is not None:
                db.execute(update(posted).where(posted.c.message == row.message).values(due=to_text(until)))
            return row

        row = await self._database.write(change)
        if row is None:
            return None
        message = _posted(row, await self._facts(row.message))
        corrections = await self.since(message)
        return PendingEdit(posted=message, corrections=corrections, upto=row.wanted, failures=row.failures)

    async def since(self, message: PostedMessage) -> tuple[Correction, ...]:
        """Return all corrections of a message's facts since it was posted, oldest first."""
        facts = [fact.fact for fact in message.facts]
        which = correction.c.base == message.base, correction.c.id > message.seen, correction.c.fact.in_(facts)
        query = select(correction).where(*which).order_by(correction.c.id)
        return await self._database.read("corrections", _correction, query)

    async def finish(self, message: int, *, upto: int, edited: dt.datetime | None) -> None:
        """Record that a message shows the corrections up to a number. `edited` is None if it needed no edit."""
        done: dict[str, Any] = {"due": None, "failures": 0} | ({"edited": to_text(edited)} if edited else {})
        shown = case((posted.c.shown > upto, posted.c.shown), else_=upto)
        await self._database.execute(update(posted).where(posted.c.message == message).values(shown=shown, **done))

    async def postpone(self, message: int, until: dt.datetime) -> None:
        """Let a message wait after an error that may go away."""
        change = update(posted).where(posted.c.message == message)
        await self._database.execute(change.values(due=to_text(until), failures=posted.c.failures + 1))

    async def skip(self, reason: SkipReason, *, message: int | None = None, channel: int | None = None) -> int:
        """Leave a message as it is, or all in a channel that wait; return how many. A later correction tries again."""
        which = posted.c.message == message if channel is None else posted.c.channel == channel
        return await self._database.execute(update(posted).where(which, *_PENDING).values(skipped=reason, due=None))

    async def next_due(self) -> dt.datetime | None:
        """Return when the next claim or postponement ends; None if no message waits."""
        row = await self._database.row(_NEXT_DUE)
        text = row[0] if row else None
        if text is None:
            return None
        return from_text(text) if text else dt.datetime.min.replace(tzinfo=dt.UTC)

    async def progress(self) -> EditProgress:
        """Count the messages by how far their edits are."""
        row = await self._database.row(_PROGRESS)
        pending, edited = row or (0, 0)
        counts = {SkipReason(reason): count for reason, count in await self._database.rows(_SKIPPED)}
        return EditProgress(pending=pending, edited=edited, skipped=counts)

    async def corrections(self, base: str) -> tuple[Correction, ...]:
        """Return the latest corrections of a base, newest first."""
        return await self._database.read("corrections", _correction, _LATEST, {"base": base})

    async def of_fact(self, base: str, fact: str, *, after: dt.datetime) -> tuple[Correction, ...]:
        """Return what was changed of a fact after an instant, oldest first, changes of the wording included."""
        which = correction.c.base == base, correction.c.fact == fact, correction.c.at > to_text(after)
        query = select(correction).where(*which).order_by(correction.c.id)
        return await self._database.read("corrections", _correction, query)

    async def changed_at(self) -> dict[tuple[str, str], dt.datetime]:
        """Return for each base and fact that was ever changed when that was last."""
        return {(base, fact): from_text(at) for base, fact, at in await self._database.rows(_CHANGED)}

    async def for_edition(self, home: int, base: str) -> tuple[Correction, ...]:
        """Return the corrections of facts that the channel's earlier editions show, since its last edition."""
        row = await self._database.row(_LAST_EDITION, {"home": home, "base": base})
        if row is None or row[0] is None:
            return ()
        values = {"home": home, "base": base, "seen": row[0]}
        return await self._database.read("corrections", _correction, _FOR_EDITION, values)

    async def expire(self, before: dt.datetime) -> int:
        """Delete the messages that were posted before an instant; return how many there were."""
        return await self._database.execute(delete(posted).where(posted.c.at < to_text(before)))

    async def _facts(self, message: int) -> tuple[ShownFact, ...]:
        values = {"message": message}
        return await self._database.read("facts of posted messages", _shown, _FACTS, values)


def _taken_in(db: Connection, base: str, revision: str) -> int:
    """Return the number of the latest correction of a base that a revision of it has taken in.

    It has those of all revisions that were loaded before it, and its own. If its load could not be stored, it counts as
    the newest.
    """
    last = db.execute(_LAST_LOAD, {"base": base, "revision": revision}).scalar()
    query, values = (_NEWEST.where(_OF_BASE), {}) if last is None else (_TAKEN_IN, {"load": last})
    return int(db.execute(query, {"base": base, **values}).scalar() or 0)


def publish_in(  # noqa: PLR0913 - what is published
    db: Connection, base: str, changes: Sequence[FactCorrection], *, revision: str, at: dt.datetime, again: bool = False
) -> None:
    """Do in a transaction what `Posted.publish` does."""
    if changes:
        one_at_a_time(db, f"corrections of {base}")
    for each in changes:
        if not (again and _is_known(db, base, each)):
            _publish(db, base, each, revision=revision, at=at)


def _publish(db: Connection, base: str, change: FactCorrection, *, revision: str, at: dt.datetime) -> None:
    old, new = (None if each is None else SAID.dump_json(each).decode() for each in (change.old, change.new))
    values = {
        "at": to_text(at),
        "base": base,
        "fact": change.fact,
        "revision": revision,
        "old": old,
        "new": new,
        "reason": change.reason,
        "wording": int(change.wording),
    }
    number = db.execute(insert(correction).returning(correction.c.id), values).scalar_one()
    if change.wording:
        return
    readers = posted.c.language.in_([each for each in _LANGUAGES if change.concerns(each)])
    showing = posted.c.message.in_(select(posted_fact.c.message).where(posted_fact.c.fact == change.fact))
    there = func.coalesce(posted.c.skipped, "") != SkipReason.DELETED
    which = update(posted).where(posted.c.base == base, readers, showing, there)
    db.execute(which.values(wanted=number, skipped=None, due=None))


def _is_known(db: Connection, base: str, change: FactCorrection) -> bool:
    which = select(correction).where(correction.c.base == base, correction.c.fact == change.fact)
    row = db.execute(which.order_by(correction.c.id.desc()).limit(1)).first()
    return row is not None and _correction(row).change.new == change.new


def _row(message: int, number: int, fact: ShownFact) -> dict[str, str | int]:
    said = SAID.dump_json(fact.said).decode()
    return {"message": message, "fact": fact.fact, "said": said, "place": _place(fact), "number": number}


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


def _posted(row: Any, facts: tuple[ShownFact, ...]) -> PostedMessage:  # noqa: ANN401 - the columns of the table
    message, channel, home, kind, base, revision, language, at, content, seen, *_ = row
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


def _correction(row: Any) -> Correction:  # noqa: ANN401 - the columns of the table
    _number, at, _base, fact, revision, old, new, reason, wording = row
    before, now = (None if each is None else SAID.validate_json(each) for each in (old, new))
    change = FactCorrection(fact=fact, old=before, new=now, reason=reason, wording=bool(wording))
    return Correction(at=from_text(at), revision=revision, change=change)


def read_corrections(place: Path | PostgresAddress, *, base: str) -> tuple[Correction, ...]:
    """Return the latest corrections of a base, newest first, also while the bot runs.

    Changes nothing. Raises UsageError if the place cannot be read as a store.
    """
    rows = read_store(place, lambda db: db.execute(_LATEST, {"base": base}).all())
    found, _ = readable(rows, _correction)
    return tuple(found)
