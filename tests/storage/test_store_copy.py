"""`store copy`, between the engines."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import postgres
import pytest
from commands import run_command
from logged import log_question
from test_storage_migrations import made

from bot.errors import BotError, UsageError
from bot.storage import Pending, Store
from bot.storage.copying import copy_store
from bot.storage.tables import metadata
from bot.store_address import PostgresAddress, parse_address

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def address(postgres_address: str) -> PostgresAddress:
    """An empty database."""
    return parse_address(postgres_address)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with rows in nearly every table of its version."""
    (tmp_path / "old").mkdir()
    return made(tmp_path / "old", 10)


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Table -> rows, without the lapse that each copy adds."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for name in metadata.tables if name != "lapse"]
        return {name: sorted(db.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608 - of above


async def opened(place: Path | PostgresAddress) -> None:
    async with Store.open(place, now=lambda: NOW):
        pass


def test_a_copy_there_and_back_is_the_store_that_was_copied(path: Path, address: PostgresAddress) -> None:
    asyncio.run(opened(path))  # upgrades it
    back = path.with_name("back.sqlite3")
    there = copy_store(path, address, NOW)
    again = copy_store(address, back, NOW)

    assert dump(back) == dump(path)
    assert [table.digest for table in there if table.name != "lapse"] == [
        table.digest for table in again if table.name != "lapse"
    ]
    assert sum(table.rows for table in there) > 10


def test_the_command_prints_each_table_and_its_rows(path: Path, address: PostgresAddress) -> None:
    code, out, _ = run_command("store", "copy", path, str(address))

    assert code == 0
    assert "question                    2  " in out
    assert f"tables to {address}" in out


def test_a_copy_goes_on_counting_and_knows_that_editions_may_be_missing(path: Path, address: PostgresAddress) -> None:
    copy_store(path, address, NOW)

    async def use() -> tuple[int, object]:
        later = NOW + dt.timedelta(days=1)
        async with Store.open(address, now=lambda: later) as store:
            number = await log_question(
                store, at=NOW, text="a", outcome="answer", fact=None, confidence=None, guild=None
            )
            return number, await store.deliveries.reserve(channel=8, day=later.date(), nonce="n", now=later)

    number, reserved = asyncio.run(use())
    assert number == 3
    assert isinstance(reserved, Pending)


def test_a_place_that_is_not_empty_is_refused_and_left_as_it_is(path: Path, address: PostgresAddress) -> None:
    copy_store(path, address, NOW)

    with pytest.raises(UsageError, match=r"is not empty: its table .* has rows"):
        copy_store(path, address, NOW)
    with pytest.raises(UsageError, match="exists already"):
        copy_store(address, path, NOW)


def test_a_copy_that_cannot_be_made_whole_leaves_nothing(
    path: Path, address: PostgresAddress, postgres_server: postgres.Server
) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("UPDATE delivery SET state = 'sunt'")

    with pytest.raises(BotError, match="cannot be copied to postgresql"):
        copy_store(path, address, NOW)
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    assert postgres_server.execute(tables, address.database) == "0"


def test_a_copy_that_differs_from_the_original_is_refused_and_not_kept(
    path: Path, address: PostgresAddress, postgres_server: postgres.Server
) -> None:
    asyncio.run(opened(address))
    changes = "'BEGIN NEW.day = ''2031-03-09''; RETURN NEW; END'"
    function = f"CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS {changes}"
    postgres_server.execute(function, address.database)
    trigger = "CREATE TRIGGER later BEFORE INSERT ON told FOR EACH ROW EXECUTE FUNCTION later()"
    postgres_server.execute(trigger, address.database)

    with pytest.raises(BotError, match="the copy of the table told differs from the original; nothing was kept"):
        copy_store(path, address, NOW)
    assert postgres_server.execute("SELECT count(*) FROM delivery", address.database) == "0"


def test_between_places_of_one_engine_the_better_command_is_named(path: Path, address: PostgresAddress) -> None:
    with pytest.raises(UsageError, match="python -m bot backup"):
        copy_store(path, path.with_name("b.sqlite3"), NOW)
    with pytest.raises(UsageError, match="pg_dump"):
        copy_store(address, address, NOW)


def test_an_address_with_a_password_is_refused_without_showing_it(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run_command("store", "copy", path, "postgresql://bot:lamp-oil@127.0.0.1/bot")

    said = capsys.readouterr().err
    assert "set BOT_STORE_PASSWORD" in said
    assert "lamp-oil" not in said
