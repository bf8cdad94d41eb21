from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from faults.test_answer_faults import EACH
from faults.timers import PATIENCE as LONGEST
from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, EDIT, QUESTION, callbacks, heard, troubles, written
from serving import Stage

from bot.app.client import BriefingBot
from bot.app.interactions import PATIENCE
from bot.app.responses import Deferral
from bot.cogs import components
from bot.errors import RefusedError
from bot.i18n import ENGLISH
from bot.sandbox import Fault, ResponseKind, rate_limited
from bot.ui import custom_ids
from bot.ui.markdown import escape

DEFERRED = {ResponseKind.DEFERRED_MESSAGE, ResponseKind.DEFERRED_UPDATE}


@contextmanager
def slow(bot: BriefingBot, name: str, *, fails: Exception | None = None) -> Iterator[asyncio.Event]:
    """A command that does not begin before the event is set, and then, or instead of it, fails."""
    command: Any = bot.tree.get_command(name)
    answers, go_on = command.callback, asyncio.Event()

    async def late(*arguments: object, **options: object) -> None:
        await go_on.wait()
        if fails is not None:
            raise fails
        await answers(*arguments, **options)

    command._callback = late
    yield go_on
    command._callback = answers


@pytest.fixture
def slow_buttons(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Buttons do nothing before the event is set."""
    presses, go_on = components.press, asyncio.Event()

    async def late(*arguments: Any) -> None:
        await go_on.wait()
        await presses(*arguments)

    monkeypatch.setattr(components, "press", late)
    return go_on


async def test_an_answer_that_takes_long_is_deferred_and_then_filled_in(newsroom: Stage, timers: Timers) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, "ask") as go_on:
            question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await timers.ring(PATIENCE)
            deferred = await question.answered()
            thinking = deferred.message.loading
            go_on.set()
            answer = await deferred.filled()

    assert deferred.kind is ResponseKind.DEFERRED_MESSAGE
    assert thinking
    assert answer.ephemeral
    assert ANSWER in answer.text
    assert written(newsroom.sandbox) == [answer.message]


async def test_an_error_behind_a_deferred_answer_takes_its_place(newsroom: Stage, timers: Timers) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, "ask", fails=RefusedError("fact_gone")) as go_on:
            question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await timers.ring(PATIENCE)
            await question.answered()
            go_on.set()
            refused = await question.filled()

    assert refused.text == ENGLISH.fact_gone
    assert refused.followups == ()


async def test_an_error_after_a_deferred_answer_was_filled_in_leaves_it_and_follows_it(
    newsroom: Stage, timers: Timers
) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        ask: Any = bot.tree.get_command("ask")
        answers, go_on = ask.callback, asyncio.Event()

        async def answer_and_fail(*arguments: object, **options: object) -> None:
            await go_on.wait()
            await answers(*arguments, **options)
            raise LookupError("after the answer")

        ask._callback = answer_and_fail
        question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await timers.ring(PATIENCE)
        await question.answered()
        go_on.set()
        answer = await (await question.filled()).followed_up()

    assert ANSWER in answer.text
    assert "**id-1**" in answer.followups[0].text.replace("\\", "")


@pytest.mark.usefixtures("hasty")
async def test_an_error_after_an_answer_whose_confirmation_was_lost_follows_it_too(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        ask: Any = bot.tree.get_command("ask")
        answers = ask.callback

        async def answer_and_fail(*arguments: object, **options: object) -> None:
            await answers(*arguments, **options)
            raise LookupError("after the answer")

        ask._callback = answer_and_fail
        newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=502, body={"code": 0}, after=True))
        question = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        answer = await question.followed_up()

    assert ANSWER in answer.text
    assert "**id-1**" in answer.followups[0].text.replace("\\", "")


async def test_a_page_that_takes_long_is_turned_in_its_message(
    newsroom: Stage, timers: Timers, slow_buttons: asyncio.Event
) -> None:
    async with newsroom.bot(sleep=timers):
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        choosing = asyncio.create_task(
            newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The ferry"])
        )
        await timers.ring(PATIENCE, times=2)
        chosen = await choosing
        slow_buttons.set()
        await newsroom.sandbox.until(lambda: "Petrel" in topics.text)

    assert chosen.kind is ResponseKind.DEFERRED_UPDATE
    assert written(newsroom.sandbox) == [topics.message]


async def test_a_fact_whose_sharing_takes_long_is_shared_once(
    newsroom: Stage, timers: Timers, slow_buttons: asyncio.Event
) -> None:
    async with newsroom.bot(sleep=timers):
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        sharing = newsroom.reader.start_click(answer.message, "Share")
        await timers.ring(PATIENCE, times=2)
        await sharing.answered()
        slow_buttons.set()
        shared = await sharing.filled()

    assert not shared.ephemeral
    assert newsroom.sandbox.messages(newsroom.channel) == (shared.message,)
    assert ANSWER in shared.text


async def test_only_the_user_who_may_not_share_reads_so_even_when_it_takes_long(
    newsroom: Stage, timers: Timers, slow_buttons: asyncio.Event
) -> None:
    newsroom.sandbox.world.permit(newsroom.channel, newsroom.reader.user, deny=["send_messages"])
    async with newsroom.bot(sleep=timers):
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        sharing = newsroom.reader.start_click(answer.message, "Share")
        await timers.ring(PATIENCE, times=2)
        await sharing.answered()
        slow_buttons.set()
        refused = await sharing.followed_up()

    assert newsroom.sandbox.messages(newsroom.channel) == ()
    assert refused.followups[0].ephemeral
    assert "You cannot post in this channel" in refused.followups[0].text


@pytest.fixture
def deferred_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Buttons that open a form are deferred like all others."""
    monkeypatch.setattr(components, "deferral_of", lambda *_: Deferral.PRIVATE)


@pytest.mark.usefixtures("deferred_forms")
async def test_a_form_that_can_no_longer_open_is_explained_in_a_sentence(
    newsroom: Stage, timers: Timers, slow_buttons: asyncio.Event
) -> None:
    async with newsroom.bot(sleep=timers):
        shown = await newsroom.reader.slash(newsroom.channel, "fact", id="repair-cost")
        (button,) = (button for button in shown.message.buttons if button.get("label") == "Related")
        button["custom_id"] = custom_ids.QuestionForm().encode()
        asking = newsroom.reader.start_click(shown.message, "Related")
        await timers.ring(PATIENCE, times=2)
        await asking.answered()
        slow_buttons.set()
        late = await asking.filled()

    assert late.text == escape(ENGLISH.question_form_late)


@pytest.mark.usefixtures("deferred_forms")
async def test_a_vote_whose_form_can_no_longer_open_counts_and_is_thanked_for(
    newsroom: Stage, timers: Timers, slow_buttons: asyncio.Event
) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        voting = newsroom.reader.start_click(answer.message, ENGLISH.vote_down_button)
        await timers.ring(PATIENCE, times=2)
        await voting.answered()
        slow_buttons.set()
        thanks = await voting.filled()
        (tally,) = await bot.store.votes.counts()

    assert thanks.text == ENGLISH.vote_thanks
    assert (tally.up, tally.down) == (0, 1)


@EACH
@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize(("method", "path"), [("POST", CALLBACK), ("PATCH", EDIT)], ids=["deferring", "filling in"])
async def test_an_answer_that_takes_long_arrives_once_whatever_request_fails(  # noqa: PLR0913 - faults and fixtures
    newsroom: Stage,
    timers: Timers,
    *,
    fault: Callable[[str, str], Fault],
    method: str,
    path: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    newsroom.sandbox.faults.order(fault(method, path))
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, "ask") as go_on:
            question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await timers.ring(PATIENCE)
            await question.answered()
            go_on.set()
            answer = await question.filled()

    assert ANSWER in answer.text
    assert written(newsroom.sandbox) == [answer.message]
    assert troubles(caplog.records) == []


async def test_an_answer_that_is_on_its_way_is_not_deferred(newsroom: Stage, timers: Timers) -> None:
    gate = asyncio.Event()
    held = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=gate))
    async with newsroom.bot(sleep=timers):
        question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await held.hit.wait()
        await timers.ring(PATIENCE)
        gate.set()
        answer = await question.answered()
        await newsroom.reader.slash(newsroom.channel, "topics")

    assert answer.kind is ResponseKind.MESSAGE
    assert len(callbacks(newsroom.sandbox)) == 2


