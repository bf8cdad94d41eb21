"""The sandbox as a whole: a server on loopback, the world behind it, and the users in front of it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager

import discord
import yarl
from aiohttp import web
from aiohttp.typedefs import Handler
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sandbox.clock import Clock, wall_clock
from bot.sandbox.driver import Person
from bot.sandbox.faults import Faults
from bot.sandbox.gateway import Gateway
from bot.sandbox.model import Channel, ChannelKind, Command, Guild, Message, Role
from bot.sandbox.recording import Request
from bot.sandbox.shards import Shard
from bot.sandbox.web import PREFIX, Web
from bot.sandbox.world import World

HOST = "127.0.0.1"
_OF_BROWSERS = ("Origin", "Sec-Fetch-Site")  # headers that browsers add to a request of a page, and bots do not


class Sandbox:
    """A stand-in for Discord. `world` is its state; `gateway` and `faults` can make things go wrong.

    `patience` is how long the waits of users and tests last, in seconds of real time.
    """

    def __init__(self, *, clock: Clock, token: str, heartbeat: float, patience: float) -> None:
        self.token = token
        self.patience = patience
        self.world = World(clock=clock)
        self.faults = Faults()
        self.gateway = Gateway(self.world, token=token, heartbeat=heartbeat)
        self._web = Web(self.world, self.faults, token=token)
        self._people: dict[str, Person] = {}
        self.url = ""
        self._host = ""

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        *,
        clock: Clock = wall_clock,
        token: str | None = None,
        heartbeat: float = 41.25,
        patience: float = 60.0,
    ) -> AsyncIterator[Sandbox]:
        """Serve on a free port of loopback until the block ends. `heartbeat` is in seconds.

        Without a `token`, it makes a random one.
        """
        own = secrets.token_urlsafe(32) if token is None else token
        sandbox = cls(clock=clock, token=own, heartbeat=heartbeat, patience=patience)
        runner = web.AppRunner(sandbox._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, 0).start()
            sandbox._settle(runner.addresses[0][1])
            yield sandbox
        finally:
            sandbox.gateway.drop()
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=64 * 1024 * 1024, middlewares=[self._guard])
        application.router.add_get("/", self.gateway.serve)
        application.router.add_route("*", PREFIX + "/{path:.*}", self._web.respond)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse web pages: any site that its user visits could send requests here, or point its name here."""
        if request.host != self._host or any(name in request.headers for name in _OF_BROWSERS):
            raise web.HTTPForbidden(text="The sandbox's Discord server is for the bot, not for web pages.")
        return await handler(request)

    def _settle(self, port: int) -> None:
        self._host = f"{HOST}:{port}"
        self.url = f"http://{self._host}{PREFIX}"
        self.world.gateway_url = f"ws://{self._host}/"

    @contextmanager
    def attach(self) -> Iterator[None]:
        """Point discord.py at the sandbox, for the whole interpreter, until the block ends."""
        before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
        Route.BASE = self.url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(self.world.gateway_url)
        try:
            yield
        finally:
            Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before

    @asynccontextmanager
    async def run(
        self,
        client: discord.Client,
        *,
        token: str | None = None,
        connect: Callable[[], Coroutine[object, object, None]] | None = None,
    ) -> AsyncIterator[None]:
        """Log a client in and run it until the block ends. Errors of the start are raised here.

        The block begins when the client has received READY. Its guilds follow, and what users do is queued behind them.
        `connect` keeps the client connected in place of its own method.
        """
        tasks: list[asyncio.Task[object]] = []
        try:
            await client.login(self.token if token is None else token)
            greeted = asyncio.create_task(client.wait_for("connect", timeout=self.patience))
            running = asyncio.create_task((connect or client.connect)())
            tasks += [greeted, running]
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await done.pop()
            yield
        finally:
            await client.close()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition()` is true. Raises TimeoutError after `patience` seconds."""
        await self.world.until(condition, patience=self.patience)

    def guild(self, name: str, *, shard: Shard | None = None) -> Guild:
        """Return the guild of this name. The first call creates it; `shard` is to serve it."""
        found = next((guild for guild in self.world.guilds.values() if guild.name == name), None)
        return found or self.world.add_guild(name, shard=shard)

    def channel(self, guild: Guild, name: str) -> Channel:
        """Return the guild's channel of this name. The first call creates it."""
        found = next((channel for channel in guild.channels.values() if channel.name == name), None)
        return found or self.world.add_channel(guild, name)

    def forum(self, guild: Guild, name: str) -> Channel:
        """Return the guild's forum of this name. The first call creates it."""
        found = next((channel for channel in guild.channels.values() if channel.name == name), None)
        return found or self.world.add_channel(guild, name, ChannelKind.FORUM)

    def user(self, name: str, *, locale: str = "en-US", roles: Iterable[Role] = ()) -> Person:
        """Return the user of this name. The first call adds the user to all guilds, with their own among `roles`."""
        if name not in self._people:
            account = self.world.add_user(name, locale=locale)
            wanted = tuple(roles)
            for guild in self.world.guilds.values():
                self.world.join(guild, account, roles=[role for role in wanted if role.id in guild.roles])
            self._people[name] = Person(self.world, account, patience=self.patience)
        return self._people[name]

    def messages(self, channel: Channel) -> tuple[Message, ...]:
        """Return the messages that everybody in a channel sees, oldest first."""
        return self.world.history(channel)

    def commands(self, guild: Guild | None = None) -> dict[str, Command]:
        """Return the registered commands of a guild, or the global ones, by name."""
        found = self.world.commands.get(guild.id if guild else None, {})
        return {command.name: command for command in found.values()}

    @property
    def requests(self) -> tuple[Request, ...]:
        """Every HTTP request so far, in order."""
        return tuple(self._web.requests)
