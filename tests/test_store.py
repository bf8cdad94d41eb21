from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.errors import UsageError
from bot.store import MIGRATIONS, Delivered, DeliveryState, Pending, Reserved, Store

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)


async def test_a_store_is_created_with_its_folder_at_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "state" / "bot.sqlite3"

    async with Store.open(path):
        pass

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_store_of_a_newer_version_is_refused_in_a_sentence_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")

    with pytest.raises(UsageError, match="newer version of the bot"):
        async with Store.open(path):
            pass

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


async def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    path.write_text("This is a letter, and a long one at that. " * 200)

    with pytest.raises(UsageError, match="cannot be used as the bot's store"):
        async with Store.open(path):
            pass


async def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")

    with pytest.raises(UsageError, match="cannot be opened"):
        async with Store.open(tmp_path / "state" / "bot.sqlite3"):
            pass


async def test_only_one_caller_reserves_a_delivery(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "a.sqlite3") as one, Store.open(tmp_path / "a.sqlite3") as two:
        reservations = await asyncio.gather(
            *(store.reserve(channel=7, day=DAY, nonce="n", now=NOW) for store in (one, two) * 10)
        )

    assert sum(isinstance(reservation, Reserved) for reservation in reservations) == 1
    assert sum(isinstance(reservation, Pending) for reservation in reservations) == 19


async def test_a_reservation_outlives_a_restart_with_its_nonce_and_instant(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "a.sqlite3") as store:
        await store.reserve(channel=7, day=DAY, nonce="first", now=NOW)
    async with Store.open(tmp_path / "a.sqlite3") as store:
        again = await store.reserve(channel=7, day=DAY, nonce="other", now=NOW + dt.timedelta(minutes=5))

    assert isinstance(again, Pending)
    assert again.delivery.nonce == "first"
    assert again.delivery.reserved_at == NOW


async def test_a_recorded_delivery_is_delivered_and_its_facts_are_told(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "a.sqlite3") as store:
        await store.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        before = await store.delivered(7)
        await store.record_delivery(channel=7, day=DAY, message=99, now=NOW, facts=["one", "two"])
        again = await store.reserve(channel=7, day=DAY, nonce="n", now=NOW)

        assert before == frozenset()
        assert await store.delivered(7) == {DAY}
        assert await store.delivered(8) == frozenset()
        assert await store.told(7) == {"one": DAY, "two": DAY}
        assert await store.told(8) == {}
    assert isinstance(again, Delivered)
    assert again.delivery.state is DeliveryState.SENT
    assert (again.delivery.message, again.delivery.sent_at) == (99, NOW)


async def test_a_fact_that_is_told_again_keeps_the_latest_day(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "a.sqlite3") as store:
        for day in (DAY, DAY + dt.timedelta(days=1)):
            await store.reserve(channel=7, day=day, nonce="n", now=NOW)
            await store.record_delivery(channel=7, day=day, message=1, now=NOW, facts=["one"])

        assert await store.told(7) == {"one": DAY + dt.timedelta(days=1)}


async def test_digests_of_commands_are_kept_for_each_application_and_scope(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "a.sqlite3") as store:
        await store.record_sync(1, "global", "aa")
        await store.record_sync(1, "global", "bb")
        await store.record_sync(1, "guild 5", "cc")
        await store.record_sync(2, "global", "dd")
        await store.forget_sync(1, "guild 5")

        assert await store.synced_commands(1) == {"global": "bb"}
        assert await store.synced_commands(2) == {"global": "dd"}


async def test_a_transaction_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    async with Store.open(tmp_path / "a.sqlite3") as store:
        await store.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        with pytest.raises(UnicodeEncodeError):
            await store.record_delivery(channel=7, day=DAY, message=1, now=NOW, facts=["one", "\ud800"])

        again = await store.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        assert isinstance(again, Pending)
        assert await store.told(7) == {}