async def no_patience(_seconds: float) -> None:
    """A sleep that is over as soon as others had their turn."""
    await asyncio.sleep(0)


async def test_a_lookup_in_memory_is_answered_at_once_and_never_deferred(newsroom: Stage) -> None:
    """Not even by a watchdog that has no patience at all."""
    async with newsroom.bot() as bot:
        await newsroom.reader.slash(newsroom.channel, "sources")  # what they cover is computed for the first
        bot.interactions._sleep = no_patience
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The ferry"])
        await newsroom.reader.slash(newsroom.channel, "sources")
        fact = await newsroom.reader.slash(newsroom.channel, "fact", id="repair-cost")
        for button in ("In context", "Related", "Share"):
            await newsroom.reader.click(fact.message, button)

    sent = [request.body for request in callbacks(newsroom.sandbox)]
    assert len(sent) == 8
    assert [body for body in sent if isinstance(body, dict) and body["type"] in DEFERRED] == []


async def test_a_completion_is_not_watched_for_it_cannot_be_deferred(newsroom: Stage, timers: Timers) -> None:
    async with newsroom.bot(sleep=timers):
        offered = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp")

    assert offered
    assert PATIENCE not in timers.asked


async def test_a_limit_on_all_of_the_bots_requests_delays_no_answer(newsroom: Stage) -> None:
    channel = newsroom.channel.id
    limited = rate_limited("POST", f"/channels/{channel}/messages", seconds=600, everywhere=True)
    newsroom.sandbox.faults.order(limited)
    async with newsroom.bot() as bot:
        with heard("discord.http", "Global rate limit has been hit") as said:
            posting = asyncio.create_task(bot.get_partial_messageable(channel).send("Late"))
            await asyncio.wait_for(said.wait(), LONGEST)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        posting.cancel()

    assert ANSWER in answer.text
