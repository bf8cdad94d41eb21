from __future__ import annotations

import asyncio
import gc
import sys
import threading

import pytest

from bot.quiet import TURN, beside, quietly


def settings() -> tuple[float, bool]:
    return sys.getswitchinterval(), gc.isenabled()


async def test_work_is_done_beside_the_loop_with_no_collections_and_short_turns() -> None:
    loop, before = asyncio.get_running_loop(), settings()
    met = asyncio.Event()
    seen: list[tuple[float, bool]] = []
    finish = threading.Event()

    def work() -> str:
        seen.append(settings())
        loop.call_soon_threadsafe(met.set)
        finish.wait(15)
        return "done"

    working = asyncio.create_task(beside(work))
    await asyncio.wait_for(met.wait(), 15)
    finish.set()

    assert await working == "done"
    ((turn, collecting),) = seen
    assert turn == pytest.approx(TURN)
    assert not collecting
    assert settings() == before


async def test_what_the_work_raises_is_raised_where_it_is_awaited() -> None:
    before = settings()

    def work() -> None:
        raise LookupError("a defect")

    with pytest.raises(LookupError, match="a defect"):
        await beside(work)

    assert settings() == before


async def test_work_that_is_given_up_holds_up_nobody() -> None:
    finish = threading.Event()
    working = asyncio.create_task(beside(finish.wait))
    await asyncio.sleep(0)
    working.cancel()

    with pytest.raises(asyncio.CancelledError):
        await working
    finish.set()


def test_what_is_alive_afterwards_is_exempt_from_collections() -> None:
    before = gc.get_freeze_count()
    with quietly():
        made = [[number] for number in range(1_000)]

    assert gc.get_freeze_count() >= before + len(made)
