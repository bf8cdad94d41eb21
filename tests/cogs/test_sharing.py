from __future__ import annotations

import contextlib
import datetime as dt
import sqlite3
from typing import Any, Never

import pytest
from serving import Stage

from bot.app.shares import KEPT_DAYS
from bot.errors import StoreError
from bot.i18n import ENGLISH
from bot.sandbox import Exchange
from bot.sandbox.faults import Fault
from bot.storage.shares import SharedAnswers
from bot.ui.markdown import line

QUESTION = "how much will the repair cost"


async def asked(newsroom: Stage) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)


def shown(exchange: Exchange) -> list[tuple[str, bool]]:
    return [(str(button.get("label")), bool(button.get("disabled"))) for button in exchange.message.buttons]


async def test_a_card_that_was_shared_says_so_and_keeps_the_rest(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        before, text = shown(answer), answer.text
        await newsroom.reader.click(answer.message, "Share")
        await newsroom.sandbox.world.until(lambda: ("Shared", True) in shown(answer), patience=60)
        kept = shown(answer)
        related = await newsroom.reader.click(answer.message, "Related")
        voted = await newsroom.reader.click(answer.message, ENGLISH.vote_up_button)

    assert kept == [("Shared", True) if button == ("Share", False) else button for button in before]
    assert ("Shared", True) in shown(answer)
    assert answer.text == text
    assert "Related facts" in related.text
    assert voted.message is answer.message


async def test_two_quick_presses_post_once(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        presses = [newsroom.reader.start_click(answer.message, "Share") for _ in range(2)]
        first, second = [await press.answered() for press in presses]

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
    assert first.message in newsroom.sandbox.messages(newsroom.channel)
    assert second.text == ENGLISH.shared_already
    assert second.ephemeral


async def test_an_answer_whose_button_could_not_be_changed_is_not_shared_twice(newsroom: Stage) -> None:
    edits = Fault(method="PATCH", path="/webhooks/.*", status=404, body={"code": 10008, "message": "Unknown Message"})
    async with newsroom.bot():
        answer = await asked(newsroom)
        fault = newsroom.sandbox.faults.order(edits)
        await newsroom.reader.click(answer.message, "Share")
        await fault.hit.wait()
        again = await newsroom.reader.click(answer.message, "Share")

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
    assert again.text == ENGLISH.shared_already


async def test_the_same_fact_asked_for_again_can_be_shared_again(newsroom: Stage) -> None:
    async with newsroom.bot():
        for _ in range(2):
            await newsroom.reader.click((await asked(newsroom)).message, "Share")

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 2


async def test_a_share_that_failed_can_be_tried_again(newsroom: Stage) -> None:
    refusal = Fault(method="POST", path="/interactions/.*", status=403, body={"code": 50013, "message": "Missing"})
    async with newsroom.bot():
        answer = await asked(newsroom)
        newsroom.sandbox.faults.order(refusal)
        await newsroom.reader.click(answer.message, "Share")
        failed = newsroom.sandbox.messages(newsroom.channel)
        await newsroom.reader.click(answer.message, "Share")

    assert failed == ()
    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1


async def test_an_answer_from_before_a_restart_can_be_shared(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
    async with newsroom.bot():
        await newsroom.reader.click(answer.message, "Share")

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1


async def test_an_answer_is_shared_once_even_if_the_bot_restarts_in_between(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        before = shown(answer)
        await newsroom.reader.click(answer.message, "Share")
        await newsroom.sandbox.world.until(lambda: shown(answer) != before, patience=60)
    for button in answer.message.buttons:
        button.pop("disabled", None)
    async with newsroom.bot():
        again = await newsroom.reader.click(answer.message, "Shared")

    assert again.text == ENGLISH.shared_already
    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1


async def test_while_the_database_fails_an_answer_is_still_shared_and_once(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any, **__: Any) -> Never:
        raise StoreError("disk I/O error")

    for name in ("latest", "add"):
        monkeypatch.setattr(SharedAnswers, name, fail)
    async with newsroom.bot():
        answer = await asked(newsroom)
        presses = [newsroom.reader.start_click(answer.message, "Share") for _ in range(2)]
        texts = [(await press.answered()).text for press in presses]

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
    assert texts.count(ENGLISH.shared_already) == 1


async def test_what_was_shared_is_stored_without_any_user_and_forgotten_after_a_week(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        await newsroom.reader.click(answer.message, "Share")
        await bot.shares.settle()
        now = newsroom.sandbox.world.clock()
        for message, age in ((7, KEPT_DAYS + 1), (8, KEPT_DAYS - 1)):
            await bot.store.shared_answers.add(message, at=now - dt.timedelta(days=age))
        await bot.shares.expire()
        with contextlib.closing(sqlite3.connect(newsroom.config.store)) as db:
            columns = [name for (_, name, *_) in db.execute("PRAGMA table_info(share)")]
            messages = [message for (message,) in db.execute("SELECT message FROM share ORDER BY message")]

    assert columns == ["message", "at"]
    assert messages == [8, answer.message.id]


async def test_what_a_user_typed_is_shown_as_typed_in_what_is_shared(newsroom: Stage) -> None:
    question = f"**{QUESTION}** `?`"
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=question)
        await newsroom.reader.click(answer.message, "Share")

    (shared,) = newsroom.sandbox.messages(newsroom.channel)
    assert shared.text.split("\n")[0] == f"-# <@{newsroom.reader.user.id}> shared · asked: {line(question)}"
    assert shared.pings.users == ()
    assert not shared.pings.everyone


async def test_a_fact_opened_from_a_card_keeps_the_question(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        context = await newsroom.reader.click(answer.message, "In context")
        fact = await newsroom.reader.click(context.message, "Open")
        shared = await newsroom.reader.click(context.message, "Share")
        opened = await newsroom.reader.click(shared.message, "In context")

    assert [each.text.split("\n")[0] for each in (context, fact)] == [f"-# You asked: {QUESTION}"] * 2
    assert f"asked: {QUESTION}" in shared.text
    assert "asked" not in opened.text


async def test_what_the_source_does_not_say_can_be_shared_and_removed(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="what was the storm called")
        shared = await newsroom.reader.click(answer.message, "Share")
        text = shared.text
        await newsroom.reader.click(shared.message, "Remove")
        await newsroom.sandbox.world.until(lambda: shared.message.deleted, patience=60)

    assert not shared.ephemeral
    assert text.startswith(f"-# <@{newsroom.reader.user.id}> shared · asked: what was the storm called\n")
    assert ENGLISH.not_in_source in text
    assert newsroom.sandbox.messages(newsroom.channel) == ()


async def test_others_remove_what_was_shared_only_if_they_manage_messages(newsroom: Stage) -> None:
    other, moderator = newsroom.sandbox.user("other"), newsroom.sandbox.user("moderator")
    newsroom.sandbox.world.permit(newsroom.channel, moderator.user, allow=["manage_messages"])
    async with newsroom.bot():
        shared = await newsroom.reader.click((await asked(newsroom)).message, "Share")
        refused = await other.click(shared.message, "Remove")
        left = newsroom.sandbox.messages(newsroom.channel)
        await moderator.click(shared.message, "Remove")
        await newsroom.sandbox.world.until(lambda: shared.message.deleted, patience=60)

    assert refused.text == ENGLISH.may_not_remove
    assert refused.ephemeral
    assert left == (shared.message,)


async def test_the_sharer_removes_it_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot():
        shared = await newsroom.reader.click((await asked(newsroom)).message, "Share")
    async with newsroom.bot():
        await newsroom.reader.click(shared.message, "Remove")
        await newsroom.sandbox.world.until(lambda: shared.message.deleted, patience=60)

    assert newsroom.sandbox.messages(newsroom.channel) == ()
