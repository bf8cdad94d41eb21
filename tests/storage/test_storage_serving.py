"""The bot on a store that fails: it goes on answering, and posts nothing that it could not remember."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import io
import os
import signal
from zoneinfo import ZoneInfo

import pytest
from commands import run_command
from logged import log_question
from serving import Alarm, Stage
from sqlalchemy import text
from store_children import holding

from bot.app.connection import HEARTBEAT_INTERVAL, heartbeat
from bot.cli.run import run_bot
from bot.core.briefing.schedule import Schedule
from bot.credentials import Secret
from bot.errors import StoreError
from bot.sandbox import ManualClock
from bot.storage import sqlite as store_file
from bot.storage.state import Heartbeat, read_last_beat

ZONE = ZoneInfo("Europe/London")
DUE = dt.datetime(2031, 6, 3, 8, 0, tzinfo=ZONE)
COST = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."


class Pause(Alarm):
    """A sleep after which nobody need sleep again."""

    def end(self) -> None:
        self._asleep.clear()
        self._woken.set()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no lock: nobody lets go of it here."""
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", 0.01)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE - dt.timedelta(minutes=10))


@pytest.fixture
def newsroom(newsroom: Stage) -> Stage:
    """A stage whose channel gets a briefing at eight."""
    daily = Schedule(channel=newsroom.channel.id, time=dt.time(8), timezone=ZONE, facts=2)
    return dataclasses.replace(newsroom, config=newsroom.config.model_copy(update={"briefings": (daily,)}))


async def answer(newsroom: Stage) -> str:
    reply = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
    return reply.text


def registrations(newsroom: Stage) -> int:
    """How often a scope's commands were sent."""
    return sum(request.method == "PUT" for request in newsroom.sandbox.requests)


def posts(newsroom: Stage) -> int:
    return len(newsroom.sandbox.messages(newsroom.channel))


async def test_while_another_process_locks_the_database_questions_are_answered_and_the_briefing_waits(
    newsroom: Stage, clock: ManualClock
) -> None:
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm, sleep=asyncio.sleep):
        await alarm.asleep()
        async with holding(newsroom.config.store):
            said = await answer(newsroom)
            clock.now = DUE
            await alarm.ring()
            held = posts(newsroom)
        clock.advance(60)
        while posts(newsroom) == 0:
            await alarm.ring()
            clock.advance(60)

    assert COST in said
    assert held == 0
    assert posts(newsroom) == 1


async def test_a_bot_that_starts_while_another_process_locks_the_database_answers(newsroom: Stage) -> None:
    async with newsroom.bot():
        pass
    async with holding(newsroom.config.store), newsroom.bot(sleep=asyncio.sleep):
        assert COST in await answer(newsroom)


async def test_a_database_that_is_corrupted_while_the_bot_runs_stops_no_answer(
    newsroom: Stage, clock: ManualClock
) -> None:
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm):
        await alarm.asleep()
        for beside in ("", "-wal"):
            path = newsroom.config.store.with_name(newsroom.config.store.name + beside)
            path.write_bytes(os.urandom(path.stat().st_size))
        clock.now = DUE
        await alarm.ring()

        assert COST in await answer(newsroom)
        assert posts(newsroom) == 0


async def test_a_full_disk_stops_no_answer(newsroom: Stage, clock: ManualClock) -> None:
    async with newsroom.bot() as bot:
        # The writing connection may take no page more than it has, as on a disk without room.
        await bot.store.heartbeat._database.execute(text("PRAGMA max_page_count = 1"))
        with pytest.raises(StoreError, match="full"):
            await log_question(
                bot.store, at=clock(), text="a" * 2**16, outcome="answer", fact=None, confidence=None, guild=None
            )
        said = await answer(newsroom)
        await bot.store.heartbeat._database.execute(text("PRAGMA max_page_count = 100000"))

    assert COST in said


