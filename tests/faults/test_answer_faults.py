from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, QUESTION, callbacks, troubles, written
from serving import Stage

from bot.app.interactions import LAST_ANSWERS
from bot.i18n import ENGLISH
from bot.sandbox import Fault, rate_limited
from bot.ui import custom_ids

FAULTS: dict[str, Callable[[str, str], Fault]] = {
    "500 before": lambda method, path: Fault(method=method, path=path, status=500, body={"code": 0}),
    "500 after": lambda method, path: Fault(method=method, path=path, status=500, body={"code": 0}, after=True),
    "502 before": lambda method, path: Fault(method=method, path=path, status=502, body={"code": 0}),
    "502 after": lambda method, path: Fault(method=method, path=path, status=502, body={"code": 0}, after=True),
    "reset before": lambda method, path: Fault(method=method, path=path, reset=True),
    "reset after": lambda method, path: Fault(method=method, path=path, reset=True, after=True),
    "429": lambda method, path: rate_limited(method, path, seconds=0),
    "429 everywhere": lambda method, path: rate_limited(method, path, seconds=0, everywhere=True),
}
EACH = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())

pytestmark = pytest.mark.usefixtures("hasty")


@EACH
async def test_an_answer_whose_sending_fails_arrives_once_and_without_an_error_message(
    newsroom: Stage, fault: Callable[[str, str], Fault], caplog: pytest.LogCaptureFixture
) -> None:
    struck = newsroom.sandbox.faults.order(fault("POST", CALLBACK))
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert struck.struck == 1
    assert written(newsroom.sandbox) == [answer.message]
    assert ANSWER in answer.text
    assert troubles(caplog.records) == []


@EACH
async def test_a_message_that_mentions_the_bot_is_answered_once_though_the_sending_fails(
    newsroom: Stage, fault: Callable[[str, str], Fault], caplog: pytest.LogCaptureFixture
) -> None:
    sandbox, channel = newsroom.sandbox, newsroom.channel
    struck = sandbox.faults.order(fault("POST", f"/channels/{channel.id}/messages"))
    async with newsroom.bot():
        asked = newsroom.reader.say(channel, f"<@{sandbox.world.bot.id}> {QUESTION}")
        await sandbox.until(lambda: len(sandbox.messages(channel)) == 2)
        await sandbox.until(lambda: sandbox.requests[-1].status < 300)

    assert struck.struck == 1
    assert [ANSWER in message.text for message in sandbox.messages(channel) if message.id != asked.id] == [True]
    assert troubles(caplog.records) == []


@EACH
async def test_a_fact_that_is_shared_while_the_sending_fails_is_in_the_channel_once(
    newsroom: Stage, fault: Callable[[str, str], Fault], caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        newsroom.sandbox.faults.order(fault("POST", CALLBACK))
        await newsroom.reader.click(answer.message, "Share")

    assert [ANSWER in message.text for message in newsroom.sandbox.messages(newsroom.channel)] == [True]
    assert troubles(caplog.records) == []


@EACH
async def test_a_page_that_is_turned_while_the_sending_fails_is_turned_once(
    newsroom: Stage, fault: Callable[[str, str], Fault], caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot():
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        newsroom.sandbox.faults.order(fault("POST", CALLBACK))
        await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The ferry"])

    assert written(newsroom.sandbox) == [topics.message]
    assert "Petrel" in topics.text
    assert troubles(caplog.records) == []


async def test_an_answer_that_another_process_gave_is_left_as_it_is(newsroom: Stage) -> None:
    body = {"code": 40060, "message": "Interaction has already been acknowledged."}
    newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=400, body=body, after=True))
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert written(newsroom.sandbox) == [answer.message]
    assert answer.followups == ()


async def test_a_question_whose_answer_discord_delays_delays_no_other(newsroom: Stage, timers: Timers) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        held = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        path = f"/interactions/{held.interaction.id}/.*/callback"
        newsroom.sandbox.faults.order(Fault(method="POST", path=path, hold=asyncio.Event()))
        others = [await newsroom.admin.slash(newsroom.channel, "ask", question=QUESTION) for _ in range(3)]
        closing = asyncio.create_task(bot.close())
        await timers.ring(LAST_ANSWERS)
        await closing

    assert held.text == ENGLISH.restarting
    assert all(ANSWER in other.text for other in others)


async def test_an_interaction_is_answered_in_one_request_if_nothing_fails(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert len(callbacks(newsroom.sandbox)) == 1
    assert ANSWER in answer.text
