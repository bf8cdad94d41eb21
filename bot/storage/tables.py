"""The tables of the newest version, for the queries. `migrations/` makes them.

What is stored is the same on SQLite and PostgreSQL, so that a store can be copied from one to the other: an instant is
text in UTC (`to_text`), a day is an ISO date, a truth is 0 or 1. An index with `sqlite_where` is partial on PostgreSQL
too: its own argument for that would import its dialect at every start.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    Connection,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    func,
    select,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeEngine

# The types that SQLite's STRICT tables have. PostgreSQL compares texts byte by byte, as SQLite does.
_NUMBER: Final = BigInteger().with_variant(Integer(), "sqlite")
_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
_REAL: Final[TypeEngine[float]] = Double().with_variant(REAL(), "sqlite")
_BYTES: Final = LargeBinary()

UNANSWERED: Final = text("outcome IN ('suggestion', 'declined', 'abstention', 'not_in_source')")
"""The questions that got no answer, in the words of the index question_unanswered: it is used only with them."""


class TypedText(TypeDecorator[str]):
    """Text that a user has typed, without what a database cannot store.

    That is the half of a surrogate pair for both, and NUL for PostgreSQL.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Return the type that all texts have."""
        return Text(collation="C") if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what cannot be stored."""
        if value is None:
            return None
        stored = value.encode("utf-8", "replace").decode("utf-8")
        return stored.replace("\0", "\ufffd") if dialect.name == "postgresql" else stored


metadata: Final = MetaData()

command_sync: Final = Table(
    "command_sync",
    metadata,
    Column("application", _NUMBER, primary_key=True),
    Column("scope", _TEXT, primary_key=True),
    Column("digest", _TEXT, nullable=False),
)

delivery: Final = Table(
    "delivery",
    metadata,
    Column("channel", _NUMBER, primary_key=True),
    Column("day", _TEXT, primary_key=True),
    Column("state", _TEXT, CheckConstraint("state IN ('reserved', 'sent')"), nullable=False),
    Column("nonce", _TEXT, nullable=False),
    Column("reserved_at", _TEXT, nullable=False),
    Column("sent_at", _TEXT),
    Column("message", _NUMBER),
    Column("place", _NUMBER),
)

told: Final = Table(
    "told",
    metadata,
    Column("channel", _NUMBER, primary_key=True),
    Column("base", _TEXT, primary_key=True),
    Column("fact", _TEXT, primary_key=True),
    Column("day", _TEXT, nullable=False),
)

edition_base: Final = Table(
    "edition_base",
    metadata,
    Column("channel", _NUMBER, primary_key=True, autoincrement=False),
    Column("digests", _TEXT, nullable=False),
    Column("base", _TEXT, nullable=False, server_default="default"),
)

lapse: Final = Table(
    "lapse",
    metadata,
    Column("since", _TEXT, nullable=False),
    Column("until", _TEXT),
)

schedule: Final = Table(
    "schedule",
    metadata,
    Column("channel", _NUMBER, primary_key=True, autoincrement=False),
    Column("guild", _NUMBER),
    Column("time", _TEXT, nullable=False),
    Column("timezone", _TEXT, nullable=False),
    Column("facts", _NUMBER, nullable=False),
    Column("origin", _TEXT, CheckConstraint("origin IN ('config', 'command')"), nullable=False),
    Column("set_by", _NUMBER),
    Column("since", _TEXT, nullable=False),
    Column("paused_for", _TEXT),
    Column("paused_since", _TEXT),
    Column("stopped", _NUMBER, nullable=False, server_default="0"),
    Column("days", _TEXT, nullable=False, server_default="daily"),
    Column("only_new", _NUMBER, nullable=False, server_default="0"),
    Column("role", _NUMBER),
    Column("thread", _NUMBER, nullable=False, server_default="0"),
    Column("form", _TEXT, nullable=False, server_default="full"),
)

question: Final = Table(
    "question",
    metadata,
    # The id of a deleted question is still in buttons, and must never mean another question.
    Column("id", _NUMBER, primary_key=True),
    Column("at", _TEXT, nullable=False),
    Column("text", TypedText, nullable=False),
    Column("outcome", _TEXT, nullable=False),
    Column("fact", _TEXT),
    Column("confidence", _REAL),
    Column("guild", _NUMBER),
    Column("base", _TEXT, nullable=False, server_default="default"),
    sqlite_autoincrement=True,
)
Index("question_at", question.c.at)
Index("question_base", question.c.base, question.c.id)
Index(
    "question_unanswered",
    question.c.base,
    question.c.id,
    sqlite_where=UNANSWERED,
)

vote: Final = Table(
    "vote",
    metadata,
    Column("question", _NUMBER, ForeignKey("question.id", ondelete="CASCADE"), primary_key=True),
    Column("fact", _TEXT, nullable=False),
    Column("voter", _TEXT, primary_key=True),
    Column("up", _NUMBER, nullable=False),
    Column("word", TypedText),
    Column("at", _TEXT, nullable=False),
)

