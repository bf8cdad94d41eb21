"""What happens to others while many answers take long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, QUESTION, struck
from serving import Stage

from bot.app.interactions import AT_ONCE, LONGEST_TURN, PATIENCE
from bot.i18n import ENGLISH
from bot.sandbox import Exchange, Fault
from bot.ui import custom_ids


@asynccontextmanager
async def hanging(newsroom: Stage, number: int) -> AsyncIterator[list[Exchange]]:
    """So many answers that hang until the block ends."""
    gate = asyncio.Event()
    fault = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=gate, times=number))
    asked = [newsroom.sandbox.user(f"reader {each}").start_slash(newsroom.channel, "topics") for each in range(number)]
    await struck(fault, min(number, AT_ONCE))
    try:
        yield asked
    finally:
        gate.set()
        # They are all alike: to compare a few of them with Discord's description is enough.
        del newsroom.sandbox._web.requests[10:]


async def test_a_question_is_answered_though_more_answers_hang_than_there_are_places(
    newsroom: Stage, timers: Timers
) -> None:
    async with newsroom.bot(sleep=timers), hanging(newsroom, 2 * AT_ONCE):
        await timers.ring(PATIENCE, times=2 * AT_ONCE)
        await timers.ring(LONGEST_TURN, times=AT_ONCE)
        await timers.ring(LONGEST_TURN, times=2 * AT_ONCE)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert ANSWER in answer.text


async def test_a_form_opens_while_all_places_are_taken(newsroom: Stage, timers: Timers) -> None:
    async with newsroom.bot(sleep=timers):
        shown = await newsroom.reader.slash(newsroom.channel, "fact", id="repair-cost")
        (button,) = (button for button in shown.message.buttons if button.get("label") == "Related")
        button["custom_id"] = custom_ids.QuestionForm().encode()
        async with hanging(newsroom, AT_ONCE):
            await timers.started(PATIENCE, times=AT_ONCE + 1)
            opened = await newsroom.reader.click(shown.message, "Related")

    assert opened.modal["title"] == ENGLISH.ask_button


async def test_the_form_of_a_vote_opens_while_all_places_are_taken(newsroom: Stage, timers: Timers) -> None:
    async with newsroom.bot(sleep=timers):
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        async with hanging(newsroom, AT_ONCE):
            await timers.started(PATIENCE, times=AT_ONCE + 1)
            opened = await newsroom.reader.click(answer.message, ENGLISH.vote_down_button)

    assert opened.modal["title"] == ENGLISH.comment_form
