from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
from bases import write_base
from page.chat import Chat, browsing, find_browser
from playwright.async_api import Browser

from bot.cli.sandbox import Newsroom, newsroom
from bot.config import Config, load_config
from bot.core.factbase.base import Library
from bot.sandbox.clock import wall_clock
from bot.sandbox.page import Page


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """The bot on its stand-in, and the page before it."""

    room: Newsroom
    page: Page


@asynccontextmanager
async def running(config: Config, *, base: Callable[[], dt.datetime] = wall_clock) -> AsyncIterator[Trial]:
    """Run the bot as `python -m bot sandbox` does, without word vectors; `base` is the clock that it starts with."""
    library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, name=config.base, vectors=None)
    stopped = asyncio.Event()
    async with newsroom(config, base=base) as room, room.page("127.0.0.1", 0) as page:
        serving = asyncio.create_task(room.serve(library, stopped))
        try:
            yield Trial(room=room, page=page)
        finally:
            stopped.set()
            await serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """The one browser of all these tests."""
    path = find_browser()
    if path is None:
        pytest.skip("no Chromium is installed here (on Debian: apt-get install chromium)")
    async with browsing(path) as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def trial(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trial]:
    """The bot with a small base, as `python -m bot sandbox` runs it; a module's tests share it."""
    async with running(load_config(write_base(tmp_path_factory.mktemp("base")))) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser, trial: Trial) -> AsyncIterator[Chat]:
    """The page in a tab of its own, as the admin."""
    async with Chat.open(browser, trial.page.url) as opened:
        yield opened