voter_key: Final = Table(
    "voter_key",
    metadata,
    Column("one", _NUMBER, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("key", _BYTES, nullable=False),
)

load: Final = Table(
    "load",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("at", _TEXT, nullable=False),
    Column("revision", _TEXT, nullable=False),
    Column("loaded_by", _NUMBER),
    Column("how", _TEXT, nullable=False),
    Column("facts", _NUMBER, nullable=False),
    Column("instead_of", _TEXT),
    Column("base", _TEXT, nullable=False, server_default="default"),
)

revision_file: Final = Table(
    "revision_file",
    metadata,
    Column("revision", _TEXT, primary_key=True),
    Column("path", _TEXT, primary_key=True),
    Column("content", _BYTES, nullable=False),
)

revision_checksum: Final = Table(
    "revision_checksum",
    metadata,
    Column("revision", _TEXT, primary_key=True),
    Column("sha256", _TEXT, nullable=False),
)

heartbeat: Final = Table(
    "heartbeat",
    metadata,
    Column("one", _NUMBER, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("at", _TEXT, nullable=False),
)

_SCOPES: Final = "mentions IN ('everywhere', 'only', 'except', 'nowhere')"
server_settings: Final = Table(
    "server_settings",
    metadata,
    Column("guild", _NUMBER, primary_key=True, autoincrement=False),
    Column("language", _TEXT),
    Column("mentions", _TEXT, CheckConstraint(_SCOPES), nullable=False),
    Column("base", _TEXT),
)

mention_channel: Final = Table(
    "mention_channel",
    metadata,
    Column("guild", _NUMBER, primary_key=True, autoincrement=False),
    Column("channel", _NUMBER, primary_key=True, autoincrement=False),
)

share: Final = Table(
    "share",
    metadata,
    Column("message", _NUMBER, primary_key=True, autoincrement=False),
    Column("at", _TEXT, nullable=False),
)


desk: Final = Table(
    "desk",
    metadata,
    Column("guild", _NUMBER, primary_key=True, autoincrement=False),
    Column("channel", _NUMBER, nullable=False),
)

desk_role: Final = Table(
    "desk_role",
    metadata,
    Column("guild", _NUMBER, primary_key=True, autoincrement=False),
    Column("role", _NUMBER, primary_key=True, autoincrement=False),
)

_DESK_STATES: Final = "state IN ('open', 'answered', 'dismissed')"
desk_question: Final = Table(
    "desk_question",
    metadata,
    # As for a question: no id ever means another one.
    Column("id", _NUMBER, primary_key=True),
    Column("base", _TEXT, nullable=False),
    Column("guild", _NUMBER, nullable=False),
    Column("text", TypedText, nullable=False),
    Column("outcome", _TEXT, nullable=False),
    Column("shown", _TEXT),
    Column("nearest", _TEXT, nullable=False),
    Column("times", _NUMBER, nullable=False),
    Column("first_asked", _TEXT, nullable=False),
    Column("last_asked", _TEXT, nullable=False),
    Column("state", _TEXT, CheckConstraint(_DESK_STATES), nullable=False),
    Column("fact", _TEXT),
    Column("unknown", _TEXT),
    Column("reason", TypedText, nullable=False, server_default=""),
    Column("decided_by", _NUMBER),
    Column("decided_at", _TEXT),
    Column("channel", _NUMBER),
    Column("message", _NUMBER),
    Column("thread", _NUMBER),
    Column("reserved_at", _TEXT),
    sqlite_autoincrement=True,
)
_open = text("state = 'open'")
Index("desk_question_open", desk_question.c.guild, desk_question.c.base, sqlite_where=_open)

desk_telling: Final = Table(
    "desk_telling",
    metadata,
    Column("question", _NUMBER, ForeignKey("desk_question.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", _NUMBER, primary_key=True),
    Column("locale", _TEXT, nullable=False),
    Column("channel", _NUMBER),
    Column("at", _TEXT, nullable=False),
    Column("reserved_at", _TEXT),
)

_EDIT_STATES: Final = "state IN ('prepared', 'written', 'served', 'undone')"
edit: Final = Table(
    "edit",
    metadata,
    # As for a question: no id ever means another one.
    Column("id", _NUMBER, primary_key=True),
    Column("base", _TEXT, nullable=False),
    Column("at", _TEXT, nullable=False),
    Column("user_id", _NUMBER, nullable=False),
    Column("name", TypedText, nullable=False),
    Column("operation", TypedText, nullable=False),
    Column("entry", _TEXT, nullable=False),
    Column("state", _TEXT, CheckConstraint(_EDIT_STATES), nullable=False),
    Column("onto", _TEXT),
    Column("question", _NUMBER),
    Column("undoes", _NUMBER),
    sqlite_autoincrement=True,
)

edit_file: Final = Table(
    "edit_file",
    metadata,
    Column("edit", _NUMBER, ForeignKey("edit.id", ondelete="CASCADE"), primary_key=True),
    Column("path", _TEXT, primary_key=True),
    Column("before", _BYTES),
    Column("after", _BYTES),
)

overlay: Final = Table(
    "overlay",
    metadata,
    Column("base", _TEXT, primary_key=True),
    Column("path", _TEXT, primary_key=True),
    Column("before", _BYTES),
    Column("after", _BYTES),
)

process: Final = Table(
    "process",
    metadata,
    Column("id", _TEXT, primary_key=True),
    Column("started", _TEXT, nullable=False),
    Column("beat", _TEXT, nullable=False),
    Column("connected", _NUMBER, nullable=False),
    Column("shards", _TEXT, nullable=False),
    Column("latency", _REAL),
    Column("revisions", _TEXT, nullable=False),
)


follower: Final = Table(
    "follower",
    metadata,
    Column("user_id", _NUMBER, primary_key=True, autoincrement=False),
    Column("pace", _TEXT, CheckConstraint("pace IN ('daily', 'at_once')"), nullable=False),
    Column("locale", _TEXT, nullable=False),
    Column("last_told", _TEXT),
    Column("closed_at", _TEXT),
    Column("notice", _NUMBER, nullable=False),
    Column("reserved_at", _TEXT),
)

follow: Final = Table(
    "follow",
    metadata,
    Column("base", _TEXT, primary_key=True),
    Column("user_id", _NUMBER, primary_key=True),
    Column("topic", _TEXT, primary_key=True),
    Column("since", _TEXT, nullable=False),
)
Index("follow_topic", follow.c.base, follow.c.topic)

follow_fact: Final = Table(
    "follow_fact",
    metadata,
    Column("base", _TEXT, primary_key=True),
    Column("fact", _TEXT, primary_key=True),
    Column("digest", _TEXT, nullable=False),
    Column("statement", _TEXT, nullable=False),
    Column("topics", _TEXT, nullable=False),
)

follow_news: Final = Table(
    "follow_news",
    metadata,
    Column("base", _TEXT, primary_key=True),
    Column("user_id", _NUMBER, primary_key=True),
    Column("fact", _TEXT, primary_key=True),
    Column("topic", _TEXT, nullable=False),
    Column("kind", _TEXT, nullable=False),
    Column("before", _TEXT, nullable=False),
    Column("at", _TEXT, nullable=False),
    Column("notice", _NUMBER),
)

correction: Final = Table(
    "correction",
    metadata,
    # A message stores the number of the last correction that it shows, so no number is used twice.
    Column("id", _NUMBER, primary_key=True),
    Column("at", _TEXT, nullable=False),
    Column("base", _TEXT, nullable=False),
    Column("fact", _TEXT, nullable=False),
    Column("revision", _TEXT, nullable=False),
    Column("old", _TEXT),
    Column("new", _TEXT),
    Column("reason", TypedText, nullable=False),
    Column("wording", _NUMBER, nullable=False),
    sqlite_autoincrement=True,
)
Index("correction_fact", correction.c.base, correction.c.fact)

posted: Final = Table(
    "posted",
    metadata,
    Column("message", _NUMBER, primary_key=True, autoincrement=False),
    Column("channel", _NUMBER, nullable=False),
    Column("home", _NUMBER),
    Column("kind", _TEXT, nullable=False),
    Column("base", _TEXT, nullable=False),
    Column("revision", _TEXT, nullable=False),
    Column("language", _TEXT, nullable=False),
    Column("at", _TEXT, nullable=False),
    Column("content", TypedText),
    Column("seen", _NUMBER, nullable=False),
    Column("wanted", _NUMBER, nullable=False),
    Column("shown", _NUMBER, nullable=False),
    Column("due", _TEXT),
    Column("failures", _NUMBER, nullable=False, server_default="0"),
    Column("edited", _TEXT),
    Column("skipped", _TEXT),
)
_pending = text("wanted > shown AND skipped IS NULL")
_homely = text("home IS NOT NULL")
Index("posted_pending", posted.c.message, sqlite_where=_pending)
Index("posted_at", posted.c.at)
Index("posted_home", posted.c.home, sqlite_where=_homely)

posted_fact: Final = Table(
    "posted_fact",
    metadata,
    Column("message", _NUMBER, ForeignKey("posted.message", ondelete="CASCADE"), primary_key=True),
    Column("fact", _TEXT, primary_key=True),
    Column("said", _TEXT, nullable=False),
    Column("place", TypedText, nullable=False),
    # Its place among the facts of the message.
    Column("number", _NUMBER, nullable=False),
)
Index("posted_fact_fact", posted_fact.c.fact)


def insert_or_ignore(table: Table) -> Insert:
    """Return an INSERT that does nothing where there is a row with the same key."""
    # SQLite's construct is compiled for PostgreSQL in the same way; PostgreSQL's dialect takes longer to import.
    return sqlite.insert(table).on_conflict_do_nothing()


def insert_or_replace(table: Table) -> Insert:
    """Return an INSERT that updates a row with the same key."""
    statement = sqlite.insert(table)
    changed = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changed)


def one_at_a_time(db: Connection, what: str) -> None:
    """Let a change wait for those of other processes that name the same thing. SQLite's changes do so anyway."""
    if db.dialect.name == "postgresql":
        db.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))
