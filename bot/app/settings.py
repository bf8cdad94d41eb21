"""The settings of servers and the texts in their language."""

from __future__ import annotations

import discord

from bot.app.server_cache import ServerCache
from bot.i18n import Texts, texts_for
from bot.storage import ServerSettings, Store


class ServerSettingsCache(ServerCache[ServerSettings]):
    """What each server has set with /settings."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.settings, default=ServerSettings(), what="settings")

    def texts(self, guild: int | None, locale: discord.Locale | str | None) -> Texts:
        """Return the texts in the language that a server has set, or else in that of its locale."""
        return texts_for(self.of(guild).language or str(locale or ""))
