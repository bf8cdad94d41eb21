from __future__ import annotations

import asyncio
import gc
import queue
import sys
import threading
import weakref
from collections.abc import Iterator
from typing import Any, cast

import pytest

from bot.app import background
from bot.app.background import free_in_background, run_in_background, short_collections
from bot.core.factbase.base import Base


@pytest.fixture(autouse=True)
def _collections(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Collect garbage before and after each work, which other tests leave out; no work lasts into the next test."""
    monkeypatch.setattr(background, "short_collections", short_collections)
    yield
    for thread in threading.enumerate():
        if thread.name == "background":
            thread.join()


class Cycle:
    """Garbage that only a collection frees, once nothing else refers to it."""

    def __init__(self) -> None:
        self.itself = self


def collector_settings() -> tuple[float, bool, tuple[int, ...], int]:
    return sys.getswitchinterval(), gc.isenabled(), gc.get_threshold(), len(gc.callbacks)


async def test_work_runs_on_another_thread_and_its_result_is_returned() -> None:
    assert await run_in_background(threading.current_thread) is not threading.current_thread()


async def test_an_error_of_the_work_is_raised_where_it_is_awaited() -> None:
    def work() -> None:
        raise LookupError("a defect")

    with pytest.raises(LookupError, match="a defect"):
        await run_in_background(work)


async def test_cancelling_does_not_wait_for_the_work_to_end() -> None:
    finish = threading.Event()
    working = asyncio.create_task(run_in_background(finish.wait))
    await asyncio.sleep(0)
    working.cancel()

    with pytest.raises(asyncio.CancelledError):
        await working
    finish.set()


async def test_the_process_does_not_wait_for_work_at_its_end() -> None:
    assert await run_in_background(lambda: threading.current_thread().daemon)


async def test_two_works_at_a_time_leave_the_interpreter_as_it_was() -> None:
    before, ends = collector_settings(), (threading.Event(), threading.Event())
    works = [asyncio.create_task(run_in_background(end.wait)) for end in ends]
    await asyncio.sleep(0)
    for work, end in zip(works, ends, strict=True):
        end.set()
        await work

    assert collector_settings() == before


async def test_work_that_fails_leaves_the_interpreter_as_it_was() -> None:
    before = collector_settings()

    with pytest.raises(ZeroDivisionError):
        await run_in_background(lambda: 1 / 0)

    assert collector_settings() == before


@pytest.mark.parametrize("generation", [0, 1, 2])
def test_no_garbage_is_kept_for_good(generation: int) -> None:
    gc.disable()
    try:
        earlier = weakref.ref(Cycle())
        with short_collections():
            gc.collect()
            cycle = Cycle()
            meanwhile = weakref.ref(cycle)
            gc.collect(0)
            del cycle
            gc.collect(generation)
            later = weakref.ref(Cycle())
        gc.collect()
    finally:
        gc.enable()

    assert [ref() for ref in (earlier, meanwhile, later)] == [None, None, None]


def test_objects_that_a_collection_has_found_alive_are_exempt_from_the_next_one() -> None:
    with short_collections():
        made = [[number] for number in range(1_000)]
        gc.collect(1)
        visited = set(map(id, gc.get_objects()))

        assert visited.isdisjoint(map(id, made))


class Part:
    """A part of a base that says on which thread it is freed."""

    def __init__(self, freed: queue.SimpleQueue[threading.Thread]) -> None:
        self.freed = freed

    def __del__(self) -> None:
        self.freed.put(threading.current_thread())


def test_a_base_is_freed_on_its_own_thread_once_nothing_uses_it() -> None:
    freed = queue.SimpleQueue[threading.Thread]()
    base = Base(knowledge=cast("Any", Part(freed)), ranker=cast("Any", Part(freed)))
    free_in_background(base)
    vars(base)["checker"] = Part(freed)  # as a cached property is
    in_use = freed.empty()
    del base
    threads = [freed.get(timeout=15) for _ in range(3)]

    assert in_use
    assert threading.current_thread() not in threads
