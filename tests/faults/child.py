"""The bot in a process of its own, over a sandbox that the test serves."""

from __future__ import annotations

import asyncio
import os
import pkgutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.__main__ import start
from bot.sandbox import Sandbox

PATIENCE = 60.0
"""Seconds of real time after which a test gives up: a machine with much to do starts a process slowly."""


ENDLESS = "this takes for ever"


class Child:
    """A running bot. `errors` is what it has written to its standard error."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
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
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.errors += line.decode()
            self._more.set()


@asynccontextmanager
async def running(sandbox: Sandbox, config: Path, *, endless: str = "") -> AsyncIterator[Child]:
    """Start `python -m bot run`; what is left of it at the end is killed.

    `endless` names a function, such as "bot.cli.run.load_vectors", that writes ENDLESS to the log and never ends.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        __file__,
        sandbox.url,
        sandbox.world.gateway_url,
        str(config),
        endless,
        stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "DISCORD_TOKEN": sandbox.token, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    child = Child(process)
    try:
        yield child
    finally:
        if process.returncode is None:
            process.kill()
        await child.ended()


def _never_end(*_: object) -> None:
    sys.stderr.write(f"{ENDLESS}\n")
    sys.stderr.flush()
    while True:
        sorted(range(1000))


if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sys.argv[2])
    if sys.argv[4]:
        owner, _, name = sys.argv[4].rpartition(".")
        setattr(pkgutil.resolve_name(owner), name, _never_end)
    sys.argv = ["bot", "run", "--config", sys.argv[3]]
    sys.exit(start())
