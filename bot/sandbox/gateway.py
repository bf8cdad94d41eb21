"""The gateway: identify, heartbeats, dispatch, resume with replay, and the faults of a connection."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from aiohttp import ClientConnectionResetError, WSMsgType, web

from bot.sandbox import events, wire
from bot.sandbox.dispatches import dispatch_for
from bot.sandbox.model import Guild, Json
from bot.sandbox.shards import Shard
from bot.sandbox.world import World

REPLAY: Final = 1000
"""Events that a session remembers for a resume."""
ROUND_TRIP: Final = 0.02
"""Seconds from a heartbeat to its answer. discord.py notes the time of a heartbeat only after sending it, so it would
take a faster answer for one to the heartbeat before, and warn."""
PRIVILEGED: Final = 1 << 1 | 1 << 8 | 1 << 15


class Op(IntEnum):
    """Gateway opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Close(IntEnum):
    """Close codes."""

    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    DISALLOWED_INTENTS = 4014


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """What outlives a connection: the numbered events, for a replay. `connection` is None while disconnected."""

    id: str
    intents: int
    shard: Shard
    connection: GatewayConnection | None = None
    sequence: int = 0
    sent: deque[Json] = field(default_factory=lambda: deque(maxlen=REPLAY))

    def dispatch(self, name: str, payload: Json) -> None:
        """Number an event, keep it, and send it if the bot is connected."""
        self.sequence += 1
        frame = {"op": int(Op.DISPATCH), "t": name, "s": self.sequence, "d": payload}
        self.sent.append(frame)
        if self.connection is not None:
            self.connection.send(frame)

    def missed(self, sequence: int) -> list[Json] | None:
        """Return the events after a sequence number; None if they are no longer all there."""
        later = [frame for frame in self.sent if frame["s"] > sequence]
        complete = len(later) == self.sequence - sequence
        return later if complete and sequence <= self.sequence else None


class GatewayConnection:
    """One open connection. Frames go out in order from a queue, so that the world never waits for a socket."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._request = request
        self.socket = socket
        self.session: Session | None = None
        self.dropped = asyncio.Event()
        self._outgoing: asyncio.Queue[Json | int] = asyncio.Queue()

    def send(self, frame: Json) -> None:
        """Queue a frame."""
        self._outgoing.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close properly, after what is queued."""
        self._outgoing.put_nowait(code)

    def drop(self) -> None:
        """Break the connection without a close frame."""
        self.dropped.set()
        if self._request.transport is not None:
            self._request.transport.abort()

    async def write(self) -> None:
        """Send what is queued until the connection is closed."""
        while True:
            item = await self._outgoing.get()
            try:
                if isinstance(item, int):
                    await self.socket.close(code=item)
                    return
                await self.socket.send_str(json.dumps(item))
            except ClientConnectionResetError:
                return


