"""The page's own server: its files, the messages' attachments, and the socket. It refuses requests of other sites."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from typing import Final

from aiohttp import WSCloseCode, web

from bot.loopback import LOOPBACK, OwnSite, file_response, page_files
from bot.sandbox.driver import Person
from bot.sandbox.gateway import Gateway
from bot.sandbox.model import Attachment
from bot.sandbox.page.connection import Connection
from bot.sandbox.page.user import Controls
from bot.sandbox.world import World

LARGEST_FRAME: Final = 64 * 1024
"""Bytes that a page may send at once: the longest form, with room."""

_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Shown in the browser. Any other file is only downloaded: it might be a page with scripts of its own."""


class Page:
    """Serves the sandbox to browsers; `url` and `port` are where. `people` are the users that a page can be."""

    def __init__(self, world: World, gateway: Gateway, people: Sequence[Person], controls: Controls) -> None:
        self._site = OwnSite()
        self._world = world
        self._gateway = gateway
        self._people = people
        self._controls = controls
        self._files = page_files(resources.files(__package__) / "static")
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._site.url

    @property
    def port(self) -> int:
        """The port of the page."""
        return self._site.port

    @asynccontextmanager
    async def serve(self, *, host: str = LOOPBACK, port: int = 0) -> AsyncIterator[Page]:
        """Serve until the block ends. Takes a free port if `port` is 0 or taken."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await self._site.listen(runner, host=host, port=port)
            yield self
        finally:
            for socket in tuple(self._sockets):
                await socket.close(code=WSCloseCode.GOING_AWAY)
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._site.guard()])
        application.router.add_get("/socket", self._socket)
        application.router.add_get("/files/{number:[0-9]+}/{name}", self._attachment)
        application.router.add_get("/{name:[a-z.]*}", self._file)
        return application

    async def _file(self, request: web.Request) -> web.Response:
        return file_response(request.match_info["name"], self._files)

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
