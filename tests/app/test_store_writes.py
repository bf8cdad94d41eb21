from __future__ import annotations

import asyncio

import pytest
from serving import Alarm

from bot.app.store_writes import StoreWrites
from bot.errors import StoreError


async def test_a_change_waits_for_the_one_before_it_although_the_store_could_make_both_at_once() -> None:
    writes, made, slow = StoreWrites("a share is lost", sleep=Alarm()), [], asyncio.Event()

    async def first() -> None:
        await slow.wait()
        made.append("first")

    async def second() -> None:
        made.append("second")

    writes.begin(first)
    writes.begin(second)
    settling = asyncio.create_task(writes.settle())
    await asyncio.sleep(0)
    slow.set()
    await settling

    assert made == ["first", "second"]


async def test_an_error_is_logged_and_the_next_change_is_made(caplog: pytest.LogCaptureFixture) -> None:
    writes, made = StoreWrites("a share is lost", sleep=Alarm()), []

    async def failing() -> None:
        raise StoreError("disk full")

    async def second() -> None:
        made.append("second")

    writes.begin(failing)
    writes.begin(second)
    await writes.settle()

    assert made == ["second"]
    assert caplog.messages == ["a share is lost: the database failed (disk full)"]


async def test_a_change_that_takes_too_long_when_the_bot_ends_is_given_up() -> None:
    alarm = Alarm()
    writes, made = StoreWrites("a share is lost", sleep=alarm), []

    async def hanging() -> None:
        await asyncio.Event().wait()

    async def second() -> None:
        made.append("second")

    writes.begin(hanging)
    writes.begin(second)
    settling = asyncio.create_task(writes.settle())
    await alarm.asleep()
    alarm._woken.set()
    await settling

    assert made == []
