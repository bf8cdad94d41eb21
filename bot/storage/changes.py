"""What PostgreSQL tells all processes of a bot when one has changed something that the others keep in memory."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

CHANNEL: Final = "briefing_bot"
"""The channel on which PostgreSQL tells it."""

ORIGIN: Final = "briefing_bot_origin"
"""The execution option with the name of the process, which does not have to hear of its own changes."""

_TELL: Final = select(func.pg_notify(bindparam("channel"), bindparam("payload")))


class Changed(StrEnum):
    """What was changed."""

    LOADS = "loads"
    SETTINGS = "settings"
    DESKS = "desks"
    SCHEDULES = "schedules"


def tell(db: Connection, what: Changed) -> None:
    """Tell the other processes of a change, once its transaction is complete. SQLite has none to tell."""
    origin = db.get_execution_options().get(ORIGIN)
    if origin is not None:
        db.execute(_TELL, {"channel": CHANNEL, "payload": f"{origin} {what}"})


def heard(payload: str, *, by: str) -> Changed | None:
    """Return what another process than `by` has changed; None for what this process, or a newer version, tells."""
    origin, _, what = payload.partition(" ")
    return Changed(what) if origin != by and what in set(Changed) else None
