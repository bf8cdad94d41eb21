"""The bot in a process of its own, over a sandbox that the test serves."""

from __future__ import annotations

import asyncio
import os
import pkgutil
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from forks import Forked, fork

from bot.__main__ import start
from bot.sandbox import Sandbox

PATIENCE = 60.0
"""Seconds of real time after which a test gives up: a machine with much to do starts a process slowly."""


ENDLESS = "this takes for ever"


class Child:
    """A running bot. `errors` is what it has written to its standard error."""

    def __init__(self, process: Forked) -> None:
        self.process = process
        self.errors = ""
        self._more = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def said(self, words: str) -> None:
        """Wait until its log holds the words."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.errors:
                assert not self._reading.done(), self.errors
                self._more.clear()
                await asyncio.wait(
                    {asyncio.create_task(self._more.wait()), self._reading}, return_when="FIRST_COMPLETED"
                )

    async def ended(self) -> int:
        """Wait for its end and give the exit code."""
        async with asyncio.timeout(PATIENCE):
            code = await self.process.wait()
            await self._reading
        return code

    async def _read(self) -> None:
        while line := await self.process.errors.readline():
            self.errors += line.decode()
            self._more.set()


@asynccontextmanager
async def running(
    sandbox: Sandbox, config: Path, *, endless: str = "", options: Sequence[str] = ()
) -> AsyncIterator[Child]:
    """Start `python -m bot run`; what is left of it at the end is killed.

    `endless` names a function, such as "bot.cli.base.load_vectors", that writes ENDLESS to the log and never ends.
    """
    process = await fork(
        f"{__name__}.{main.__name__}",
        sandbox.url,
        sandbox.world.gateway_url,
        str(config),
        endless,
        *options,
        env={**os.environ, "DISCORD_TOKEN": sandbox.token},
    )
    child = Child(process)
    try:
        yield child
    finally:
        if process.returncode is None:
            process.kill()
        await child.ended()


def _never_end(*_: object, **__: object) -> None:
    sys.stderr.write(f"{ENDLESS}\n")
    sys.stderr.flush()
    while True:
        sorted(range(1000))


def main(url: str, gateway: str, config: str, endless: str, *options: str) -> None:
    """Run the bot, in a process of its own."""
    Route.BASE = url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    if endless:
        owner, _, name = endless.rpartition(".")
        setattr(pkgutil.resolve_name(owner), name, _never_end)
    sys.argv = ["bot", "run", "--config", config, *options]
    sys.exit(start())
