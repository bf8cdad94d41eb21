"""First answers against Discord's three seconds: what is sent again, and what is no longer sent."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from faults.test_answer_faults import FAULTS
from faults.test_slow_answers import slow
from faults.timers import PATIENCE as LONGEST
from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, QUESTION, heard, troubles, written
from serving import Stage

from bot.app.first_answers import PAUSES, TIME_LIMIT
from bot.app.interactions import DEFERRAL, PATIENCE
from bot.i18n import ENGLISH
from bot.sandbox import Exchange, Fault, ManualClock, Sandbox, rate_limited
from bot.sandbox.events import Event, Requested

NOON = dt.datetime(2031, 6, 3, 12, tzinfo=dt.UTC)
UNKNOWN = {"code": 10062, "message": "Unknown interaction"}
SERVER_ERRORS = [name for name in FAULTS if not name.startswith("429")]


class Elapsing(Timers):
    """Pauses between attempts move the clock on; other sleeps last until the test ends them."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._clock = clock

    async def __call__(self, seconds: float) -> None:
        if seconds in PAUSES:
            self._clock.advance(seconds)
        await super().__call__(seconds)


class LibraryTime:
    """asyncio as discord.py sees it: its own pauses move the clock on."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    async def sleep(self, seconds: float) -> None:
        """Move the clock on and let others run once."""
        self._clock.advance(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def newsroom(newsroom: Stage, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage whose time passes only while somebody waits for a further attempt."""
    monkeypatch.setattr("discord.webhook.async_.asyncio", LibraryTime(clock))
    return newsroom


@pytest.fixture
def timers(clock: ManualClock) -> Elapsing:
    return Elapsing(clock)


def sent_for(sandbox: Sandbox, exchange: Exchange) -> list[str]:
    """The requests about one interaction, by their methods."""
    keys = {str(exchange.interaction.id), exchange.interaction.token}
    return [each.method for each in sandbox.requests if keys & set(each.path.split("/"))]


async def start_late(newsroom: Stage, clock: ManualClock, seconds: float) -> Exchange:
    """Ask a question that reaches the bot so many seconds later."""
    asked = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
    clock.advance(seconds)
    return asked


@pytest.mark.parametrize("times", [2, 3, 5])
@pytest.mark.parametrize("fault", [FAULTS[name] for name in SERVER_ERRORS], ids=SERVER_ERRORS)
async def test_server_errors_in_a_row_lose_no_answer_and_duplicate_none(
    newsroom: Stage,
    timers: Timers,
    *,
    fault: Callable[[str, str], Fault],
    times: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ordered = newsroom.sandbox.faults.order(fault("POST", CALLBACK))
    ordered.times = times
    async with newsroom.bot(sleep=timers):
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.reader.slash(newsroom.channel, "topics")

    assert ordered.struck == times
    assert ANSWER in answer.text
    assert len(written(newsroom.sandbox)) == 2
    assert troubles(caplog.records) == []


@pytest.mark.parametrize("after", [True, False])
async def test_server_errors_in_a_row_share_a_fact_once_and_turn_a_page_once(
    newsroom: Stage, timers: Timers, *, after: bool
) -> None:
    def fail() -> None:
        fault = Fault(method="POST", path=CALLBACK, status=503, body={"code": 0}, after=after, times=3)
        newsroom.sandbox.faults.order(fault)

    async with newsroom.bot(sleep=timers):
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        fail()
        await newsroom.reader.click(answer.message, "Share")
        fail()
        await newsroom.reader.click(answer.message, "In context")
        fail()
        offered = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp")

    assert [ANSWER in message.text for message in newsroom.sandbox.messages(newsroom.channel)] == [True]
    assert len(written(newsroom.sandbox)) == 3
    assert offered


async def test_an_answer_whose_attempts_all_fail_is_abandoned_before_discord_gives_up(
    newsroom: Stage, timers: Timers, clock: ManualClock
) -> None:
    moments: list[dt.datetime] = []

    def note(event: Event) -> None:
        if isinstance(event, Requested) and event.request.path.endswith("/callback"):
            moments.append(clock())

    newsroom.sandbox.world.observe(note)
    newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=500, body={"code": 0}, times=99))
    async with newsroom.bot(sleep=timers):
        with heard("bot.app.error_handler", "/ask came too late to be answered (the last attempt failed: 500") as said:
            asked = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await asyncio.wait_for(said.wait(), LONGEST)

    assert sent_for(newsroom.sandbox, asked) == ["POST"] * 7 + ["GET"]
    assert max(moments) < NOON + TIME_LIMIT


