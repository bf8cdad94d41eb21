from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import sqlite3

import pytest
from serving import Alarm, Stage

from bot.app.client import BriefingBot
from bot.cogs.help import DAILY, SOON
from bot.config import QuestionsConfig
from bot.errors import StoreError
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Sandbox

QUESTION = "how much will the repair cost"


@pytest.fixture
def expiry() -> Alarm:
    """The sleep between two expiries."""
    return Alarm()


async def texts(bot: BriefingBot) -> list[str]:
    return [kept.text for kept in await bot.store.questions.latest(100)]


def add_old_question(sandbox: Sandbox, path: str, days: int) -> None:
    """Write a question into the file that was asked some days ago."""
    at = (sandbox.world.clock() - dt.timedelta(days=days)).isoformat()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("INSERT INTO question (at, text, outcome) VALUES (?, ?, 'abstention')", (at, f"{days} days old"))


async def test_anybody_anywhere_reads_what_is_kept_and_for_how_long(newsroom: Stage) -> None:
    async with newsroom.bot():
        here = await newsroom.reader.slash(newsroom.channel, "privacy")
        direct = await newsroom.reader.slash(newsroom.reader.direct, "privacy")
        spanish = await newsroom.sandbox.user("lector", locale="es-ES").slash(newsroom.channel, "privacidad")

    assert here.ephemeral
    assert "For 90 days:** each question as you sent it, unless it only opens a page (the overview," in here.text
    assert ENGLISH.privacy_votes in here.text
    assert ENGLISH.privacy_not_kept in here.text
    assert direct.text == here.text
    assert "Durante 90 días:** cada pregunta tal como se envió, salvo si solo abre una página (el panorama," in (
        spanish.text
    )
    assert SPANISH.privacy_votes in spanish.text


async def test_if_nothing_is_kept_the_page_says_so(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"questions": QuestionsConfig(keep_days=0)})
    async with newsroom.bot():
        told = await newsroom.reader.slash(newsroom.channel, "privacy")

    assert ENGLISH.privacy_off in told.text
    assert ENGLISH.privacy_votes not in told.text


async def test_the_log_has_the_question_and_nothing_about_who_asked_or_where(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await bot.question_log.settle()
        (kept,) = await bot.store.questions.latest(10)
    with contextlib.closing(sqlite3.connect(newsroom.config.store)) as db:
        dump = "\n".join(db.iterdump())

    assert (kept.text, kept.outcome, kept.fact, kept.guild) == (QUESTION, "answer", "repair-cost", newsroom.home.id)
    assert kept.confidence is not None
    assert str(newsroom.reader.user.id) not in dump
    assert newsroom.reader.user.name not in dump
    assert str(newsroom.channel.id) not in dump


async def test_a_question_just_before_the_bot_ends_is_kept(newsroom: Stage) -> None:
    async with newsroom.bot():
        await newsroom.reader.slash(newsroom.channel, "ask", question="zebra crossings in Peru")
    async with newsroom.bot() as bot:
        kept = await texts(bot)

    assert kept == ["zebra crossings in Peru"]


async def test_a_store_that_hangs_does_not_keep_the_bot_from_ending(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    with contextlib.ExitStack() as stack:
        async with newsroom.bot(sleep=asyncio.sleep):
            other = sqlite3.connect(newsroom.config.store, isolation_level=None)
            stack.enter_context(contextlib.closing(other)).execute("BEGIN IMMEDIATE")
            await newsroom.reader.slash(newsroom.channel, "ask", question="zebra crossings in Peru")

    assert "1 of the last questions were not kept" in caplog.text


async def test_text_that_is_typed_and_not_sent_is_not_kept(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await newsroom.reader.autocomplete(newsroom.channel, "ask", question="how much w")
        kept = await texts(bot)

    assert kept == []


async def test_questions_that_are_too_old_go_at_the_start_and_once_a_day(newsroom: Stage, expiry: Alarm) -> None:
    async with newsroom.bot():
        pass
    await asyncio.to_thread(add_old_question, newsroom.sandbox, str(newsroom.config.store), 91)
    await asyncio.to_thread(add_old_question, newsroom.sandbox, str(newsroom.config.store), 89)
    async with newsroom.bot(expiry=expiry) as bot:
        await expiry.asleep()
        at_start = await texts(bot)
        await asyncio.to_thread(add_old_question, newsroom.sandbox, str(newsroom.config.store), 95)
        await expiry.ring()
        next_day = await texts(bot)

    assert at_start == ["89 days old"]
    assert next_day == ["89 days old"]
    assert expiry.asked == [DAILY, DAILY]


async def test_the_expiry_outlives_a_store_that_fails_and_is_tried_again_soon(
    newsroom: Stage, expiry: Alarm, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot(expiry=expiry) as bot:
        await expiry.asleep()
        kept, bot.question_log.expire = bot.question_log.expire, _fail  # type: ignore[method-assign]
        with caplog.at_level(logging.WARNING):
            await expiry.ring()
            bot.question_log.expire = _break  # type: ignore[method-assign]
            await expiry.ring()
        bot.question_log.expire = kept  # type: ignore[method-assign]
        await expiry.ring()

    assert expiry.asked == [DAILY, SOON, SOON, DAILY]
    failure, defect = (record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING)
    assert "disk I/O error" in failure
    assert "id-1" in defect


async def test_the_task_ends_with_the_bot(newsroom: Stage, expiry: Alarm) -> None:
    async with newsroom.bot(expiry=expiry):
        await expiry.asleep()
        running = [task.get_name() for task in asyncio.all_tasks()]

    assert "expiry" in running
    assert "expiry" not in [task.get_name() for task in asyncio.all_tasks()]


async def _fail() -> int:
    raise StoreError("disk I/O error")


async def _break() -> int:
    raise ZeroDivisionError
