"""Which commands Discord has accepted, so that only changed ones are sent again."""

from __future__ import annotations

import datetime as dt

from bot.storage.database import File, from_text, to_text


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


class Syncs:
    """A digest for each application and scope."""

    def __init__(self, file: File) -> None:
        self._file = file

    async def digests(self, application: int) -> dict[str, str]:
        """Scope -> digest of the commands that Discord accepted for it last."""
        query = "SELECT scope, digest FROM command_sync WHERE application = ?"
        return dict(await self._file.rows(query, (application,)))

    async def record(self, application: int, scope: str, digest: str) -> None:
        """Keep the digest of commands that Discord has accepted."""
        change = "INSERT OR REPLACE INTO command_sync (application, scope, digest) VALUES (?, ?, ?)"
        await self._file.execute(change, (application, scope, digest))

    async def forget(self, application: int, scope: str) -> None:
        """Drop what is known of a scope that holds no commands any more."""
        change = "DELETE FROM command_sync WHERE application = ? AND scope = ?"
        await self._file.execute(change, (application, scope))
