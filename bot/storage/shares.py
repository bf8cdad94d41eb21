"""The answers that were shared, by the numbers of their messages, so that none is shared twice. No user is stored."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import bindparam, delete, select

from bot.storage.database import StoredData, to_text
from bot.storage.tables import insert_or_replace, share

_LATEST: Final = select(share.c.message).order_by(share.c.at.desc()).limit(bindparam("limit"))


class SharedAnswers(StoredData):
    """The messages whose button *Share* was pressed."""

    async def latest(self, limit: int) -> tuple[int, ...]:
        """Return the messages that were shared last, newest first."""
        return tuple(message for (message,) in await self._database.rows(_LATEST, {"limit": limit}))

    async def add(self, message: int, *, at: dt.datetime) -> None:
        """Store that a message is shared."""
        await self._database.execute(insert_or_replace(share), {"message": message, "at": to_text(at)})

    async def remove(self, message: int) -> None:
        """Delete a message that was not shared after all."""
        await self._database.execute(delete(share).where(share.c.message == message))

    async def expire(self, before: dt.datetime) -> int:
        """Delete what was shared before an instant; return how many there were."""
        return await self._database.execute(delete(share).where(share.c.at < to_text(before)))
