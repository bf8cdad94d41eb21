from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from bases import CONFIG, write_base
from faults.child import ENDLESS, Child, running
from faults.child import PATIENCE as LONGEST
from faults.test_slow_answers import slow
from faults.timers import Timers
from faults.watching import ANSWER, CALLBACK, QUESTION, troubles, written
from serving import Stage

from bot.app.interactions import LAST_ANSWERS, LAST_WORDS, PATIENCE
from bot.cli.run import LOGIN_REFUSED
from bot.i18n import ENGLISH
from bot.sandbox import Channel, Exchange, Fault, ResponseKind, Sandbox
from bot.sandbox.events import Event, SessionClosed
from bot.sandbox.permissions import bits

TOKEN = "a-token-that-nobody-may-read"


async def test_while_the_bot_stops_a_running_answer_is_finished_and_new_questions_get_ask_again(
    newsroom: Stage,
) -> None:
    gate = asyncio.Event()
    held = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=gate))
    async with newsroom.bot() as bot:
        question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await held.hit.wait()
        closing = asyncio.create_task(bot.close())
        await asyncio.sleep(0)
        late = await newsroom.admin.slash(newsroom.channel, "ask", question=QUESTION)
        typed = await newsroom.admin.autocomplete(newsroom.channel, "ask", question="lamp")
        gate.set()
        await closing

    assert late.ephemeral
    assert late.text == "The bot is restarting. Please try again in a minute."
    assert typed == ()
    assert ANSWER in question.text


async def test_who_asks_in_the_moment_in_which_the_bot_disconnects_is_told_to_try_again(
    newsroom: Stage, timers: Timers, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Exchange] = []
    slow = asyncio.Event()
    async with newsroom.bot(sleep=timers) as bot:
        refuse = bot.error_handler.answer

        async def refuse_slowly(*arguments: Any) -> None:
            await slow.wait()
            await refuse(*arguments)

        async def ask_last() -> None:
            asked.append(newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION))

        monkeypatch.setattr(bot.error_handler, "answer", refuse_slowly)
        monkeypatch.setattr(bot.bases, "stop", ask_last)
        closing = asyncio.create_task(bot.close())
        # The first is that of the answers which ran before.
        waits = asyncio.create_task(timers.started(LAST_WORDS, times=2))
        await asyncio.wait({closing, waits}, return_when=asyncio.FIRST_COMPLETED)
        waits.cancel()
        slow.set()
        await closing

    assert asked[0].text == ENGLISH.restarting


async def test_a_question_that_has_arrived_but_is_not_read_when_the_bot_disconnects_is_answered(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[Exchange] = []

    async def ask_last() -> None:
        asked.append(newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION))

    async with newsroom.bot() as bot:
        monkeypatch.setattr(bot.bases, "stop", ask_last)
        await bot.close()

    assert asked[0].text == ENGLISH.restarting
    assert troubles(caplog.records) == []


async def test_an_answer_that_hangs_is_abandoned_and_logged(
    newsroom: Stage, timers: Timers, caplog: pytest.LogCaptureFixture
) -> None:
    held = newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=asyncio.Event()))
    async with newsroom.bot(sleep=timers) as bot:
        question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await held.hit.wait()
        closing = asyncio.create_task(bot.close())
        await timers.ring(LAST_ANSWERS)
        await closing

    assert "1 answers were not finished in time" in caplog.text
    assert troubles(caplog.records) == []
    assert question.text == ENGLISH.restarting


@pytest.mark.parametrize(("command", "options"), [("ask", {"question": QUESTION}), ("timeline", {})])
async def test_a_user_who_sees_thinking_when_the_bot_ends_reads_that_it_restarts(
    newsroom: Stage, timers: Timers, command: str, options: dict[str, str]
) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        with slow(bot, command):
            question = newsroom.reader.start_slash(newsroom.channel, command, **options)
            await timers.ring(PATIENCE)
            await question.answered()
            closing = asyncio.create_task(bot.close())
            await timers.ring(LAST_ANSWERS)
            await closing

    assert question.kind is ResponseKind.DEFERRED_MESSAGE
    assert question.text == ENGLISH.restarting
    assert question.followups == ()


async def test_a_user_who_has_the_answer_of_a_command_that_still_runs_gets_nothing_more(
    newsroom: Stage, timers: Timers
) -> None:
    async with newsroom.bot(sleep=timers) as bot:
        ask: Any = bot.tree.get_command("ask")
        answers = ask.callback

        async def answer_and_go_on(*arguments: object, **options: object) -> None:
            await answers(*arguments, **options)
            await asyncio.Event().wait()

        ask._callback = answer_and_go_on
        question = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        closing = asyncio.create_task(bot.close())
        await timers.ring(LAST_ANSWERS)
        await closing

    assert ANSWER in question.text
    assert written(newsroom.sandbox) == [question.message]


async def test_a_last_message_that_hangs_is_abandoned(newsroom: Stage, timers: Timers) -> None:
    held, again = (
        newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, hold=asyncio.Event())) for _ in range(2)
    )
    async with newsroom.bot(sleep=timers) as bot:
        question = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        await held.hit.wait()
        closing = asyncio.create_task(bot.close())
        await timers.ring(LAST_ANSWERS)
        await again.hit.wait()
        await timers.ring(LAST_WORDS)
        await closing

    assert question.kind is None


