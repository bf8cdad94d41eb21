"""Files of every older version, made by the SQL that stands in `versions/`."""

from __future__ import annotations

import datetime as dt
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Never

import pytest
from store_children import PROJECT

from bot.core.briefing.schedule import EditionDays, EditionForm
from bot.storage import Pending, Reserved, Store, StoredSchedule
from bot.storage.migrations import migrations
from bot.storage.migrations.sql import execute
from bot.storage.schema import NEWEST, migrate, migrate_by, version_of

VERSIONS = Path(__file__).parent / "versions"
DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 1, tzinfo=dt.UTC)


def made(folder: Path, version: int) -> Path:
    path = folder / "bot.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((VERSIONS / f"version{version}.sql").read_text(encoding="utf-8"))
    return path


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [*db.iterdump(), str(version_of(db))]


def test_every_version_before_the_newest_has_its_file() -> None:
    assert {file.stem for file in VERSIONS.iterdir()} == {f"version{version}" for version in range(1, NEWEST)}


def test_the_tables_of_a_released_version_are_those_of_its_migration(tmp_path: Path) -> None:
    old = made(tmp_path, 1)
    with closing(sqlite3.connect(tmp_path / "new.sqlite3", isolation_level=None)) as db:
        migrate(db, to=1)
        new = db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()

    with closing(sqlite3.connect(old)) as db:
        assert db.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == new


async def test_a_store_of_version_1_keeps_what_it_holds(tmp_path: Path) -> None:
    async with Store.open(made(tmp_path, 1)) as store:
        reservation = await store.deliveries.reserve(channel=7, day=DAY, nonce="other", now=NOW)
        last = await store.deliveries.last(7)

        assert await store.command_syncs.digests(700000000000000001) == {
            "global": "aa11",
            "guild 700000000000000002": "bb22",
        }
        assert await store.deliveries.delivered(7) == {dt.date(2031, 3, 3)}
        assert await store.deliveries.told(7) == {"lamp-height": dt.date(2031, 3, 3), "lamp-range": dt.date(2031, 3, 2)}
        assert await store.deliveries.last_digests(7) is None
    assert isinstance(reservation, Pending)
    assert reservation.delivery.nonce == "n2"
    assert last is not None
    assert last.message == 900000000000000001


@pytest.mark.parametrize("version", [3, 5])
async def test_a_schedule_of_an_older_version_is_daily_in_full_and_without_a_role_or_threads(
    tmp_path: Path, version: int
) -> None:
    async with Store.open(made(tmp_path, version)) as store:
        schedule = await store.schedules.find(7)
        last = await store.deliveries.last(7)

    assert isinstance(schedule, StoredSchedule)
    assert schedule.days is EditionDays.DAILY
    assert schedule.form is EditionForm.FULL
    assert (schedule.only_new, schedule.role, schedule.thread) == (False, None, False)
    assert last is not None
    assert last.place is None


@pytest.mark.parametrize("version", range(1, NEWEST))
async def test_a_store_of_any_version_becomes_what_a_new_one_is(tmp_path: Path, version: int) -> None:
    old = made(tmp_path, version)
    async with Store.open(old) as store:
        await store.heartbeat.beat(NOW)
        tomorrow = await store.deliveries.reserve(channel=7, day=DAY + dt.timedelta(days=1), nonce="n", now=NOW)
    async with Store.open(tmp_path / "new.sqlite3"):
        pass

    assert isinstance(tomorrow, Reserved)
    with closing(sqlite3.connect(old)) as one, closing(sqlite3.connect(tmp_path / "new.sqlite3")) as two:
        assert version_of(one) == version_of(two) == NEWEST
        tables = "SELECT name, sql FROM sqlite_master ORDER BY name"
        assert one.execute(tables).fetchall() == two.execute(tables).fetchall()


def test_a_migration_that_fails_in_the_middle_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    before = contents(path)

    def half() -> Never:
        execute("CREATE TABLE half (done INTEGER)")
        execute("DELETE FROM told")
        raise KeyboardInterrupt

    with closing(sqlite3.connect(path, isolation_level=None)) as db, pytest.raises(KeyboardInterrupt):
        migrate_by(db, (*migrations()[:1], half))

    assert contents(path) == before


_DIES = """
import os, signal, sqlite3, sys
from bot.storage.migrations import migrations
from bot.storage.migrations.sql import execute
from bot.storage.schema import migrate_by

db = sqlite3.connect(sys.argv[1], isolation_level=None)

def dying():
    execute("CREATE TABLE half (done INTEGER)")
    execute("DELETE FROM told")
    # Pages of a change that was not committed reach the file as well.
    execute("PRAGMA cache_size = 1")
    db.executemany("INSERT INTO half VALUES (?)", ((number,) for number in range(20_000)))
    os.kill(os.getpid(), signal.SIGKILL)

migrate_by(db, (*migrations()[:1], dying))
"""


async def test_a_process_killed_in_the_middle_of_a_migration_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    before = contents(path)
    died = subprocess.run([sys.executable, "-c", _DIES, str(path)], cwd=PROJECT, timeout=60, check=False)  # noqa: S603, ASYNC221 - this interpreter
    after = contents(path)
    async with Store.open(path) as store:
        told = await store.deliveries.told(7)

    assert died.returncode < 0
    assert after == before
    assert len(told) == 2


def test_a_migration_that_another_process_has_run_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    steps = []

    def meanwhile() -> None:
        steps.append("mine")

    class Raced(sqlite3.Connection):
        """Between the look at the version and the lock, another process makes the step."""

        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            if sql == "BEGIN IMMEDIATE":
                with closing(sqlite3.connect(path)) as other:
                    other.execute("PRAGMA user_version = 1")
            return super().execute(sql, parameters)

    with closing(sqlite3.connect(path, isolation_level=None, factory=Raced)) as db:
        migrate_by(db, (meanwhile,))

    assert steps == []
