"""A thousand questions a minute on sixteen shards in four processes on one PostgreSQL, and a restart of one by one."""

from __future__ import annotations

import asyncio
import math
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import postgres
import pytest
from bases import write_base
from faults.child import Child, running

from bot.i18n import ENGLISH
from bot.sandbox import Channel, Person, Sandbox, Shard, UnavailableError
from bot.sandbox.gateway import Session

SHARDS, PROCESSES = 16, 4
A_MINUTE = 1_000
SECONDS = 60
READY = 180.0
"""Seconds of real time in which four processes start on a busy machine."""

LATE = re.compile("too late|in time")
"""What the log says of a question that Discord would no longer take the answer of."""

QUESTIONS = (
    "how much will the repair cost",
    "since when has the lighthouse been out",
    "how high is the lamp",
    "when does the ferry run",
)


@dataclass(slots=True)
class Asked:
    """How long the answers took, in seconds, and what became of the questions."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def within(self, share: float) -> float:
        """The time in which so large a share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """A channel on a server of each shard, and the config of all processes."""

    sandbox: Sandbox
    reader: Person
    places: tuple[Channel, ...]
    config: Path

    def process(self, number: int) -> AbstractAsyncContextManager[Child]:
        """`python -m bot run` with the shards of a process."""
        each = SHARDS // PROCESSES
        shards = f"{number * each}-{(number + 1) * each - 1}/{SHARDS}"
        return running(self.sandbox, self.config, options=("--shards", shards))

    def connected(self) -> dict[int, Session]:
        """The sessions that are connected, by the id of their shard."""
        sessions = self.sandbox.gateway.sessions.values()
        return {session.shard.id: session for session in sessions if session.connection is not None}

    async def all_connected(self) -> None:
        async with asyncio.timeout(READY):
            await self.sandbox.world.until(lambda: len(self.connected()) == SHARDS, patience=READY)

    async def ask(self, number: int, asked: Asked) -> None:
        """Ask a question on a server, and note what becomes of it."""
        shard = number % SHARDS
        session, began = self.connected().get(shard), time.perf_counter()
        exchange = self.reader.start_slash(self.places[shard], "ask", question=QUESTIONS[number % len(QUESTIONS)])
        try:
            await exchange.answered()
        except UnavailableError:
            asked.outcomes[self.why_unanswered(session)] += 1
            return
        asked.seconds.append(time.perf_counter() - began)
        again = ENGLISH.restarting in exchange.text
        asked.outcomes["told to try again" if again else "answered"] += 1

    @staticmethod
    def why_unanswered(session: Session | None) -> str:
        """What became of a question that was asked in a session, or in none."""
        if session is None:
            return "asked while its shard was down"
        return "lost" if session.connection is not None else "asked while its shard closed"

    async def keep_asking(self, asked: Asked, *, seconds: float, ended: asyncio.Event | None = None) -> None:
        """Ask at an even pace for so long, or until something has ended."""
        async with asyncio.TaskGroup() as group:
            began = time.perf_counter()
            for number in range(int(A_MINUTE * seconds / 60)):
                if ended is not None and ended.is_set():
                    break
                group.create_task(self.ask(number, asked))
                await asyncio.sleep(max(began + (number + 1) * 60 / A_MINUTE - time.perf_counter(), 0))


@pytest.fixture
async def bureau(tmp_path: Path, postgres_address: str) -> AsyncIterator[Bureau]:
    async with Sandbox.serve(patience=10.0) as sandbox:
        with sandbox.attach():
            sharding = sandbox.world.sharding
            sharding.advised = sharding.max_concurrency = SHARDS
            guilds = [sandbox.guild(f"Server {number}", shard=Shard(number, SHARDS)) for number in range(SHARDS)]
            reader = sandbox.user("reader")
            places = tuple(sandbox.channel(guild, "general") for guild in guilds)
            config = write_base(tmp_path)
            kept = [line for line in config.read_text("utf-8").splitlines() if not line.startswith("store:")]
            config.write_text(
                "\n".join([*kept, f"store: {postgres_address}", "questions: {per_minute: 0}", ""]), "utf-8"
            )
            yield Bureau(sandbox=sandbox, reader=reader, places=places, config=config)


@asynccontextmanager
async def four(bureau: Bureau) -> AsyncIterator[list[AsyncExitStack]]:
    """All processes, each to be ended by its stack."""
    async with AsyncExitStack() as all_stacks:
        stacks = [await all_stacks.enter_async_context(AsyncExitStack()) for _ in range(PROCESSES)]
        for number, stack in enumerate(stacks):
            await stack.enter_async_context(bureau.process(number))
        await bureau.all_connected()
        yield stacks


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_thousand_questions_a_minute_on_sixteen_shards_in_four_processes_are_all_answered(
    bureau: Bureau, postgres_server: postgres.Server, postgres_address: str
) -> None:
    asked = Asked()
    async with four(bureau):
        await bureau.keep_asking(Asked(), seconds=3)  # what is built at the first use
        await bureau.keep_asking(asked, seconds=SECONDS)
    # Whose bots have written all down before they ended.
    written = postgres_server.execute("SELECT count(*) FROM question", postgres_address.rpartition("/")[2])

    print(  # noqa: T201 - the figures are what a soak run is for
        f"\n{A_MINUTE} questions a minute for {SECONDS} s, {SHARDS} shards, {PROCESSES} processes: "
        f"{dict(asked.outcomes)}, written down (with {A_MINUTE // 20} before): {written}, "
        f"p50 {asked.within(0.5) * 1000:.0f} ms, p99 {asked.within(0.99) * 1000:.0f} ms, "
        f"slowest {max(asked.seconds) * 1000:.0f} ms"
    )
    assert asked.outcomes == {"answered": A_MINUTE * SECONDS // 60}


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_rolling_restart_loses_no_question_of_a_shard_that_is_connected(bureau: Bureau) -> None:
    asked, ended = Asked(), asyncio.Event()
    codes: list[int] = []

    async def restart(stacks: list[AsyncExitStack]) -> None:
        for number, stack in enumerate(stacks):
            child = children[number]
            child.process.send_signal(signal.SIGTERM)
            codes.append(await child.ended())
            children[number] = await stack.enter_async_context(bureau.process(number))
            await bureau.all_connected()
        ended.set()

    async with AsyncExitStack() as everything:
        stacks = [await everything.enter_async_context(AsyncExitStack()) for _ in range(PROCESSES)]
        children = [await stack.enter_async_context(bureau.process(number)) for number, stack in enumerate(stacks)]
        await bureau.all_connected()
        await asyncio.gather(restart(stacks), bureau.keep_asking(asked, seconds=READY * PROCESSES, ended=ended))
        # On a busy machine a bot that has just started may need more than Discord's three seconds.
        too_late = [line for child in children for line in child.errors.splitlines() if LATE.search(line)]

    print(  # noqa: T201 - the figures are what a soak run is for
        f"\nrolling restart of {PROCESSES} processes at {A_MINUTE} questions a minute: {dict(asked.outcomes)}, "
        f"of the lost ones too late for Discord: {len(too_late)}"
    )
    assert codes == [0] * PROCESSES
    assert asked.outcomes["lost"] <= len(too_late)
