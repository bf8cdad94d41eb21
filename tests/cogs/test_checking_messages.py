"""The entry of a message's menu, from the message to what its reader sees."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from serving import Stage

from bot.app.rate_limit import RateLimit
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import ManualClock
from bot.sandbox.model import Message, MessageFlag
from bot.ui import custom_ids

MENU = "Check against the base"
HEIGHT = "The lamp of Grey Skerry stands 38 metres above the sea."
LIT = "The lamp of Grey Skerry was first lit in 1905."
COST = "The repair will cost 600,000 crowns."


def posted(newsroom: Stage, **parts: Any) -> Message:
    """A message that somebody else has written, or another bot has."""
    world = newsroom.sandbox.world
    message = Message(
        id=world.snowflake(),
        channel=newsroom.channel,
        author=newsroom.admin.user,
        created=world.clock(),
        **{"content": "", **parts},
    )
    return world.post(message)


async def checked(newsroom: Stage, content: str) -> str:
    async with newsroom.bot():
        return (await newsroom.reader.menu(newsroom.admin.say(newsroom.channel, content), MENU)).text


async def test_each_sentence_is_shown_to_the_reader_alone_with_what_the_source_says(newsroom: Stage) -> None:
    async with newsroom.bot():
        message = newsroom.admin.say(newsroom.channel, f"Morning! {HEIGHT} {LIT} {COST} Is it dark?")
        answer = await newsroom.reader.menu(message, MENU)

    assert answer.ephemeral
    text = answer.text.replace("\\", "")
    assert "5 sentences · 1 contradicted · 1 claimed · 1 supported · 2 not covered" in text
    assert "✓ Supported: the source says so." in text
    assert "✗ Contradicted: this says 1905, but the source says 1891" in text
    assert "◐ Claimed by the Harbour Office, as the source reports it. Others dispute it." in text
    assert "Disputed by builders in Ostrand: Builders in Ostrand expect" in text
    assert "- Morning!" in text
    assert "- Is it dark? (a question)" in text
    assert "The lamp, which could be seen for 21 nautical miles, stands 38 metres above the sea" in text
    assert " true" not in text.replace("not what is true", "")


async def test_the_fact_of_a_sentence_is_shown_by_its_button(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.menu(newsroom.admin.say(newsroom.channel, HEIGHT), MENU)
        shown = await newsroom.reader.click(answer.message, "Open fact")

    assert "stands 38 metres above the sea." in shown.text
    assert shown.ephemeral


async def test_sentences_that_do_not_fit_are_in_a_menu_that_works_after_a_restart(newsroom: Stage) -> None:
    many = " ".join([HEIGHT, LIT, COST] * 3)
    async with newsroom.bot():
        answer = await newsroom.reader.menu(newsroom.admin.say(newsroom.channel, many), MENU)
    async with newsroom.bot():
        opened = await newsroom.reader.choose(answer.message, custom_ids.CheckedPick().encode(), ["3:lamp-height"])

    assert "3 sentences in the menu below." in answer.text
    assert "38 metres" in opened.text


async def test_a_fact_that_was_removed_since_is_reported_as_gone(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await newsroom.reader.menu(
            newsroom.admin.say(newsroom.channel, " ".join([HEIGHT, LIT, COST] * 3)), MENU
        )
        knowledge = dataclasses.replace(bot.bases.default.knowledge, facts={})
        bot.bases.put(dataclasses.replace(bot.bases.default, knowledge=knowledge))
        opened = await newsroom.reader.choose(answer.message, custom_ids.CheckedPick().encode(), ["3:lamp-height"])

    assert opened.text == ENGLISH.fact_gone


async def test_a_very_long_message_is_checked_in_part_and_that_is_said(newsroom: Stage) -> None:
    text = await checked(newsroom, "So it is. " * 200)

    assert "30 sentences · 30 not covered" in text
    assert "The message is too long: 170 sentences at the end not checked." in text


@pytest.mark.parametrize("content", ["", "https://example.org", "<@1> 🎉", "```\ncode\n```"])
async def test_a_message_without_a_sentence_is_reported_as_such(newsroom: Stage, content: str) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.menu(posted(newsroom, content=content), MENU)

    assert answer.text == ENGLISH.factcheck_empty


async def test_a_message_of_embeds_is_read(newsroom: Stage) -> None:
    embed = {"type": "rich", "title": "News", "description": HEIGHT, "fields": [{"name": "More", "value": LIT}]}
    async with newsroom.bot():
        answer = await newsroom.reader.menu(posted(newsroom, embeds=[embed]), MENU)

    assert "4 sentences · 1 contradicted · 1 supported · 2 not covered" in answer.text


async def test_the_preview_of_a_link_is_not_what_the_writer_says(newsroom: Stage) -> None:
    embed = {"type": "link", "title": LIT}
    async with newsroom.bot():
        answer = await newsroom.reader.menu(
            posted(newsroom, content=f"{HEIGHT} https://example.org", embeds=[embed]), MENU
        )

    assert "1 sentence · 1 supported" in answer.text


async def test_a_message_of_text_displays_alone_is_read(newsroom: Stage) -> None:
    components = [
        {"type": 17, "id": 1, "components": [
            {"type": 10, "id": 2, "content": f"## {HEIGHT}"},
            {"type": 9, "id": 3, "components": [{"type": 10, "id": 4, "content": f"> {LIT}"}],
             "accessory": {"type": 2, "id": 5, "style": 2, "label": "x", "custom_id": "x"}},
        ]},
    ]  # fmt: skip
    message = posted(newsroom, components=components, flags=MessageFlag.COMPONENTS_V2)
    async with newsroom.bot():
        answer = await newsroom.reader.menu(message, MENU)

    assert "2 sentences · 1 contradicted · 1 supported" in answer.text


async def test_an_answer_of_the_bot_itself_can_be_checked(newsroom: Stage) -> None:
    async with newsroom.bot():
        asked = await newsroom.reader.slash(newsroom.channel, "ask", question="how high above the sea is the lamp")
        await newsroom.reader.click(asked.message, "Share")
        (shared,) = newsroom.sandbox.messages(newsroom.channel)
        answer = await newsroom.reader.menu(shared, MENU)

    assert "supported" in answer.text
    assert "contradicted" not in answer.text


async def test_text_in_the_message_pings_nobody_and_formats_nothing(newsroom: Stage) -> None:
    text = "@everyone **The lamp** of [Grey Skerry](x) stands <@1> 38 metres above the sea."
    async with newsroom.bot():
        answer = await newsroom.reader.menu(newsroom.admin.say(newsroom.channel, text), MENU)

    assert answer.message.pings.users == ()
    assert not answer.message.pings.everyone
    assert "The lamp of \\[Grey Skerry\\](" in answer.text
    assert "everyone" not in answer.text


async def test_it_is_there_in_direct_messages_and_for_user_installs(newsroom: Stage) -> None:
    async with newsroom.bot():
        body = newsroom.sandbox.commands()[MENU].body
        answer = await newsroom.reader.menu(newsroom.reader.say(newsroom.reader.direct, HEIGHT), MENU)

    assert set(body["integration_types"]) == {0, 1}
    assert set(body["contexts"]) == {0, 1, 2}
    assert "1 supported" in answer.text


async def test_a_spanish_reader_finds_it_and_reads_it_in_spanish(newsroom: Stage) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        answer = await lector.menu(newsroom.admin.say(newsroom.channel, f"{HEIGHT} {LIT}"), "Comprobar con la base")

    assert SPANISH.factcheck in answer.text
    assert "✗ Contradicha: aquí dice 1905, pero la fuente dice 1891" in answer.text


async def test_it_counts_as_one_question_and_keeps_nothing(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        clock = ManualClock(dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC))
        bot.rate_limit = RateLimit(most=1, clock=clock)
        message = newsroom.admin.say(newsroom.channel, f"{HEIGHT} {LIT} {COST}")
        first = await newsroom.reader.menu(message, MENU)
        second = await newsroom.reader.menu(message, MENU)
        await bot.question_log.settle()
        kept = await bot.store.questions.latest(10)

    assert "3 sentences" in first.text
    assert second.text.startswith("You have sent 1 request in the last minute")
    assert not kept