class Gateway:
    """All sessions of the bot; `heartbeat` is in seconds.

    With `mute`, heartbeats get no answer; with `deaf`, a bot's close frame gets none. The next `refusing` connections
    are refused, the next `garbled` ones get broken JSON first.
    """

    def __init__(self, world: World, *, token: str, heartbeat: float) -> None:
        self.sessions: dict[str, Session] = {}
        self.mute = False
        self.deaf = False
        self.refusing = 0
        self.garbled = 0
        self._world = world
        self._token = token
        self._heartbeat = heartbeat
        self._connections: set[GatewayConnection] = set()
        self._identified: dict[int, dt.datetime] = {}
        world.observe(self._dispatch)

    @property
    def connected(self) -> bool:
        """Whether a bot is connected."""
        return any(session.connection is not None for session in self.sessions.values())

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Handle a request: the aiohttp endpoint."""
        if self.refusing:
            self.refusing -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(autoclose=not self.deaf)
        await socket.prepare(request)
        if self.garbled:
            self.garbled -= 1
            await socket.send_str("{")
        connection = GatewayConnection(request, socket)
        self._connections.add(connection)
        connection.send({"op": int(Op.HELLO), "d": {"heartbeat_interval": int(self._heartbeat * 1000)}})
        writer = asyncio.create_task(connection.write())
        try:
            await self._read(connection)
            if self.deaf:
                await connection.dropped.wait()
        finally:
            writer.cancel()
            self._connections.discard(connection)
            self._ended(connection)
        return socket

    def drop(self) -> None:
        """Break every connection without a close frame. The sessions can be resumed."""
        for connection in tuple(self._connections):
            connection.drop()

    def reconnect(self) -> None:
        """Ask every bot to reconnect and resume (op 7)."""
        self._send_all({"op": int(Op.RECONNECT), "d": None})

    def invalidate(self, *, resumable: bool = False) -> None:
        """Tell every bot that its session is invalid (op 9); one that is not resumable is forgotten."""
        connections = tuple(self._connections)
        if not resumable:
            self.forget()
        for connection in connections:
            connection.send({"op": int(Op.INVALID_SESSION), "d": resumable})

    def babble(self, name: str, payload: Json) -> None:
        """Dispatch any event to every bot, even one that Discord would not send."""
        for session in self.sessions.values():
            session.dispatch(name, payload)

    def forget(self) -> None:
        """Forget all sessions, so that a resume is refused."""
        self.sessions.clear()
        for connection in self._connections:
            connection.session = None

    def close(self, code: int) -> None:
        """Close every connection with a code, such as 4004."""
        for connection in tuple(self._connections):
            connection.close(code)

    def _send_all(self, frame: Json) -> None:
        for connection in self._connections:
            connection.send(frame)

    async def _read(self, connection: GatewayConnection) -> None:
        async for message in connection.socket:
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                frame = json.loads(message.data)
            except ValueError:
                connection.close(Close.DECODE_ERROR)
                continue
            self._receive(connection, frame)

    def _receive(self, connection: GatewayConnection, frame: Json) -> None:
        match frame.get("op"):
            case Op.HEARTBEAT:
                if not self.mute:
                    asyncio.get_running_loop().call_later(
                        ROUND_TRIP, connection.send, {"op": int(Op.HEARTBEAT_ACK), "d": None}
                    )
            case Op.IDENTIFY:
                self._identify(connection, frame["d"])
            case Op.RESUME:
                self._resume(connection, frame["d"])
            case Op.PRESENCE | Op.MEMBERS:
                if connection.session is None:
                    connection.close(Close.NOT_AUTHENTICATED)
            case _:
                connection.close(Close.UNKNOWN_OPCODE)

    def _identify(self, connection: GatewayConnection, asked: Json) -> None:
        if connection.session is not None:
            connection.close(Close.ALREADY_AUTHENTICATED)
        elif asked.get("token") != self._token:
            connection.close(Close.AUTHENTICATION_FAILED)
        elif asked["intents"] & PRIVILEGED:
            connection.close(Close.DISALLOWED_INTENTS)
        elif (shard := Shard.read(asked.get("shard"))) is None:
            connection.close(Close.INVALID_SHARD)
        elif shard.count < self._world.sharding.required:
            connection.close(Close.SHARDING_REQUIRED)
        elif self._too_soon(shard):
            connection.send({"op": int(Op.INVALID_SESSION), "d": False})
        else:
            self._open(connection, asked, shard)

    def _too_soon(self, shard: Shard) -> bool:
        """Return whether another shard of the same group has identified within the interval."""
        sharding, now = self._world.sharding, self._world.clock()
        group = shard.id % sharding.max_concurrency
        last = self._identified.get(group)
        if last is not None and 0 <= (now - last).total_seconds() < sharding.interval:
            return True
        self._identified[group] = now
        return False

    def _open(self, connection: GatewayConnection, asked: Json, shard: Shard) -> None:
        number = self._world.snowflake()
        session = Session(id=f"session-{number}", intents=asked["intents"], shard=shard, connection=connection)
        self.sessions[session.id] = session
        connection.session = session
        session.dispatch("READY", self._ready(session))
        for guild in self._guilds(session):
            session.dispatch("GUILD_CREATE", wire.guild(guild, self._world.bot))
        self._world.tell(events.SessionOpened(session.id))

    def _guilds(self, session: Session) -> list[Guild]:
        return [guild for guild in self._world.guilds.values() if session.shard.serves(guild.id)]

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": wire.own_user(self._world.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in self._guilds(session)],
            "session_id": session.id,
            "resume_gateway_url": self._world.gateway_url,
            "shard": [session.shard.id, session.shard.count],
            "application": {"id": str(self._world.bot.id), "flags": 0},
        }

    def _resume(self, connection: GatewayConnection, asked: Json) -> None:
        if asked.get("token") != self._token:
            connection.close(Close.AUTHENTICATION_FAILED)
            return
        session = self.sessions.get(asked.get("session_id") or "")
        missed = session.missed(asked.get("seq") or 0) if session is not None else None
        if session is None or missed is None:
            connection.send({"op": int(Op.INVALID_SESSION), "d": False})
            return
        connection.session, session.connection = session, connection
        for frame in missed:
            connection.send(frame)
        session.dispatch("RESUMED", {})
        self._world.tell(events.SessionResumed(session.id))

    def _ended(self, connection: GatewayConnection) -> None:
        """Note the end of a connection. Code 1000 or 1001 ends the session too; after any other it can be resumed."""
        session = connection.session
        if session is None or session.connection is not connection:
            return
        session.connection = None
        code = connection.socket.close_code
        if code in {1000, 1001}:
            self.sessions.pop(session.id, None)
        self._world.tell(events.SessionClosed(session.id, code))

    def _dispatch(self, event: events.Event) -> None:
        found = dispatch_for(event, self._world)
        if found is None:
            return
        for session in self.sessions.values():
            if session.intents & found.intents == found.intents and session.shard.serves(found.guild):
                session.dispatch(found.name, found.payload)
