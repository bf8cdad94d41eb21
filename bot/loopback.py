"""What the pages on loopback share: their files, whom they answer, and the policy that keeps other content out."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK: Final = "127.0.0.1"

_TYPES: Final = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class OwnSite:
    """A server's own address: it answers requests to that address and from its own pages, and no others."""

    def __init__(self) -> None:
        self.host = LOOPBACK
        self.port = 0

    @property
    def url(self) -> str:
        """The address of the page."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    async def listen(self, runner: web.AppRunner, *, host: str, port: int) -> None:
        """Listen on the port, or on a free one if it is 0 or taken."""
        self.host = host
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            if port == 0:
                raise
            await web.TCPSite(runner, host, 0).start()
        self.port = int(runner.addresses[0][1])

    def guard(self) -> Middleware:
        """Return a middleware that refuses other sites, and sets the policy.

        A site could point its own name here, which Host tells, or send requests here, which Origin tells.
        """

        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._is_own(request.host):
                raise web.HTTPForbidden(text="This page is served under its own address only.")
            if request.headers.get("Origin", f"http://{request.host}") != f"http://{request.host}":
                raise web.HTTPForbidden(text="This page answers its own requests only.")
            response = await handler(request)
            if not response.prepared:
                response.headers.update(_policy(request.host))
            return response

        return guarded

    def _is_own(self, host: str) -> bool:
        """Return whether a Host header names this server; if it serves other interfaces, by a bare address."""
        name, _, port = host.rpartition(":")
        if port != str(self.port):
            return False
        if name in {self.host, f"[{self.host}]"}:
            return True
        try:
            loopback = ipaddress.ip_address(self.host).is_loopback
            return (loopback and name == "localhost") or (not loopback and bool(ipaddress.ip_address(name.strip("[]"))))
        except ValueError:
            return False


def page_files(folder: Traversable) -> Mapping[str, bytes]:
    """Return the files of a page by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.rpartition(".")[2] in _TYPES}


def file_response(name: str, files: Mapping[str, bytes]) -> web.Response:
    """Return one of the page's files; its index for no name. Raises HTTPNotFound for any other name."""
    name = name or "index.html"
    if name not in files:
        raise web.HTTPNotFound
    return web.Response(body=files[name], content_type=_TYPES[name.rpartition(".")[2]], charset="utf-8")


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
