"""`run`: the bot on Discord, until a signal ends it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import functools
import logging
import secrets
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Final, TextIO

import aiohttp
import discord

from bot.app.client import BriefingBot
from bot.app.connection import beating, stay
from bot.app.error_handler import Failures
from bot.app.reload import first_base
from bot.cogs import load_cogs
from bot.config import Config, Token
from bot.core.factbase.base import Base, Library
from bot.core.matching import load_vectors
from bot.core.matching.weights import tell
from bot.storage import Store

_log = logging.getLogger(__name__)

STOPPING: Final = (signal.SIGINT, signal.SIGTERM)

LOGIN_REFUSED: Final = (
    "Discord refused the token: copy it again from the application's page, under Bot, and set it anew."
)
INTENT_REFUSED: Final = (
    "Discord refused the gateway's intents; the bot needs no privileged one, so its application may be limited."
)
STORE_FAILED: Final = "The store cannot be used ({reason}): see that its disk has room and no other process holds it."
FAILED: Final = "The connection to Discord failed ({reason}). Check the network and start the bot again."


async def run(config: Config, token: Token, *, stderr: TextIO = sys.stderr) -> int:
    """Serve until SIGINT or SIGTERM; gives the exit code: 0, or 1 with one sentence on `stderr`.

    Raises KnowledgeError where the base has problems, UsageError where the store cannot be used.
    """
    with stop_signals() as stopped:
        try:
            clock = functools.partial(dt.datetime.now, dt.UTC)
            async with built(config, library_of(config), clock=clock, sleep=asyncio.sleep) as bot:
                await serve(bot, token, stopped)
        except (discord.DiscordException, aiohttp.ClientError, sqlite3.Error, OSError) as error:
            sentence = refusal(error)
            _log.debug("the client ended", exc_info=error)
            stderr.write(f"{sentence}\n")
            return 1
    _log.info("stopped")
    return 0


async def serve(bot: BriefingBot, token: Token, stopped: asyncio.Event) -> None:
    """Log in and stay connected until `stopped` is set, and a little longer: what is being answered is finished.

    Raises what ends the connection for good.
    """
    if not token.reveal().isprintable():
        raise discord.LoginFailure("no token holds such characters, and no header of HTTP can")
    connection = asyncio.create_task(_serve(bot, token), name="discord")
    waiting = asyncio.create_task(stopped.wait(), name="signals")
    try:
        await asyncio.wait({connection, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            await bot.answering.finish()
    finally:
        waiting.cancel()
        if not connection.done():
            # Whoever still reads the gateway would close it by discord.py's code for "I come back" before ours.
            connection.cancel()
            await asyncio.gather(connection, return_exceptions=True)
        await bot.close()
    if not stopped.is_set():
        await connection


async def _serve(bot: BriefingBot, token: Token) -> None:
    await bot.login(token.reveal())
    await stay(bot)


def refusal(error: Exception) -> str:
    """What ended the connection, in one plain sentence that holds no token."""
    match error:
        case sqlite3.Error():
            return STORE_FAILED.format(reason=error)
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return LOGIN_REFUSED
        case discord.PrivilegedIntentsRequired() | discord.ConnectionClosed(code=4013 | 4014):
            return INTENT_REFUSED
        case _:
            return FAILED.format(reason=" ".join(str(error).split()) or type(error).__name__)


@contextlib.asynccontextmanager
async def built(
    config: Config,
    library: Library,
    *,
    clock: Callable[[], dt.datetime],
    sleep: Callable[[float], Awaitable[None]],
) -> AsyncIterator[BriefingBot]:
    """The bot with every resource that it needs, each step timed in the log.

    `clock` gives aware instants; `sleep`, in seconds, is what the daily tasks wait by.
    """
    async with contextlib.AsyncExitStack() as stack:
        with _timed("store opened"):
            store = await stack.enter_async_context(Store.open(config.store, now=clock))
        base = await first_base(library, store, now=clock())
        _tell(base)
        bot = await stack.enter_async_context(
            BriefingBot(
                base=base,
                config=config,
                store=store,
                clock=clock,
                failures=Failures(new_id=functools.partial(secrets.token_hex, 4)),
                load=functools.partial(load_cogs, library=library, sleep=sleep),
            )
        )
        await stack.enter_async_context(beating(bot, sleep=asyncio.sleep))
        yield bot


def _tell(base: Base) -> None:
    knowledge = base.knowledge
    _log.info(
        "base revision %s: %d facts, %d questions, %d unknowns, %d sources",
        knowledge.revision[:12],
        len(knowledge.facts),
        sum(len(fact.questions) for fact in knowledge.facts.values()),
        len(knowledge.unknowns),
        len(knowledge.sources),
    )
    _log.info("matcher %s", tell(base.learned, knowledge.revision))


def library_of(config: Config) -> Library:
    """What opens the base, now and at every reload; the word vectors are read once."""
    with _timed("word vectors read"):
        vectors = load_vectors(config.encoder)
    if vectors is None:
        _log.warning("no word vectors on this platform: questions are matched by words alone")
    return Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=vectors, step=_timed)


@contextlib.contextmanager
def _timed(step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    _log.info("%s in %.0f ms", step, (time.perf_counter() - began) * 1000)


@contextlib.contextmanager
def stop_signals() -> Iterator[asyncio.Event]:
    """An event that SIGINT and SIGTERM set; where the loop takes no signal handlers, Ctrl-C interrupts as usual."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    with contextlib.suppress(NotImplementedError):
        for number in STOPPING:
            loop.add_signal_handler(number, stopped.set)
    try:
        yield stopped
    finally:
        with contextlib.suppress(NotImplementedError):
            for number in STOPPING:
                loop.remove_signal_handler(number)