async def test_an_edition_of_before_the_store_was_corrupted_is_not_posted_again(
    newsroom: Stage, clock: ManualClock
) -> None:
    clock.now = DUE
    for _ in range(2):
        alarm = Alarm()
        async with newsroom.bot(alarm=alarm) as bot:
            while not await bot.store.deliveries.delivered(newsroom.channel.id):
                await alarm.ring()
        newsroom.config.store.write_bytes(os.urandom(8192))
        clock.advance(600)

    assert posts(newsroom) == 1


async def test_heartbeats_are_recorded_only_while_the_gateway_is_ready(newsroom: Stage, clock: ManualClock) -> None:
    pause = Pause()
    async with newsroom.bot() as bot, heartbeat(bot, sleep=pause):
        before = await bot.store.heartbeat.last()
        bot.dispatch("shard_ready", 0)
        await pause.asleep()
        clock.advance(30)
        await pause.ring()
        beaten = await bot.store.heartbeat.last()
        bot.dispatch("shard_disconnect", 0)
        clock.advance(30)
        pause.end()
        silent = await bot.store.heartbeat.last()
        clock.advance(30)
        bot.dispatch("shard_resumed", 0)
        await pause.asleep()
        again = await bot.store.heartbeat.last()

    began = DUE - dt.timedelta(minutes=10)
    assert before is None
    assert beaten == silent == began + dt.timedelta(seconds=30)
    assert again == began + dt.timedelta(seconds=90)
    assert set(pause.asked) == {HEARTBEAT_INTERVAL}


async def test_heartbeats_continue_once_the_store_works_again(
    newsroom: Stage, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    pause = Alarm()
    async with newsroom.bot() as bot, heartbeat(bot, sleep=pause):
        async with holding(newsroom.config.store):
            bot.dispatch("shard_ready", 0)
            await pause.asleep()
            await pause.ring()
        await pause.ring()
        beaten = await bot.store.heartbeat.last()

    assert beaten == clock()
    assert caplog.text.count("the heartbeat cannot be stored") == 1


async def test_heartbeats_stop_with_the_bot(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        async with heartbeat(bot, sleep=Alarm()):
            beats = [task for task in asyncio.all_tasks() if task.get_name() == "heartbeat"]

        assert [task.cancelled() for task in beats] == [True]


async def test_commands_whose_digest_cannot_be_stored_are_sent_again_at_the_next_start(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        application = bot.application_id or 0
        for scope in ("global", f"guild {newsroom.home.id}"):
            await bot.store.command_syncs.record(application, scope, "of an older version")
    before = registrations(newsroom)
    async with holding(newsroom.config.store), newsroom.bot(sleep=asyncio.sleep):
        assert COST in await answer(newsroom)
    held = registrations(newsroom)
    async with newsroom.bot():
        pass

    assert (before, held, registrations(newsroom)) == (2, 4, 6)
    assert caplog.text.count("again: the database failed (database is locked)") == 2


async def test_the_heartbeat_of_a_running_bot_can_be_read_by_another_process(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A beat is no event of the sandbox's, which would be waited for by its own means."""
    beaten, beat = asyncio.Event(), Heartbeat.beat

    async def beat_and_tell(heart: Heartbeat, now: dt.datetime) -> None:
        await beat(heart, now)
        beaten.set()

    async def look_and_end() -> None:
        await asyncio.wait_for(beaten.wait(), newsroom.sandbox.patience)
        assert await asyncio.to_thread(read_last_beat, newsroom.config.store) is not None
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Heartbeat, "beat", beat_and_tell)

    async with asyncio.TaskGroup() as group:
        group.create_task(look_and_end())
        code = await run_bot(newsroom.config, Secret(newsroom.sandbox.token), stderr=io.StringIO())

    # The sandbox's store is not the config's, which the command would read.
    config = newsroom.config.store.with_name("config.yaml")
    config.write_text(f"store: {newsroom.config.store.name}\n", "utf-8")
    found, out, _ = run_command("health", "--config", config, now=dt.datetime.now(dt.UTC))
    assert (code, found) == (0, 0)
    assert out.startswith("The bot is connected to Discord (")
