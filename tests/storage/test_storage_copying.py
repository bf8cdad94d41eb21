"""`backup`, and the store that is restored from it."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bases import write_base
from commands import run_command
from logged import log_question
from store_children import PROJECT, holding
from test_storage_migrations import made

from bot.config import Config, load_config
from bot.errors import BotError, UsageError
from bot.storage import LoadReason, LoadRecord, Origin, Pending, Reserved, Store, StoredSchedule, backup
from bot.storage.backup import back_up
from bot.storage.schema import migrate

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
EIGHT = StoredSchedule(
    channel=7, time=dt.time(8), timezone=ZoneInfo("Europe/Madrid"), facts=3, origin=Origin.COMMAND, since=NOW
)
LOAD = LoadRecord(at=NOW, revision="aa", reason=LoadReason.START, facts=11)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_base(tmp_path))


async def fill(store: Store, day: dt.date = DAY) -> None:
    await store.schedules.put(EIGHT)
    await store.deliveries.reserve(channel=7, day=day, nonce="n", now=NOW)
    await store.deliveries.record(channel=7, day=day, message=1, now=NOW, told=["one"], digests={"one": "aa"})
    number = await log_question(store, at=NOW, text="a", outcome="answer", fact="one", confidence=0.9, guild=None)
    await store.votes.cast(question=number, fact="one", voter="v", up=True, at=NOW)
    await store.revisions.accept(LOAD, {"seeds/log.txt": b"The lamp."})


async def test_a_backup_is_made_while_the_bot_runs_and_says_what_it_holds(config: Config, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    async with Store.open(config.store) as store:
        await fill(store)
        code, out, _ = run_command("backup", target, "--config", tmp_path / "config.yaml", now=NOW)
        await store.heartbeat.beat(NOW)

    assert code == 0
    assert "whole: 1 scheduled briefings, 1 sent, 1 questions, 1 votes, 1 revisions." in out
    assert f"{round(target.stat().st_size / 1024)} KiB" in out


async def test_a_backup_is_one_file_that_only_its_owner_reads(config: Config, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.sqlite3"
    target.parent.mkdir()
    async with Store.open(config.store):
        back_up(config.store, target, NOW)

    assert [file.name for file in target.parent.iterdir()] == [target.name]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with closing(sqlite3.connect(target)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)


_KILLED = """
import datetime as dt, os, signal, sys
from pathlib import Path
from bot.storage import backup

def killed(copy):
    os.kill(os.getpid(), getattr(signal, sys.argv[3]))

