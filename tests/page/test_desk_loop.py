"""The whole loop in a browser: what the bot cannot answer goes to the desk, and what the desk writes comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base
from page.chat import Chat
from page.conftest import running
from playwright.async_api import Browser, Locator, expect

from bot.config import load_config
from bot.i18n import ENGLISH

pytestmark = pytest.mark.asyncio(loop_scope="session")

EDITS = ENGLISH.edits

QUESTION = "how many passengers fit on the Petrel?"
STATEMENT = "The ferry Petrel carries 200 passengers."
TYPED = "the ferry Petrel, which takes 200 passengers"
THERE = "the ferry Petrel, which carries 200 passengers"

ASKED = "how high were the waves in the storm"
SHARED = "The weather buoy off Ostrand measured waves of 11 metres in the night of 4 March 2031."
CORRECTED = "The weather buoy off Ostrand measured waves of 11 metres in the night after 4 March 2031."


async def ask(chat: Chat, question: str) -> None:
    """Ask with the command, and wait for the answer."""
    async with chat.answered():
        await chat.command(ENGLISH.commands["ask"].name, question)


async def press(chat: Chat, button: str) -> None:
    """Press a button of the newest message, and wait for the new message that it brings."""
    async with chat.answered():
        await chat.button(button).click()


async def turn(chat: Chat, button: str, into: str) -> None:
    """Press a button of the newest message, and wait until the newest message says `into`."""
    await chat.button(button).click()
    await expect(chat.last).to_contain_text(into)


async def hold(chat: Chat) -> Locator:
    """Return the newest message, wherever it stands later."""
    number = await chat.last.evaluate("(article) => article.parentNode.id")
    return chat.page.locator(f"#{number} article")


async def ask_the_desk(reader: Chat) -> None:
    await ask(reader, QUESTION)
    await expect(reader.last).to_contain_text(ENGLISH.abstention)
    await press(reader, ENGLISH.desk_ask_button)
    await turn(reader, ENGLISH.desk_tell_button, into="direct message")


async def write_the_fact(curator: Chat) -> Locator:
    """Write it with a quote that is off by a word, take the passage that is offered, publish, and return the card."""
    await curator.go("desk")
    await expect(curator.last).to_contain_text(QUESTION)
    card = await hold(curator)
    await curator.button(EDITS.write_button).click()
    form = curator.page.get_by_role("dialog", name=EDITS.write_form)
    await form.get_by_label(EDITS.statement_label).fill(STATEMENT)
    await form.get_by_label(EDITS.quote_label).fill(TYPED)
    await form.get_by_label(EDITS.topic_label).select_option(label="The ferry")
    await form.get_by_label(EDITS.attribution_label).fill("Ostrand Post")
    async with curator.answered():
        await form.get_by_role("button", name="Submit").click()
    await expect(curator.last.locator("blockquote s")).to_have_text("takes")
    await expect(curator.last.locator("blockquote strong")).to_have_text("carries")
    await turn(curator, EDITS.take_button, into=EDITS.preview)
    await expect(curator.last.locator("blockquote")).to_have_text(THERE)
    await expect(curator.last.locator("pre")).to_contain_text(f'+  statement: "{STATEMENT}"')
    await turn(curator, EDITS.publish_button, into=EDITS.published)
    return card


async def edit_the_shared_fact(curator: Chat) -> None:
    await curator.go("general")
    await ask(curator, ASKED)
    await curator.button(EDITS.edit_button).click()
    form = curator.page.get_by_role("dialog", name=EDITS.edit_form)
    await form.get_by_label(EDITS.statement_label).fill(CORRECTED)
    await form.get_by_role("button", name="Submit").click()
    await expect(curator.last).to_contain_text(EDITS.preview)
    await turn(curator, EDITS.publish_button, into=EDITS.published)


async def test_a_question_goes_to_the_desk_its_answer_comes_back_and_what_was_shared_is_corrected(
    browser: Browser, tmp_path: Path
) -> None:
    config = load_config(write_base(tmp_path))
    async with (
        running(config) as trial,
        Chat.open(browser, trial.page.url) as reader,
        Chat.open(browser, trial.page.url) as curator,
    ):
        await reader.be("member")
        async with curator.answered():
            await curator.command("desk set", "desk")
        await ask(reader, ASKED)
        await press(reader, ENGLISH.share_button)
        shared = await hold(reader)
        await expect(shared.get_by_role("heading")).to_have_text(SHARED)

        await ask_the_desk(reader)
        card = await write_the_fact(curator)
        await expect(card).to_contain_text(ENGLISH.desk_answer)
        await reader.go("briefing-bot")
        await expect(reader.last).to_contain_text(ENGLISH.desk_told_answered)
        await expect(reader.last).to_contain_text(STATEMENT)
        await press(reader, ENGLISH.desk_told_button)
        await expect(reader.last.locator("blockquote")).to_contain_text(THERE)

        await edit_the_shared_fact(curator)
        await reader.go("general")
        await expect(shared).to_contain_text("Corrected on")
        await expect(shared.locator("s")).to_have_text(SHARED)
        await expect(shared.get_by_role("heading")).to_have_text(CORRECTED)

    assert STATEMENT in (tmp_path / "knowledge/facts/ferry.yaml").read_text(encoding="utf-8")
    assert CORRECTED in (tmp_path / "knowledge/facts/light.yaml").read_text(encoding="utf-8")
