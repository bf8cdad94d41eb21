"""Wait for something for a limited time, by a sleep that a test can replace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

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