backup.migrate = killed
from bot.__main__ import main
main(["backup", sys.argv[2], "--config", sys.argv[1]], os.environ, sys.stdin, sys.stdout, sys.stderr)
"""


@pytest.mark.parametrize(("sent", "left"), [("SIGKILL", 1), ("SIGTERM", 0)])
async def test_a_backup_that_is_killed_leaves_nothing_under_its_name_and_the_next_one_clears_up(
    config: Config, tmp_path: Path, sent: str, left: int
) -> None:
    target = tmp_path / "copies" / "copy.sqlite3"
    target.parent.mkdir()
    async with Store.open(config.store) as store:
        await fill(store)
    killed = [sys.executable, "-c", _KILLED, str(tmp_path / "config.yaml"), str(target), sent]
    ended = subprocess.run(killed, cwd=PROJECT, timeout=60, check=False)  # noqa: S603, ASYNC221 - this interpreter
    remains = [file.name.startswith(".briefing-bot-backup-") for file in target.parent.iterdir()]
    for folder in target.parent.iterdir():
        os.utime(folder, 2 * ((NOW - dt.timedelta(hours=2)).timestamp(),))
    copied = back_up(config.store, target, NOW)

    assert ended.returncode != 0
    assert remains == [True] * left
    assert copied.deliveries == 1
    assert list(target.parent.iterdir()) == [target]


async def test_a_backup_that_is_running_is_left_alone_by_another(config: Config, tmp_path: Path) -> None:
    running = tmp_path / ".briefing-bot-backup-abc"
    async with Store.open(config.store):
        running.mkdir()
        back_up(config.store, tmp_path / "copy.sqlite3", dt.datetime.now(dt.UTC))

    assert running.exists()


async def test_a_file_that_appears_during_a_backup_is_not_overwritten(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.sqlite3"

    def meanwhile(copy: sqlite3.Connection) -> None:
        target.write_text("of another process", encoding="utf-8")
        migrate(copy)

    monkeypatch.setattr(backup, "migrate", meanwhile)
    async with Store.open(config.store):
        with pytest.raises(UsageError, match="exists already"):
            back_up(config.store, target, NOW)

    assert target.read_text(encoding="utf-8") == "of another process"


async def test_a_backup_is_made_on_a_disk_without_hard_links(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, _target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    async with Store.open(config.store):
        back_up(config.store, tmp_path / "copy.sqlite3", NOW)

    assert stat.S_IMODE((tmp_path / "copy.sqlite3").stat().st_mode) == 0o600


async def test_a_backup_made_during_changes_has_each_completely_or_not_at_all(config: Config, tmp_path: Path) -> None:
    async with Store.open(config.store) as store:

        async def deliver(channel: int) -> None:
            await store.deliveries.record(channel=channel, day=DAY, message=1, now=NOW, told=["one", "two"], digests={})

        changes = [asyncio.create_task(deliver(channel)) for channel in range(300)]
        copied = await asyncio.to_thread(back_up, config.store, tmp_path / "copy.sqlite3", NOW)
        await asyncio.gather(*changes)

    assert copied.size > 0
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as db:
        assert db.execute("SELECT channel FROM told GROUP BY channel HAVING count(*) <> 2").fetchall() == []


async def test_a_backup_is_made_while_another_process_locks_the_database(config: Config, tmp_path: Path) -> None:
    async with Store.open(config.store) as store:
        await fill(store)
        async with holding(config.store):
            copied = back_up(config.store, tmp_path / "copy.sqlite3", NOW)

    assert (copied.schedules, copied.questions) == (1, 1)


async def test_a_restored_backup_has_everything_that_was_backed_up(config: Config, tmp_path: Path) -> None:
    async with Store.open(config.store) as store:
        await fill(store)
        back_up(config.store, tmp_path / "copy.sqlite3", NOW)
    shutil.copyfile(tmp_path / "copy.sqlite3", config.store)
    async with Store.open(config.store) as store:
        assert await store.schedules.active() == (EIGHT,)
        assert await store.deliveries.delivered(7) == {DAY}
        assert [asked.text for asked in await store.questions.latest(9)] == ["a"]
        assert await store.revisions.files("aa") == {"seeds/log.txt": b"The lamp."}


async def test_a_restored_backup_knows_that_it_may_have_missed_editions(config: Config, tmp_path: Path) -> None:
    missed, restored = DAY + dt.timedelta(days=1), NOW + dt.timedelta(days=2)
    async with Store.open(config.store) as store:
        await fill(store)
        back_up(config.store, tmp_path / "copy.sqlite3", NOW)
        await fill(store, missed)
    shutil.copyfile(tmp_path / "copy.sqlite3", config.store)
    for starts in range(2):
        now = restored + dt.timedelta(days=30 * starts)
        clock = functools.partial(dt.datetime.fromtimestamp, now.timestamp(), dt.UTC)
        async with Store.open(config.store, now=clock) as store:
            before = await store.deliveries.reserve(channel=starts, day=missed, nonce="n", now=now)
            after = await store.deliveries.reserve(channel=starts, day=DAY + dt.timedelta(days=5), nonce="n", now=now)

            on_the_day = await store.deliveries.reserve(channel=starts, day=DAY, nonce="n", now=now)

        assert on_the_day.delivery.reserved_at == NOW
        assert isinstance(before, Pending)
        assert before.delivery.reserved_at == NOW.replace(hour=10)
        assert isinstance(after, Reserved)


def test_a_backup_of_an_older_version_is_brought_to_the_newest(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    copied = back_up(made(tmp_path / "old", 1), tmp_path / "copy.sqlite3", NOW)

    assert copied.deliveries == 1


async def test_a_backup_overwrites_nothing(config: Config, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("of last week", encoding="utf-8")
    async with Store.open(config.store):
        with pytest.raises(UsageError, match="exists already, and nothing is overwritten"):
            back_up(config.store, target, NOW)

    assert target.read_text(encoding="utf-8") == "of last week"


def test_without_a_store_there_is_no_backup(config: Config, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no database to copy yet"):
        back_up(config.store, tmp_path / "copy.sqlite3", NOW)

    assert not config.store.exists()
    assert not (tmp_path / "copy.sqlite3").exists()


async def test_a_folder_that_does_not_exist_is_named(config: Config, tmp_path: Path) -> None:
    async with Store.open(config.store):
        with pytest.raises(UsageError, match=r"cannot be created \(No such file or directory\)"):
            back_up(config.store, tmp_path / "nowhere" / "copy.sqlite3", NOW)


async def test_a_corrupt_store_is_not_backed_up(config: Config, tmp_path: Path) -> None:
    async with Store.open(config.store) as store:
        await fill(store)
    content = config.store.read_bytes()
    config.store.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    with pytest.raises(BotError, match=r"cannot be copied|its copy is corrupt"):
        back_up(config.store, tmp_path / "copy.sqlite3", NOW)
    assert not (tmp_path / "copy.sqlite3").exists()


async def test_a_store_of_a_newer_bot_is_not_backed_up(config: Config, tmp_path: Path) -> None:
    config.store.parent.mkdir()
    with closing(sqlite3.connect(config.store)) as db:
        db.execute("PRAGMA user_version = 999")

    with pytest.raises(UsageError, match="newer version of the bot"):
        back_up(config.store, tmp_path / "copy.sqlite3", NOW)
    assert not (tmp_path / "copy.sqlite3").exists()
