"""The answers that were shared, by the numbers of their messages, so that none is shared twice. No user is stored."""

from __future__ import annotations

import datetime as dt

from bot.storage.database import Database, to_text


class SharedAnswers:
    """The messages whose button *Share* was pressed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, limit: int) -> tuple[int, ...]:
        """Return the messages that were shared last, newest first."""
        rows = await self._database.rows("SELECT message FROM share ORDER BY at DESC LIMIT ?", (limit,))
        return tuple(message for (message,) in rows)

    async def add(self, message: int, *, at: dt.datetime) -> None:
        """Store that a message is shared."""
        await self._database.execute("INSERT OR REPLACE INTO share (message, at) VALUES (?, ?)", (message, to_text(at)))

    async def remove(self, message: int) -> None:
        """Delete a message that was not shared after all."""
        await self._database.execute("DELETE FROM share WHERE message = ?", (message,))

    async def expire(self, before: dt.datetime) -> int:
        """Delete what was shared before an instant; return how many there were."""
        return await self._database.execute("DELETE FROM share WHERE at < ?", (to_text(before),))
