"""`sandbox`: run the bot on a stand-in for Discord with a chat page, to try it without an account."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import functools
import ipaddress
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Final, TextIO
from zoneinfo import ZoneInfo

from bot.app.background import run_in_background
from bot.app.briefing.status import upcoming_edition
from bot.app.client import BriefingBot
from bot.app.timeouts import end_tasks
from bot.cli.context import ProcessContext
from bot.cli.run import built, library_of, serve, unless, until_stopped
from bot.config import Config, DiscordConfig, EditionsConfig, load_config
from bot.core.briefing.schedule import Schedule
from bot.core.factbase.base import Library
from bot.credentials import Secret
from bot.errors import UsageError
from bot.logs import set_up_logging
from bot.sandbox import Guild, MovableClock, Sandbox
from bot.sandbox.answers import FIRST_ANSWER
from bot.sandbox.clock import wall_clock
from bot.sandbox.page import Appointment, Controls, Page
from bot.sandbox.permissions import bits
from bot.storage import StoredSchedule

SERVER: Final = "Newsroom"
"""The name of a guild; with several, the name of its base follows."""
BRIEFING_TIME: Final = dt.time(8)
"""In UTC."""
NEXT_BRIEFING: Final = "To the next briefing"
NO_BRIEFING: Final = "No briefing is scheduled. Set one with /briefing schedule."
BRIEFING_FACTS: Final = 3

READY: Final = "The chat page is at {url} and ends with Ctrl-C. Type /ask there, as a user of Discord would.\n"
TAKEN: Final = "Port {port} is in use, so the page uses a free one.\n"
OPEN_TO_OTHERS: Final = (
    "Warning: the page is served on {host}. Anyone who can reach this machine there can use it as any of its users, "
    "admins included, without a password.\n"
)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `sandbox` takes."""
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the interface to serve the page on (default: %(default)s)",
    )


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Set up logging and run the sandbox. Raises what `run_sandbox` raises."""
    config = load_config(arguments.config)
    set_up_logging(level=config.logging.level, stream=context.stderr, as_json=config.logging.as_json)
    return asyncio.run(run_sandbox(config, host=arguments.host, out=context.stdout, stderr=context.stderr))


async def run_sandbox(config: Config, *, host: str, out: TextIO, stderr: TextIO) -> int:
    """Serve the page until SIGINT or SIGTERM and return 0, or 1 with one sentence on `stderr`.

    Raises KnowledgeError when the base has problems, UsageError when the page cannot be served on `host`.
    """
    _warn(host, stderr)

    async def work(stopped: asyncio.Event) -> None:
        async with newsroom(config) as stage, stage.page(host, config.sandbox.port) as page:
            _print_address(page, config.sandbox.port, out)
            library = await unless(stopped, run_in_background(functools.partial(trial_library, config)))
            await stage.serve(library, stopped)

    return await until_stopped(work, stderr)


def trial_library(config: Config) -> Library:
    """Return the library of a config; here a draft is served, whether or not the config allows it."""
    return library_of(config, drafts=True)


def _warn(host: str, stderr: TextIO) -> None:
    """Warn about an interface other than loopback. Raises UsageError for what is not an address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        raise UsageError(f"--host takes the address of an interface, such as 127.0.0.1, not {host!r}.") from None
    if not address.is_loopback:
        stderr.write(OPEN_TO_OTHERS.format(host=host))


def _print_address(page: Page, port: int, out: TextIO) -> None:
    if port not in {0, page.port}:
        out.write(TAKEN.format(port=port))
    out.write(READY.format(url=page.url))
    out.flush()


