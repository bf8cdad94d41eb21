"""What only PostgreSQL has: a server that is down, several processes at once, a restart in the middle."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import sys
from collections.abc import AsyncIterator

import postgres
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from logged import log_question
from sqlalchemy import Connection, text

from bot.errors import StoreError, UsageError
from bot.storage import Pending, Reserved, Store, postgresql
from bot.storage.schema import NEWEST
from bot.storage.tables import metadata
from bot.store_address import PostgresAddress, parse_address

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def address(postgres_address: str) -> PostgresAddress:
    """An empty database."""
    return parse_address(postgres_address)


@pytest.fixture
async def store(address: PostgresAddress) -> AsyncIterator[Store]:
    async with Store.open(address) as opened:
        yield opened


async def refused(address: PostgresAddress) -> str:
    """The sentence with which a store is refused."""
    with pytest.raises(UsageError) as error:
        async with Store.open(address):
            pass
    return str(error.value)


async def ask(store: Store) -> int:
    return await log_question(store, at=NOW, text="a", outcome="answer", fact=None, confidence=None, guild=None)


async def test_a_server_that_is_down_is_named_at_the_start() -> None:
    sentence = await refused(parse_address("postgresql://bot@127.0.0.1:1/bot"))

    assert "postgresql://bot@127.0.0.1:1/bot: PostgreSQL cannot be reached (" in sentence
    assert "Start it, or correct the address." in sentence


async def test_a_host_that_does_not_exist_is_named() -> None:
    assert "there is no such host" in await refused(parse_address("postgresql://bot@nowhere.invalid/bot"))


async def test_a_database_that_does_not_exist_is_named_with_the_command_that_makes_it(address: PostgresAddress) -> None:
    sentence = await refused(dataclasses.replace(address, database="missing"))

    assert "there is no such database. Create it with createdb --owner=bot missing" in sentence


async def test_a_wrong_password_is_refused_and_shown_nowhere(
    address: PostgresAddress, caplog: pytest.LogCaptureFixture
) -> None:
    guarded = dataclasses.replace(address, user=postgres.GUARDED, password="wrong oil")
    sentence = await refused(guarded)

    assert "PostgreSQL refuses the password of guarded. Set BOT_STORE_PASSWORD" in sentence
    assert "wrong oil" not in sentence + caplog.text + repr(guarded) + str(guarded)


async def test_a_user_who_may_not_make_tables_is_named(address: PostgresAddress) -> None:
    guarded = dataclasses.replace(address, user=postgres.GUARDED, password=postgres.PASSWORD)

    assert "guarded may not make tables there" in await refused(guarded)


async def test_without_the_extra_the_way_to_install_it_is_told(
    address: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)

    assert "pip install '.[postgresql]'" in await refused(address)


async def test_a_database_of_another_program_is_refused_and_left_as_it_is(
    address: PostgresAddress, postgres_server: postgres.Server
) -> None:
    postgres_server.execute("CREATE TABLE bookmark (url TEXT)", address.database)

    assert "is a database of another program" in await refused(address)
    tables = "SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'"
    assert postgres_server.execute(tables, address.database) == "bookmark"


async def test_a_database_of_a_newer_bot_is_refused_with_both_remedies(
    address: PostgresAddress, postgres_server: postgres.Server
) -> None:
    async with Store.open(address):
        pass
    postgres_server.execute("UPDATE alembic_version SET version_num = version_num::int + 1", address.database)
    sentence = await refused(address)

    assert f"has format {NEWEST + 1}" in sentence
    assert "update the bot" in sentence
    assert "restore a backup" in sentence


async def test_the_tables_that_the_migrations_make_are_those_of_the_queries(store: Store) -> None:
    def differences(db: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(db), metadata))

    found = await store.heartbeat._database.look(differences)

    assert [each for each in found if "alembic_version" not in str(each)] == []


async def test_of_processes_that_start_at_once_one_makes_the_tables(address: PostgresAddress) -> None:
    async def start() -> int:
        async with Store.open(address) as store:
            return await ask(store)

    numbers = await asyncio.gather(*(start() for _ in range(4)))

    assert sorted(numbers) == [1, 2, 3, 4]


async def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    address: PostgresAddress, postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise KeyError

    monkeypatch.setattr("bot.storage.migrations.migrations", lambda: (lambda: None, broken))
    with pytest.raises(KeyError):
        async with Store.open(address):
            pass

    assert (
        postgres_server.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", address.database) == "0"
    )


async def test_one_of_many_processes_reserves_an_edition(address: PostgresAddress) -> None:
    async def reserve() -> object:
        async with Store.open(address) as store:
            return await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

    async with Store.open(address):
        reservations = await asyncio.gather(*(reserve() for _ in range(6)))

    assert sum(isinstance(reservation, Reserved) for reservation in reservations) == 1
    assert sum(isinstance(reservation, Pending) for reservation in reservations) == 5


async def test_a_pending_edition_that_another_process_is_claiming_is_not_waited_for(
    store: Store, address: PostgresAddress
) -> None:
    made = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
    async with Store.open(address) as other, other.heartbeat._database._engine._engine.begin() as held:  # type: ignore[attr-defined]
        await held.execute(text("SELECT * FROM delivery FOR UPDATE"))
        claimed = await store.deliveries.claim_again(made.delivery, NOW)

    assert not claimed
    assert await store.deliveries.claim_again(made.delivery, NOW)


async def test_the_id_of_a_question_that_was_never_committed_is_not_given_again(store: Store) -> None:
    first = await ask(store)
    await store.questions.expire(NOW + dt.timedelta(days=1), now=NOW + dt.timedelta(days=1))

    assert await ask(store) == first + 1


async def test_a_restart_of_the_server_costs_no_later_change_or_read(
    store: Store, postgres_server: postgres.Server
) -> None:
    await asyncio.gather(*(ask(store) for _ in range(4)))
    postgres_server.stop()
    with pytest.raises(StoreError):
        await ask(store)
    with pytest.raises(StoreError):
        await store.questions.latest(9)
    postgres_server.start()
    await ask(store)

    assert len(await store.questions.unanswered(9)) == 0
    assert len(await store.questions.latest(9)) == 1


async def test_connections_that_were_lost_unnoticed_are_replaced(
    store: Store, postgres_server: postgres.Server
) -> None:
    await asyncio.gather(*(ask(store) for _ in range(4)))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'briefing-bot'"
    await asyncio.to_thread(postgres_server.execute, others)

    assert await ask(store) == 5
    assert len(await store.questions.latest(9)) == 1


async def test_a_row_that_another_process_holds_is_waited_for_no_longer_than_a_user_can_wait(
    store: Store, address: PostgresAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "PATIENCE", 0.2)
    await store.heartbeat.beat(NOW)
    async with Store.open(address) as other, other.heartbeat._database._engine._engine.begin() as held:  # type: ignore[attr-defined]
        await held.execute(text("SELECT * FROM heartbeat FOR UPDATE"))
        with pytest.raises(StoreError, match="did not answer in time"):
            await store.heartbeat.beat(NOW)
        read = await store.heartbeat.last()

    assert read == NOW
    await store.heartbeat.beat(NOW + dt.timedelta(seconds=30))


async def test_a_caller_that_is_cancelled_leaves_its_change_whole(store: Store) -> None:
    attempt = asyncio.create_task(
        store.deliveries.record(channel=7, day=DAY, message=1, now=NOW, told=["one", "two"], digests={})
    )
    await asyncio.sleep(0)
    attempt.cancel()
    await asyncio.gather(attempt, return_exceptions=True)
    await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

    assert set(await store.deliveries.told(7)) in (set(), {"one", "two"})
