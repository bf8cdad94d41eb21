from __future__ import annotations

import asyncio

import pytest
from faults.timers import PATIENCE
from faults.watching import ANSWER, CALLBACK, QUESTION, heard, written
from serving import Stage

from bot.sandbox import Fault

TAKEN = ["view_channel", "send_messages", "embed_links", "read_message_history", "use_external_emojis"]


async def test_a_bot_whose_permissions_were_taken_away_still_answers_and_shares(newsroom: Stage) -> None:
    """Answers to interactions need no permission of the bot's own."""
    newsroom.sandbox.world.permit(newsroom.channel, newsroom.sandbox.world.bot, deny=TAKEN)
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.reader.click(answer.message, "Share")

    assert ANSWER in answer.text
    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1


@pytest.mark.parametrize("code", [50001, 50013], ids=["missing access", "missing permissions"])
async def test_the_asker_reads_a_sentence_when_discord_refuses_the_answer(
    newsroom: Stage, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"code": code, "message": "Missing"}
    newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=403, body=body))
    async with newsroom.bot():
        told = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert told.ephemeral
    assert "**id-1**" in told.text.replace("\\", "")
    assert "error id-1 in /ask" in caplog.text
    assert written(newsroom.sandbox) == [told.message]


@pytest.mark.parametrize("body", [{"message": "banned"}, None], ids=["JSON", "nothing"])
async def test_the_asker_reads_a_sentence_when_a_proxy_refuses_the_answer(
    newsroom: Stage, body: dict[str, str] | None
) -> None:
    """A 429 without Discord's own header: discord.py does not wait and try again."""
    newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=429, body=body))
    async with newsroom.bot():
        told = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert "**id-1**" in told.text.replace("\\", "")
    assert written(newsroom.sandbox) == [told.message]


async def test_a_share_that_discord_refuses_is_reported_to_the_person_who_pressed_and_shown_to_nobody(
    newsroom: Stage,
) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        body = {"code": 50013, "message": "Missing Permissions"}
        newsroom.sandbox.faults.order(Fault(method="POST", path=CALLBACK, status=403, body=body))
        told = await newsroom.reader.click(answer.message, "Share")

    assert told.ephemeral
    assert "**id-1**" in told.text.replace("\\", "")
    assert newsroom.sandbox.messages(newsroom.channel) == ()


async def test_a_channel_that_is_deleted_before_the_answer_affects_nobody_else(newsroom: Stage) -> None:
    doomed = newsroom.sandbox.channel(newsroom.home, "doomed")
    gone = {"code": 10003, "message": "Unknown Channel"}
    async with newsroom.bot():
        lost = newsroom.reader.start_slash(doomed, "ask", question=QUESTION)
        path = f"/interactions/{lost.interaction.id}/.*/callback"
        newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=404, body=gone, times=2))
        newsroom.sandbox.world.remove_channel(doomed)
        with heard("bot.app.error_handler", "could not tell the user") as said:
            await asyncio.wait_for(said.wait(), PATIENCE)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert ANSWER in answer.text
    assert lost.kind is None


async def test_a_guild_that_removes_the_bot_affects_no_other(newsroom: Stage) -> None:
    async with newsroom.bot():
        other = newsroom.sandbox.guild("Archive")
        channel = newsroom.sandbox.channel(other, "general")
        newsroom.sandbox.world.join(other, newsroom.reader.user)
        newsroom.sandbox.world.leave_guild(newsroom.home)
        answer = await newsroom.reader.slash(channel, "ask", question=QUESTION)

    assert ANSWER in answer.text
