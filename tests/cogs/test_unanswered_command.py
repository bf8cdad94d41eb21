from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from logged import log_question
from serving import Stage

from bot.app.client import BriefingBot
from bot.app.responses import Deferral
from bot.cogs.components import deferral_of
from bot.config import QuestionsConfig
from bot.errors import StoreError
from bot.i18n import ENGLISH
from bot.sandbox import Exchange, Person
from bot.storage import VoteCount
from bot.ui import custom_ids

MISSES = ("who is the mayor of Ostrand", "Ostrand's mayor", "zebra crossings in Peru")
UNKNOWN = "what was the storm called"
ANSWERED = "how much will the repair cost"


async def ask(newsroom: Stage, bot: BriefingBot, *questions: str) -> None:
    """Ask, and wait until all is written down."""
    for question in questions:
        await newsroom.reader.slash(newsroom.channel, "ask", question=question)
    await bot.question_log.settle()


async def press(newsroom: Stage, person: Person, action: Any) -> Exchange:
    """Send in the custom_id of an action, from an answer of the person's own."""
    answer = await person.slash(newsroom.channel, "fact", id="repair-cost")
    (button,) = (button for button in answer.message.buttons if button.get("label") == "Related")
    button["custom_id"] = action.encode()
    return await person.click(answer.message, "Related")


async def test_unanswered_questions_are_listed_in_groups_the_most_asked_first(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await ask(newsroom, bot, *MISSES, UNKNOWN, ANSWERED)
        page = await press(newsroom, newsroom.admin, custom_ids.UnansweredPage())

    assert page.ephemeral
    assert "4 questions · 3 groups" in page.text
    assert page.text.index("mayor of Ostrand") < page.text.index("zebra")
    assert "1 not in the source" in page.text
    assert ANSWERED not in page.text


async def test_the_pages_are_turned_in_place_and_lead_to_the_facts_voted_against_and_back(newsroom: Stage) -> None:
    words = "apple brick cloud daisy eagle flute grape horse igloo jelly koala lemon".split()
    async with newsroom.bot() as bot:
        for word in words:
            await log_question(
                bot.store, at=bot.clock(), text=word, outcome="abstention", fact=None, confidence=0.0, guild=None
            )
        first = await press(newsroom, newsroom.admin, custom_ids.UnansweredPage())
        second = await newsroom.admin.click(first.message, "Next")
        on_second = second.text
        voted = await newsroom.admin.click(second.message, ENGLISH.voted_button)
        on_voted = voted.text
        back = await newsroom.admin.click(voted.message, ENGLISH.unanswered_button)

    assert "Page 2 of 2" in on_second
    assert ENGLISH.voted_none in on_voted
    assert "Page 1 of 2" in back.text
    assert first.message is second.message is voted.message is back.message


@pytest.mark.parametrize("action", [custom_ids.UnansweredPage(page=1), custom_ids.VotedPage(page=1)])
def test_a_page_that_takes_long_comes_in_place_of_the_one_that_is_shown(action: custom_ids.Action) -> None:
    assert deferral_of(action, ()) is Deferral.IN_PLACE


async def test_facts_voted_against_are_listed_with_the_comments_of_the_voters(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=ANSWERED)
        opened = await newsroom.reader.click(answer.message, ENGLISH.vote_down_button)
        await newsroom.reader.submit(opened, {ENGLISH.comment_label: "@everyone *wrong* sum"})
        page = await press(newsroom, newsroom.admin, custom_ids.VotedPage())

    assert "1 not helpful, 0 helpful" in page.text
    assert "\\@everyone \\*wrong\\* sum" in page.text
    assert not page.message.pings.everyone


async def test_the_table_comes_as_a_file_that_the_admin_alone_sees(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await ask(newsroom, bot, *MISSES, "=HYPERLINK(1)", ANSWERED)
        export = await press(newsroom, newsroom.admin, custom_ids.UnansweredExport())

    (file,) = export.message.attachments
    header, *rows = csv.reader(io.StringIO(file.body.decode("utf-8-sig"), newline=""))
    assert export.ephemeral
    assert export.text == "A table of 4 questions without an answer."
    assert file.filename.endswith(".csv")
    assert {row[header.index("question")] for row in rows} == {*MISSES, "'=HYPERLINK(1)"}
    assert {row[header.index("guild")] for row in rows} == {str(newsroom.home.id)}


@pytest.mark.parametrize("action", [custom_ids.UnansweredPage(), custom_ids.UnansweredExport(), custom_ids.VotedPage()])
async def test_a_user_who_is_no_admin_is_refused_in_a_sentence(newsroom: Stage, action: Any) -> None:
    async with newsroom.bot() as bot:
        await ask(newsroom, bot, *MISSES)
        refused = await press(newsroom, newsroom.reader, action)

    assert refused.text == ENGLISH.admins_only
    assert refused.ephemeral


async def test_if_no_questions_are_kept_the_page_says_so(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"questions": QuestionsConfig(keep_days=0)})
    async with newsroom.bot() as bot:
        await ask(newsroom, bot, *MISSES)
        page = await press(newsroom, newsroom.admin, custom_ids.UnansweredPage())

    assert page.text.replace("\\", "") == ENGLISH.unanswered_off


async def test_a_database_that_cannot_be_read_is_reported_to_the_admin_in_a_sentence_and_logged_with_what_was_used(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        answer = await press(newsroom, newsroom.admin, custom_ids.UnansweredPage())
        bot.store.votes = _BrokenVotes()  # type: ignore[assignment]  # what a file that broke while running gives
        told = await newsroom.admin.click(answer.message, ENGLISH.voted_button)
        bot.store.revisions.history = bot.store.votes.counts  # type: ignore[assignment]  # it fails too
        history = await newsroom.admin.slash(newsroom.channel, "admin history")

    assert told.text == history.text == ENGLISH.database_unreadable
    assert [each for each in caplog.messages if "database" in each] == [
        "button voted could not read or change the database (database disk image is malformed)",
        "/admin history could not read or change the database (database disk image is malformed)",
    ]


async def test_the_command_shows_the_page_or_sends_the_table(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await ask(newsroom, bot, *MISSES)
        page = await newsroom.admin.slash(newsroom.channel, "admin gaps")
        export = await newsroom.admin.slash(newsroom.channel, "admin gaps", export=True)

    assert "3 questions · 2 groups" in page.text
    assert len(export.message.attachments) == 1


class _BrokenVotes:
    """Raises what SQLite raises."""

    async def counts(self, **_: str) -> tuple[VoteCount, ...]:
        raise StoreError("database disk image is malformed")
