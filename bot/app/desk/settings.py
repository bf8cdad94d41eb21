"""The desks of servers, kept in memory: each answer shows whether there is one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from bot.errors import StoreError
from bot.storage import DeskSettings, Store

KEPT_DAYS: Final = 30
"""Days for which a user's wish to be told an answer is kept at most."""

_NONE: Final = DeskSettings()

_log = logging.getLogger(__name__)


class DeskCache:
    """The desk of each server. A server that has set none has no channel and no curators."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, DeskSettings] | None = None
        self._lock = asyncio.Lock()

    async def load(self) -> None:
        """Read all desks, once. If the database fails, no server has one until the next call."""
        async with self._lock:
            if self._known is not None:
                return
            try:
                self._known = await self._store.desks.all()
            except StoreError as error:
                _log.warning("the desks of servers could not be read from the database (%s)", error)

    def of(self, guild: int | None) -> DeskSettings:
        """Return the desk of a server."""
        return (self._known or {}).get(guild or 0, _NONE)

    async def change(self, guild: int, new: Callable[[DeskSettings], DeskSettings]) -> DeskSettings:
        """Replace the desk of a server by what `new` makes of it, and return that. Raises StoreError."""
        async with self._lock:
            if self._known is None:
                self._known = await self._store.desks.all()
            desk = new(self.of(guild))
            await self._store.desks.put(guild, desk)
            self._known[guild] = desk
            return desk
