"""Small facts about the bot itself: when it was last connected, and which commands Discord has accepted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select

from bot.errors import UsageError
from bot.storage.database import StoredData, from_text, to_text
from bot.storage.reading import read_store
from bot.storage.tables import command_sync, heartbeat, insert_or_replace
from bot.store_address import PostgresAddress

_BEAT: Final = insert_or_replace(heartbeat)
_LAST: Final = select(heartbeat.c.at)


class Heartbeat(StoredData):
    """The last instant at which the bot was connected."""

    async def beat(self, now: dt.datetime) -> None:
        """Replace the last beat."""
        await self._database.execute(_BEAT, {"one": 1, "at": to_text(now)})

    async def last(self) -> dt.datetime | None:
        """Return the last beat, or None if there was none or it cannot be read."""
        return await self._database.read_first("heartbeats", lambda row: from_text(row[0]), _LAST)


class CommandSyncs(StoredData):
    """A digest of the commands of each application and scope, so that only changed ones are sent to Discord again."""

    async def digests(self, application: int) -> dict[str, str]:
        """Return scope -> digest of the commands that Discord accepted last."""
        accepted = select(command_sync.c.scope, command_sync.c.digest).where(command_sync.c.application == application)
        return dict(await self._database.rows(accepted))

    async def record(self, application: int, scope: str, digest: str) -> None:
        """Store the digest of commands that Discord has accepted."""
        values = {"application": application, "scope": scope, "digest": digest}
        await self._database.execute(insert_or_replace(command_sync), values)

    async def forget(self, application: int, scope: str) -> None:
        """Delete the digest of a scope that has no commands any more."""
        which = command_sync.c.application == application, command_sync.c.scope == scope
        await self._database.execute(delete(command_sync).where(*which))


def read_last_beat(place: Path | PostgresAddress) -> dt.datetime | None:
    """Return the last heartbeat of a store, also while the bot runs; None if there was none.

    Changes nothing. Raises UsageError if the place cannot be read as a store, or the heartbeat is damaged.
    """
    found = read_store(place, lambda db: db.execute(_LAST).scalar())
    try:
        return None if found is None else from_text(found)
    except ValueError as error:
        raise UsageError(f"{place}: the heartbeat is damaged ({error}).") from error
