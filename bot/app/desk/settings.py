"""The desks of servers: each answer shows whether there is one."""

from __future__ import annotations

from typing import Final

from bot.app.server_cache import ServerCache
from bot.storage import DeskSettings, Store

KEPT_DAYS: Final = 30
"""Days for which a user's wish to be told an answer is kept at most."""


class DeskCache(ServerCache[DeskSettings]):
    """The desk of each server. A server that has set none has no channel and no curators."""

    def __init__(self, store: Store) -> None:
        super().__init__(store.desks, default=DeskSettings(), what="desks")
