"""Several bots on one store, each with a base on a disk of its own, as processes on several machines have it."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from serving import PATIENCE, Alarm, Stage, stage

from bot.app.client import BriefingBot
from bot.app.processes import presence
from bot.app.store_sync import StoreSync
from bot.cli.shards import with_shards
from bot.config import parse_shards
from bot.sandbox import Channel, Sandbox, Shard
from bot.store_address import parse_address

COUNT = 4
"""Shards."""


@dataclasses.dataclass(slots=True, kw_only=True)
class Process:
    """A bot and its stage. `looks` is the pause of its follower, `beats` that of its presence."""

    stage: Stage
    name: str
    bot: BriefingBot
    looks: Alarm
    beats: Alarm

    @property
    def revision(self) -> str:
        """The revision that it answers from."""
        return self.bot.bases.default.knowledge.revision

    async def answers_from(self, revision: str) -> None:
        """Wait until it answers from a revision."""
        changed = asyncio.Event()
        self.bot.bases.listen(changed.set)
        async with asyncio.timeout(PATIENCE):
            while self.revision != revision:
                changed.clear()
                await changed.wait()

    async def until(self, told: Callable[[BriefingBot], bool]) -> None:
        """Wait until something is true of it."""
        async with asyncio.timeout(PATIENCE):
            while not told(self.bot):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)


def stages(sandbox: Sandbox, folder: Path, address: str, *shards: str) -> tuple[Stage, ...]:
    """A stage for each process; a server of shard 0 is their home."""
    sandbox.world.sharding.advised = sandbox.world.sharding.max_concurrency = COUNT
    sandbox.guild("Newsroom", shard=Shard(0, COUNT))
    found = []
    for number, text in enumerate(shards):
        own = folder / str(number)
        own.mkdir()
        staged = stage(sandbox, own)
        config = staged.config.model_copy(update={"postgres": parse_address(address)})
        found.append(dataclasses.replace(staged, config=with_shards(config, parse_shards(text))))
    return tuple(found)


@asynccontextmanager
async def process(staged: Stage, name: str, alarm: Alarm | None = None) -> AsyncIterator[Process]:
    """Run a bot with what it tells the others and what it hears from them. `alarm` is the sleep of its cogs."""
    looks, beats = Alarm(), Alarm()
    async with (
        staged.bot(alarm=alarm) as bot,
        presence(bot, name=name, sleep=beats),
        StoreSync(bot, sleep=looks).running(),
    ):
        yield Process(stage=staged, name=name, bot=bot, looks=looks, beats=beats)


@asynccontextmanager
async def running(staged: Sequence[Stage]) -> AsyncIterator[list[Process]]:
    """Run a bot on each stage."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(process(each, f"process-{number}")) for number, each in enumerate(staged)
        ]


def place_on(sandbox: Sandbox, stage: Stage, shard: int) -> Channel:
    """A channel on a server of a shard, with the reader in it."""
    guild = sandbox.guild(f"Server {shard}", shard=Shard(shard, COUNT))
    if stage.reader.user.id not in guild.members:
        sandbox.world.join(guild, stage.reader.user)
    return sandbox.channel(guild, "general")
