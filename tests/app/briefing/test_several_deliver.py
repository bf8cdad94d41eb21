"""Two bots on one PostgreSQL, which both know of a briefing: it is sent once, whatever becomes of either."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import postgres
import pytest
import several
from newsrooms import DAY, DUE
from serving import PATIENCE, Alarm, Stage, settled
from stalling import StallingProxy

from bot.app.briefing.scheduler import FIRST_RETRY, OTHERS_TURN
from bot.core.briefing.schedule import Schedule
from bot.i18n import SPANISH
from bot.sandbox import Channel, Fault, ManualClock, Message, Sandbox
from bot.store_address import PostgresAddress, parse_address

ZONE = ZoneInfo("Europe/London")


@dataclasses.dataclass(slots=True, kw_only=True)
class Bureau:
    """A channel of shard 3 with a briefing, and two processes: the first has shards 0 and 1, the second 2 and 3."""

    clock: ManualClock
    sandbox: Sandbox
    channel: Channel
    other: Stage
    own: Stage

    def posts(self) -> list[Message]:
        return list(self.sandbox.messages(self.channel))

    def held(self, *, after: bool) -> Fault:
        """Hold the next message to the channel, before or after it takes effect."""
        path = f"/channels/{self.channel.id}/messages"
        return self.sandbox.faults.order(Fault(method="POST", path=path, hold=asyncio.Event(), after=after))


@pytest.fixture
def bureau(sandbox: Sandbox, clock: ManualClock, tmp_path: Path, postgres_address: str) -> Bureau:
    other, own = several.stages(sandbox, tmp_path, postgres_address, "0-1/4", "2-3/4")
    channel = several.place_on(sandbox, own, 3)
    assert channel.guild is not None
    channel.guild.locale = "es-ES"
    role = sandbox.world.add_role(channel.guild, "readers")
    role.mentionable = True
    schedule = Schedule(channel=channel.id, time=dt.time(8), timezone=ZONE, facts=2, role=role.id)
    other, own = (
        dataclasses.replace(each, config=each.config.model_copy(update={"briefings": (schedule,)}))
        for each in (other, own)
    )
    return Bureau(clock=clock, sandbox=sandbox, channel=channel, other=other, own=own)


@asynccontextmanager
async def at_work(stage: Stage, name: str) -> AsyncIterator[tuple[several.Process, Alarm]]:
    """Run a bot until its scheduler rests; the alarm wakes it."""
    alarm = Alarm()
    async with several.process(stage, name, alarm) as process:
        await settled(process.bot)
        yield process, alarm


async def wake(process: several.Process, alarm: Alarm) -> None:
    await alarm.ring()
    await settled(process.bot)


async def recorded(process: several.Process, bureau: Bureau) -> bool:
    return DAY in await process.bot.store.deliveries.delivered(bureau.channel.id)


async def test_a_briefing_is_sent_by_the_process_of_its_shard_and_no_other(bureau: Bureau) -> None:
    async with at_work(bureau.other, "other") as (other, others), at_work(bureau.own, "own") as (own, owns):
        bureau.clock.now = DUE
        await wake(other, others)
        before = len(bureau.posts())
        await wake(own, owns)
        await wake(other, others)

    assert before == 0
    assert len(bureau.posts()) == 1


async def test_a_briefing_whose_process_does_not_run_is_sent_by_another_one_as_it_would_have_been(
    bureau: Bureau,
) -> None:
    async with at_work(bureau.other, "other") as (other, others):
        bureau.clock.now = DUE + OTHERS_TURN
        await wake(other, others)

        assert await recorded(other, bureau)
    (taken,) = bureau.posts()
    bureau.clock.advance(dt.timedelta(days=1).total_seconds())
    async with at_work(bureau.own, "own"):
        pass
    usual = bureau.posts()[-1]
    assert usual is not taken
    assert f"<@&{bureau.own.config.briefings[0].role}>" in taken.content
    assert SPANISH.edition_facts_button in [button["label"] for button in taken.buttons]
    assert [button["label"] for button in taken.buttons[-1:]] == [button["label"] for button in usual.buttons[-1:]]


async def test_two_processes_that_deliver_at_the_same_time_send_one(bureau: Bureau) -> None:
    async with at_work(bureau.other, "other") as (other, others), at_work(bureau.own, "own") as (own, owns):
        bureau.clock.now = DUE + OTHERS_TURN
        await asyncio.gather(wake(other, others), wake(own, owns))
        done = await recorded(own, bureau)

    assert len(bureau.posts()) == 1
    assert done


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "after it is sent"])
async def test_while_one_process_hangs_in_the_middle_of_a_delivery_another_completes_it(
    bureau: Bureau, *, after: bool
) -> None:
    held = bureau.held(after=after)
    async with at_work(bureau.other, "other") as (other, others), at_work(bureau.own, "own") as (own, owns):
        bureau.clock.now = DUE
        await owns.ring()
        await held.hit.wait()
        bureau.clock.now = DUE + OTHERS_TURN
        await wake(other, others)
        done = await recorded(other, bureau)
        assert held.hold is not None
        held.hold.set()
        await settled(own.bot)

    assert done
    assert len(bureau.posts()) == 1


@pytest.mark.parametrize("after", [False, True], ids=["before it is sent", "after it is sent"])
async def test_a_database_that_is_restarted_in_the_middle_of_a_delivery_leads_to_one_briefing(
    bureau: Bureau, postgres_server: postgres.Server, *, after: bool
) -> None:
    held = bureau.held(after=after)
    async with at_work(bureau.own, "own") as (own, owns):
        bureau.clock.now = DUE
        await owns.ring()
        await held.hit.wait()
        postgres_server.stop()
        assert held.hold is not None
        held.hold.set()
        try:
            await settled(own.bot)
            unrecorded = len(bureau.posts())
        finally:
            # Not on a thread: the server would end with it.
            postgres_server.start()
        bureau.clock.advance(FIRST_RETRY.total_seconds())
        await wake(own, owns)

        assert await recorded(own, bureau)
    assert unrecorded == 1
    assert len(bureau.posts()) == 1


async def test_a_process_that_is_cut_off_from_the_database_for_a_minute_sends_nothing_twice(bureau: Bureau) -> None:
    address = bureau.own.config.postgres
    assert isinstance(address, PostgresAddress)
    async with StallingProxy.serve(address.port) as proxy:
        through = parse_address(f"postgresql://{address.user}@127.0.0.1:{proxy.port}/{address.database}")
        cut = dataclasses.replace(bureau.own, config=bureau.own.config.model_copy(update={"postgres": through}))
        held = bureau.held(after=True)
        async with at_work(bureau.other, "other") as (other, others), at_work(cut, "own") as (own, owns):
            bureau.clock.now = DUE
            await owns.ring()
            await held.hit.wait()
            proxy.stall()
            assert held.hold is not None
            held.hold.set()
            async with asyncio.timeout(PATIENCE):
                await settled(own.bot)
            bureau.clock.now = DUE + OTHERS_TURN
            await wake(other, others)
            taken_over = await recorded(other, bureau)
            proxy.resume()
            await wake(own, owns)
            await wake(own, owns)

            assert await recorded(own, bureau)
    assert taken_over
    assert len(bureau.posts()) == 1


async def test_a_process_that_is_cut_off_before_a_briefing_is_due_leaves_it_to_another(bureau: Bureau) -> None:
    address = bureau.own.config.postgres
    assert isinstance(address, PostgresAddress)
    async with StallingProxy.serve(address.port) as proxy:
        through = parse_address(f"postgresql://{address.user}@127.0.0.1:{proxy.port}/{address.database}")
        cut = dataclasses.replace(bureau.own, config=bureau.own.config.model_copy(update={"postgres": through}))
        async with at_work(bureau.other, "other") as (other, others), at_work(cut, "own") as (own, owns):
            proxy.stall()
            bureau.clock.now = DUE
            await wake(own, owns)
            nothing = len(bureau.posts())
            bureau.clock.now = DUE + OTHERS_TURN
            await wake(other, others)
            proxy.resume()
            await wake(own, owns)

    assert nothing == 0
    assert len(bureau.posts()) == 1
