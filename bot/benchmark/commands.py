"""Measure what the whole bot costs for each command, next to a bare discord.py client that repeats what is typed."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import combinations_with_replacement, count, cycle, islice
from typing import Final, TypeVar

from bot.benchmark.client_process import ClientProcess, Serve, client_process, serve_echo
from bot.core.knowledge.entities import Speakers
from bot.core.knowledge.model import Knowledge
from bot.core.knowledge.timeline import days
from bot.core.matching.training_texts import misspell
from bot.core.progress import ProgressCallback, track
from bot.i18n import ENGLISH
from bot.sandbox import Exchange, Person, Sandbox, UnavailableError

T = TypeVar("T")

ECHO: Final = "echo"
"""The bare client's /ask, which the others are compared with."""

ASKERS: Final = 40
"""Users who ask for the same new picture at once."""

PATIENCE: Final = 20.0
"""Seconds that a user waits for an answer, far longer than Discord does."""

CHECK: Final = ENGLISH.commands["Check against the base"].name

_ROUNDS: Final = 5
_QUESTIONS: Final = 14  # for each use of every command
_SENTENCES: Final = 3  # of a message that is checked
_NEW: Final = "/timeline, new picture"
_FIRST, _LAST = (ENGLISH.commands["timeline"].options[name].name for name in ("first", "last"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandCost:
    """One use of a command, in milliseconds: the CPU time of the bot's process, and the wait for the whole answer.

    Both are medians: of the rounds' means, and of all uses.
    """

    name: str
    cpu: float
    wait: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandCosts:
    """The costs of all commands, the echo first.

    `first` and `last` are the waits of the first and the last of ASKERS users who ask for one new picture at once, in
    milliseconds. `lost` uses got no answer within Discord's three seconds.
    """

    commands: tuple[CommandCost, ...]
    first: float
    last: float
    lost: int


Use = Callable[[], Awaitable[object]]
"""Uses a command once and waits for the whole answer."""


class Audience:
    """People in a channel of the sandbox. Each use of a command is by somebody else, so that nobody reaches a limit.

    On a machine that is too busy a use is not answered within Discord's three seconds. `lost` counts these.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._numbers = count()
        self.lost = 0
        self.guild = sandbox.guild("Newsroom")
        self._channel = sandbox.channel(self.guild, "general")

    async def slash(self, name: str, /, **options: str) -> None:
        """Use a slash command."""
        await self._answered(self._next().slash(self._channel, name, **options))

    async def check(self, text: str) -> None:
        """Write a message and have it checked from its menu."""
        person = self._next()
        await self._answered(person.menu(person.say(self._channel, text), CHECK))

    async def reload(self, admin: Person) -> None:
        """Load the base that is on disk; again if a step of it is lost."""
        pressed = None
        while pressed is None:
            shown = await self._answered(admin.slash(self._channel, "reload"))
            if shown is not None:
                pressed = await self._answered(admin.click(shown.message, ENGLISH.load_button))
        message = pressed.message
        await self._sandbox.until(lambda: ENGLISH.load_button not in message.labels)

    async def _answered(self, use: Awaitable[Exchange]) -> Exchange | None:
        """Return the exchange with its whole answer; None if the use is lost."""
        try:
            return await use
        except UnavailableError:
            self.lost += 1
            return None

    def _next(self) -> Person:
        return self._sandbox.user(f"reader {next(self._numbers)}")


async def measure_commands(
    knowledge: Knowledge, serve: Serve, *, uses: int, seed: int, on_progress: ProgressCallback
) -> CommandCosts:
    """Use each command of the bot `uses` times, in rounds that alternate with the echo.

    The questions are the base's own, every second one misspelt.
    """
    dice = random.Random(seed)  # noqa: S311 - which questions, no secrets
    async with _in_front(serve_echo) as (echoed, echo), _in_front(serve) as (asked, bot):
        plan = {
            ECHO: (echo, _ask(echoed, knowledge, dice)),
            **{name: (bot, use) for name, use in _commands(asked, knowledge, dice)},
        }
        for _, use in plan.values():
            await use()
        await bot.settle()
        cpu: dict[str, list[float]] = {name: [] for name in (*plan, _NEW)}
        waits: dict[str, list[float]] = {name: [] for name in (*plan, _NEW)}
        *ranges, last = _ranges(knowledge)
        for options in ranges:
            before = bot.usage().cpu
            waits[_NEW].append(await _waited(lambda: asked.slash("timeline", **options)))  # noqa: B023 - called at once
            cpu[_NEW].append(bot.usage().cpu - before)
        each = max(1, uses // _ROUNDS)
        rounds = [(name, *plan[name]) for _ in range(_ROUNDS) for name in plan]
        for name, process, use in track(rounds, on_progress, "Using each command", len(rounds)):
            before = process.usage().cpu
            waits[name] += [await _waited(use) for _ in range(each)]
            cpu[name].append((process.usage().cpu - before) / each)
        together = await asyncio.gather(*(_waited(lambda: asked.slash("timeline", **last)) for _ in range(ASKERS)))
    costs = (
        CommandCost(name=name, cpu=statistics.median(cpu[name]) * 1000, wait=statistics.median(waits[name]) * 1000)
        for name in cpu
        if cpu[name]
    )
    return CommandCosts(
        commands=tuple(costs), first=min(together) * 1000, last=max(together) * 1000, lost=asked.lost + echoed.lost
    )


@asynccontextmanager
async def _in_front(serve: Serve) -> AsyncIterator[tuple[Audience, ClientProcess]]:
    """Run a client in front of an audience of its own."""
    async with Sandbox.serve(patience=PATIENCE) as sandbox:
        audience = Audience(sandbox)
        async with client_process(sandbox, serve) as client:
            yield audience, client


def _commands(audience: Audience, knowledge: Knowledge, dice: random.Random) -> Iterator[tuple[str, Use]]:
    names = cycle(speaker.name for speaker in Speakers(knowledge).all if speaker.listed)
    statements = cycle(_shuffled((fact.statement for fact in knowledge.facts.values()), dice))
    yield "/ask", _ask(audience, knowledge, dice)
    yield "/help", lambda: audience.slash("help")
    yield "/who", lambda: audience.slash("who", name=next(names))
    yield "check 3 sentences", lambda: audience.check("\n".join(islice(statements, _SENTENCES)))
    yield "/timeline, same picture", lambda: audience.slash("timeline")


def everyday_uses(audience: Audience, knowledge: Knowledge, dice: random.Random) -> list[Use]:
    """Return uses of the commands to be repeated, most of them questions."""
    others = [use for _, use in _commands(audience, knowledge, dice)]
    return [*[_ask(audience, knowledge, dice)] * _QUESTIONS, *others]


def _ask(audience: Audience, knowledge: Knowledge, dice: random.Random) -> Use:
    own = _shuffled((question for fact in knowledge.facts.values() for question in fact.questions), dice)
    questions = cycle(misspell(question, dice) if place % 2 else question for place, question in enumerate(own))
    return lambda: audience.slash("ask", question=next(questions))


def _ranges(knowledge: Knowledge) -> list[Mapping[str, str]]:
    """Return all date ranges with facts, as options of /timeline; at least one, which may be that of all dates."""
    dates = [day.date.isoformat() for day in days(knowledge)]
    return [{_FIRST: first, _LAST: last} for first, last in combinations_with_replacement(dates, 2)] or [{}]


def _shuffled(things: Iterable[T], dice: random.Random) -> list[T]:
    shuffled = list(things)
    dice.shuffle(shuffled)
    return shuffled


async def _waited(use: Use) -> float:
    began = time.perf_counter()
    await use()
    return time.perf_counter() - began
