from __future__ import annotations

import asyncio
import dataclasses
import io
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from faults.timers import Timers
from serving import PATIENCE, Stage, stage

from bot.app.bases import Bases
from bot.app.client import BriefingBot
from bot.app.connection import heartbeat
from bot.app.sharding import FIRST_WAIT, IdentifyLimit
from bot.app.timeouts import end_tasks
from bot.cli.run import SHARDS_REFUSED, run_bot
from bot.cli.shards import with_shards
from bot.config import Shards
from bot.credentials import Secret
from bot.sandbox import Channel, Fault, Sandbox, Shard

QUESTION, ANSWER = "how much will the repair cost", "600,000 crowns"
FOUR = 4


@pytest.fixture
def newsroom(sandbox: Sandbox, tmp_path: Path) -> Stage:
    sandbox.world.sharding.advised = FOUR
    sandbox.world.sharding.max_concurrency = FOUR
    return stage(sandbox, tmp_path)


@pytest.fixture
def places(newsroom: Stage) -> tuple[Channel, ...]:
    """A channel on a server of each shard."""
    guilds = [newsroom.sandbox.guild(f"Server {number}", shard=Shard(number, FOUR)) for number in range(FOUR)]
    for guild in guilds:
        newsroom.sandbox.world.join(guild, newsroom.reader.user)
    return tuple(newsroom.sandbox.channel(guild, "general") for guild in guilds)


