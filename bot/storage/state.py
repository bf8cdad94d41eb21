"""Small facts about the bot itself: when it was last connected, and which commands Discord has accepted."""

from __future__ import annotations

import datetime as dt

from bot.storage.database import Database, from_text, to_text


class Heartbeat:
    """The last instant at which the bot was connected."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def beat(self, now: dt.datetime) -> None:
        """Replace the last beat."""
        change = "INSERT OR REPLACE INTO heartbeat (one, at) VALUES (1, ?)"
        await self._database.execute(change, (to_text(now),))

    async def last(self) -> dt.datetime | None:
        """Return the last beat, or None if there was none or it cannot be read."""
        query = "SELECT at FROM heartbeat"
        return next(iter(await self._database.read("heartbeats", lambda row: from_text(row[0]), query)), None)


class CommandSyncs:
    """A digest of the commands of each application and scope, so that only changed ones are sent to Discord again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def digests(self, application: int) -> dict[str, str]:
        """Return scope -> digest of the commands that Discord accepted last."""
        query = "SELECT scope, digest FROM command_sync WHERE application = ?"
        return dict(await self._database.rows(query, (application,)))

    async def record(self, application: int, scope: str, digest: str) -> None:
        """Store the digest of commands that Discord has accepted."""
        change = "INSERT OR REPLACE INTO command_sync (application, scope, digest) VALUES (?, ?, ?)"
        await self._database.execute(change, (application, scope, digest))

    async def forget(self, application: int, scope: str) -> None:
        """Delete the digest of a scope that has no commands any more."""
        change = "DELETE FROM command_sync WHERE application = ? AND scope = ?"
        await self._database.execute(change, (application, scope))
