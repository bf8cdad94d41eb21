"""The user of a page: one of the sandbox's people at a time, and the actions that the page offers."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import discord

from bot.sandbox.clock import FORWARD_ONLY, MovableClock
from bot.sandbox.driver import Person
from bot.sandbox.exchange import Exchange
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.options import BOOLEAN, CHANNEL, INTEGER, MENTIONABLE, NUMBER, ROLE, USER, Value
from bot.sandbox.page import views
from bot.sandbox.refusals import UnavailableError
from bot.sandbox.world import World

Asked: TypeAlias = Mapping[str, Any]

LOCALES: Final = tuple(sorted(locale.value for locale in discord.Locale))
_THINGS: Final = frozenset({USER, CHANNEL, ROLE, MENTIONABLE})


PATIENCE: Final = 10.0
"""Seconds of real time that the bot has to act when the clock stops at an appointment."""

_PAUSE: Final = 0.02  # seconds between two looks at an appointment


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """Something that the bot does by itself at a set time, such as a daily post.

    `label` is the button that moves the clock there, `missing` the error if nothing is planned. `next` returns the
    instant at which the bot acts next (aware; past until it has acted), or None.
    """

    label: str
    missing: str
    next: Callable[[], Awaitable[dt.datetime | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What the page offers that Discord does not: the clock, and `restart`, which restarts the bot."""

    clock: MovableClock
    appointments: tuple[Appointment, ...]
    restart: Callable[[], None]

    async def advance(self, seconds: float) -> None:
        """Set the clock ahead, with a stop at each appointment on the way. Raises UnavailableError below 0."""
        if seconds < 0:
            raise UnavailableError(FORWARD_ONLY)
        target = self.clock() + dt.timedelta(seconds=seconds)
        await self._stop_on_the_way_to(target)
        if target > self.clock():
            self.clock.move_to(target)

    async def go_to(self, number: int) -> None:
        """Set the clock ahead to the appointment's next instant. Raises UnavailableError if there is none."""
        appointment = self.appointments[number]
        due = await appointment.next()
        if due is None:
            raise UnavailableError(appointment.missing)
        await self._stop_on_the_way_to(due)

    async def _stop_on_the_way_to(self, target: dt.datetime) -> None:
        """Stop at each appointment until the bot has acted: it would miss one that the clock jumps over.

        An appointment that the bot does not keep within PATIENCE is skipped.
        """
        passed: set[dt.datetime] = set()
        while (due := await self._next(passed)) is not None and due <= target:
            if due > self.clock():
                self.clock.move_to(due)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    while await self._next(passed) == due:  # noqa: ASYNC110 - the bot signals nothing when it has acted
                        await asyncio.sleep(_PAUSE)
            passed.add(due)

    async def _next(self, passed: Collection[dt.datetime]) -> dt.datetime | None:
        """Return the earliest instant of all appointments that is not in `passed`."""
        found = [await appointment.next() for appointment in self.appointments]
        return min((instant for instant in found if instant is not None and instant not in passed), default=None)


class PageUser:
    """Carries out what a page asks for, as one of `people`; the first one to begin with.

    Raises UnavailableError or RefusalError for what Discord's interface would not do, and ValueError, TypeError or
    LookupError for a malformed request.
    """

    def __init__(self, world: World, people: Sequence[Person], controls: Controls) -> None:
        self.person = people[0]
        self._world = world
        self._people = people
        self._controls = controls
        self._forms: dict[str, Exchange] = {}

    async def do(self, asked: Asked) -> Json:
        """Carry out one request and return what the page needs to know."""
        match asked["do"]:
            case "say":
                self.person.say(self._channel(asked), str(asked["content"]))
                return {}
            case "complete":
                channel, options = self._channel(asked), self._options(asked)
                return {"choices": await self.person.autocomplete(channel, asked["name"], **options)}
            case "be" | "speak" | "restart" as what:
                self._switch(what, asked)
                return {}
            case "move":
                await self._move(asked)
                return {}
            case _:
                return self._outcome(await self._use(asked).answered())

    def _use(self, asked: Asked) -> Exchange:
        """Carry out what the bot must answer."""
        match asked["do"]:
            case "slash":
                return self.person.start_slash(self._channel(asked), asked["name"], **self._options(asked))
            case "menu":
                return self.person.start_menu(self._message(asked), asked["name"])
            case "click":
                return self.person.start_click(self._message(asked), asked["button"])
            case "choose":
                return self.person.start_choose(self._message(asked), asked["select"], asked["values"])
            case "submit":
                return self.person.start_submit(self._form(asked), asked["answers"])
            case unknown:
                raise ValueError(unknown)

    def _switch(self, what: str, asked: Asked) -> None:
        """Change the user (the first one if nobody has the name), the user's locale, or restart the bot."""
        match what:
            case "be":
                named = (person for person in self._people if person.user.name == asked["name"])
                self.person = next(named, self._people[0])
            case "speak" if asked["locale"] in LOCALES:
                self.person.user.locale = asked["locale"]
            case "restart":
                self._controls.restart()
            case _:
                raise ValueError(asked)

    async def _move(self, asked: Asked) -> None:
        if "appointment" in asked:
            await self._controls.go_to(asked["appointment"])
        else:
            await self._controls.advance(float(asked["seconds"]))

    def _channel(self, asked: Asked) -> Channel:
        for channel in views.channels(self._world, self.person):
            if str(channel.id) == asked["channel"]:
                return channel
        raise UnavailableError("This channel is gone.")

    def _message(self, asked: Asked) -> Message:
        found = self._world.messages.get(int(asked["message"]))
        if found is None or not views.visible(found, self.person.user):
            raise UnavailableError("This message is gone.")
        return found

    def _form(self, asked: Asked) -> Exchange:
        opened = self._forms.get(asked["form"])
        if opened is None or opened.interaction.user is not self.person.user:
            raise UnavailableError("This form is no longer open.")
        return opened

    def _options(self, asked: Asked) -> dict[str, Value]:
        return {name: self._value(option) for name, option in asked["options"].items()}

    def _value(self, option: Asked) -> Value:
        """Convert an option to its type. One that is still being typed stays a text."""
        kind, value = (None if option.get("focused") else option["type"]), option["value"]
        if kind == INTEGER:
            return int(value)
        if kind == NUMBER:
            return float(value)
        if kind == BOOLEAN:
            return value in {True, "true"}
        return self._thing(int(value)) if kind in _THINGS else str(value)

    def _thing(self, number: int) -> Value:
        roles = {role.id: role for guild in self._world.guilds.values() for role in guild.roles.values()}
        things: Mapping[int, Value] = {**self._world.users, **self._world.channels, **roles}
        if number not in things:
            raise UnavailableError(f"There is no user, channel or role {number}.")
        return things[number]

    def _outcome(self, exchange: Exchange) -> Json:
        """Return the form that an answered exchange has opened, if any."""
        if exchange.interaction.modal is None:
            return {}
        number = str(exchange.interaction.id)
        self._forms[number] = exchange
        return {"form": number, "modal": exchange.modal}
