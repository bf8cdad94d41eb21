"""`run`: run the bot on Discord until a signal stops it."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import functools
import logging
import secrets
import socket
import time
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any, Final, TextIO, TypeVar

import aiohttp
import discord

from bot.app.background import run_in_background
from bot.app.client import BriefingBot
from bot.app.connection import heartbeat, stay_connected
from bot.app.error_handler import ErrorHandler
from bot.app.opening import first_base
from bot.app.processes import presence
from bot.app.store_sync import StoreSync
from bot.app.timeouts import Sleep, end_tasks
from bot.app.warming import read_ahead
from bot.cli.base import configured_library
from bot.cli.context import ProcessContext
from bot.cli.shards import add_shards, with_shards
from bot.cli.signals import stop_signals
from bot.cogs import load_cogs
from bot.config import Config, load_config, with_store_password
from bot.core.factbase.base import Base, Library
from bot.core.matching.weights import describe_calibration
from bot.credentials import Secret, read_token
from bot.errors import StoreError
from bot.logs import set_up_logging
from bot.storage import Store

T = TypeVar("T")

_log = logging.getLogger(__name__)

LOGIN_REFUSED: Final = (
    "Discord refused the token: copy it again from the application's page, under Bot, and set it again."
)
INTENT_REFUSED: Final = (
    "Discord refused the gateway's intents. The bot needs no privileged ones, so its application may be limited."
)
STORE_FAILED: Final = (
    "The database cannot be used ({reason}): check that its disk has room and that no other process uses it."
)
SHARDS_REFUSED: Final = (
    "Discord refused a shard: either discord.shards or --shards names one that does not exist, or the bot is on too "
    "many servers for so few shards. Set discord.shards to auto, or raise the count in every process."
)
FAILED: Final = "The connection to Discord failed ({reason}). Check the network and start the bot again."


class StoppedError(Exception):
    """A signal has stopped the bot before it was built."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare which shards this process serves."""
    add_shards(parser, "the shards of this process, such as 0-3/16, in place of discord.shards in the config")


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Set up logging and run the bot. Raises ConfigError when there is no token, and what `run_bot` raises."""
    config = with_shards(load_config(arguments.config), arguments.shards)
    set_up = functools.partial(
        set_up_logging, level=config.logging.level, stream=context.stderr, as_json=config.logging.as_json
    )
    set_up()
    token = read_token(context.env)
    config = with_store_password(config, context.env)
    password = config.postgres.password if config.postgres else None
    set_up(secrets=tuple(filter(None, (token.reveal(), password))))
    return asyncio.run(run_bot(config, token, stderr=context.stderr))


async def run_bot(config: Config, token: Secret, *, stderr: TextIO) -> int:
    """Run the bot until SIGINT or SIGTERM and return 0, or 1 with one sentence on `stderr`.

    Raises KnowledgeError when the base has problems, UsageError when the store cannot be used.
    """

    async def work(stopped: asyncio.Event) -> None:
        clock = functools.partial(dt.datetime.now, dt.UTC)
        library = await unless(stopped, run_in_background(functools.partial(library_of, config)))
        async with built(config, library, stopped, clock=clock, sleep=asyncio.sleep) as bot:
            await serve(bot, token, stopped)

    return await until_stopped(work, stderr)


async def until_stopped(work: Callable[[asyncio.Event], Coroutine[Any, Any, None]], stderr: TextIO) -> int:
    """Do `work`, which ends when the event is set, as SIGINT and SIGTERM do. Return as `run_bot` does."""
    with stop_signals() as stopped:
        try:
            await work(stopped)
        except StoppedError:
            pass
        except (discord.DiscordException, aiohttp.ClientError, StoreError, OSError) as error:
            _log.debug("the client ended", exc_info=error)
            stderr.write(f"{refusal(error)}\n")
            return 1
    _log.info("stopped")
    return 0


async def unless(stopped: asyncio.Event, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns. Raises StoppedError as soon as `stopped` is set, and cancels the work."""
    task, waiting = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            raise StoppedError
        return await task
    finally:
        await end_tasks(waiting, None if task.done() else task)  # the caller gets what `task` raised


