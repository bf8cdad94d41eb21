from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.storage import Store
from bot.storage.schema import NEWEST
from bot.store_address import PostgresAddress


async def test_a_store_is_created_with_its_folder_at_the_newest_version(tmp_path: Path) -> None:
    path = tmp_path / "state" / "bot.sqlite3"

    async with Store.open(path):
        pass

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (NEWEST,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


async def test_a_database_of_a_newer_version_is_refused_with_what_to_do_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {NEWEST + 1}")

    with pytest.raises(UsageError, match=r"newer version of the bot.*update the bot.*damaged: restore a backup"):
        async with Store.open(path):
            pass

    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


async def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")

    with pytest.raises(UsageError, match="cannot be opened"):
        async with Store.open(tmp_path / "state" / "bot.sqlite3"):
            pass


async def test_digests_of_commands_are_kept_for_each_application_and_scope(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await store.command_syncs.record(1, "global", "aa")
        await store.command_syncs.record(1, "global", "bb")
        await store.command_syncs.record(1, "guild 5", "cc")
        await store.command_syncs.record(2, "global", "dd")
        await store.command_syncs.forget(1, "guild 5")

        assert await store.command_syncs.digests(1) == {"global": "bb"}
        assert await store.command_syncs.digests(2) == {"global": "dd"}
