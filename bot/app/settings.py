"""The settings of servers, kept in memory so that a message is answered, or not, without waiting for the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import discord

from bot.errors import StoreError
from bot.i18n import Texts, texts_for
from bot.storage import ServerSettings, Store

_DEFAULT = ServerSettings()

_log = logging.getLogger(__name__)


class ServerSettingsCache:
    """What each server has set. A server that has changed nothing has the defaults."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[int, ServerSettings] | None = None
        self._lock = asyncio.Lock()

    async def load(self) -> None:
        """Read the settings of all servers, once. If the database fails, all have the defaults until the next call."""
        async with self._lock:
            if self._known is None:
                await self._read()

    async def refresh(self) -> None:
        """Read them again: another process may have changed those of its servers."""
        async with self._lock:
            await self._read()

    async def _read(self) -> None:
        try:
            self._known = await self._store.settings.all()
        except StoreError as error:
            _log.warning("the settings of servers could not be read from the database (%s)", error)

    def of(self, guild: int | None) -> ServerSettings:
        """Return the settings of a server; the defaults outside servers."""
        return (self._known or {}).get(guild or 0, _DEFAULT)

    def texts(self, guild: int | None, locale: discord.Locale | str | None) -> Texts:
        """Return the texts in the language that a server has set, or else in that of its locale."""
        return texts_for(self.of(guild).language or str(locale or ""))

    async def change(self, guild: int, new: Callable[[ServerSettings], ServerSettings]) -> ServerSettings:
        """Replace the settings of a server by what `new` makes of them, and return these. Raises StoreError."""
        async with self._lock:
            if self._known is None:
                self._known = await self._store.settings.all()
            settings = new(self.of(guild))
            await self._store.settings.put(guild, settings)
            self._known[guild] = settings
            return settings
