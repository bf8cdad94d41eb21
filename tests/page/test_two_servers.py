"""Two bases on the chat page: a server for each, side by side."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from page.chat import Chat
from page.conftest import Trial, running
from playwright.async_api import Browser, expect
from two_bases import NESS, SKERRY, write_two_bases

from bot.config import load_config

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUESTION = "how high above the sea is the lamp"
PHONE = {"width": 390, "height": 844}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def two(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    """The bot with two bases; a module's tests share it."""
    async with running(load_config(write_two_bases(tmp_path_factory.mktemp("bases")))) as started:
        yield started


async def go(chat: Chat, server: str) -> None:
    """Open the channel `general` of a server."""
    channels = chat.page.get_by_role("navigation").get_by_role("button", name="general")
    await (channels.first if server == SKERRY else channels.last).click()
    await expect(chat.page.get_by_role("heading", level=1)).to_have_text(f"Newsroom {server}")


async def test_each_server_is_listed_with_its_channels_and_answers_from_its_base(browser: Browser, two: Trial) -> None:
    async with Chat.open(browser, two.page.url) as chat:
        groups = chat.page.locator("#channels .server")
        await expect(groups).to_have_text([f"Newsroom {SKERRY}", f"Newsroom {NESS}"])
        for server, height in ((SKERRY, "38 metres"), (NESS, "52 metres")):
            await go(chat, server)
            async with chat.answered():
                await chat.command("ask", QUESTION)
            await expect(chat.last).to_contain_text(height)


async def test_the_settings_of_a_server_name_its_base(browser: Browser, two: Trial) -> None:
    async with Chat.open(browser, two.page.url) as chat:
        await go(chat, NESS)
        async with chat.answered():
            await chat.command("settings")
        await expect(chat.last).to_contain_text(f"Base: {NESS}")


async def test_on_a_phone_the_channels_of_two_servers_can_be_told_apart(browser: Browser, two: Trial) -> None:
    async with Chat.open(browser, two.page.url, viewport=PHONE) as chat:
        for server in (SKERRY, NESS):
            await expect(chat.page.locator("#channels").get_by_text(f"Newsroom {server}")).to_be_in_viewport()
        assert await chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
