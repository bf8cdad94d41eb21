"""One open page: the events it receives, and the answers to its requests."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from aiohttp import ClientConnectionResetError, WSMsgType, web

from bot.sandbox import events
from bot.sandbox.driver import Person
from bot.sandbox.gateway import Gateway
from bot.sandbox.model import Json, Message
from bot.sandbox.page import views
from bot.sandbox.page.user import LOCALES, Controls, PageUser
from bot.sandbox.recording import Request
from bot.sandbox.refusals import RefusalError, UnavailableError
from bot.sandbox.world import World

_NUMBERED: Final = re.compile(r"/[^/]*\d{6}[^/]*")

REFUSED: Final = 400
"""The lowest HTTP status of a refused request."""


class Connection:
    """A page's socket. Frames go out in order from a queue, so that the world never waits for a page.

    The page sends `{"id": …, "do": …}` and gets `{"re": id}` with `ok` or, in a sentence, `error`. It also gets
    `{"event": …}`.
    """

    def __init__(self, world: World, gateway: Gateway, people: Sequence[Person], controls: Controls) -> None:
        self._world = world
        self._gateway = gateway
        self._people = people
        self._controls = controls
        self._user = PageUser(world, people, controls)
        self._outgoing: asyncio.Queue[Json] = asyncio.Queue()
        self._asking: set[asyncio.Task[None]] = set()

    async def serve(self, socket: web.WebSocketResponse) -> None:
        """Answer requests and send events until the page is closed."""
        leave = self._world.observe(self._heard)
        leave_clock = self._controls.clock.observe(lambda: self._tell(self._now()))
        writer = asyncio.create_task(self._write(socket))
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    task = asyncio.create_task(self._answer(frame.data))
                    self._asking.add(task)
                    task.add_done_callback(self._asking.discard)
        finally:
            leave()
            leave_clock()
            left = [writer, *self._asking]
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    def _tell(self, frame: Json) -> None:
        self._outgoing.put_nowait(frame)

    async def _write(self, socket: web.WebSocketResponse) -> None:
        while True:
            frame = await self._outgoing.get()
            try:
                await socket.send_str(json.dumps(frame))
            except ClientConnectionResetError:
                return

    async def _answer(self, raw: str) -> None:
        """Carry out what one frame asks for. Report an error in a sentence."""
        number: object = None
        try:
            asked = json.loads(raw)
            number = asked["id"]
            done = await self._user.do(asked)
        except (UnavailableError, RefusalError) as refusal:
            self._tell({"re": number, "error": str(refusal)})
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            self._tell({"re": number, "error": f"The sandbox does not understand this: {error!r}"})
        else:
            if asked["do"] in {"be", "speak"}:
                self._tell(self._state())
            self._tell({"re": number, "ok": done})

    def _heard(self, event: events.Event) -> None:
        """Pass on what the page's user would see."""
        match event:
            case events.MessageCreated(message) | events.MessageUpdated(message):
                if views.visible(message, self._user.person.user):
                    self._tell({"event": "message", "message": self._shown(message)})
            case events.MessageDeleted(message):
                self._tell({"event": "gone", "message": str(message.id)})
            case events.CommandsChanged():
                self._tell({"event": "commands", **self._commands()})
            case events.SessionOpened() | events.SessionResumed() | events.SessionClosed():
                self._tell({"event": "presence", **self._presence()})
            case events.ChannelCreated() | events.ChannelDeleted() | events.GuildJoined() | events.GuildLeft():
                self._tell(self._state())
            case events.Requested(request) if request.status >= REFUSED:
                self._tell({"event": "trouble", "text": refused(request)})
            case _:
                pass

    def _state(self) -> Json:
        """Return all that the page shows to its user."""
        world, person = self._world, self._user.person
        seen = [message for message in world.messages.values() if views.visible(message, person.user)]
        return {
            **self._now(),
            **self._presence(),
            **self._commands(),
            "event": "state",
            "bot": {"id": str(world.bot.id), "name": world.bot.name},
            "users": [each.user.name for each in self._people],
            "user": person.user.name,
            "locale": person.user.locale,
            "locales": LOCALES,
            "channels": [views.channel(each, world) for each in views.channels(world, person)],
            "names": views.names(world),
            "messages": [self._shown(each) for each in seen],
            "appointments": [each.label for each in self._controls.appointments],
        }

    def _now(self) -> Json:
        return {"event": "clock", "now": self._controls.clock().isoformat()}

    def _presence(self) -> Json:
        return {"online": self._gateway.connected}

    def _commands(self) -> Json:
        person = self._user.person
        found = views.channels(self._world, person)
        return {"commands": {str(each.id): views.commands(person, each) for each in found}}

    def _shown(self, message: Message) -> Json:
        return views.message(message, self._world, self._user.person.user.locale)


def refused(request: Request) -> str:
    """Say in one line which request of the bot Discord would have refused, and why, without ids and tokens."""
    body = request.response if isinstance(request.response, dict) else {}
    reasons = "; ".join([str(body.get("message", "")), *_reasons(body.get("errors") or {})])
    asked = f"{request.method} {_NUMBERED.sub('/…', request.path)}"
    return f"Discord would refuse what the bot sent: {request.status} {reasons} ({asked})"


def _reasons(errors: Json, field: str = "") -> Iterator[str]:
    """Yield what is wrong with each field, from Discord's tree of errors."""
    for name, below in errors.items():
        if name == "_errors":
            yield from (f"{field}: {each['message']}" for each in below)
        else:
            yield from _reasons(below, f"{field}.{name}" if field else name)
