"""What this process tells the others, through the store: that it runs, its shards, and the revision of each base."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import AsyncIterator
from typing import Final

from bot.app.client import BriefingBot
from bot.app.timeouts import Sleep, end_tasks, set_within
from bot.config import shards_text
from bot.errors import StoreError
from bot.storage import ProcessRecord

BEAT_INTERVAL: Final = 30.0
"""Seconds between two beats of a process."""

_log = logging.getLogger(__name__)


def record_of(bot: BriefingBot, name: str) -> ProcessRecord:
    """Return what this process has to say now."""
    latency, known = bot.latency, bool(bot.own_shards)
    return ProcessRecord(
        id=name,
        started=bot.started,
        beat=bot.clock(),
        connected=bot.is_connected,
        shards=shards_text(bot.own_shards, bot.shard_count) if known else str(bot.served),
        latency=latency if math.isfinite(latency) else None,
        revisions={base.name: base.knowledge.revision for base in bot.bases.served},
    )


@contextlib.asynccontextmanager
async def presence(bot: BriefingBot, *, name: str, sleep: Sleep) -> AsyncIterator[None]:
    """Keep what this process says in the store up to date until the block ends; then take it back.

    It is written every BEAT_INTERVAL, and at once when a base or a connection has changed. `sleep` takes seconds.
    """
    changed = asyncio.Event()

    async def notice(_shard: int) -> None:
        changed.set()

    for event in ("shard_ready", "shard_resumed", "shard_disconnect"):
        bot.add_listener(notice, f"on_{event}")
    bot.bases.listen(changed.set)
    task = asyncio.create_task(_beat(bot, name, changed, sleep), name="presence")
    try:
        yield
    finally:
        await end_tasks(task)
        with contextlib.suppress(StoreError):
            await bot.store.processes.end(name)


async def _beat(bot: BriefingBot, name: str, changed: asyncio.Event, sleep: Sleep) -> None:
    """Beat, and wait, again and again. Keeps running after errors and logs only the first of a series."""
    failing = False
    while True:
        changed.clear()
        try:
            await bot.store.processes.beat(record_of(bot, name))
        except Exception as error:  # noqa: BLE001 - the task must survive every error
            if not failing:
                _log.warning("what this process does cannot be stored, so the others do not see it: %s", error)
            failing = True
        else:
            failing = False
        await set_within(BEAT_INTERVAL, changed, sleep=sleep)
