"""PostgreSQL, for a bot of several processes: a pool of connections of asyncpg."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.dialects.sqlite.dml import OnConflictClause
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import UsageError
from bot.storage.changes import CHANNEL, ORIGIN, Changed
from bot.storage.changes import heard as heard_in
from bot.storage.database import Database, message_of, store_errors
from bot.storage.schema import NEWEST, refuse_newer
from bot.store_address import PostgresAddress

T = TypeVar("T")

PATIENCE: Final = 2.0
"""Seconds for which an answer to a user waits for the database: less than the three after which Discord drops it."""

_CONNECTIONS: Final = 8
_WRITERS: Final = 4  # so that changes that wait leave connections to the reads
_START: Final = 10.0  # seconds for which a start waits for the database
_UPGRADE: Final = 600.0  # seconds for which it waits while another process upgrades the tables
_LOCK: Final = 0x62726965  # the advisory lock under which tables are upgraded
_SETTINGS: Final = {
    "application_name": "briefing-bot",
    # A process that is cut off in the middle of a change must not lock its rows for long.
    "idle_in_transaction_session_timeout": "10s",
}
_EXTRA: Final = (
    "PostgreSQL needs the package asyncpg, which is not installed. Install it with pip install '.[postgresql]', or "
    "use a file as the store."
)
_REFUSED: Final = {
    # By SQLSTATE.
    "28P01": "PostgreSQL refuses the password of {user}. Set BOT_STORE_PASSWORD, or BOT_STORE_PASSWORD_FILE",
    "28000": "PostgreSQL refuses the user {user} ({reason}). Check the address, the password and pg_hba.conf",
    "3D000": "there is no such database. Create it with createdb --owner={user} {database}, or correct the address",
    "42501": "{user} may not make tables there ({reason}). Make the user the owner of the database",
    "53300": "PostgreSQL has no connection left ({reason}). Raise max_connections, or run fewer processes",
    "57P03": "PostgreSQL is starting or ending ({reason}). Start the bot again in a moment",
}

# The queries have SQLite's ON CONFLICT for both engines. It cannot name a constraint, and PostgreSQL's compiler asks
# which one it names.
OnConflictClause.constraint_target = None  # type: ignore[attr-defined]


class PostgresEngine:
    """A pool of connections."""

    writers = _WRITERS
    turn = PATIENCE
    is_shared = True

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def listen(self, heard: Callable[[Changed | None], None]) -> None:
        """Listen on a connection of its own."""
        own = str(self._engine.get_execution_options()[ORIGIN])

        def take(_driver: object, _pid: int, _channel: str, payload: str) -> None:
            what = heard_in(payload, by=own)
            if what is not None:
                heard(what)

        async with self._engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver: Any = raw.driver_connection
            lost = asyncio.Event()
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(CHANNEL, take)
            heard(None)
            try:
                await lost.wait()
            finally:
                await connection.invalidate()

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run reads, a second time on another connection if the first was lost."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self._read(work)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            return await self._read(work)

    async def change(self, work: Callable[[Connection], T], patience: float | None = None) -> T:
        """Run changes in one transaction."""
        async with asyncio.timeout(patience or PATIENCE), self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def overwrite_deleted(self) -> bool:
        """Do nothing: PostgreSQL's autovacuum frees the room of what was deleted."""
        return True

    async def _read(self, work: Callable[[Connection], T]) -> T:
        async with self._reading.connect() as connection:
            return await connection.run_sync(work)


@contextlib.asynccontextmanager
async def open_postgres(address: PostgresAddress) -> AsyncIterator[Database]:
    """Open a pool to a database; its tables are made or upgraded by one process at a time.

    Raises UsageError with the reason if the database cannot be used.
    """
    async with _open_engine(address) as engine:
        with _refusals(address):
            if await _version(engine, address) < NEWEST:
                async with asyncio.timeout(_UPGRADE), engine.begin() as connection:
                    await connection.run_sync(_upgrade, address)
        database = Database(PostgresEngine(engine))
        try:
            yield database
        finally:
            await database.close()


async def read_postgres(
    address: PostgresAddress, work: Callable[[Connection], T], *, patience: float | None = PATIENCE
) -> T:
    """Return what `work` reads as it is at one instant, within `patience` seconds.

    Raises UsageError if the database cannot be used, or its tables are older.
    """
    async with _open_engine(address) as engine:
        with _refusals(address):
            version = await _version(engine, address)
            if version == 0:
                raise UsageError(f"{address}: has no tables; the bot makes them when it first runs.")
            if version < NEWEST:
                raise UsageError(f"{address}: has tables of an older version; the bot upgrades them when it starts.")
        snapshot = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with store_errors():
            async with asyncio.timeout(patience), snapshot.connect() as connection:
                return await connection.run_sync(work)