def test_the_time_for_the_last_answers_leaves_a_second_of_five_for_the_rest() -> None:
    assert LAST_ANSWERS + LAST_WORDS <= 4


@pytest.fixture
async def apart() -> AsyncIterator[Sandbox]:
    """A sandbox for a bot in a process of its own."""
    async with Sandbox.serve(token=TOKEN, patience=LONGEST) as sandbox:
        yield sandbox


@pytest.fixture
def channel(apart: Sandbox) -> Channel:
    return apart.channel(apart.guild("Newsroom"), "general")


async def serving(sandbox: Sandbox, child: Child) -> None:
    """Wait until the child answers."""
    await child.said("connected as")
    assert sandbox.gateway.connected


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_in_the_middle_of_an_answer_lets_it_be_finished_and_ends_the_process_cleanly(
    apart: Sandbox, channel: Channel, tmp_path: Path, number: signal.Signals
) -> None:
    gate, closed = asyncio.Event(), list[Event]()
    apart.world.observe(lambda event: closed.append(event) if isinstance(event, SessionClosed) else None)
    held = apart.faults.order(Fault(method="POST", path=CALLBACK, hold=gate))
    async with running(apart, write_base(tmp_path)) as child:
        await serving(apart, child)
        question = apart.user("reader").start_slash(channel, "ask", question=QUESTION)
        await held.hit.wait()
        child.process.send_signal(number)
        await child.said("finishing 1 answers")
        late = await apart.user("late").slash(channel, "ask", question=QUESTION)
        gate.set()
        answer = await question.answered()
        code = await child.ended()

    assert code == 0
    assert ANSWER in answer.text
    assert late.text == ENGLISH.restarting
    assert len(written(apart)) == 2
    assert [event.code for event in closed if isinstance(event, SessionClosed)] == [1000]
    assert "Traceback" not in child.errors


async def test_a_signal_while_an_answer_and_the_gateway_hang_ends_the_process_cleanly(
    apart: Sandbox, channel: Channel, tmp_path: Path
) -> None:
    held = apart.faults.order(Fault(method="POST", path=CALLBACK, hold=asyncio.Event()))
    apart.gateway.deaf = True
    async with running(apart, write_base(tmp_path)) as child:
        await serving(apart, child)
        apart.user("reader").start_slash(channel, "ask", question=QUESTION)
        await held.hit.wait()
        child.process.send_signal(signal.SIGTERM)
        code = await child.ended()

    assert code == 0
    assert "1 answers were not finished in time" in child.errors
    assert "Traceback" not in child.errors


async def test_a_signal_while_discord_keeps_the_login_waiting_ends_the_process_cleanly(
    apart: Sandbox, tmp_path: Path
) -> None:
    held = apart.faults.order(Fault(method="GET", path="/users/@me", hold=asyncio.Event()))
    async with running(apart, write_base(tmp_path)) as child:
        await asyncio.wait_for(held.hit.wait(), LONGEST)
        child.process.send_signal(signal.SIGTERM)
        code = await child.ended()

    assert code == 0
    assert "Traceback" not in child.errors


LOADING = ["bot.cli.base.load_vectors", *(f"bot.core.factbase.base.Library.{name}" for name in ("read", "build"))]


@pytest.mark.parametrize("endless", LOADING, ids=["word vectors", "files", "ranker"])
async def test_a_signal_while_the_base_loads_at_the_start_ends_the_process_at_once_before_any_login(
    apart: Sandbox, tmp_path: Path, endless: str
) -> None:
    """The thread that loads never ends."""
    async with running(apart, write_base(tmp_path), endless=endless) as child:
        await child.said(ENDLESS)
        child.process.send_signal(signal.SIGTERM)
        code = await child.ended()

    assert code == 0
    assert apart.requests == ()
    assert "Traceback" not in child.errors
    assert "stopped" in child.errors


async def test_a_signal_during_a_reload_informs_its_admin_of_the_restart_and_ends_the_process_cleanly(
    apart: Sandbox, channel: Channel, tmp_path: Path
) -> None:
    assert channel.guild is not None
    admin = apart.user("admin", roles=[apart.world.add_role(channel.guild, "desk", bits("manage_guild"))])
    settings = f"discord: {{home_guild: {channel.guild.id}, admins: [{admin.user.id}]}}\n"
    config = write_base(tmp_path, {"config.yaml": CONFIG + settings})
    async with running(apart, config, endless="bot.core.factbase.base.Library.open") as child:
        await serving(apart, child)
        (tmp_path / "knowledge/topics.yaml").write_text("[]\n", encoding="utf-8")
        reload = await admin.start_slash(channel, "reload").answered()
        await child.said(ENDLESS)
        child.process.send_signal(signal.SIGTERM)
        code = await child.ended()

    assert code == 0
    assert reload.text == ENGLISH.restarting
    assert len(written(apart)) == 1
    assert "Traceback" not in child.errors


async def test_a_revoked_token_ends_the_process_with_a_sentence_that_does_not_contain_it(
    apart: Sandbox, channel: Channel, tmp_path: Path
) -> None:
    async with running(apart, write_base(tmp_path)) as child:
        await serving(apart, child)
        answer = await apart.user("reader").slash(channel, "ask", question=QUESTION)
        apart.gateway.close(4004)
        code = await child.ended()

    assert code == 1
    assert ANSWER in answer.text
    assert LOGIN_REFUSED in child.errors
    assert TOKEN not in child.errors
    assert "Traceback" not in child.errors
