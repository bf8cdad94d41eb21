"""Whether the store answers, and how soon."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Final

from bot.errors import StoreError
from bot.storage import Store

PATIENCE: Final = 2.0
"""Seconds after which a store that does not answer counts as failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLook:
    """A look at the store: whether it answered, and after how many seconds."""

    answers: bool
    seconds: float


async def look_at_store(store: Store) -> StoreLook:
    """Read one row of the store and say how long it took."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            await store.heartbeat.last()
    except (StoreError, OSError):  # TimeoutError is an OSError
        return StoreLook(answers=False, seconds=time.perf_counter() - began)
    return StoreLook(answers=True, seconds=time.perf_counter() - began)
