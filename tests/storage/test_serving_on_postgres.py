"""The bot with its state in PostgreSQL, also while the server is down."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import postgres
import pytest
from bases import write_base
from commands import run_command
from serving import Alarm, Stage

from bot.core.briefing.schedule import Schedule
from bot.errors import UsageError
from bot.sandbox import ManualClock
from bot.storage import Store
from bot.store_address import parse_address

ZONE = ZoneInfo("Europe/London")
DUE = dt.datetime(2031, 6, 3, 8, 0, tzinfo=ZONE)
COST = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE - dt.timedelta(minutes=10))


@pytest.fixture
def newsroom(newsroom: Stage, postgres_address: str) -> Stage:
    """A stage whose channel gets a briefing at eight."""
    daily = Schedule(channel=newsroom.channel.id, time=dt.time(8), timezone=ZONE, facts=2)
    changed = {"briefings": (daily,), "postgres": parse_address(postgres_address)}
    return dataclasses.replace(newsroom, config=newsroom.config.model_copy(update=changed))


async def test_questions_are_answered_while_the_server_is_down_and_the_briefing_waits_for_it(
    newsroom: Stage, clock: ManualClock, postgres_server: postgres.Server
) -> None:
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await alarm.asleep()
        postgres_server.stop()
        try:
            reply = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
            clock.now = DUE
            await alarm.ring()
            before = len(newsroom.sandbox.messages(newsroom.channel))
        finally:
            postgres_server.start()
        clock.advance(60)
        while not await bot.store.deliveries.delivered(newsroom.channel.id):
            await alarm.ring()
            clock.advance(60)

    assert COST in reply.text
    assert before == 0
    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1


def test_health_and_report_read_the_database_and_backup_names_pg_dump(
    tmp_path: Path, postgres_address: str, clock: ManualClock
) -> None:
    config = write_base(tmp_path)
    config.write_text(f"store: {postgres_address}\n", "utf-8")
    empty, _, without = run_command("health", "--config", config)

    async def beat() -> None:
        async with Store.open(parse_address(postgres_address)) as store:
            await store.heartbeat.beat(clock.now)

    asyncio.run(beat())
    code, out, _ = run_command("health", "--config", config, now=clock.now)

    assert (empty, code) == (1, 0)
    assert "has no tables; the bot makes them when it first runs" in without
    assert out.startswith("The bot is connected to Discord (0 s ago)")
    with pytest.raises(UsageError, match="pg_dump --format=custom"):
        run_command("backup", tmp_path / "copy.sqlite3", "--config", config)
