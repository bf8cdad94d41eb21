"""The HTTP side: reads a request, applies faults and routes, records it, answers."""

from __future__ import annotations

import json
import re
import socket
import struct
from typing import Any, TypeAlias

from aiohttp import BodyPartReader, web

from bot.sandbox import events
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.messages import Upload
from bot.sandbox.recording import JSON_TYPE, Request
from bot.sandbox.refusals import RefusalError, unauthorized
from bot.sandbox.rest import ROUTES
from bot.sandbox.routing import Call, Reply, find
from bot.sandbox.world import World

PREFIX = "/api/v10"
_FILE = re.compile(r"files\[(\d+)\]")

Body: TypeAlias = tuple[Any, tuple[Upload, ...]]


class Web:
    """Answers every request under /api/v10. `requests` keeps them in order."""

    def __init__(self, world: World, faults: Faults, *, token: str) -> None:
        self.requests: list[Request] = []
        self._world = world
        self._faults = faults
        self._token = token

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Handle a request: the aiohttp endpoint."""
        path = request.path.removeprefix(PREFIX)
        body, uploads = await _read(request)
        fault = self._faults.strike(request.method, path, request.headers.get("User-Agent", ""))
        if fault is not None and fault.hold is not None and not fault.after:
            await fault.hold.wait()
        own = self._own(request, path, body, uploads) if _reaches(fault) else None
        if fault is not None and fault.hold is not None and fault.after:
            await fault.hold.wait()
        sent = Reply(status=fault.status, body=fault.body) if fault is not None and fault.takes_over else own
        self._record(request, path, body, uploads, sent or Reply(), injected=sent is not own)
        if fault is not None and fault.reset:
            _reset(request)
        return _response(sent or Reply(), fault.headers if fault is not None else {})

    def _own(self, request: web.Request, path: str, body: object, uploads: tuple[Upload, ...]) -> Reply:
        try:
            route, names = find(ROUTES, request.method, path)
            if not route.open and request.headers.get("Authorization") != f"Bot {self._token}":
                raise unauthorized()
            call = Call(
                method=request.method, path=path, query=dict(request.query), body=body, uploads=uploads, names=names
            )
            return route.endpoint(self._world, call)
        except RefusalError as refusal:
            return Reply(status=refusal.status, body=refusal.body)

    def _record(  # noqa: PLR0913  # a record is flat
        self, request: web.Request, path: str, body: object, uploads: tuple[Upload, ...], sent: Reply, *, injected: bool
    ) -> None:
        made = Request(
            method=request.method,
            path=path,
            query=dict(request.query),
            body=body,
            files=tuple(upload.filename for upload in uploads),
            status=sent.status,
            response=sent.body,
            injected=injected,
        )
        self.requests.append(made)
        self._world.tell(events.Requested(made))


def _reaches(fault: Fault | None) -> bool:
    """Return whether the request takes effect in spite of the fault."""
    return fault is None or fault.after or not fault.takes_over


async def _read(request: web.Request) -> Body:
    if request.content_type == "multipart/form-data":
        return await _read_multipart(request)
    raw = await request.read()
    if not raw:
        return None, ()
    try:
        return json.loads(raw), ()
    except ValueError:
        return None, ()


async def _read_multipart(request: web.Request) -> Body:
    body: Any = None
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        raw = await part.read()
        named = _FILE.fullmatch(part.name or "")
        if named is not None:
            content_type = part.headers.get("Content-Type", "application/octet-stream")
            uploads.append(
                Upload(
                    index=int(named[1]), filename=part.filename or "file", content_type=content_type, body=bytes(raw)
                )
            )
        elif part.name == "payload_json":
            body = json.loads(raw)
    return body, tuple(uploads)


def _response(reply: Reply, headers: dict[str, str]) -> web.Response:
    """Build the response. The content type has no charset: discord.py compares it as a whole."""
    if reply.body is None:
        return web.Response(status=reply.status, headers=headers)
    raw = json.dumps(reply.body).encode()
    return web.Response(status=reply.status, body=raw, headers={"Content-Type": JSON_TYPE, **headers})


def _reset(request: web.Request) -> None:
    """Break the connection with a TCP reset, as a dying load balancer does."""
    transport = request.transport
    if transport is None:
        return
    plug = transport.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
