"""The sign of life of a bot that is connected, for whoever watches it from outside."""

from __future__ import annotations

import datetime as dt

from bot.store.file import File
from bot.store.instants import from_text, to_text


class Heartbeat:
    """The instant of the last beat."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def beat(self, now: dt.datetime) -> None:
        """Replace the last beat."""
        change = "INSERT OR REPLACE INTO heartbeat (one, at) VALUES (1, ?)"
        await self._file.execute(change, (to_text(now),))

    async def last(self) -> dt.datetime | None:
        """The last beat. None where there was none."""
        row = await self._file.row("SELECT at FROM heartbeat")
        return None if row is None else from_text(row[0])
