"""What a test sees of the bot from Discord's side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import discord
from faults.timers import PATIENCE

from bot.sandbox import Fault, Message, Request, Sandbox

CALLBACK = r"/interactions/\d+/[^/]+/callback"
EDIT = r"/webhooks/\d+/[^/]+/messages/@original"
FOLLOW_UP = r"/webhooks/\d+/[^/]+"
QUESTION = "how much will the repair cost"
ANSWER = "600,000 crowns"


def written(sandbox: Sandbox) -> list[Message]:
    """Every message of the bot that was not deleted, for any reader."""
    world = sandbox.world
    return [message for message in world.messages.values() if message.author is world.bot and not message.deleted]


def callbacks(sandbox: Sandbox) -> list[Request]:
    """The first answers that the bot sent."""
    return [request for request in sandbox.requests if request.path.endswith("/callback")]


def troubles(records: list[logging.LogRecord]) -> list[str]:
    """What the bot's own log holds of errors."""
    return [each.getMessage() for each in records if each.levelno >= logging.ERROR and each.name.startswith("bot")]


@asynccontextmanager
async def ready_again(client: discord.Client) -> AsyncIterator[None]:
    """Wait at the end until discord.py has been told of a new session's guilds: it goes on waiting when closed."""
    waiting = asyncio.create_task(client.wait_for("ready", timeout=PATIENCE))
    await asyncio.sleep(0)
    yield
    await waiting


async def struck(fault: Fault, times: int) -> None:
    """Wait until a fault has hit so many requests."""
    async with asyncio.timeout(PATIENCE):
        while fault.struck < times:  # noqa: ASYNC110 - a fault tells of its first request only
            await asyncio.sleep(0)


@contextmanager
def heard(logger: str, words: str) -> Iterator[asyncio.Event]:
    """An event that is set once the logger says the words."""
    said = asyncio.Event()

    def listen(record: logging.LogRecord) -> bool:
        if words in record.getMessage():
            said.set()
        return True

    logging.getLogger(logger).addFilter(listen)
    try:
        yield said
    finally:
        logging.getLogger(logger).removeFilter(listen)
