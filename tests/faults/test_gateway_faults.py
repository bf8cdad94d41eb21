from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
import warnings
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest
from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, QUESTION, callbacks, ready_again, troubles, written
from serving import Stage, stage

from bot.app.sharding import FIRST_WAIT
from bot.i18n import ENGLISH
from bot.sandbox import Exchange, Fault, ManualClock, Sandbox
from bot.sandbox.events import Event, InteractionCreated, SessionClosed

pytestmark = pytest.mark.usefixtures("hasty")

HEARTBEAT, SILENT = 0.05, 0.4
"""Seconds between two heartbeats of a gateway that dies, and after which its silence is noticed."""


async def asked(newsroom: Stage) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)


async def test_a_question_asked_while_the_connection_is_down_is_answered_once_it_is_resumed(newsroom: Stage) -> None:
    gateway = newsroom.sandbox.gateway
    async with newsroom.bot():
        sessions = set(gateway.sessions)
        gateway.drop()
        await newsroom.sandbox.until(lambda: not gateway.connected)
        missed = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        answer = await missed.answered()

        assert set(gateway.sessions) == sessions
    assert ANSWER in answer.text
    assert written(newsroom.sandbox) == [answer.message]


async def test_a_question_before_the_connection_broke_is_answered(newsroom: Stage) -> None:
    gate = asyncio.Event()
    held = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=gate))
    async with newsroom.bot():
        question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await held.hit.wait()
        newsroom.sandbox.gateway.drop()
        await newsroom.sandbox.until(lambda: not newsroom.sandbox.gateway.connected)
        gate.set()
        answer = await question.answered()

    assert ANSWER in answer.text
    assert len(callbacks(newsroom.sandbox)) == 1


async def test_a_session_that_is_invalid_is_followed_by_a_new_one(newsroom: Stage) -> None:
    gateway = newsroom.sandbox.gateway
    async with newsroom.bot() as bot, ready_again(bot):
        sessions = set(gateway.sessions)
        gateway.invalidate()
        await newsroom.sandbox.until(lambda: gateway.connected and not sessions & set(gateway.sessions))
        answer = await asked(newsroom)

    assert ANSWER in answer.text


async def test_a_session_that_discord_forgot_while_the_connection_was_down_is_followed_by_a_new_one(
    newsroom: Stage,
) -> None:
    gateway = newsroom.sandbox.gateway
    async with newsroom.bot() as bot, ready_again(bot):
        gateway.forget()
        gateway.drop()
        await newsroom.sandbox.until(lambda: bool(gateway.sessions))
        answer = await asked(newsroom)

    assert ANSWER in answer.text


@pytest.mark.parametrize("resumable", [True, False])
async def test_a_bot_that_is_asked_to_reconnect_keeps_answering(newsroom: Stage, *, resumable: bool) -> None:
    gateway = newsroom.sandbox.gateway
    closed: list[Event] = []
    async with newsroom.bot():
        newsroom.sandbox.world.observe(lambda event: closed.append(event) if isinstance(event, SessionClosed) else None)
        if resumable:
            gateway.invalidate(resumable=True)
        else:
            gateway.reconnect()
        await newsroom.sandbox.until(lambda: bool(closed) and gateway.connected)
        answer = await asked(newsroom)

    assert ANSWER in answer.text


