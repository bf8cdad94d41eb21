from __future__ import annotations

import asyncio

import pytest
from faults.timers import Timers
from faults.watching import ANSWER, QUESTION
from serving import Stage

from bot.app.command_sync import FIRST_PAUSE, FIRST_ROUND, LONGEST_PAUSE
from bot.sandbox import Fault, rate_limited

COMMANDS = r"/applications/\d+/commands"
ANYWHERE = r"/applications/\d+(/guilds/\d+)?/commands"

pytestmark = pytest.mark.usefixtures("hasty")


async def registered_before(newsroom: Stage) -> None:
    """Let Discord have the commands, and have the bot believe that they are others."""
    async with newsroom.bot():
        pass
    for file in newsroom.config.store.parent.iterdir():
        file.unlink()


@pytest.mark.parametrize(
    ("status", "times"),
    [(400, 1), (403, 1), (429, 1), (500, 5), (502, 5), (503, 1)],
    ids=["400", "403", "429 without end", "500", "502", "503"],
)
async def test_a_bot_whose_commands_are_refused_answers_those_that_discord_has_and_registers_them_later(
    newsroom: Stage, timers: Timers, status: int, times: int, caplog: pytest.LogCaptureFixture
) -> None:
    await registered_before(newsroom)
    body = {"code": 0, "message": "Not now"}
    refused = newsroom.sandbox.faults.order(Fault(method="PUT", path=COMMANDS, status=status, body=body, times=times))
    async with newsroom.bot(sleep=timers):
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        served = list(caplog.messages)
        newsroom.sandbox.world.set_commands(None, ())
        await timers.ring(FIRST_PAUSE)
        await newsroom.sandbox.until(lambda: "ask" in newsroom.sandbox.commands())

    assert refused.struck == times
    assert ANSWER in answer.text
    assert any("commands (global) were not registered" in said for said in served)
    assert "registering the commands again in 60 s" in served


async def test_a_command_sync_that_discord_delays_delays_neither_the_start_nor_an_answer(
    newsroom: Stage, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    await registered_before(newsroom)
    newsroom.sandbox.world.set_commands(newsroom.home.id, ())
    gate = asyncio.Event()
    newsroom.sandbox.faults.order(Fault(method="PUT", path=COMMANDS, hold=gate))
    ringing = asyncio.create_task(timers.ring(FIRST_ROUND))
    async with newsroom.bot(sleep=timers):
        await ringing
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        gate.set()
        await newsroom.sandbox.until(lambda: "reload" in newsroom.sandbox.commands(newsroom.home))

    assert ANSWER in answer.text
    assert "Discord is slow to register the commands" in caplog.text


async def test_a_limit_on_the_command_sync_is_waited_for(newsroom: Stage) -> None:
    newsroom.sandbox.faults.order(rate_limited("PUT", COMMANDS, seconds=0))
    async with newsroom.bot():
        names = set(newsroom.sandbox.commands())

    assert "ask" in names


async def test_the_pauses_between_two_command_syncs_grow_to_an_hour(newsroom: Stage, timers: Timers) -> None:
    newsroom.sandbox.faults.order(Fault(method="PUT", path=ANYWHERE, status=403, body={"code": 50001}, times=100))
    pauses = [FIRST_PAUSE, 120.0, 240.0, 480.0, 960.0, 1920.0, LONGEST_PAUSE]
    async with newsroom.bot(sleep=timers):
        for pause in pauses:
            await timers.ring(pause)
        await timers.started(LONGEST_PAUSE, times=2)

    assert [pause for pause in timers.asked if pause >= FIRST_PAUSE] == [*pauses, LONGEST_PAUSE]


async def test_the_end_of_the_bot_ends_the_command_sync(newsroom: Stage, timers: Timers) -> None:
    newsroom.sandbox.faults.order(Fault(method="PUT", path=COMMANDS, status=403, body={"code": 50001}))
    async with newsroom.bot(sleep=timers) as bot:
        await timers.started(FIRST_PAUSE)
    task = bot._command_sync._task

    assert task is not None
    assert task.cancelled()
