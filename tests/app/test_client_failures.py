from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import pytest
from serving import PATIENCE, Stage

from bot.core.factbase.base import Base
from bot.core.matching import Completion
from bot.core.matching.decision import Outcome
from bot.sandbox import Fault

QUESTION = "how much will the repair cost"


class BrokenRanker:
    """A defect in person."""

    def rank(self, question: str) -> Outcome:
        raise LookupError(f"no ranking for {question}")

    @property
    def completer(self) -> Completion:
        raise LookupError("no completer")


def broken(base: Base) -> Base:
    return dataclasses.replace(base, ranker=cast("object", BrokenRanker()))  # type: ignore[arg-type]  # on purpose


@contextmanager
def listening(logger: str, words: str) -> Iterator[asyncio.Event]:
    """An event that is set once the logger says the words."""
    heard = asyncio.Event()

    def listen(record: logging.LogRecord) -> bool:
        if words in record.getMessage():
            heard.set()
        return True

    logging.getLogger(logger).addFilter(listen)
    yield heard
    logging.getLogger(logger).removeFilter(listen)


async def test_a_defect_is_reported_in_one_sentence_with_the_id_of_its_traceback(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        bot.bases.put(broken(bot.bases.default))
        failed = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert failed.ephemeral
    assert "**id-1**" in failed.text.replace("\\", "")
    assert "LookupError" not in failed.text
    assert "error id-1 in /ask: its message is left out" in caplog.text
    assert "Traceback" in caplog.text
    assert "LookupError" in caplog.text


async def test_a_defect_behind_a_button_is_reported_in_the_same_way(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        bot.bases.put(broken(bot.bases.default))
        failed = await newsroom.reader.click(answer.message, "Related")

    assert "**id-1**" in failed.text.replace("\\", "")
    assert "error id-1 in button related of repair-cost: no ranking for" in caplog.text


async def test_autocomplete_that_fails_offers_nothing_and_logs_an_id(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        bot.bases.put(broken(bot.bases.default))
        asked = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp")
        by_id = await newsroom.reader.autocomplete(newsroom.channel, "fact", id="lamp")

    assert asked == ()
    assert by_id == ()
    assert "error id-1 in the completion of /ask" in caplog.text
    assert "error id-2 in the completion of /fact" in caplog.text


async def test_a_command_that_this_version_does_not_know_is_answered_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        bot.tree.remove_command("topics")
        stale = await newsroom.reader.slash(newsroom.channel, "topics")

    assert stale.text == "This command has changed. Try again in a minute, or restart Discord."


async def test_the_completion_of_a_command_that_this_version_does_not_know_offers_nothing(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        bot.tree.remove_command("ask")
        offered = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="lamp")

    assert offered == ()
    assert "/ask is not known in this form" in caplog.text
    assert "could not tell the user" not in caplog.text


async def test_an_interaction_that_discord_has_forgotten_is_one_line_in_the_log(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"code": 10062, "message": "Unknown interaction"}
    newsroom.sandbox.faults.order(Fault(method="POST", path="/interactions/.*/callback", status=404, body=body))
    async with newsroom.bot():
        with listening("bot.app.error_handler", "too late") as heard:
            newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
            await asyncio.wait_for(heard.wait(), PATIENCE)

    events = [record for record in caplog.records if record.name == "bot.app.error_handler"]
    assert [record.levelno for record in events] == [logging.WARNING]
    assert events[0].getMessage().startswith("/ask came too late to be answered")
    assert events[0].exc_info is None


async def test_an_error_that_cannot_be_reported_is_logged_and_affects_nobody_else(newsroom: Stage) -> None:
    body = {"code": 50013, "message": "Missing Permissions"}
    async with newsroom.bot():
        untold = newsroom.reader.start_slash(newsroom.channel, "ask", question=QUESTION)
        path = f"/interactions/{untold.interaction.id}/.*/callback"
        newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body=body, times=2))
        with listening("bot.app.error_handler", "could not tell the user") as heard:
            await asyncio.wait_for(heard.wait(), PATIENCE)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert "600,000 crowns" in answer.text


async def test_an_error_after_the_answer_gets_a_message_of_its_own(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        ask = bot.tree.get_command("ask")
        assert ask is not None
        answers = ask.callback  # type: ignore[union-attr]  # ask is no group

        async def answer_and_fail(*arguments: object, **options: object) -> None:
            await answers(*arguments, **options)  # type: ignore[arg-type]  # as they came
            raise LookupError("after the answer")

        ask._callback = answer_and_fail  # type: ignore[union-attr]  # same
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await answer.followed_up()

    assert "600,000 crowns" in answer.text
    assert "**id-1**" in answer.followups[0].text.replace("\\", "")
    assert answer.followups[0].ephemeral


async def test_a_defect_in_an_event_is_logged_with_an_id(newsroom: Stage, caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise LookupError("in an event")

    async with newsroom.bot() as bot:
        bot.add_listener(fail, "on_trial")
        with listening("bot.app.client", "error id-1 in the event on_trial") as heard:
            bot.dispatch("trial")
            await asyncio.wait_for(heard.wait(), PATIENCE)

    assert "LookupError: in an event" in caplog.text
