"""`health`, which reads the heartbeat from outside."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command
from store_children import holding
from test_storage_migrations import made

from bot.config import Config, load_config
from bot.storage import ProcessRecord, Store

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_base(tmp_path))


def looked(config: Config, now: dt.datetime = NOW) -> tuple[int, str, str]:
    return run_command("health", "--config", config.root / "config.yaml", now=now)


def files(config: Config) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in config.store.parent.iterdir()} if config.store.exists() else {}


@pytest.mark.parametrize(("age", "code"), [(0, 0), (90, 0), (91, 1), (86_400, 1), (-90, 0), (-91, 1)])
async def test_health_is_good_for_90_seconds_after_a_heartbeat(config: Config, age: int, code: int) -> None:
    async with Store.open(config.store) as store:
        await store.heartbeat.beat(NOW - dt.timedelta(seconds=age))
        found, out, err = looked(config)

    assert found == code
    if code == 0:
        assert (out, err) == (f"The bot is connected to Discord ({max(0, age)} s ago).\n", "")
    else:
        assert out == ""
        assert err.startswith("The bot is not connected to Discord. It was last connected at 2031-03-0")
        assert err.count("\n") == 1


async def test_health_changes_no_file_whether_the_bot_runs_or_not(config: Config) -> None:
    async with Store.open(config.store) as store:
        await store.heartbeat.beat(NOW)
        # The lock byte in the shared memory's last part is a reader's to move.
        running = files(config).keys()
        code, _, _ = looked(config)
        assert (code, files(config).keys()) == (0, running)
    ended = files(config)
    code, _, _ = looked(config)

    assert code == 0
    assert files(config) == ended
    assert ended.keys() == {config.store.name}


def test_without_a_store_the_bot_has_never_been_connected(config: Config) -> None:
    code, _, err = looked(config)

    assert code == 1
    assert err == f"{config.store}: there is no database; the bot creates it when it first runs.\n"
    assert not config.store.parent.exists()


async def test_without_a_heartbeat_the_bot_has_never_been_connected(config: Config) -> None:
    async with Store.open(config.store):
        code, _, err = looked(config)

    assert code == 1
    assert "no connection to Discord is recorded" in err


def test_a_store_of_an_older_version_has_no_heartbeat(config: Config) -> None:
    config.store.parent.mkdir()
    made(config.store.parent, 1)

    assert looked(config)[0] == 1


async def test_health_reads_a_store_that_another_process_has_locked(config: Config) -> None:
    async with Store.open(config.store) as store:
        await store.heartbeat.beat(NOW)
        async with holding(config.store):
            code, _, _ = looked(config)

    assert code == 0


def test_health_reports_a_store_that_cannot_be_read(config: Config) -> None:
    config.store.parent.mkdir()
    config.store.write_bytes(os.urandom(5000))
    code, _, err = looked(config)

    assert code == 1
    assert "the bot's database cannot be read (file is not a database)" in err


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_config(request: pytest.FixtureRequest, config: Config) -> Config:
    """A config of either engine."""
    if request.param == "sqlite":
        return config
    address = request.getfixturevalue("postgres_address")
    file = config.root / "config.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("store:")]
    file.write_text("\n".join([*lines, f"store: {address}", ""]), "utf-8")
    return load_config(file)


def said(shards: str, *, connected: bool = True, age: int = 0) -> ProcessRecord:
    return ProcessRecord(
        id=f"bot {shards}",
        started=NOW,
        beat=NOW - dt.timedelta(seconds=age),
        connected=connected,
        shards=shards,
        latency=0.04,
        revisions={"default": "aa11"},
    )


async def test_health_is_that_of_the_process_with_these_shards(shared_config: Config) -> None:
    asked = "health", "--config", shared_config.root / "config.yaml"
    async with Store.open(shared_config.place) as store:
        for record in (said("0/4", age=91), said("1/4"), said("2/4", connected=False)):
            await store.processes.beat(record)
        old, well, apart, none = [
            # On a thread, as PostgreSQL is read in an event loop of its own.
            await asyncio.to_thread(run_command, *asked, "--shards", f"{number}/4", now=NOW)
            for number in range(4)
        ]

    assert old[0] == 1
    assert old[2].startswith("The process with the shards 0/4 is not connected to Discord. It was last connected at 20")
    assert well == (0, "The process with the shards 1/4 is connected to Discord (0 s ago).\n", "")
    assert (apart[0], "no connection of the shards 2/4 to Discord is recorded" in apart[2]) == (1, True)
    assert (none[0], "no connection of the shards 3/4 to Discord is recorded" in none[2]) == (1, True)


async def test_a_process_is_listed_until_it_ends_or_was_silent_for_an_hour(shared_config: Config) -> None:
    async with Store.open(shared_config.place) as store:
        for record in (said("0/4", age=3_601), said("1/4", age=3_599), said("2/4"), said("3/4")):
            await store.processes.beat(record)
        await store.processes.end("bot 3/4")
        listed = await store.processes.all()

    assert listed == (said("1/4", age=3_599), said("2/4"))