async def fill_postgres(address: PostgresAddress, work: Callable[[Connection], T]) -> T:
    """Make the tables and run `work` in one transaction. Raises UsageError if the database cannot be used."""
    async with _open_engine(address) as engine:
        with _refusals(address):
            await _version(engine, address)
        with store_errors():
            async with engine.begin() as connection:
                with _refusals(address):
                    await connection.run_sync(_upgrade, address)
                return await connection.run_sync(work)


@contextlib.asynccontextmanager
async def _open_engine(address: PostgresAddress) -> AsyncIterator[AsyncEngine]:
    url = URL.create(
        "postgresql+asyncpg",
        username=address.user,
        password=address.password,
        host=address.host,
        port=address.port,
        database=address.database,
    )
    options = {"ssl": address.sslmode} if address.sslmode else {}
    try:
        engine = create_async_engine(
            url,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE,
            # A connection that was lost while nobody used it, as at a restart of the server, is replaced.
            pool_pre_ping=True,
            # What users have typed belongs in no log.
            hide_parameters=True,
            execution_options={ORIGIN: secrets.token_hex(4)},
            connect_args={"timeout": PATIENCE, "server_settings": _SETTINGS, **options},
        )
    except ModuleNotFoundError as error:
        if error.name != "asyncpg":
            raise
        raise UsageError(f"{address}: {_EXTRA}") from None
    try:
        yield engine
    finally:
        # A server that is cut off does not answer the goodbye.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                await engine.dispose()


async def _version(engine: AsyncEngine, address: PostgresAddress) -> int:
    async with asyncio.timeout(_START), engine.connect() as connection:
        version = await connection.run_sync(_version_of, address)
    refuse_newer(version, address)
    return version


def _version_of(db: Connection, address: PostgresAddress) -> int:
    """Return the version of the tables, 0 for an empty database. Raises UsageError for one of another program."""
    tables = inspect(db).get_table_names()
    if not tables:
        return 0
    found = db.execute(text("SELECT version_num FROM alembic_version")).scalar() if "alembic_version" in tables else ""
    if "delivery" not in tables or not str(found).isdecimal():
        raise UsageError(
            f"{address}: is a database of another program, not the bot's. Name an empty one under `store` in the "
            "config."
        )
    return int(str(found))


def _upgrade(db: Connection, address: PostgresAddress) -> None:
    """Make or upgrade the tables in the connection's transaction: all of them, or none."""
    from bot.storage.migrations import migrations, run  # noqa: PLC0415 - takes a fifth of a second

    # Another process that starts now waits here until the tables are there.
    db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    version = _version_of(db, address)
    if version >= NEWEST:
        return
    run(db, migrations()[version:])
    if version == 0:
        db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
        db.execute(text("INSERT INTO alembic_version VALUES ('')"))
    db.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": str(NEWEST)})


@contextlib.contextmanager
def _refusals(address: PostgresAddress) -> Iterator[None]:
    """Raise UsageError with one sentence for each way in which a database cannot be used."""
    try:
        yield
    except socket.gaierror as error:
        sentence = f"there is no such host ({error.strerror}). Correct the address."
        raise UsageError(f"{address}: {sentence}") from None
    except TimeoutError:
        sentence = "PostgreSQL does not answer. Check the address, the network and the server."
        raise UsageError(f"{address}: {sentence}") from None
    except OSError as error:
        sentence = f"PostgreSQL cannot be reached ({message_of(error)}). Start it, or correct the address."
        raise UsageError(f"{address}: {sentence}") from None
    except Exception as error:
        refusal = _refusal(error, address)
        if refusal is None:
            raise
        raise UsageError(f"{address}: {refusal}.") from None


def _refusal(error: Exception, address: PostgresAddress) -> str | None:
    """Return what an error of the driver says; None for an error of the bot's own."""
    driver = error.orig if isinstance(error, DBAPIError) else error
    state = getattr(driver, "sqlstate", None)
    if state is None and not isinstance(error, SQLAlchemyError):
        return None
    reason = message_of((driver.__cause__ if driver is not None else None) or error)
    sentence = _REFUSED.get(str(state), "PostgreSQL cannot be used ({reason})")
    return sentence.format(user=address.user, database=address.database, reason=reason)
