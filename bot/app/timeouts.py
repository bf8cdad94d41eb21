"""Wait for something for a limited time, by a sleep that a test can replace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

_log = logging.getLogger(__name__)

Sleep = Callable[[float], Awaitable[None]]
"""Waits so many seconds, as asyncio.sleep does."""


async def done_within(seconds: float, task: asyncio.Future[Any], *, sleep: Sleep) -> bool:
    """Wait for a task and return whether it is done in time; a task that is late goes on."""
    timer = asyncio.ensure_future(sleep(seconds))
    try:
        await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        timer.cancel()
    return task.done()


async def set_within(seconds: float | None, event: asyncio.Event, *, sleep: Sleep) -> bool:
    """Wait for an event for at most `seconds`, or without a limit if None. Return whether it was set."""
    if seconds is None:
        return await event.wait()
    waiting = asyncio.ensure_future(event.wait())
    try:
        return await done_within(seconds, waiting, sleep=sleep)
    finally:
        waiting.cancel()


async def end_tasks(*tasks: asyncio.Future[Any] | None) -> None:
    """Cancel tasks, and wait until they have ended. Log the error of each that has failed.

    None stands for a task that was never started.
    """
    begun = [task for task in tasks if task is not None]
    for task in begun:
        task.cancel()
    for task, end in zip(begun, await asyncio.gather(*begun, return_exceptions=True), strict=True):
        if isinstance(end, Exception):
            name = task.get_name() if isinstance(task, asyncio.Task) else "without a name"
            _log.error("the task %s failed: %s", name, end, exc_info=end)


async def end_within(seconds: float, task: asyncio.Future[Any], *, sleep: Sleep) -> None:
    """Wait for a task, and cancel it if it takes longer."""
    if not await done_within(seconds, task, sleep=sleep):
        await end_tasks(task)


async def finish_tasks(
    running: Callable[[], Mapping[asyncio.Task[Any], T]], seconds: float, *, sleep: Sleep
) -> Mapping[asyncio.Task[Any], T]:
    """Wait for tasks, also for those that begin meanwhile. Cancel the ones that take longer, and return them."""
    timer = asyncio.ensure_future(sleep(seconds))
    while (tasks := running()) and not timer.done():
        await asyncio.wait({*tasks, timer}, return_when=asyncio.FIRST_COMPLETED)
    late = dict(running())
    await end_tasks(timer, *late)
    return late
