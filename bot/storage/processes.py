"""The processes that share the store: the shards of each, its revision of each base, and when it last said so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from bot.storage.database import StoredData, columns, from_text, readable, to_text
from bot.storage.reading import read_store
from bot.storage.tables import insert_or_replace, process
from bot.store_address import PostgresAddress

KEPT: Final = dt.timedelta(hours=1)
"""How long a process that has ended without a word is shown: long enough for an admin to see it."""

_BEAT: Final = insert_or_replace(process)
_ALL: Final = select(process).order_by(process.c.shards, process.c.started, process.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessRecord:
    """What a process said of itself at `beat`. `connected`: all its shards were. `latency` is in seconds, if known.

    `shards` is the text that `--shards` takes; `revisions` maps each base to the revision that answers from it.
    """

    id: str
    started: dt.datetime
    beat: dt.datetime
    connected: bool
    shards: str
    latency: float | None
    revisions: Mapping[str, str]


class Processes(StoredData):
    """The processes that run, and those that stopped without a word within the last hour."""

    async def beat(self, record: ProcessRecord) -> None:
        """Replace what a process has said of itself, and forget processes that have been silent for long."""
        values = {
            "id": record.id,
            "started": to_text(record.started),
            "beat": to_text(record.beat),
            "connected": int(record.connected),
            "shards": record.shards,
            "latency": record.latency,
            "revisions": json.dumps(dict(record.revisions), separators=(",", ":")),
        }
        silent = delete(process).where(process.c.beat < to_text(record.beat - KEPT))

        def change(db: Connection) -> None:
            db.execute(_BEAT, values)
            db.execute(silent)

        await self._database.write(change)

    async def end(self, number: str) -> None:
        """Forget a process that stops."""
        await self._database.execute(delete(process).where(process.c.id == number))

    async def all(self) -> tuple[ProcessRecord, ...]:
        """Return the processes, by their shards."""
        return await self._database.read("processes", _record, _ALL)


def read_processes(place: Path | PostgresAddress) -> tuple[ProcessRecord, ...]:
    """Return the processes of a store, also while the bot runs, without those that cannot be read.

    Changes nothing. Raises UsageError if the place cannot be read as a store.
    """
    found, _ = readable(read_store(place, lambda db: db.execute(_ALL).all()) or (), _record)
    return tuple(found)


def _record(row: Any) -> ProcessRecord:  # noqa: ANN401 - the columns of the table
    return ProcessRecord(**columns(row, started=from_text, beat=from_text, connected=bool, revisions=_revisions))


def _revisions(text: str) -> dict[str, str]:
    return dict(json.loads(text))
