"""The bot in a process of its own, at a time of the test's own, to be killed in the middle of a delivery."""

from __future__ import annotations

import asyncio
import datetime as dt
import functools
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from forks import Forked, fork

from bot.app.client import BriefingBot
from bot.app.error_handler import ErrorHandler
from bot.cli.shards import with_shards
from bot.cogs import load_cogs
from bot.config import AUTO, load_config, parse_shards
from bot.core.factbase.base import Library
from bot.sandbox import Fault, Sandbox
from bot.storage import Store

PATIENCE = 90.0
"""Seconds of real time after which a test gives up: a machine with much to do starts a process slowly."""

RESTS = "briefings: looking again in"
STANDS = "posted the briefing"


class Step(StrEnum):
    """How far a delivery had come when its process was killed."""

    RESERVED = "reserved, not sent"
    SENT = "sent, not recorded"
    RECORDED = "recorded"


class Mortal:
    """A running bot. `log` is what it has written to its standard error, line by line."""

    def __init__(self, process: Forked) -> None:
        self._process = process
        self.log: list[str] = []

    async def said(self, words: str) -> None:
        """Wait until a further line of its log holds the words."""
        async with asyncio.timeout(PATIENCE):
            while line := (await self._process.errors.readline()).decode():
                self.log.append(line)
                if words in line:
                    return
        raise AssertionError("".join(self.log))

    async def kill(self) -> None:
        """End it at once, as a machine that loses its power does."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.errors.read()
        await self._process.wait()


async def hit(fault: Fault, mortal: Mortal) -> None:
    """Wait until the bot's request has come to where it is held, or tell why it does not come."""
    waiting = asyncio.create_task(fault.hit.wait())
    failing = asyncio.create_task(mortal.said("Traceback"))
    await asyncio.wait({waiting, failing}, return_when=asyncio.FIRST_COMPLETED)
    failing.cancel()
    await asyncio.gather(failing, return_exceptions=True)
    assert fault.hit.is_set(), "".join(mortal.log)


@asynccontextmanager
async def running(sandbox: Sandbox, config: Path, shards: str = AUTO) -> AsyncIterator[Mortal]:
    """Start the bot at the time that the sandbox has now; what is left of it at the end is killed.

    The sandbox knows its requests by its `shards`, which are its User-Agent.
    """
    now = sandbox.world.clock().isoformat()
    arguments = (sandbox.url, sandbox.world.gateway_url, str(config), now, sandbox.token, shards)
    mortal = Mortal(await fork(f"{__name__}.{main.__name__}", *arguments, env=os.environ))
    try:
        yield mortal
    finally:
        await mortal.kill()


async def serve(config_file: Path, now: dt.datetime, token: str, shards: str) -> None:
    """Run the bot until it is killed; its clock begins at `now`."""
    config, began = with_shards(load_config(config_file), parse_shards(shards)), time.monotonic()

    def clock() -> dt.datetime:
        return now + dt.timedelta(seconds=time.monotonic() - began)

    library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)
    async with (
        Store.open(config.place, now=clock) as store,
        BriefingBot(
            base=library.open(),
            libraries={library.name: library},
            config=config,
            store=store,
            clock=clock,
            error_handler=ErrorHandler(new_id=lambda: "id"),
            load=functools.partial(load_cogs, sleep=asyncio.sleep),
            guild_ready_timeout=0.05,
            identify_interval=0.0,
        ) as bot,
    ):
        bot.http.user_agent = shards
        await bot.start(token)


def main(*arguments: str) -> None:
    """Run the bot, in a process of its own."""
    url, gateway, config, now, token, shards = arguments
    logging.basicConfig(level=logging.DEBUG)
    # What is not read fills the pipe, and stops the process.
    logging.getLogger("discord").setLevel(logging.INFO)
    Route.BASE = url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    asyncio.run(serve(Path(config), dt.datetime.fromisoformat(now), token, shards))
