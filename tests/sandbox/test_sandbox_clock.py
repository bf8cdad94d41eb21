from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.sandbox import ManualClock, MovableClock, UnavailableError

NOON = dt.datetime(2031, 3, 4, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


async def test_a_sleep_by_the_clock_ends_when_the_clock_is_set_past_its_end() -> None:
    clock = MovableClock(ManualClock(NOON))
    sleeping = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.move_to(NOON + HOUR / 2)
    await asyncio.sleep(0)
    early = sleeping.done()
    clock.move_to(NOON + HOUR)
    await asyncio.wait_for(sleeping, 10)

    assert not early
    assert clock() == NOON + HOUR


async def test_the_clock_below_continues_to_run() -> None:
    base = ManualClock(NOON)
    clock = MovableClock(base)
    clock.move_to(NOON + HOUR)
    base.advance(60)

    assert clock() == NOON + HOUR + dt.timedelta(minutes=1)


async def test_the_clock_is_not_set_back() -> None:
    clock = MovableClock(ManualClock(NOON))

    with pytest.raises(UnavailableError, match="forward only"):
        clock.move_to(NOON - HOUR)


async def test_an_observer_of_the_clock_is_called_each_time_it_is_set() -> None:
    clock, seen = MovableClock(ManualClock(NOON)), []
    leave = clock.observe(lambda: seen.append(clock()))
    clock.move_to(NOON + HOUR)
    leave()
    clock.move_to(NOON + 2 * HOUR)

    assert seen == [NOON + HOUR]
