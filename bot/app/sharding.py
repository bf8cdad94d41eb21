"""The connections to Discord's gateway: one for each shard, and which of a bot's shards this process serves."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import discord
import yarl
from discord.ext import commands
from discord.shard import EventItem, EventType
from discord.shard import Shard as Connection

from bot.app.error_handler import ErrorHandler
from bot.app.timeouts import Sleep, done_within, end_tasks
from bot.config import Shards, shards_text

FIRST_WAIT: Final = dt.timedelta(seconds=5)
"""The wait before the first new session: Discord accepts one every five seconds."""

LONGEST_WAIT: Final = dt.timedelta(minutes=5)
"""The longest wait before a later one: Discord accepts a thousand sessions a day, and this makes 288."""

STABLE_AFTER: Final = dt.timedelta(hours=1)
"""After a connection that lasted this long, the next wait is the first one again."""

IDENTIFY_INTERVAL: Final = 5.0
"""Seconds in which Discord accepts one new session of each group of shards."""

NORMAL: Final = 1000
"""The code of a connection that is closed on purpose."""

LAST_EVENTS: Final = 0.5
"""Seconds in which Discord confirms that a shard goes; until then it may send questions."""

_log = logging.getLogger(__name__)


class IdentifyLimit:
    """Spaces the new sessions of a process: one every five seconds for each of Discord's groups of shards.

    A group is the remainder of a shard's id by `groups` (Discord's max_concurrency). `clock` and `sleep` take seconds.
    """

    def __init__(self, *, interval: float, clock: Callable[[], float], sleep: Sleep) -> None:
        self.groups = 1
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._free: dict[int, float] = {}

    async def wait(self, shard: int) -> None:
        """Wait until a shard may identify, and count it."""
        group, now = shard % self.groups, self._clock()
        turn = max(now, self._free.get(group, now))
        self._free[group] = turn + self._interval
        if turn > now:
            await self._sleep(turn - now)


@dataclass(slots=True)
class _Wait:
    """How long a shard waits before its next new session, and since when it has been connected."""

    wait: dt.timedelta
    since: dt.datetime


class ShardedBot(commands.AutoShardedBot):
    """A client that stays connected with all its shards.

    discord.py reconnects a shard after the errors that it expects. Any other, such as an event that it cannot read,
    would end the whole client: here it is logged as a defect, and the shard begins a new session after a growing wait.
    Errors that a new session cannot fix, such as a refused token, still end the client.
    """

    def __init__(
        self,
        *,
        shards: Shards,
        error_handler: ErrorHandler,
        clock: Callable[[], dt.datetime],
        sleep: Sleep,
        identify_interval: float = IDENTIFY_INTERVAL,
        **options: Any,  # noqa: ANN401 - those of discord.py
    ) -> None:
        if shards.ids:
            options["shard_ids"] = list(shards.ids)
        super().__init__(shard_count=shards.count, **options)
        self.served = shards
        self.error_handler = error_handler
        self.clock = clock
        self.sleep = sleep
        self.connected: set[int] = set()
        self._waits: dict[int, _Wait] = {}
        self._recoveries: set[asyncio.Task[None]] = set()
        self._admitted: set[int | None] = set()
        self._identify_limit = IdentifyLimit(
            interval=identify_interval, clock=lambda: asyncio.get_running_loop().time(), sleep=asyncio.sleep
        )

    @property
    def own_shards(self) -> tuple[int, ...]:
        """The ids of the shards that this process serves; none before it connects."""
        return self.served.ids or tuple(range(self.shard_count or 0))

    @property
    def is_connected(self) -> bool:
        """Whether every shard of this process is connected and knows its servers."""
        return bool(self.own_shards) and self.connected >= set(self.own_shards)

    def serves(self, guild: int) -> bool:
        """Return whether the server's shard is one of this process."""
        return not self.served.ids or (guild >> 22) % (self.shard_count or 1) in self.served.ids

    async def launch_shards(self) -> None:
        """Ask Discord how many shards it advises and how many sessions are left, then connect each shard.

        Waits for more sessions when too few are left: a bot that starts too many gets a new token.
        """
        advised, _, limits = await self.http.get_bot_gateway()
        self.shard_count = self.shard_count or advised
        self._identify_limit.groups = max(1, limits["max_concurrency"])
        ids = self.own_shards
        _log.info("shards %s, sessions left today: %d", shards_text(ids, self.shard_count), limits["remaining"])
        if self.served.count is not None and self.served.count < advised:
            _log.warning("Discord advises %d shards, and discord.shards has %d", advised, self.served.count)
        if limits["remaining"] < len(ids):
            wait = dt.timedelta(milliseconds=limits["reset_after"])
            _log.error("Discord accepts too few new sessions today: connecting in %s", wait)
            await self.sleep(wait.total_seconds())
        await super().launch_shards()

    async def launch_shard(self, gateway: yarl.URL, shard_id: int, *, initial: bool = False) -> None:
        """Connect a shard when Discord accepts a new session of it, and have it recover from every error.

        The wait comes before the connection: a bot that ends while a connection waits leaves its heartbeat behind.
        """
        await self._identify_limit.wait(shard_id)
        self._admitted.add(shard_id)
        await super().launch_shard(gateway, shard_id, initial=initial)
        shard = self.get_shard(shard_id)
        if shard is None or shard_id in self._waits:
            return
        # discord.py has no hook for this: a shard puts what has happened to it into the client's queue.
        connection = shard._parent  # noqa: SLF001
        self._waits[shard_id] = _Wait(FIRST_WAIT, self.clock())
        connection._queue_put = self._recovering(connection, connection._queue_put)  # noqa: SLF001

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - discord.py's
        """Wait until Discord accepts a new session of the shard, unless it was launched after such a wait."""
        if shard_id in self._admitted:
            self._admitted.remove(shard_id)
        else:
            await self._identify_limit.wait(shard_id or 0)

    async def disconnect(self) -> None:
        """Disconnect every shard: no more events arrive, while what has arrived can still be answered."""
        await end_tasks(*self._recoveries)
        await asyncio.gather(*map(self._leave, self.shards.values()), return_exceptions=True)

    async def _leave(self, shard: discord.ShardInfo) -> None:
        """Tell Discord that a shard goes, and take in what it sends until it has heard that.

        discord.py would drop what has arrived and is not read yet.
        """
        connection = shard._parent  # noqa: SLF001 - discord.py has no other way
        connection._reconnect = False  # noqa: SLF001
        connection._queue_put = lambda _item: None  # noqa: SLF001
        connection.ws._close_code = NORMAL  # noqa: SLF001
        with contextlib.suppress(aiohttp.ClientError, OSError):
            await connection.ws.socket.send_frame(NORMAL.to_bytes(2), aiohttp.WSMsgType.CLOSE)
            if connection._task is not None:  # noqa: SLF001
                await done_within(LAST_EVENTS, connection._task, sleep=self.sleep)  # noqa: SLF001
        await shard.disconnect()

    async def close(self) -> None:
        """Disconnect every shard, and end."""
        await self.disconnect()
        await super().close()

    async def on_shard_ready(self, shard_id: int) -> None:
        """Note that a shard is connected and knows its servers."""
        self.connected.add(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note that a shard is connected again."""
        self.connected.add(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note that a shard is not connected."""
        self.connected.discard(shard_id)

    def _recovering(self, connection: Connection, put: Callable[[EventItem], None]) -> Callable[[EventItem], None]:
        """Return a replacement for `put` that has the shard recover from an error which would end the client."""

        def put_or_recover(item: EventItem) -> None:
            fatal = (discord.DiscordException, aiohttp.ClientError, OSError)
            if item.type != EventType.terminate or item.error is None or isinstance(item.error, fatal):
                put(item)
                return
            self._keep(self._recover(connection, item.error, put))

        return put_or_recover

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="shard recovers")
        self._recoveries.add(task)
        task.add_done_callback(self._recoveries.discard)

    async def _recover(self, connection: Connection, error: Exception, put: Callable[[EventItem], None]) -> None:
        """Log the error, wait, and begin a new session."""
        shard, state = connection.id, self._waits[connection.id]
        error_id = self.error_handler.log("the gateway", error)
        self.connected.discard(shard)
        # discord.py leaves the connection open, with its own heartbeat.
        await connection.ws.close()
        now = self.clock()
        if now - state.since > STABLE_AFTER:
            state.wait = FIRST_WAIT
        wait = state.wait
        state.wait = min(2 * wait, LONGEST_WAIT)
        _log.warning("shard %d: connecting again in %s (error %s)", shard, wait, error_id)
        await self.sleep(wait.total_seconds())
        state.since = self.clock()
        put(EventItem(EventType.reconnect, connection, error))
