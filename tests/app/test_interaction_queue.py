from __future__ import annotations

import asyncio
import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import discord
import pytest
from faults.timers import Timers

from bot.app.interactions import PATIENCE, InteractionQueue
from bot.app.responses import Deferral
from bot.sandbox import ManualClock

NOON = dt.datetime(2031, 6, 3, 12, tzinfo=dt.UTC)


def interaction(number: int) -> discord.Interaction[Any]:
    """One that was made at noon."""
    kind = discord.InteractionType.application_command
    return cast("discord.Interaction[Any]", SimpleNamespace(id=number, type=kind, created_at=NOON))


async def admitted(queue: InteractionQueue, number: int) -> bool:
    first = queue.claim(interaction(number))
    assert first is not None
    return await queue.start(interaction(number), first)


async def test_answers_that_come_together_start_one_in_each_pass_of_the_event_loop() -> None:
    queue = InteractionQueue(clock=ManualClock(NOON), sleep=Timers())
    passes, starts = 0, list[int]()

    async def count() -> None:
        nonlocal passes
        while True:
            passes += 1
            await asyncio.sleep(0)

    async def answer(number: int) -> None:
        assert await admitted(queue, number)
        starts.append(passes)

    counting = asyncio.create_task(count())
    await asyncio.gather(*(answer(number) for number in range(20)))
    counting.cancel()

    assert len(starts) == len(set(starts)) == 20


async def test_an_answer_that_comes_alone_starts_at_once() -> None:
    queue = InteractionQueue(clock=ManualClock(NOON), sleep=Timers())
    passed = list[bool]()
    asyncio.get_running_loop().call_soon(passed.append, True)

    assert await admitted(queue, 1)
    assert passed == []


async def test_a_deferral_is_not_kept_waiting_by_the_answers_that_start(monkeypatch: pytest.MonkeyPatch) -> None:
    deferred, timers = list[int](), Timers()

    async def defer(waiting: discord.Interaction[Any], _: Deferral) -> None:
        deferred.append(waiting.id)

    monkeypatch.setattr("bot.app.interactions.defer", defer)
    queue = InteractionQueue(clock=ManualClock(NOON), sleep=timers)
    await queue._pass.acquire()
    waiting = asyncio.create_task(admitted(queue, 1))
    await timers.ring(PATIENCE)
    for _ in range(3):
        await asyncio.sleep(0)

    assert deferred == [1]
    waiting.cancel()


async def test_an_answer_whose_turn_comes_too_late_is_not_worked_out() -> None:
    clock = ManualClock(NOON)
    queue = InteractionQueue(clock=clock, sleep=Timers())
    queue._places = asyncio.Semaphore(0)
    waiting = asyncio.create_task(admitted(queue, 1))
    await asyncio.sleep(0)
    clock.advance(3.1)
    queue._places.release()

    assert not await waiting
