"""The questions, kept for the curators as well as it goes: no answer ever waits long for them, none fails with them."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any, Final

from bot.storage import Store

_log = logging.getLogger(__name__)

PATIENCE: Final = 0.3
"""Seconds that an answer waits for the id of its question, which its vote buttons carry. A write takes about a
hundredth of it; a reader hardly notices it."""

LAST_WRITES: Final = 0.5
"""Seconds that the questions asked last have to be written when the bot ends."""

WAITING: Final = 1_000
"""Questions that may wait for a store that is slow; those beyond are not kept, so that they do not pile up."""


class Entry:
    """A question on its way into the log."""

    def __init__(self, writing: asyncio.Task[int | None] | None, *, patience: float) -> None:
        self._writing = writing
        self._patience = patience

    async def number(self) -> int | None:
        """The question's id; None where it is not kept, or not in time. Never raises for a store that fails."""
        if self._writing is None:
            return None
        done, _ = await asyncio.wait({self._writing}, timeout=self._patience)
        return self._writing.result() if done and not self._writing.cancelled() else None


class QuestionLog:
    """What is asked and what it gets, without who asks. `keep_days` is 0 where nothing is kept.

    `clock` gives aware instants, `patience` is in seconds. A store that fails is told of in the log: each kind of
    failure once, and once more after the next expiry.
    """

    def __init__(
        self, *, store: Store, keep_days: int, clock: Callable[[], dt.datetime], patience: float = PATIENCE
    ) -> None:
        self._store = store
        self._keep_days = keep_days
        self._clock = clock
        self._patience = patience
        self._writing: set[asyncio.Task[Any]] = set()
        self._told: set[str] = set()

    def keep(self, *, text: str, outcome: str, fact: str | None, confidence: float | None, guild: int | None) -> Entry:
        """Begin to write a question down; `fact` is the first that was shown."""
        if self._keep_days == 0:
            return Entry(None, patience=self._patience)
        if len(self._writing) >= WAITING:
            self._warn("full", "the store is too slow for the questions: some are not kept")
            return Entry(None, patience=self._patience)
        recorded = self._store.questions.record(
            at=self._clock(), text=text, outcome=outcome, fact=fact, confidence=confidence, guild=guild
        )
        writing = asyncio.create_task(self._written(recorded), name="question")
        self._writing.add(writing)
        writing.add_done_callback(self._writing.discard)
        return Entry(writing, patience=self._patience)

    async def decline(self, question: int) -> bool:
        """Note of a suggestion that none of its facts was meant; False where it is not kept, or not in time."""
        if self._keep_days == 0 or len(self._writing) >= WAITING:
            return False
        declined = asyncio.create_task(self._declined(question), name="question")
        self._writing.add(declined)
        declined.add_done_callback(self._writing.discard)
        done, _ = await asyncio.wait({declined}, timeout=self._patience)
        return bool(done) and not declined.cancelled() and declined.result()

    async def settle(self, patience: float = LAST_WRITES) -> None:
        """Wait until what was begun is written; what is not in so many seconds is given up, so that the bot can end."""
        if self._writing:
            _, late = await asyncio.wait(set(self._writing), timeout=patience)
            for writing in late:
                writing.cancel()
            if late:
                _log.warning("%d of the questions asked last were not kept: the store does not answer", len(late))

    async def expire(self) -> int:
        """Drop what is older than `keep_days`, with its votes; gives the number of questions. Raises sqlite3.Error."""
        self._told.clear()
        return await self._store.questions.expire(self._clock() - dt.timedelta(days=self._keep_days))

    async def _written(self, recorded: Coroutine[None, None, int]) -> int | None:
        try:
            return await recorded
        except sqlite3.Error as error:
            self._warn(_kind(error), f"a question was answered and not kept: the store failed ({error})")
            return None

    async def _declined(self, question: int) -> bool:
        try:
            return await self._store.questions.decline(question)
        except sqlite3.Error as error:
            self._warn(_kind(error), f"a suggestion was declined and that was not kept: the store failed ({error})")
            return False

    def _warn(self, kind: str, sentence: str) -> None:
        if kind not in self._told:
            self._told.add(kind)
            _log.warning("%s; further failures of this kind are not told", sentence)


def _kind(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", type(error).__name__)
