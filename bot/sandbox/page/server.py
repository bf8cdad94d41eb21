"""The page's own server: its files, the messages' attachments, and the socket. It refuses requests of other sites."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from typing import Final

from aiohttp import WSCloseCode, web
from aiohttp.typedefs import Handler

from bot.sandbox.driver import Person
from bot.sandbox.gateway import Gateway
from bot.sandbox.model import Attachment
from bot.sandbox.page.connection import Connection
from bot.sandbox.page.user import Controls
from bot.sandbox.world import World

LOOPBACK: Final = "127.0.0.1"
LARGEST_FRAME: Final = 64 * 1024
"""Bytes that a page may send at once: the longest form, with room."""

_TYPES: Final = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Shown in the browser. Any other file is only downloaded: it might be a page with scripts of its own."""


class Page:
    """Serves the sandbox to browsers; `url` and `port` are where. `people` are the users that a page can be."""

    def __init__(self, world: World, gateway: Gateway, people: Sequence[Person], controls: Controls) -> None:
        self.url = ""
        self.port = 0
        self._world = world
        self._gateway = gateway
        self._people = people
        self._controls = controls
        self._files = _own_files()
        self._sockets: set[web.WebSocketResponse] = set()
        self._host = LOOPBACK

    @asynccontextmanager
    async def serve(self, *, host: str = LOOPBACK, port: int = 0) -> AsyncIterator[Page]:
        """Serve until the block ends. Takes a free port if `port` is 0 or taken."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            self._host, self.port = host, await _listen(runner, host, port)
            self.url = f"http://{f'[{host}]' if ':' in host else host}:{self.port}"
            yield self
        finally:
            for socket in tuple(self._sockets):
                await socket.close(code=WSCloseCode.GOING_AWAY)
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._guard])
        application.router.add_get("/socket", self._socket)
        application.router.add_get("/files/{number:[0-9]+}/{name}", self._attachment)
        application.router.add_get("/{name:[a-z.]*}", self._file)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other sites, and set the policy.

        A site could point its own name here, which Host tells, or send requests here, which Origin tells.
        """
        if not self._is_own(request.host):
            raise web.HTTPForbidden(text="This page is served under its own address only.")
        if request.headers.get("Origin", f"http://{request.host}") != f"http://{request.host}":
            raise web.HTTPForbidden(text="This page answers its own requests only.")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_policy(request.host))
        return response

    def _is_own(self, host: str) -> bool:
        """Return whether a Host header names this server; if it serves other interfaces, by a bare address."""
        name, _, port = host.rpartition(":")
        if port != str(self.port):
            return False
        if name in {self._host, f"[{self._host}]"}:
            return True
        try:
            loopback = ipaddress.ip_address(self._host).is_loopback
            return (loopback and name == "localhost") or (not loopback and bool(ipaddress.ip_address(name.strip("[]"))))
        except ValueError:
            return False

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"] or "index.html"
        if name not in self._files:
            raise web.HTTPNotFound
        return web.Response(body=self._files[name], content_type=_TYPES[name.rpartition(".")[2]], charset="utf-8")

    async def _attachment(self, request: web.Request) -> web.Response:
        found = self._find_attachment(int(request.match_info["number"]))
        shown = found.content_type in _PICTURES
        kind = found.content_type if shown else "application/octet-stream"
        headers = {} if shown else {"Content-Disposition": "attachment"}
        return web.Response(body=found.body, content_type=kind, headers=headers)

    def _find_attachment(self, number: int) -> Attachment:
        for message in self._world.messages.values():
            for attachment in message.attachments:
                if attachment.id == number and not message.deleted:
                    return attachment
        raise web.HTTPNotFound

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        """Serve a page's socket. A browser always sends Origin for one."""
        if "Origin" not in request.headers:
            raise web.HTTPForbidden(text="This socket is for the page itself.")
        socket = web.WebSocketResponse(max_msg_size=LARGEST_FRAME, heartbeat=20.0)
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            await Connection(self._world, self._gateway, self._people, self._controls).serve(socket)
        finally:
            self._sockets.discard(socket)
        return socket


def _own_files() -> Mapping[str, bytes]:
    """Return the page's files by name."""
    folder = resources.files(__package__) / "static"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in _TYPES}


async def _listen(runner: web.AppRunner, host: str, port: int) -> int:
    """Listen on the port, or on a free one if it is taken. Return the port."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        if port == 0:
            raise
        await web.TCPSite(runner, host, 0).start()
    return int(runner.addresses[0][1])


def _policy(host: str) -> Mapping[str, str]:
    """Return headers that allow no content from elsewhere and no script but the page's own files."""
    own = "'self'"
    rules = {
        "default-src": "'none'",
        "script-src": own,
        "style-src": own,
        "img-src": own,
        "connect-src": f"{own} ws://{host}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in rules.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