async def test_a_gateway_that_refuses_connections_is_tried_until_it_accepts_one(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = newsroom.sandbox.gateway
    async with newsroom.bot():
        gateway.refusing = 3
        gateway.drop()
        await newsroom.sandbox.until(lambda: not gateway.connected)
        await newsroom.sandbox.until(lambda: gateway.connected)
        answer = await asked(newsroom)

    assert gateway.refusing == 0
    assert ANSWER in answer.text
    assert troubles(caplog.records) == []


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(dt.datetime(2031, 6, 3, tzinfo=dt.UTC))


@pytest.fixture
async def dying(tmp_path: Path, clock: ManualClock) -> AsyncIterator[Stage]:
    """A stage whose gateway expects a heartbeat at short intervals."""
    async with Sandbox.serve(heartbeat=HEARTBEAT, clock=clock) as sandbox:
        with sandbox.attach():
            yield stage(sandbox, tmp_path)


async def test_a_connection_that_does_not_answer_heartbeats_is_dropped_and_resumed(
    dying: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = dying.sandbox.gateway
    closed: list[SessionClosed] = []

    def notice(event: Event) -> None:
        if isinstance(event, SessionClosed):
            closed.append(event)
            gateway.mute = False

    async with dying.bot(heartbeat_timeout=SILENT):
        dying.sandbox.world.observe(notice)
        gateway.mute = True
        await dying.sandbox.until(lambda: bool(closed) and gateway.connected)
        answer = await asked(dying)

    assert [each.code for each in closed[:1]] == [4000]
    assert ANSWER in answer.text
    assert troubles(caplog.records) == []


async def test_an_interaction_that_arrives_twice_is_answered_once(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with newsroom.bot():
        command = await asked(newsroom)
        button = await newsroom.reader.click(command.message, "Share")
        for exchange in (command, button):
            newsroom.sandbox.world.tell(InteractionCreated(exchange.interaction))
        await asked(newsroom)

    assert [request.status for request in callbacks(newsroom.sandbox)] == [200] * 3
    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
    assert sum("came a second time" in record.getMessage() for record in caplog.records) == 2
    assert troubles(caplog.records) == []


async def test_a_form_that_arrives_twice_is_accepted_once(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, ENGLISH.vote_down_button)
        taken = await newsroom.reader.submit(opened, {ENGLISH.comment_label: "wrong"})
        newsroom.sandbox.world.tell(InteractionCreated(taken.interaction))
        await asked(newsroom)
        (tally,) = await bot.store.votes.counts()

    assert [request.status for request in callbacks(newsroom.sandbox)] == [200] * 4
    assert (tally.down, tally.words) == (1, ("wrong",))


async def test_a_completion_that_arrives_twice_is_answered_once(newsroom: Stage) -> None:
    async with newsroom.bot():
        await newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp")
        (typed,) = newsroom.sandbox.world.interactions.values()
        newsroom.sandbox.world.tell(InteractionCreated(typed))
        await asked(newsroom)

    assert [request.status for request in callbacks(newsroom.sandbox)] == [200] * 2


@pytest.mark.parametrize("name", ["GUILD_CREATE", "INTERACTION_CREATE", "CHANNEL_UPDATE"])
async def test_an_event_that_cannot_be_read_ends_nothing_and_is_logged(
    newsroom: Stage, timers: Timers, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot(sleep=timers) as bot, ready_again(bot):
        newsroom.sandbox.gateway.babble(name, {"guild_id": "x"})
        await timers.ring(FIRST_WAIT.total_seconds())
        await newsroom.sandbox.until(lambda: len(newsroom.sandbox.gateway.sessions) == 2)
        answer = await asked(newsroom)
        lines = len(newsroom.sandbox.gateway._connections)

    assert ANSWER in answer.text
    assert lines == 1
    assert len(callbacks(newsroom.sandbox)) == 1
    assert "error id-1 in the gateway" in caplog.text
    assert "connecting again in 0:00:05 (error id-1)" in caplog.text


@pytest.fixture
def _lost_connections(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Collect the connections whose greeting discord.py could not read: it leaves them open."""
    yield
    caplog.get_records("call").clear()  # their tracebacks hold the connections
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.usefixtures("_lost_connections")
async def test_a_gateway_with_an_unreadable_greeting_is_tried_until_it_can_be_read(
    newsroom: Stage, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = newsroom.sandbox.gateway
    gateway.garbled = 1
    async with newsroom.bot(sleep=timers) as bot:
        gateway.garbled = 1
        async with ready_again(bot):
            gateway.drop()
            await timers.ring(5.0)
        answer = await asked(newsroom)

    assert ANSWER in answer.text
    assert "Failed to connect for shard_id: 0. Retrying..." in caplog.text
    assert "error id-1 in the gateway" in caplog.text


def sessions(newsroom: Stage, count: int) -> bool:
    return len(newsroom.sandbox.gateway.sessions) == count


async def test_the_pauses_between_events_that_cannot_be_read_grow_to_five_minutes_and_shrink_after_an_hour(
    dying: Stage, clock: ManualClock, timers: Timers
) -> None:
    expected = [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 300.0, 5.0]
    async with dying.bot(sleep=timers) as bot:
        for number, pause in enumerate(expected, start=1):
            if number == len(expected):
                clock.advance(7200)
            async with ready_again(bot):
                dying.sandbox.gateway.babble("GUILD_CREATE", {})
                await timers.ring(pause, times=expected[:number].count(pause))
                await dying.sandbox.until(partial(sessions, dying, number + 1))

    assert [seconds for seconds in timers.asked if seconds in set(expected)] == expected
