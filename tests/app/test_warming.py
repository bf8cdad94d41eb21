from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any, cast

from bot.app.warming import read_ahead

PATIENCE = 60.0


class Served:
    """A base that notes on which threads it is read, or that cannot be read."""

    def __init__(self, *, broken: bool = False) -> None:
        self.threads: list[threading.Thread] = []
        self._broken = broken
        self._warm = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def read_ahead(self) -> None:
        self.threads.append(threading.current_thread())
        if self._broken:
            raise ValueError("no checker")
        self._loop.call_soon_threadsafe(self._warm.set)

    async def warmed_up(self) -> None:
        await asyncio.wait_for(self._warm.wait(), PATIENCE)


class InUse:
    def __init__(self, *served: Served) -> None:
        self.served = served
        self.tell: Callable[[], None] = lambda: None

    def listen(self, tell: Callable[[], None]) -> None:
        self.tell = tell


async def test_each_base_is_read_on_another_thread_also_one_that_is_put_into_use_later() -> None:
    first, later = Served(), Served()
    bases, reported = InUse(first), list[object]()
    task = asyncio.create_task(read_ahead(cast("Any", bases), report=lambda *what: reported.append(what)))
    await first.warmed_up()
    bases.served = (later,)
    bases.tell()
    await later.warmed_up()
    task.cancel()

    assert threading.main_thread() not in [*first.threads, *later.threads]
    assert reported == []


async def test_a_base_that_cannot_be_read_is_reported_and_the_next_is_read() -> None:
    broken, sound = Served(broken=True), Served()
    bases, reported = InUse(broken, sound), list[str]()
    task = asyncio.create_task(read_ahead(cast("Any", bases), report=lambda _, error: reported.append(str(error))))
    await sound.warmed_up()
    task.cancel()

    assert reported == ["no checker"]