@asynccontextmanager
async def processes(newsroom: Stage, *shards: Shards) -> AsyncIterator[list[BriefingBot]]:
    """A bot for each, on one store."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                dataclasses.replace(newsroom, config=with_shards(newsroom.config, each)).bot()
            )
            for each in shards
        ]


def sessions(sandbox: Sandbox) -> dict[int, str]:
    """The sessions by the id of their shard."""
    return {session.shard.id: session.id for session in sandbox.gateway.sessions.values()}


async def answered_everywhere(newsroom: Stage, places: tuple[Channel, ...]) -> bool:
    answers = [await newsroom.reader.slash(place, "ask", question=QUESTION) for place in places]
    return all(ANSWER in answer.text for answer in answers)


async def test_a_bot_has_as_many_shards_as_discord_advises_and_answers_on_all(
    newsroom: Stage, places: tuple[Channel, ...]
) -> None:
    async with newsroom.bot() as bot:
        assert set(sessions(newsroom.sandbox)) == {0, 1, 2, 3}
        assert bot.is_connected
        assert {guild.shard_id for guild in bot.guilds} == {0, 1, 2, 3}
        assert await answered_everywhere(newsroom, places)


async def test_two_processes_share_the_shards_and_each_question_gets_one_answer(
    newsroom: Stage, places: tuple[Channel, ...]
) -> None:
    low, high = Shards(count=FOUR, ids=(0, 1)), Shards(count=FOUR, ids=(2, 3))
    async with processes(newsroom, low, high) as bots:
        assert await answered_everywhere(newsroom, places)
        servers = [{guild.id for guild in bot.guilds} for bot in bots]
        direct = await newsroom.reader.slash(newsroom.reader.direct, "ask", question=QUESTION)

    posted = [len(newsroom.sandbox.messages(place)) for place in places]
    callbacks = [each for each in newsroom.sandbox.requests if each.path.endswith("/callback")]
    assert ANSWER in direct.text
    assert not servers[0] & servers[1]
    assert {place.guild.id for place in places if place.guild} <= servers[0] | servers[1]
    assert [each.status for each in callbacks] == [200] * (FOUR + 1)
    assert max(posted) <= 1


async def test_of_several_processes_that_of_shard_0_registers_the_commands(newsroom: Stage) -> None:
    async with processes(newsroom, Shards(count=FOUR, ids=(2, 3))):
        before = [each for each in newsroom.sandbox.requests if each.method == "PUT"]
        async with processes(newsroom, Shards(count=FOUR, ids=(0, 1))):
            after = [each for each in newsroom.sandbox.requests if each.method == "PUT"]

    assert before == []
    assert len(after) == 2  # the global ones and those of the home server


async def test_a_shard_that_loses_its_connection_does_not_disturb_the_others(
    newsroom: Stage, places: tuple[Channel, ...]
) -> None:
    async with newsroom.bot() as bot:
        before = sessions(newsroom.sandbox)
        resumed = asyncio.create_task(bot.wait_for("shard_resumed", timeout=PATIENCE))
        lost = newsroom.sandbox.gateway.sessions[before[2]]
        assert lost.connection is not None
        lost.connection.drop()
        await newsroom.sandbox.until(lambda: lost.connection is None)
        others = await answered_everywhere(newsroom, tuple(place for place in places if place is not places[2]))
        assert await resumed == 2
        assert await answered_everywhere(newsroom, places)

    assert others
    assert before == {0: before[0], 1: before[1], 2: lost.id, 3: before[3]}


async def test_a_shard_with_an_event_that_cannot_be_read_begins_a_new_session_and_the_others_go_on(
    newsroom: Stage, places: tuple[Channel, ...], caplog: pytest.LogCaptureFixture
) -> None:
    timers = Timers()
    async with newsroom.bot(sleep=timers) as bot:
        before = sessions(newsroom.sandbox)
        newsroom.sandbox.gateway.sessions[before[1]].dispatch("GUILD_CREATE", {"nonsense": True})
        await timers.started(FIRST_WAIT.total_seconds())
        down = bot.is_connected
        ready = asyncio.create_task(bot.wait_for("shard_ready", timeout=PATIENCE))
        await timers.ring(FIRST_WAIT.total_seconds())
        assert await ready == 1
        assert await answered_everywhere(newsroom, places)
        after = [session.id for session in newsroom.sandbox.gateway.sessions.values() if session.connection]

    assert not down
    assert {before[0], before[2], before[3]} < set(after)
    assert len(after) == FOUR
    assert "shard 1: connecting again in 0:00:05 (error id-1)" in caplog.text


async def test_heartbeats_pause_while_one_shard_is_not_connected(newsroom: Stage) -> None:
    beats = Timers()
    async with newsroom.bot() as bot, heartbeat(bot, sleep=beats):
        for shard in range(FOUR):
            assert beats.asked == []
            bot.dispatch("shard_disconnect" if shard == 0 else "shard_ready", shard)
            await asyncio.sleep(0)
        bot.dispatch("shard_resumed", 0)
        await beats.started(30.0)


async def test_a_shard_that_discord_refuses_ends_the_bot_with_one_sentence(newsroom: Stage) -> None:
    newsroom.sandbox.world.sharding.required = FOUR
    stderr = io.StringIO()

    code = await run_bot(with_shards(newsroom.config, Shards(count=2)), Secret(newsroom.sandbox.token), stderr=stderr)

    assert (code, stderr.getvalue()) == (1, f"{SHARDS_REFUSED}\n")


async def test_what_the_first_questions_need_is_read_before_the_last_shard_is_ready(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.sandbox.world.sharding.max_concurrency = 1
    connected = asyncio.get_running_loop().create_future()

    async def read_ahead(_bases: Bases, **_options: object) -> None:
        connected.set_result(set(sessions(newsroom.sandbox)))

    monkeypatch.setattr("bot.cli.run.read_ahead", read_ahead)
    config = with_shards(newsroom.config, Shards(count=2))
    running = asyncio.create_task(run_bot(config, Secret(newsroom.sandbox.token), stderr=io.StringIO()))

    try:
        assert await asyncio.wait_for(connected, PATIENCE) == {0}
    finally:
        await end_tasks(running)
    assert not [each.name for each in threading.enumerate() if each.name.endswith(":shard-1")]  # no heartbeat is left


async def test_a_bot_waits_where_discord_would_refuse_so_many_sessions(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.sandbox.world.sharding.remaining = FOUR - 1
    timers = Timers()
    waiting = asyncio.create_task(timers.started(14_400.0))

    async def bell() -> None:
        await waiting
        assert newsroom.sandbox.gateway.sessions == {}
        await timers.ring(14_400.0)

    ringing = asyncio.create_task(bell())
    async with newsroom.bot(sleep=timers):
        await ringing

    assert "Discord accepts too few new sessions today: connecting in 4:00:00" in caplog.text


async def test_fewer_shards_than_discord_advises_are_told_in_the_log(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with processes(newsroom, Shards(count=2)):
        pass

    assert "shards 0-1/2, sessions left today: 999" in caplog.text
    assert "Discord advises 4 shards, and discord.shards has 2" in caplog.text


async def test_a_gateway_that_does_not_say_how_to_connect_is_asked_again(newsroom: Stage) -> None:
    newsroom.sandbox.faults.order(Fault(method="GET", path="/gateway/bot", status=403, times=1))
    timers = Timers()
    ringing = asyncio.create_task(timers.ring(FIRST_WAIT.total_seconds()))
    async with newsroom.bot(sleep=timers) as bot:
        await ringing

        assert bot.is_connected


async def test_new_sessions_of_one_group_are_five_seconds_apart() -> None:
    now, slept = 100.0, list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    limit = IdentifyLimit(interval=5.0, clock=lambda: now, sleep=sleep)
    limit.groups = 2
    for shard in (0, 1, 2, 4):
        await limit.wait(shard)
    now += 20.0
    await limit.wait(6)

    assert slept == [5.0, 10.0]
