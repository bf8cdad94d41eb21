"""A browser before the chat page, for tests: what a user does there and reads."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Locator, Page, async_playwright, expect

HERE: Final = Path(__file__).parent
AXE: Final = HERE / "node_modules/axe-core/axe.min.js"

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
FLAGS: Final = (
    "--no-sandbox",  # of Chromium's own, which an ordinary container does not allow
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE: Final = 20_000
"""Milliseconds of real time after which a test gives up."""

expect.set_options(timeout=PATIENCE)


def find_browser() -> str | None:
    """The path of a browser, or None where there is none."""
    return next((path for path in map(shutil.which, NAMES) if path is not None), None)


@asynccontextmanager
async def browsing(path: str) -> AsyncIterator[Browser]:
    """A headless browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        await browser.close()


class Chat:
    """One tab. `troubles` holds what its console warned of, and the scripts that failed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda said: self.troubles.append(said.text) if said.type in {"error", "warning"} else None)

    @classmethod
    @asynccontextmanager
    async def open(cls, browser: Browser, url: str, **context: Any) -> AsyncIterator[Chat]:
        """Open the page in a context of its own and wait until the bot is online; no script may have failed."""
        opened = await browser.new_context(**{"viewport": {"width": 1100, "height": 850}, "locale": "en-US", **context})
        opened.set_default_timeout(PATIENCE)
        chat = cls(await opened.new_page())
        try:
            await chat.page.goto(url)
            await chat.online()
            yield chat
        finally:
            await opened.close()
        assert chat.troubles == []

    async def online(self) -> None:
        """Wait until the page says that the bot is online."""
        await expect(self.page.locator("#presence")).to_have_text("briefing-bot is online")

    @property
    def last(self) -> Locator:
        """The newest message of the channel."""
        return self.page.locator("#messages article").last

    @property
    def box(self) -> Locator:
        """Where messages are typed."""
        return self.page.get_by_role("combobox", name="Message")

    @property
    def choices(self) -> Locator:
        """What is offered above the box."""
        return self.page.get_by_role("listbox", name="Choices").get_by_role("option")

    def button(self, name: str) -> Locator:
        """A button of the newest message."""
        return self.last.get_by_role("button", name=name, exact=True)

    def message(self, number: int) -> Locator:
        """A message by its id."""
        return self.page.locator(f"#message-{number} article")

    @asynccontextmanager
    async def answered(self) -> AsyncIterator[None]:
        """Wait at the end of the block until the channel holds one more message: that is the newest one then."""
        messages = self.page.locator("#messages article")
        before = await messages.count()
        yield
        await expect(messages).to_have_count(before + 1)

    async def command(self, name: str, text: str = "") -> None:
        """Use a command, with the text of its first option."""
        await self.box.fill(f"/{name} ")
        if text:
            await self.page.keyboard.insert_text(text)
        await self.page.get_by_role("button", name="Send").click()

    async def be(self, user: str) -> None:
        """Switch the user."""
        await self._switch("You are", user)

    async def speak(self, locale: str) -> None:
        """Switch the language."""
        await self._switch("Your language", locale)

    async def _switch(self, label: str, value: str) -> None:
        """Choose an option, and wait until the page shows its state again."""
        drawn = await self.page.locator("#channels button").first.element_handle()
        await self.page.get_by_label(label).select_option(value)
        await drawn.wait_for_element_state("hidden")
        await expect(self.page.get_by_label(label)).to_have_value(value)

    async def go(self, channel: str) -> None:
        """Open a channel."""
        await self.page.get_by_role("navigation").get_by_role("button", name=channel).click()
