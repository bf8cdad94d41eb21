from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

import discord
import pytest
from serving import Stage

from bot.app.client import BriefingBot
from bot.app.rate_limit import RateLimit
from bot.config import QuestionsConfig
from bot.i18n import ENGLISH
from bot.sandbox import ManualClock
from bot.ui import custom_ids

QUESTION = "how much will the repair cost"


def limited(bot: BriefingBot, most: int) -> ManualClock:
    """Give the bot a limit whose clock stands still."""
    clock = ManualClock(dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC))
    bot.rate_limit = RateLimit(most=most, clock=clock)
    return clock


async def test_a_user_who_asks_too_often_reads_when_to_continue(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        clock = limited(bot, 1)
        await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        clock.advance(17.5)
        refused = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        clock.advance(42.5)
        answered = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert refused.text.replace("\\", "") == (
        "You have sent 1 request in the last minute, which is the limit. Try again in 43 seconds."
    )
    assert refused.ephemeral
    assert "600,000 crowns" in answered.text


async def test_a_refused_question_is_not_kept_and_others_may_ask_on(newsroom: Stage) -> None:
    other = newsroom.sandbox.user("other")
    async with newsroom.bot() as bot:
        limited(bot, 1)
        await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.reader.slash(newsroom.channel, "ask", question="refused")
        answered = await other.slash(newsroom.channel, "ask", question="when will the lighthouse be repaired")
        await bot.question_log.settle()
        kept = {asked.text for asked in await bot.store.questions.latest(10)}

    assert "midsummer" in answered.text
    assert kept == {QUESTION, "when will the lighthouse be repaired"}


async def test_suggestions_do_not_use_up_questions_nor_questions_suggestions(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        limited(bot, 1)
        before = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="how high")
        answered = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        after = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="how high")

    assert "600,000 crowns" in answered.text
    assert before == after != ()


async def test_more_suggestions_than_typing_causes_are_not_given(newsroom: Stage) -> None:
    clock = ManualClock(dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC))
    async with newsroom.bot() as bot:
        bot.suggestion_limit = RateLimit(most=2, clock=clock)
        offered = [
            await newsroom.reader.autocomplete(newsroom.channel, command, **typed)
            for command, typed in (
                ("ask", {"question": "how high"}),
                ("fact", {"id": "repair"}),
                ("who", {"name": "d"}),
                ("compare", {"claim": "l"}),
                ("timeline", {"from": "2"}),
            )
        ]
        clock.advance(61)
        later = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="how high")

    assert [bool(each) for each in offered] == [True, True, False, False, False]
    assert later == offered[0]


LIMITED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "ask": {"question": QUESTION},
        "fact": {"id": "repair-cost"},
        "who": {"name": "Dax"},
        "compare": {"claim": QUESTION},
        "timeline": {},
        "follow topic": {"topic": "light"},
    }
)
"""The readers' commands that search or draw."""

FREE = {"help", "privacy", "forget", "overview", "topics", "sources", "corrections"}
"""The readers' commands that show what is at hand."""


@pytest.mark.parametrize("command", LIMITED)
async def test_each_command_that_searches_or_draws_counts_as_a_request(newsroom: Stage, command: str) -> None:
    async with newsroom.bot() as bot:
        limited(bot, 1)
        first = await newsroom.reader.slash(newsroom.channel, command, **LIMITED[command])
        second = await newsroom.reader.slash(newsroom.channel, command, **LIMITED[command])

    assert "Try again in" not in first.text
    assert "Try again in" in second.text


async def test_related_facts_count_as_a_request(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        limited(bot, 2)
        answer = await newsroom.reader.slash(newsroom.channel, "fact", id="repair-cost")
        found = [await newsroom.reader.click(answer.message, ENGLISH.related_button) for _ in range(2)]

    assert ["Try again in" in each.text for each in found] == [False, True]


async def test_of_each_command_for_readers_it_is_decided_whether_it_counts(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        listed = {command.name for command in bot.tree.get_commands(type=discord.AppCommandType.chat_input)}

    assert listed == {name.split()[0] for name in LIMITED} | FREE | {"briefing", "settings", "desk"}


async def test_questions_of_the_form_count_and_are_kept_as_well(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        limited(bot, 2)
        answer = await newsroom.reader.slash(newsroom.channel, "fact", id="repair-cost")
        (button,) = (button for button in answer.message.buttons if button.get("label") == "Related")
        button["custom_id"] = custom_ids.QuestionForm().encode()
        asked = []
        for question in (QUESTION, "refused"):
            opened = await newsroom.reader.click(answer.message, "Related")
            asked.append(await newsroom.reader.submit(opened, {ENGLISH.question_label: question}))
        voted = await newsroom.reader.click(asked[0].message, ENGLISH.vote_up_button)
        kept = [each.text for each in await bot.store.questions.latest(10)]

    assert "600,000 crowns" in asked[0].text
    assert "Try again in" in asked[1].text
    assert voted.message is asked[0].message
    assert kept == [QUESTION]


async def test_the_limit_is_the_configs(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"questions": QuestionsConfig(per_minute=2)})
    async with newsroom.bot():
        answers = [await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION) for _ in range(3)]

    assert ["600,000 crowns" in answer.text for answer in answers] == [True, True, False]