@dataclasses.dataclass(slots=True, kw_only=True)
class Newsroom:
    """A guild for each base, with its channels, an admin and a member, and the config that the bot runs with.

    Set `ended` to restart the bot. `bot` is the one that runs, if any. `servers` has the guilds by the names of their
    bases.
    """

    sandbox: Sandbox
    clock: MovableClock
    config: Config
    ended: asyncio.Event
    servers: Mapping[str, Guild]
    bot: BriefingBot | None = None

    @property
    def controls(self) -> Controls:
        """The page's clock, its button to the next briefing, and its restart of the bot."""
        briefing = Appointment(label=NEXT_BRIEFING, missing=NO_BRIEFING, next=self.next_briefing)
        return Controls(clock=self.clock, appointments=(briefing,), restart=self.ended.set)

    async def next_briefing(self) -> dt.datetime | None:
        """Return when the next briefing of any channel is due, or None. Paused ones do not count."""
        if self.bot is None:
            return None
        active = await self.bot.store.schedules.active()
        schedules = [each for each in active if isinstance(each, StoredSchedule) and each.pause is None]
        return min([(await upcoming_edition(self.bot, each)).instant for each in schedules], default=None)

    @contextlib.asynccontextmanager
    async def page(self, host: str, port: int) -> AsyncIterator[Page]:
        """Serve the newsroom's chat page. Raises UsageError when `host` is not an address of this machine."""
        people = (self.sandbox.user("admin"), self.sandbox.user("member"))
        page = Page(self.sandbox.world, self.sandbox.gateway, people, self.controls)
        async with contextlib.AsyncExitStack() as stack:
            try:
                await stack.enter_async_context(page.serve(host=host, port=port))
            except OSError as error:
                raise UsageError(f"The page cannot be served on {host}: {error.strerror or error}.") from None
            yield page

    async def serve(self, library: Library, stopped: asyncio.Event) -> None:
        """Run the bot until `stopped` is set; restart it each time that `ended` is set."""
        while not stopped.is_set():
            self.ended.clear()
            async with (
                built(self.config, library, stopped, clock=self.clock, sleep=self.clock.sleep) as bot,
                _either(stopped, self.ended) as ends,
            ):
                # The bot does so itself once it is connected; the page may ask for the next briefing before that.
                await bot.store.schedules.seed(self.config.briefings, self.clock())
                await self._choose_bases(bot)
                self.bot = bot
                try:
                    await serve(bot, Secret(self.sandbox.token), ends)
                finally:
                    self.bot = None

    async def _choose_bases(self, bot: BriefingBot) -> None:
        """Let each guild have its own base, unless somebody has chosen another one since."""
        await bot.settings.load()
        for name, guild in self.servers.items():
            if name != self.config.base and bot.settings.of(guild.id).base is None:
                await bot.settings.change(guild.id, functools.partial(dataclasses.replace, base=name))


@contextlib.asynccontextmanager
async def newsroom(config: Config, *, base: Callable[[], dt.datetime] = wall_clock) -> AsyncIterator[Newsroom]:
    """Serve the stand-in, point discord.py at it, and give the bot an empty store that is deleted at the end.

    The config's own store is not touched: it belongs to the bot on Discord and has the ids of real channels. The
    clock starts from `base`.
    """
    clock = MovableClock(base)
    async with Sandbox.serve(clock=clock, patience=FIRST_ANSWER.total_seconds()) as sandbox:
        with sandbox.attach(), tempfile.TemporaryDirectory(prefix="briefing-bot-") as folder:
            own = config.with_file(Path(folder) / "sandbox.sqlite3")
            servers = _servers(sandbox, own)
            furnished = _furnished(sandbox, own, servers)
            yield Newsroom(sandbox=sandbox, clock=clock, config=furnished, ended=asyncio.Event(), servers=servers)


def _servers(sandbox: Sandbox, config: Config) -> dict[str, Guild]:
    """Make a guild for each base, the one of the default base first. With several, their names tell them apart."""
    names = sorted(config.served, key=lambda name: name != config.base)
    return {name: sandbox.guild(SERVER if len(names) == 1 else f"{SERVER} {name}") for name in names}


def _furnished(sandbox: Sandbox, config: Config, servers: Mapping[str, Guild]) -> Config:
    """Make the channels and the people of the guilds, and return the config with their ids.

    The newsroom starts together with the bot, so no earlier briefing was missed, and none is sent late.
    """
    desks, briefings = [], []
    for guild in servers.values():
        sandbox.channel(guild, "general")
        briefings.append(sandbox.channel(guild, "briefings"))
        sandbox.channel(guild, "desk")
        sandbox.forum(guild, "briefing-forum")
        sandbox.world.add_role(guild, "readers").mentionable = True
        desks.append(sandbox.world.add_role(guild, "desk", bits("manage_guild")))
    admin = sandbox.user("admin", roles=desks)
    sandbox.user("member")
    update = {
        "discord": DiscordConfig(home_guild=servers[config.base].id, admins=frozenset({admin.user.id})),
        "bases": tuple(
            base.model_copy(update={"servers": None, "admin_server": servers[base.name].id}) for base in config.bases
        ),
        "briefings": tuple(
            Schedule(channel=each.id, time=BRIEFING_TIME, timezone=ZoneInfo("UTC"), facts=BRIEFING_FACTS)
            for each in briefings
        ),
        "briefing": EditionsConfig(grace_hours=0),
        "desk": config.desk.model_copy(update={"curators": frozenset({admin.user.id})}),
    }
    return config.model_copy(update=update)


@contextlib.asynccontextmanager
async def _either(*ends: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Return an event that is set as soon as one of `ends` is."""
    first = asyncio.Event()

    async def wait(end: asyncio.Event) -> None:
        await end.wait()
        first.set()

    waiting = [asyncio.create_task(wait(end)) for end in ends]
    try:
        yield first
    finally:
        await end_tasks(*waiting)
