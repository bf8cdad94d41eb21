"""Take the pictures of the README from the chat page: the real bot with a base, in a headless browser.

`make screenshots` runs it.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import io
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bases import write_base
from curation.unfinished import TODAY, store_of, write_unfinished
from page import at_desk
from page.chat import NAMES, Chat, browsing, find_browser
from page.conftest import running
from PIL import Image
from playwright.async_api import Browser, ViewportSize, expect
from two_bases import NESS, SKERRY, write_two_bases

from bot.cli.run import library_of
from bot.cli.sandbox import newsroom
from bot.config import Config, load_config
from bot.curation.page import ReviewPage
from bot.curation.session import ReviewSession
from bot.i18n import ENGLISH
from bot.sandbox.clock import wall_clock

ANSWERED: Final = "how close did the bombers come to Venezuela?"
SUGGESTED: Final = "did the planes turn back?"
OF_BOTH: Final = "how high above the sea is the lamp"
NOT_TOLD: Final = "what are the names of the B-52 pilots?"

CHANGED: Final = "facts/bombers.yaml"
OLD: Final = 'statement: "'
NEW: Final = 'statement: "As CNN reports: '

STORY: Final = dt.datetime(2031, 3, 7, 9, 30, tzinfo=dt.UTC)
"""When the pictures of the desk are taken, by the clock of the page."""

SIZE: Final[ViewportSize] = {"width": 900, "height": 820}
HALF: Final[ViewportSize] = {"width": 820, "height": 640}
"""In pixels of CSS."""
GAP: Final = 4
"""Pixels between two pictures."""
SLOWEST: Final = 120_000
"""Milliseconds that a reload may take on a slow machine."""
COLOURS: Final = 128
"""Enough for a page of flat areas. An octree keeps the few coloured signs of the timeline, unlike a median cut."""


async def _answer(chat: Chat) -> bool:
    await chat.command(ENGLISH.commands["ask"].name, ANSWERED)
    return True


async def _context(chat: Chat) -> bool:
    async with chat.answered():
        await chat.command(ENGLISH.commands["ask"].name, ANSWERED)
    async with chat.answered():
        await chat.button(ENGLISH.context).click()
    return True


async def _suggestion(chat: Chat) -> bool:
    await chat.command(ENGLISH.commands["ask"].name, SUGGESTED)
    return True


async def _not_in_source(chat: Chat) -> bool:
    await chat.command(ENGLISH.commands["ask"].name, NOT_TOLD)
    return True


async def _timeline(chat: Chat) -> bool:
    """Where the bot has the command."""
    await chat.box.fill("/timeline")
    if not await chat.choices.count():
        return False
    await chat.command("timeline")
    return True


async def _reload(chat: Chat) -> bool:
    await chat.command(ENGLISH.commands["reload"].name)
    await expect(chat.button(ENGLISH.load_button)).to_be_visible(timeout=SLOWEST)
    return True


STEPS: Final[dict[str, Callable[[Chat], Awaitable[bool]]]] = {
    "answer": _answer,
    "context": _context,
    "suggestion": _suggestion,
    "not-in-source": _not_in_source,
    "timeline": _timeline,
    "reload": _reload,
}


async def take(config: Config, folder: Path) -> None:
    """Take one picture for each step into the folder."""
    path = find_browser()
    if path is None:
        sys.exit(f"No browser is installed here; looked for {', '.join(NAMES)}.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as copies:
        own = _copied(config, Path(copies))
        async with served(own) as url, browsing(path) as browser:
            looks = [(name, step, "light") for name, step in STEPS.items()]
            for name, step, look in (*looks, ("answer-dark", _answer, "dark")):
                async with Chat.open(browser, url, viewport=SIZE, color_scheme=look) as chat:
                    if name != "reload":  # only admins have that command
                        await chat.be("member")
                    await _tidy(chat)
                    if not await step(chat):
                        sys.stdout.write(f"{name}: the bot has no such command, so there is no picture\n")
                        continue
                    await expect(chat.last.locator(".container")).to_be_visible(timeout=SLOWEST)
                    await _picture(chat, folder, name)
            await _take_review(browser, folder)
            await _take_desk(browser, folder)
            await take_bases(browser, folder)


async def _take_review(browser: Browser, folder: Path) -> None:
    """Take the picture of the review, with a small base that is made up: a number is changed in a statement."""
    with tempfile.TemporaryDirectory() as copies:
        session = ReviewSession(store_of(write_unfinished(Path(copies))))
        async with ReviewPage(session, today=TODAY).serve() as served_page:
            tab = await browser.new_page(viewport={"width": 1200, "height": 820}, color_scheme="light")
            await tab.goto(served_page.url)
            await tab.locator('[data-entry$="|waves"]').click()
            await expect(tab.locator("#notes-statement .warning")).to_be_visible()
            _keep(await tab.screenshot(animations="disabled"), folder / "review.png")
            await tab.close()


async def _take_desk(browser: Browser, folder: Path) -> None:
    """Take the pictures of the desk, with the small base that is made up, two days after its story."""
    with tempfile.TemporaryDirectory() as copies:
        config = load_config(write_base(Path(copies)))
        async with (
            running(config, base=_since(STORY)) as trial,
            _two_tabs(browser, trial.page.url) as (reader, curator),
        ):
            await reader.be("member")
            await at_desk.open_desk(curator)
            shared = await at_desk.share(reader)
            await at_desk.ask_the_desk(reader)
            await at_desk.open_card(curator)
            await at_desk.write(curator)
            await _picture(curator, folder, "desk-quote")
            await at_desk.take_passage(curator)
            await _picture(curator, folder, "desk")
            await at_desk.publish(curator)
            await at_desk.edit_shared(curator)
            await at_desk.publish(curator)
            await expect(shared.locator("s")).to_be_visible()
            await _tidy(reader)
            await _picture(reader, folder, "corrected")


async def take_bases(browser: Browser, folder: Path) -> None:
    """Take one picture of two servers with a base each, which are asked the same question."""
    with tempfile.TemporaryDirectory() as copies:
        config = load_config(write_two_bases(Path(copies)))
        async with running(config) as trial, _two_tabs(browser, trial.page.url, HALF) as tabs:
            shown = []
            for chat, server in zip(tabs, (SKERRY, NESS), strict=True):
                await chat.be("member")
                channels = chat.page.get_by_role("navigation").get_by_role("button", name="general")
                await (channels.first if server == SKERRY else channels.last).click()
                async with chat.answered():
                    await chat.command(ENGLISH.commands["ask"].name, OF_BOTH)
                await expect(chat.last.locator(".container")).to_be_visible(timeout=SLOWEST)
                shown.append(await chat.page.screenshot(animations="disabled"))
            _keep(_side_by_side(shown), folder / "bases.png")


def _side_by_side(pictures: Sequence[bytes]) -> bytes:
    """Join pictures of one height, with a line between them."""
    opened = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    joined = Image.new("RGB", (sum(each.width for each in opened) + GAP * (len(opened) - 1), opened[0].height), "gray")
    left = 0
    for each in opened:
        joined.paste(each, (left, 0))
        left += each.width + GAP
    out = io.BytesIO()
    joined.save(out, "PNG")
    return out.getvalue()


@asynccontextmanager
async def _two_tabs(browser: Browser, url: str, size: ViewportSize = SIZE) -> AsyncIterator[tuple[Chat, Chat]]:
    async with (
        Chat.open(browser, url, viewport=size, color_scheme="light") as one,
        Chat.open(browser, url, viewport=size, color_scheme="light") as other,
    ):
        yield one, other


async def _picture(chat: Chat, folder: Path, name: str) -> None:
    _keep(await chat.page.screenshot(animations="disabled"), folder / f"{name}.png")


def _since(start: dt.datetime) -> Callable[[], dt.datetime]:
    """Return a clock that shows `start` now."""
    ahead = start - wall_clock()
    return lambda: wall_clock() + ahead


@asynccontextmanager
async def served(config: Config) -> AsyncIterator[str]:
    """The sandbox with the bot, and one fact that has changed on disk since; gives the page's address."""
    stopped = asyncio.Event()
    async with newsroom(config) as room, room.page("127.0.0.1", 0) as page:
        serving = asyncio.create_task(room.serve(library_of(config), stopped))
        try:
            while not room.sandbox.gateway.connected and not serving.done():
                await asyncio.wait({serving}, timeout=0.1)
            changed = config.knowledge / CHANGED
            text = changed.read_text(encoding="utf-8")
            changed.write_text(text.replace(OLD, NEW, 1), encoding="utf-8")
            yield page.url
        finally:
            stopped.set()
            await serving


async def _tidy(chat: Chat) -> None:
    """Hide the answers of earlier steps."""
    earlier = chat.page.get_by_role("button", name="Dismiss message")
    while await earlier.count():
        await earlier.first.click()


def _copied(config: Config, folder: Path) -> Config:
    """A copy of the base, which can be changed."""
    shutil.copytree(config.knowledge, folder / "knowledge")
    shutil.copytree(config.seeds, folder / "seeds")
    return config.model_copy(update={"root": folder, "knowledge": folder / "knowledge", "seeds": folder / "seeds"})


def _keep(taken: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(taken)) as picture:
        picture.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
            path, optimize=True
        )
    sys.stdout.write(f"{path}: {path.stat().st_size / 1024:.0f} KB\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Takes the pictures of the README from the chat page.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--config", type=Path, default=Path("config.yaml"))
    arguments = parser.parse_args()
    asyncio.run(take(load_config(arguments.config), arguments.folder))
