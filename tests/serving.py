"""The real bot over the sandbox, with a small base in a folder of the test's own."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import openapi
from bases import write_base

from bot.app.client import SILENCE, BriefingBot
from bot.app.connection import stay_connected
from bot.app.corrections import PACE
from bot.app.error_handler import ErrorHandler
from bot.app.first_answers import PAUSES
from bot.app.opening import first_base
from bot.cli.run import libraries_of
from bot.cogs import load_cogs
from bot.cogs.briefing import BriefingCog
from bot.config import Config, DiscordConfig, load_config
from bot.core.factbase.base import Base, CheckedFiles, Library
from bot.sandbox import Channel, Guild, Person, Sandbox
from bot.sandbox.permissions import bits
from bot.storage import Store
from bot.store_address import PostgresAddress

PATIENCE = 60.0
"""Seconds of real time after which a test gives up."""


async def patient_sleep(seconds: float) -> None:
    """Sleep ten times as long as asked, so that what the bot waits for comes first on a busy machine as well.

    The pauses before a first answer is sent again take no time.
    """
    await asyncio.sleep(0 if seconds in PAUSES else 10 * seconds)


async def brief_sleep(seconds: float) -> None:
    """Take no pause between two edits, and wait for ever for what is only tried again after minutes."""
    await (asyncio.Event().wait() if seconds >= 60 else asyncio.sleep(0))


async def quick_edits(seconds: float) -> None:
    """Take no time between two edits of corrected messages; otherwise wait until corrections are published."""
    if seconds <= PACE:
        await asyncio.sleep(0)
    else:
        await asyncio.Event().wait()


class Alarm:
    """A sleep that lasts until the test ends it; `asked` holds the seconds of each."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._asleep = asyncio.Event()
        self._woken = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self._asleep.set()
        await self._woken.wait()
        self._woken.clear()

    async def asleep(self) -> None:
        """Wait until somebody sleeps by this."""
        await asyncio.wait_for(self._asleep.wait(), PATIENCE)

    async def ring(self) -> None:
        """End the sleep and wait until the next one."""
        await self.asleep()
        self._asleep.clear()
        self._woken.set()
        await self.asleep()


@functools.cache
def _small_base() -> tuple[CheckedFiles, Base]:
    """The files of the small base, and what is built from them: once for all tests."""
    with TemporaryDirectory() as folder:
        config = load_config(write_base(Path(folder)))
        library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)
        checked = library.read()
        return checked, library.build(checked)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Staged(Library):
    """A library whose base on disk a test may open in its own way.

    As long as the files are those of the small base, all tests share what is built of them.
    """

    opener: Callable[[], Base] | None = None

    def open(self) -> Base:
        return self.opener() if self.opener else super().open()

    def read(self) -> CheckedFiles:
        small, _ = _small_base()
        return small if self.holds(small.files) else super().read()

    def build(self, checked: CheckedFiles) -> Base:
        small, base = _small_base()
        return dataclasses.replace(base, name=self.name) if checked is small else super().build(checked)


@dataclasses.dataclass(slots=True, kw_only=True)
class Stage:
    """A guild with a channel, a reader and an admin around the bot, which is started by `bot()`."""

    sandbox: Sandbox
    home: Guild
    channel: Channel
    reader: Person
    admin: Person
    config: Config

    @asynccontextmanager
    async def bot(  # noqa: PLR0913 - the sleeps of the bot's parts
        self,
        *,
        opener: Callable[[], Base] | None = None,
        alarm: Alarm | None = None,
        expiry: Alarm | None = None,
        sleep: Callable[[float], Awaitable[None]] = patient_sleep,
        desk: Callable[[float], Awaitable[None]] = brief_sleep,
        heartbeat_timeout: float = SILENCE,
    ) -> AsyncIterator[BriefingBot]:
        """Run the bot; at the end all its traffic is held against Discord's description.

        `alarm` is the sleep of the cogs, `expiry` that of the expiry of questions, `desk` that of the desk, `sleep`
        that of the client itself.
        """
        numbers = itertools.count(1)
        async with (
            Store.open(self.config.place, now=self.sandbox.world.clock) as store,
            BriefingBot(
                base=await first_base(self.library(), store, now=self.sandbox.world.clock()),
                libraries=libraries_of(self.config, self.library(opener)),
                config=self.config,
                store=store,
                clock=self.sandbox.world.clock,
                error_handler=ErrorHandler(new_id=lambda: f"id-{next(numbers)}"),
                load=functools.partial(
                    load_cogs,
                    sleep=alarm or Alarm(),
                    expiry_sleep=expiry or Alarm(),
                    desk_sleep=desk,
                    edit_sleep=quick_edits,
                ),
                sleep=sleep,
                guild_ready_timeout=0.05,
                heartbeat_timeout=heartbeat_timeout,
                identify_interval=0.0,
            ) as bot,
            self.sandbox.run(bot, connect=lambda: stay_connected(bot, sleep=sleep)),
        ):
            # discord.py goes on waiting for guilds after it is closed, and would call on_ready in a closed loop.
            await bot.wait_until_ready()
            yield bot
        if openapi.DESCRIPTION.exists():
            assert openapi.validate(self.sandbox.requests) == [], openapi.validate(self.sandbox.requests)

    def on(self, place: Path | PostgresAddress) -> Stage:
        """The same stage with its store at `place`."""
        key = "postgres" if isinstance(place, PostgresAddress) else "store"
        return dataclasses.replace(self, config=self.config.model_copy(update={key: place}))

    def base(self) -> Base:
        """The base as its files now are."""
        return self.library().open()

    def library(self, opener: Callable[[], Base] | None = None) -> Library:
        """Where the bot finds its base; `opener` opens it in the place of what usually does."""
        config = self.config
        return Staged(
            root=config.root,
            knowledge=config.knowledge,
            seeds=config.seeds,
            name=config.base,
            vectors=None,
            opener=opener,
            drafts=config.allows_drafts,
        )

    def rewrite(self, file: str, old: str, new: str) -> None:
        """Edit a file of the base."""
        path = self.config.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


async def settled(bot: BriefingBot) -> None:
    """Wait until no briefing is on its way and the task that sends them rests."""
    scheduler = cast("BriefingCog", bot.get_cog("briefing")).scheduler
    async with asyncio.timeout(PATIENCE):
        while True:
            await asyncio.gather(*scheduler._deliveries.values())
            await scheduler._resting.wait()
            await asyncio.sleep(0)
            if scheduler._resting.is_set() and not scheduler._woken.is_set() and not scheduler._deliveries:
                return


async def edited(bot: BriefingBot) -> None:
    """Wait until no posted message waits for its edit."""
    async with asyncio.timeout(PATIENCE):
        await bot.posted.settle()
        while (await bot.store.posted.progress()).pending:
            pass


def stage(sandbox: Sandbox, folder: Path) -> Stage:
    """A stage whose base and store lie in `folder`."""
    home = sandbox.guild("Newsroom")
    desk = sandbox.world.add_role(home, "desk", bits("manage_guild"))
    staff = sandbox.world.add_role(home, "staff", bits("manage_guild"))
    admin = sandbox.user("admin", roles=[staff])
    config = load_config(write_base(folder))
    discord = DiscordConfig(home_guild=home.id, admins=frozenset({admin.user.id}), admin_roles=frozenset({desk.id}))
    return Stage(
        sandbox=sandbox,
        home=home,
        channel=sandbox.channel(home, "general"),
        reader=sandbox.user("reader"),
        admin=admin,
        config=config.model_copy(update={"discord": discord}),
    )
