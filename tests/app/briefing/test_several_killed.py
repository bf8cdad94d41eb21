"""Four processes on one PostgreSQL; the one that delivers a briefing is killed, or all of them are."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import postgres
import pytest
import several
from mortal import PATIENCE, RESTS, Mortal, Step, running
from newsrooms import DAY, DUE, facts_of

from bot.app.briefing.scheduler import OTHERS_TURN
from bot.sandbox import Channel, Fault, ManualClock, Message, Sandbox
from bot.storage import Store
from bot.store_address import parse_address

RUNS = 40
SEED = 20310603
SHARDS = tuple(f"{number}/{several.COUNT}" for number in range(several.COUNT))
TABLES = "delivery, told, edition_base, schedule, load, revision_file, revision_checksum, process"


class Killed(StrEnum):
    """Which processes are killed, and started again."""

    SENDER = "the sender"
    ALL = "all four"


NEXT_LIFE = {Killed.SENDER: (3, 120), Killed.ALL: (3, 3_600)}
"""Seconds by which the clock is set forward before they come back. Those that live on do not sleep for an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """A channel with a briefing, and the config and the database of four processes."""

    sandbox: Sandbox
    clock: ManualClock
    channel: Channel
    config: Path
    server: postgres.Server
    database: str

    def posts(self) -> list[Message]:
        return list(self.sandbox.messages(self.channel))

    def held(self, step: Step) -> Fault:
        """Hold the first message to the channel, before or after it takes effect."""
        path = f"/channels/{self.channel.id}/messages"
        held = Fault(method="POST", path=path, hold=asyncio.Event(), after=step is not Step.RESERVED)
        if step is Step.RECORDED and held.hold is not None:
            held.hold.set()
        return self.sandbox.faults.order(held)

    async def is_recorded(self) -> bool:
        """Whether the store knows that the briefing was sent, with the facts of the message."""
        async with Store.open(parse_address(self.server.address(self.database)), now=self.clock) as store:
            told = await store.deliveries.told(self.channel.id)
            days = await store.deliveries.delivered(self.channel.id)
        posts = self.posts()
        return DAY in days and bool(posts) and told.keys() == set(facts_of(posts[0]))

    def begin_again(self) -> None:
        """An empty channel, no faults, and a store that knows of nothing."""
        self.sandbox.faults.clear()
        for message in self.posts():
            self.sandbox.world.remove(message)
            message.nonce = None
        self.server.execute(f"TRUNCATE {TABLES}", self.database)
        self.clock.now = DUE + OTHERS_TURN


@pytest.fixture
async def bureau(tmp_path: Path, postgres_server: postgres.Server) -> AsyncIterator[Bureau]:
    clock = ManualClock(DUE + OTHERS_TURN)
    database = postgres_server.create_database()
    async with Sandbox.serve(clock=clock) as sandbox:
        with sandbox.attach():
            (stage,) = several.stages(sandbox, tmp_path, postgres_server.address(database), "auto")
            channel = several.place_on(sandbox, stage, 2)
            file = stage.config.root / "config.yaml"
            before = file.read_text(encoding="utf-8").partition("briefings:")[0]
            entry = f'{{channel: {channel.id}, time: "08:00", timezone: Europe/London, facts: 2}}'
            place = f"store: {postgres_server.address(database)}\n"
            lines = [line for line in before.splitlines(keepends=True) if not line.startswith("store:")]
            file.write_text(f"{''.join(lines)}{place}briefings: [{entry}]\n", encoding="utf-8")
            yield Bureau(
                sandbox=sandbox, clock=clock, channel=channel, config=file, server=postgres_server, database=database
            )
    postgres_server.drop_database(database)


@asynccontextmanager
async def four(bureau: Bureau, shards: Iterable[str] = SHARDS) -> AsyncIterator[dict[str, Mortal]]:
    """Start processes, by their shards. All are late enough to deliver, whichever shard the channel is of."""
    async with AsyncExitStack() as stack:
        wanted = tuple(shards)
        started = [stack.enter_async_context(running(bureau.sandbox, bureau.config, each)) for each in wanted]
        yield dict(zip(wanted, await asyncio.gather(*started), strict=True))


async def outcome(step: Step, killed: Killed, after: float, bureau: Bureau) -> str:
    """Kill the sender at a step, or all, start it again after so many seconds, and tell what the channel has got."""
    held = bureau.held(step)
    async with four(bureau) as mortals:
        async with asyncio.timeout(PATIENCE):
            await held.hit.wait()
        sender = mortals[held.agent]
        if step is Step.RECORDED:
            await sender.said("posted the briefing")
        gone = SHARDS if killed is Killed.ALL else (held.agent,)
        await asyncio.gather(*(mortals[each].kill() for each in gone))
        bureau.clock.advance(after)
        async with four(bureau, gone) as back:
            await asyncio.gather(*(each.said(RESTS) for each in back.values()))
            await delivered(bureau)
    match len(bureau.posts()):
        case 0:
            return "lost"
        case 1:
            return "sent once" if await bureau.is_recorded() else "sent, wrongly recorded"
        case _:
            return "doubled"


async def delivered(bureau: Bureau) -> None:
    """Wait until the store knows that the briefing was sent."""
    async with asyncio.timeout(PATIENCE):
        while not await bureau.is_recorded():  # noqa: ASYNC110 - other processes record it
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("step", [Step.RESERVED, Step.SENT])
async def test_four_processes_of_which_the_sender_is_killed_send_one_briefing(bureau: Bureau, step: Step) -> None:
    assert await outcome(step, Killed.SENDER, 20, bureau) == "sent once"


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("step", Step)
async def test_four_processes_that_are_killed_again_and_again_send_one_briefing_each_time(
    bureau: Bureau, step: Step
) -> None:
    chance, table = random.Random(f"{SEED} {step}"), Counter[tuple[str, str]]()
    for run in range(RUNS):
        killed = Killed.ALL if run % 4 == 0 else Killed.SENDER
        table[killed, await outcome(step, killed, chance.uniform(*NEXT_LIFE[killed]), bureau)] += 1
        bureau.begin_again()

    print(f"\nkilled of four processes: {step} ({RUNS} runs, seed {SEED})")  # noqa: T201 - the table is what a soak run is for
    for (which, result), times in sorted(table.items()):
        print(f"  {which}: {result} {times}")  # noqa: T201
    assert {result for _, result in table} == {"sent once"}
