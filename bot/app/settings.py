"""What servers have set with /settings and /desk, kept in memory so that no answer waits for the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from typing import Generic, Protocol, TypeVar

import discord

from bot.errors import StoreError
from bot.i18n import Texts, texts_for
from bot.storage import ServerSettings, Store

T = TypeVar("T")

_log = logging.getLogger(__name__)


class ServerTable(Protocol[T]):
    """The table of the store. Its methods raise StoreError."""

    async def all(self) -> dict[int, T]:
        """Return guild -> what it has set."""
        ...

    async def put(self, guild: int, settings: T, /) -> None:
        """Replace what a server has set."""
        ...


class ServerCache(Generic[T]):
    """What each server has set; `default` is for a server that has set nothing. `what` names it in the log."""

    def __init__(self, kept: ServerTable[T], *, default: T, what: str) -> None:
        self._kept = kept
        self._default = default
        self._what = what
        self._known: Mapping[int, T] | None = None
        self._lock = asyncio.Lock()

    async def load(self, *, again: bool = False) -> None:
        """Read what all servers have set, once or `again`. If the database fails, all keep what is known until then."""
        if again or self._known is None:
            try:
                await self.refresh()
            except StoreError as error:
                _log.warning("the %s of servers could not be read from the database (%s)", self._what, error)

    async def refresh(self) -> None:
        """Read it again: another process may have changed something. Raises StoreError."""
        async with self._lock:
            self._known = await self._kept.all()

    def of(self, guild: int | None) -> T:
        """Return what a server has set; the default outside servers."""
        return (self._known or {}).get(guild or 0, self._default)

    async def change(self, guild: int, new: Callable[[T], T]) -> T:
        """Replace what a server has set by what `new` makes of it, and return that. Raises StoreError."""
        async with self._lock:
            known = await self._kept.all()
            settings = new(known.get(guild, self._default))
            await self._kept.put(guild, settings)
            self._known = {**known, guild: settings}
            return settings


class ServerSettingsCache(ServerCache[ServerSettings]):
    """What each server has set with /settings."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.settings, default=ServerSettings(), what="settings")

    def texts(self, guild: int | None, locale: discord.Locale | str | None) -> Texts:
        """Return the texts in the language that a server has set, or else in that of its locale."""
        return texts_for(self.of(guild).language or str(locale or ""))
