from __future__ import annotations

import asyncio

from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, QUESTION, struck, written
from serving import Stage

from bot.app.interactions import AT_ONCE, LONGEST_TURN, PATIENCE
from bot.sandbox import Fault, ResponseKind

MANY = 200


async def test_two_hundred_questions_at_once_are_each_answered_before_discord_gives_up(newsroom: Stage) -> None:
    """The sandbox declines a first answer later than three seconds of processor time, as Discord does of real time."""
    readers = [newsroom.sandbox.user(f"reader {number}") for number in range(MANY)]
    async with newsroom.bot():
        asked = [reader.start_slash(newsroom.channel, "ask", question=QUESTION) for reader in readers]
        answers = await asyncio.gather(*(question.answered() for question in asked))
        filled = [await answer.filled() for answer in answers]
        # They are all alike: a few of them are enough to be held against Discord's description.
        del newsroom.sandbox._web.requests[10:]

    assert [answer.refused for answer in filled if answer.refused] == []
    assert sum(ANSWER in answer.text for answer in filled) == MANY
    assert len(written(newsroom.sandbox)) == MANY
    assert [answer for answer in filled if answer.followups] == []


async def test_a_question_behind_many_that_hang_is_deferred_in_time_and_then_answered(
    newsroom: Stage, timers: Timers
) -> None:
    gate = asyncio.Event()
    hanging = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=gate, times=AT_ONCE))
    readers = [newsroom.sandbox.user(f"reader {number}") for number in range(AT_ONCE)]
    async with newsroom.bot(sleep=timers):
        for reader in readers:
            reader.start_slash(newsroom.channel, "topics")
        last = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await timers.started(PATIENCE, times=AT_ONCE + 1)
        waits = last.kind
        await timers.ring(PATIENCE)
        await timers.ring(LONGEST_TURN)
        answer = await (await last.answered()).filled()
        gate.set()
        await newsroom.sandbox.until(lambda: len(written(newsroom.sandbox)) == AT_ONCE + 1)
        del newsroom.sandbox._web.requests[10:]

    assert hanging.struck == AT_ONCE
    assert waits is None
    assert answer.kind is ResponseKind.DEFERRED_MESSAGE
    assert ANSWER in answer.text


async def test_a_completion_waits_for_nobody(newsroom: Stage, timers: Timers) -> None:
    gate = asyncio.Event()
    hanging = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=gate, times=AT_ONCE))
    readers = [newsroom.sandbox.user(f"reader {number}") for number in range(AT_ONCE)]
    async with newsroom.bot(sleep=timers):
        for reader in readers:
            reader.start_slash(newsroom.channel, "topics")
        await struck(hanging, AT_ONCE)
        offered = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp")
        gate.set()
        del newsroom.sandbox._web.requests[10:]

    assert offered
