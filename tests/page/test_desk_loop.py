"""The whole loop in a browser: what the bot cannot answer goes to the desk, and what the desk writes comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base
from page import at_desk
from page.at_desk import CORRECTED, SHARED, STATEMENT, THERE
from page.chat import Chat
from page.conftest import running
from playwright.async_api import Browser, expect

from bot.config import load_config
from bot.i18n import ENGLISH

pytestmark = pytest.mark.asyncio(loop_scope="session")


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
        await at_desk.open_desk(curator)
        shared = await at_desk.share(reader)
        await expect(shared.get_by_role("heading")).to_have_text(SHARED)

        await at_desk.ask_the_desk(reader)
        card = await at_desk.open_card(curator)
        await at_desk.write(curator)
        await expect(curator.last.locator("blockquote s")).to_have_text("takes")
        await expect(curator.last.locator("blockquote strong")).to_have_text("carries")
        await at_desk.take_passage(curator)
        await expect(curator.last.locator("blockquote")).to_have_text(THERE)
        await expect(curator.last.locator(".added", has_text=STATEMENT)).to_be_visible()
        await at_desk.publish(curator)
        await expect(card).to_contain_text(ENGLISH.desk_answer)
        await reader.go("briefing-bot")
        await expect(reader.last).to_contain_text(ENGLISH.desk_told_answered)
        await expect(reader.last).to_contain_text(STATEMENT)
        await at_desk.press(reader, ENGLISH.desk_told_button)
        await expect(reader.last.locator("blockquote")).to_contain_text(THERE)

        await at_desk.edit_shared(curator)
        await at_desk.publish(curator)
        await expect(curator.last).to_contain_text("the bot now edits 1 posted message")
        await reader.go("general")
        await expect(shared).to_contain_text("Corrected on")
        await expect(shared.locator("s")).to_have_text(SHARED)
        await expect(shared.get_by_role("heading")).to_have_text(CORRECTED)

    assert STATEMENT in (tmp_path / "knowledge/facts/ferry.yaml").read_text(encoding="utf-8")
    assert CORRECTED in (tmp_path / "knowledge/facts/light.yaml").read_text(encoding="utf-8")