async def serve(bot: BriefingBot, token: Secret, stopped: asyncio.Event) -> None:
    """Log in and stay connected until `stopped` is set; then finish the running answers.

    Raises the error that ended the connection, if it cannot be restored.
    """
    if not token.reveal().isprintable():
        raise discord.LoginFailure("no token contains such characters")
    if stopped.is_set():
        return
    connection = asyncio.create_task(_serve(bot, token), name="discord")
    waiting = asyncio.create_task(stopped.wait(), name="signals")
    try:
        await asyncio.wait({connection, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.is_set():
            await bot.finish_answers()
    finally:
        waiting.cancel()
        if not connection.done():
            # Otherwise discord.py closes the gateway with its own code, which announces that the bot comes back.
            await end_tasks(connection)
        await bot.close()
    if not stopped.is_set():
        await connection


async def _serve(bot: BriefingBot, token: Secret) -> None:
    """Log in and connect; what the start did not need is read as soon as users can ask."""
    await bot.login(token.reveal())
    reading = asyncio.create_task(_read_ahead(bot), name="read ahead")
    try:
        await stay_connected(bot)
    finally:
        reading.cancel()


async def _read_ahead(bot: BriefingBot) -> None:
    await bot.wait_for("shard_ready")  # the first of them: its users need not wait for the last
    await read_ahead(bot.bases, report=bot.error_handler.log)


def refusal(error: Exception) -> str:
    """Say in one sentence, which contains no token, what ended the connection."""
    match error:
        case StoreError():
            return STORE_FAILED.format(reason=error)
        case discord.LoginFailure() | discord.ConnectionClosed(code=4004):
            return LOGIN_REFUSED
        case discord.PrivilegedIntentsRequired() | discord.ConnectionClosed(code=4013 | 4014):
            return INTENT_REFUSED
        case discord.ConnectionClosed(code=4010 | 4011):
            return SHARDS_REFUSED
        case _:
            return FAILED.format(reason=" ".join(str(error).split()) or type(error).__name__)


@contextlib.asynccontextmanager
async def built(
    config: Config,
    library: Library,
    stopped: asyncio.Event,
    *,
    clock: Callable[[], dt.datetime],
    sleep: Sleep,
) -> AsyncIterator[BriefingBot]:
    """Build the bot with every resource that it needs; the log says how long each step took.

    `clock` returns aware times; the daily tasks wait with `sleep`, which takes seconds. Raises StoppedError if
    `stopped` is set before the bot is built.
    """
    async with contextlib.AsyncExitStack() as stack:
        with _timed("store opened"):
            store = await stack.enter_async_context(Store.open(config.place, now=clock))
        base = await unless(stopped, first_base(library, store, now=clock()))
        _log_base(base)
        bot = await stack.enter_async_context(
            BriefingBot(
                base=base,
                libraries=libraries_of(config, library),
                config=config,
                store=store,
                clock=clock,
                error_handler=ErrorHandler(new_id=functools.partial(secrets.token_hex, 4)),
                load=functools.partial(load_cogs, sleep=sleep),
            )
        )
        await stack.enter_async_context(heartbeat(bot, sleep=asyncio.sleep))
        name = f"{socket.gethostname()}-{secrets.token_hex(2)}"
        await stack.enter_async_context(presence(bot, name=name, sleep=asyncio.sleep))
        if store.is_shared:
            await stack.enter_async_context(StoreSync(bot, sleep=asyncio.sleep).running())
        if config.metrics.port is not None:
            from bot.app.monitoring import serve_metrics  # noqa: PLC0415 - needs a web server

            address = await stack.enter_async_context(
                serve_metrics(bot, host=config.metrics.host, port=config.metrics.port)
            )
            _log.info("figures for Prometheus are at %s/metrics", address)
        yield bot


def _log_base(base: Base) -> None:
    knowledge = base.knowledge
    _log.info(
        "base revision %s: facts: %d, questions and phrasings: %d, unknowns: %d, sources: %d",
        knowledge.revision[:12],
        len(knowledge.facts),
        knowledge.question_count(),
        len(knowledge.unknowns),
        len(knowledge.sources),
    )
    if knowledge.todos:
        _log.warning("the base is a draft: %d TODO comments are left, and every answer says so", len(knowledge.todos))
    _log.info("ranker %s", describe_calibration(base.calibration, knowledge.revision))


def library_of(config: Config, *, drafts: bool = False) -> Library:
    """Return the library that opens the base now and at every reload; the word vectors are read once.

    With `drafts`, or if the config allows it, it opens a base with TODO comments too.
    """
    with _timed("word vectors read"):
        library = configured_library(config, drafts=drafts)
    if library.vectors is None:
        _log.warning("no word vectors on this platform: questions are matched by words alone")
    if config.multilingual and library.sentences is None:
        _log.info("questions in other languages are read by the vocabulary alone: pip install '.[multilingual]'")
    return dataclasses.replace(library, prepared=True, step=_timed)


def libraries_of(config: Config, default: Library) -> dict[str, Library]:
    """Return the libraries of all bases by name; they share the vectors of the default one."""
    return {
        name: dataclasses.replace(default, name=name, knowledge=base.knowledge, seeds=base.seeds)
        for name, base in config.served.items()
    }


@contextlib.contextmanager
def _timed(step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    _log.info("%s in %.0f ms", step, (time.perf_counter() - began) * 1000)
