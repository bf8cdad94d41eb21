"""None of these: what a reader says of a suggestion reaches the curators."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest
from serving import Stage

from bot.app.client import BriefingBot
from bot.config import QuestionsConfig
from bot.core.matching.decision import Suggestion
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange
from bot.ui import custom_ids
from bot.ui.markdown import escape

QUESTION = "is the repair of the ferry seen by the keeper at noon"


def unsure(bot: BriefingBot) -> None:
    """Let the bot suggest whatever comes near."""
    weights = dataclasses.replace(bot.bases.default.ranker.weights, answer=1.1, suggest=0.0)
    bot.bases.put(
        dataclasses.replace(bot.bases.default, ranker=dataclasses.replace(bot.bases.default.ranker, weights=weights))
    )


async def suggested(newsroom: Stage, bot: BriefingBot) -> Exchange:
    unsure(bot)
    assert isinstance(bot.bases.default.decide(QUESTION), Suggestion)
    return await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)


async def test_a_suggestion_that_is_followed_shows_the_fact(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        suggestion = await suggested(newsroom, bot)
        opened = await newsroom.reader.click(suggestion.message, "Open")
        first = bot.bases.default.decide(QUESTION)

    assert isinstance(first, Suggestion)
    assert escape(first.matches[0].fact.statement) in opened.text
    assert ENGLISH.suggestion_none_button in suggestion.message.labels


async def test_none_of_these_is_thanked_for_names_the_topics_and_becomes_an_unanswered_question(
    newsroom: Stage,
) -> None:
    async with newsroom.bot() as bot:
        suggestion = await suggested(newsroom, bot)
        declined = await newsroom.reader.click(suggestion.message, ENGLISH.suggestion_none_button)
        unanswered = await newsroom.admin.slash(newsroom.channel, "admin gaps")
        table = await newsroom.admin.slash(newsroom.channel, "admin gaps", export=True)

    assert declined.ephemeral
    assert ENGLISH.suggestion_none_noted in declined.text
    assert "The light · The repair · The ferry" in declined.text
    assert QUESTION in unanswered.text
    assert "1 declined suggestion" in unanswered.text
    (row,) = csv.DictReader(io.StringIO(table.message.attachments[0].body.decode("utf-8-sig")))
    assert row["outcome"] == "declined"


async def test_a_second_press_changes_nothing_and_is_answered_the_same(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        suggestion = await suggested(newsroom, bot)
        first = await newsroom.reader.click(suggestion.message, ENGLISH.suggestion_none_button)
        second = await newsroom.reader.click(suggestion.message, ENGLISH.suggestion_none_button)
        kept = await bot.store.questions.unanswered(limit=10)

    assert first.text == second.text
    assert [asked.outcome for asked in kept] == ["declined"]


async def test_none_of_these_can_be_pressed_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        suggestion = await suggested(newsroom, bot)
    async with newsroom.bot():
        declined = await newsroom.reader.click(suggestion.message, ENGLISH.suggestion_none_button)

    assert ENGLISH.suggestion_none_noted in declined.text


async def test_if_no_questions_are_kept_there_is_no_such_button(newsroom: Stage) -> None:
    keeping_none = dataclasses.replace(
        newsroom, config=newsroom.config.model_copy(update={"questions": QuestionsConfig(keep_days=0, per_minute=20)})
    )
    async with keeping_none.bot() as bot:
        suggestion = await suggested(newsroom, bot)

    assert ENGLISH.suggestion in suggestion.text
    assert ENGLISH.suggestion_none_button not in suggestion.message.labels


@pytest.mark.parametrize("answered", [True, False], ids=["answered", "gone"])
async def test_a_button_of_a_question_that_has_no_suggestion_notes_nothing_and_names_the_topics(
    newsroom: Stage, *, answered: bool
) -> None:
    async with newsroom.bot() as bot:
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
        await bot.question_log.settle()
        (kept,) = await bot.store.questions.latest(1)
        for button in answer.message.buttons:
            if button.get("label") == "Related":
                button["custom_id"] = custom_ids.NoneOfThese(question=kept.id if answered else 999).encode()
        declined = await newsroom.reader.click(answer.message, "Related")
        (after,) = await bot.store.questions.latest(1)

    assert ENGLISH.suggestion_none_unnoted in declined.text
    assert "The light · The repair · The ferry" in declined.text
    assert after.outcome == "answer"


async def test_a_spanish_reader_declines_in_spanish(newsroom: Stage) -> None:
    lectora = newsroom.sandbox.user("lectora", locale="es-ES")
    async with newsroom.bot() as bot:
        unsure(bot)
        suggestion = await lectora.slash(newsroom.channel, "preguntar", pregunta=QUESTION)
        declined = await lectora.click(suggestion.message, SPANISH.suggestion_none_button)

    assert SPANISH.suggestion_none_noted in declined.text
