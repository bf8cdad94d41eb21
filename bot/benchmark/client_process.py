"""Run a Discord client in a process of its own against a stand-in for Discord, to count what the client alone uses."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.app.memory import resident
from bot.sandbox import Sandbox

Serve = Callable[[str], None]
"""Runs a client with a token until the process ends; can be pickled."""

STARTED_WITHIN: Final = 180.0
"""Seconds; a client starts in a few, on a busy machine in tens."""

_LOOK: Final = 0.25  # seconds between two looks at what a process has used
_LOOKS: Final = 4  # in a row at which a process is idle before it has settled
_IDLE: Final = 0.05  # of a processor: what a client uses at most while nobody uses it


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """CPU seconds that a process has used, and its resident memory in MiB, None if the system does not say."""

    cpu: float
    memory: float | None


class ClientProcess:
    """A client that is connected to the sandbox."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        self._pipe = pipe

    def usage(self) -> Usage:
        """Return what the process has used so far. Raises EOFError if it has ended."""
        self._pipe.send(None)
        usage: Usage = self._pipe.recv()
        return usage

    async def settle(self) -> None:
        """Wait until the process is idle: after its start, the bot reads the facts on a thread, for some seconds.

        Raises TimeoutError if it takes longer than STARTED_WITHIN.
        """
        async with asyncio.timeout(STARTED_WITHIN):
            idle = 0
            while idle < _LOOKS:
                before, began = self.usage().cpu, time.perf_counter()
                await asyncio.sleep(_LOOK)
                used = (self.usage().cpu - before) / (time.perf_counter() - began)
                idle = idle + 1 if used < _IDLE else 0


@asynccontextmanager
async def client_process(sandbox: Sandbox, serve: Serve) -> AsyncIterator[ClientProcess]:
    """Run a client until the block ends. The block begins when it is connected to the sandbox.

    Raises RuntimeError if the process ends before that, and TimeoutError if it takes longer than STARTED_WITHIN.
    """
    context = multiprocessing.get_context("spawn")
    pipe, theirs = context.Pipe()
    process = context.Process(target=_run, args=(serve, sandbox.url, sandbox.world.gateway_url, sandbox.token, theirs))
    process.start()
    theirs.close()
    ended = asyncio.create_task(asyncio.to_thread(process.join))
    connected = asyncio.create_task(sandbox.world.until(lambda: sandbox.gateway.connected, patience=STARTED_WITHIN))
    try:
        await asyncio.wait({ended, connected}, return_when=asyncio.FIRST_COMPLETED)
        if not connected.done():
            raise RuntimeError("The measured client ended before it was connected.")
        await connected
        yield ClientProcess(pipe)
    finally:
        connected.cancel()
        process.terminate()
        await ended
        pipe.close()


def _run(serve: Serve, url: str, gateway_url: str, token: str, pipe: Connection[Any, Any]) -> None:
    Route.BASE = url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    threading.Thread(target=_report, args=(pipe,), daemon=True).start()
    serve(token)


def _report(pipe: Connection[Any, Any]) -> None:
    with suppress(EOFError, OSError):
        while True:
            pipe.recv()
            pipe.send(Usage(cpu=time.process_time(), memory=resident()))


def serve_echo(token: str) -> None:
    """Run a bare discord.py client whose /ask repeats the question."""
    client = discord.Client(intents=discord.Intents(guilds=True))
    tree = app_commands.CommandTree(client)

    @tree.command(description="Repeat a question")
    async def ask(interaction: discord.Interaction, question: str) -> None:
        await interaction.response.send_message(question, ephemeral=True)

    del ask

    async def run() -> None:
        async with client:
            await client.login(token)
            await tree.sync()
            await client.connect()

    asyncio.run(run())
