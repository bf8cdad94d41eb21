"""Messages to the bot on the page: a mention in a channel, a direct message, and the settings of both."""

from __future__ import annotations

import pytest
from page.chat import Chat
from page.conftest import Trial
from playwright.async_api import expect

from bot.i18n import ENGLISH

pytestmark = pytest.mark.asyncio(loop_scope="session")

COST = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
QUESTION = "how much will the repair cost?"


async def test_the_bot_is_mentioned_from_an_at_sign_on_and_replies_for_everybody(chat: Chat) -> None:
    await chat.box.press_sequentially("hey @br")
    await expect(chat.choices).to_have_text(["@briefing-bot"])
    await chat.page.keyboard.press("Enter")
    await expect(chat.box).to_have_value("hey @briefing-bot ")
    await chat.page.keyboard.type(QUESTION)
    await chat.page.keyboard.press("Enter")

    await expect(chat.last.get_by_role("heading")).to_have_text(COST)
    await expect(chat.last.locator(".used")).to_have_text(f"admin hey @briefing-bot {QUESTION}")
    await expect(chat.last).not_to_contain_text("Only you can see this")
    await expect(chat.button(ENGLISH.share_button)).to_have_count(0)
    await expect(chat.page.locator("#hint")).to_be_hidden()
    await chat.be("member")
    await expect(chat.last.get_by_role("heading")).to_have_text(COST)


async def test_a_message_that_nobody_reads_gets_a_hint(chat: Chat) -> None:
    await chat.box.fill("is anybody there")
    await chat.page.keyboard.press("Enter")

    await expect(chat.page.locator("#hint")).to_contain_text("messages that mention it")


async def test_a_direct_message_is_answered_without_a_mention(chat: Chat) -> None:
    await chat.go("briefing-bot")
    await chat.box.fill(QUESTION)
    await chat.page.keyboard.press("Enter")

    await expect(chat.last.get_by_role("heading")).to_have_text(COST)
    await expect(chat.last).not_to_contain_text("Only you can see this")


async def test_a_manager_chooses_the_channels_in_a_menu(chat: Chat, trial: Trial) -> None:
    async with chat.answered():
        await chat.command("settings")
    await chat.button(f"{ENGLISH.settings_scopes['everywhere']} ▾").click()
    await chat.page.locator("#popup").get_by_role("button", name=ENGLISH.settings_scopes["only"]).click()
    await chat.button(f"{ENGLISH.settings_channels} ▾").click()
    await chat.page.locator("#popup").get_by_label("# briefings").check()
    await chat.page.locator("#popup").get_by_role("button", name="Choose").click()
    await expect(chat.button("# briefings ▾")).to_be_visible()
    await chat.button(f"{ENGLISH.settings_scopes['only']} ▾").click()
    await (
        chat.page.locator("#popup")
        .get_by_role("button", name=ENGLISH.settings_scopes["everywhere"], exact=True)
        .click()
    )
    await expect(chat.button("# briefings ▾")).to_have_count(0)

    assert trial.room.bot is not None
    assert len((await trial.room.bot.store.settings.all())[trial.room.config.discord.home_guild or 0].channels) == 1