async def test_an_answer_that_was_accepted_and_then_refused_stays_and_nothing_follows_it(
    newsroom: Stage, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    newsroom.sandbox.faults.order(
        Fault(method="POST", path=CALLBACK, status=502, body={"code": 0}, after=True, times=99)
    )
    async with newsroom.bot(sleep=timers) as bot:
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await bot.close()

    assert written(newsroom.sandbox) == [answer.message]
    assert ANSWER in answer.text
    assert troubles(caplog.records) == []


async def test_a_limit_that_lasts_longer_than_the_time_for_an_answer_is_not_waited_for(
    newsroom: Stage, timers: Timers
) -> None:
    limited = newsroom.sandbox.faults.order(rate_limited("POST", CALLBACK, seconds=5))
    async with newsroom.bot(sleep=timers):
        with heard("bot.app.error_handler", "/ask came too late to be answered") as said:
            asked = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await asyncio.wait_for(said.wait(), LONGEST)

    assert limited.struck == 1
    assert sent_for(newsroom.sandbox, asked) == ["POST"]


async def test_a_question_that_arrives_too_late_causes_no_request(
    newsroom: Stage, timers: Timers, clock: ManualClock
) -> None:
    async with newsroom.bot(sleep=timers):
        await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        with heard("bot.app.interactions", "came 0.5 s too late and was not answered") as said:
            late = await start_late(newsroom, clock, 3.5)
            await asyncio.wait_for(said.wait(), LONGEST)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert sent_for(newsroom.sandbox, late) == []
    assert ANSWER in answer.text


async def test_a_button_a_form_and_a_suggestion_that_arrive_too_late_cause_no_request(
    newsroom: Stage, timers: Timers, clock: ManualClock
) -> None:
    async with newsroom.bot(sleep=timers):
        shown = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        opened = await newsroom.reader.click(shown.message, ENGLISH.vote_down_button)
        marked = ENGLISH.vote_cast.format(vote=ENGLISH.vote_down_button)
        await newsroom.sandbox.world.until(lambda: marked in shown.message.labels, patience=LONGEST)
        before = len(newsroom.sandbox.requests)
        uses: list[Callable[[], Coroutine[Any, Any, object]]] = [
            lambda: newsroom.reader.click(shown.message, "Related"),
            lambda: newsroom.reader.submit(opened, {ENGLISH.comment_label: "no"}),
            lambda: newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp"),
        ]
        for use in uses:
            with heard("bot.app.interactions", "too late and was not answered") as said:
                waiting = asyncio.create_task(use())
                await asyncio.sleep(0)
                clock.advance(3.5)
                await asyncio.wait_for(said.wait(), LONGEST)
                waiting.cancel()
            clock.advance(-3.5)

    assert len(newsroom.sandbox.requests) == before


async def test_an_answer_that_is_ready_too_late_causes_no_request(
    newsroom: Stage, timers: Timers, clock: ManualClock
) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, "ask") as go_on, heard("bot.app.error_handler", "/ask came too late to be answered") as said:
            late = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await timers.started(PATIENCE)
            clock.advance(3.1)
            await timers.ring(PATIENCE)
            go_on.set()
            await asyncio.wait_for(said.wait(), LONGEST)

    assert sent_for(newsroom.sandbox, late) == []


async def test_an_answer_that_discord_rejected_as_too_late_is_not_sent_or_looked_up_again(
    newsroom: Stage, timers: Timers
) -> None:
    newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=404, body=UNKNOWN))
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, "ask") as go_on, heard("bot.app.interactions", "could not be deferred") as said:
            lost = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await timers.ring(PATIENCE)
            await asyncio.wait_for(said.wait(), LONGEST)
            with heard("bot.app.error_handler", "/ask came too late to be answered") as told:
                go_on.set()
                await asyncio.wait_for(told.wait(), LONGEST)

    assert sent_for(newsroom.sandbox, lost) == ["POST"]


async def test_a_deferral_that_was_accepted_and_seemed_to_fail_is_filled_in(
    newsroom: Stage, timers: Timers, clock: ManualClock
) -> None:
    newsroom.sandbox.faults.order(
        Fault(method="POST", path=CALLBACK, status=502, body={"code": 0}, after=True, times=99)
    )
    newsroom.sandbox.faults.order(
        Fault(method="GET", path=r"/webhooks/\d+/[^/]+/messages/@original", status=403, body={"code": 0})
    )
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, "ask") as go_on, heard("bot.app.interactions", "could not be deferred") as said:
            question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await timers.ring(PATIENCE)
            await asyncio.wait_for(said.wait(), LONGEST)
            clock.advance(10)
            go_on.set()
            answer = await question.filled()

    assert ANSWER in answer.text
    assert written(newsroom.sandbox) == [answer.message]


async def test_a_question_that_comes_late_is_deferred_sooner(
    newsroom: Stage, timers: Timers, clock: ManualClock
) -> None:
    delay = 0.75
    async with newsroom.bot(sleep=timers) as bot:
        await newsroom.reader.slash(newsroom.channel, "topics")
        with slow(bot, "ask") as go_on:
            late = await start_late(newsroom, clock, delay)
            await timers.ring(TIME_LIMIT.total_seconds() - delay - DEFERRAL)
            await late.answered()
            go_on.set()
            answer = await late.filled()

    assert ANSWER in answer.text
