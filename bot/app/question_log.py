"""Write down what users ask, for the curators. Best effort: a failure never delays or fails an answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

from bot.app.timeouts import Sleep, done_within
from bot.errors import StoreError
from bot.storage import Store

PATIENCE: Final = 0.3
"""Seconds that an answer waits for the id of its question, which its vote buttons need. A write takes about a
hundredth of that, and a reader hardly notices the rest."""

LAST_WRITES: Final = 0.5
"""Seconds that the last questions have to be written when the bot ends."""

MOST_ASKED: Final = 5
"""Facts that are offered before the most important ones while nothing is typed."""

MOST_PENDING: Final = 1_000
"""Questions that may wait for a slow database; further ones are not kept, so that they do not pile up."""

_log = logging.getLogger(__name__)

T = TypeVar("T")


class PendingQuestion:
    """A question that is being written; `sleep` takes seconds. `writing` is None for one that is not kept."""

    def __init__(self, writing: asyncio.Task[int | None] | None, *, sleep: Sleep) -> None:
        self._writing = writing
        self._sleep = sleep

    async def number(self) -> int | None:
        """Return the question's id; None if it is not kept or not written in time."""
        return None if self._writing is None else await _result(self._writing, self._sleep)


class QuestionLog:
    """Questions and their outcomes, without who asks. `keep_days` is 0 if nothing is kept.

    `clock` returns aware instants, `sleep` takes seconds. Each kind of database error is logged once, and once more
    after the next expiry.
    """

    def __init__(self, *, store: Store, keep_days: int, clock: Callable[[], dt.datetime], sleep: Sleep) -> None:
        self._store = store
        self._keep_days = keep_days
        self._clock = clock
        self._sleep = sleep
        self.outcomes: Counter[str] = Counter()
        self._writing: set[asyncio.Task[Any]] = set()
        self._logged: set[str] = set()

    def keep(  # noqa: PLR0913 - the columns of one question
        self, *, base: str, text: str, outcome: str, fact: str | None, confidence: float | None, guild: int | None
    ) -> PendingQuestion:
        """Begin to write down a question to a base, and count its outcome; `fact` is the first that was shown."""
        self.outcomes[outcome] += 1
        if self._keep_days == 0:
            return PendingQuestion(None, sleep=self._sleep)
        if len(self._writing) >= MOST_PENDING:
            self._warn("full", "the database is too slow for the questions: some are not kept")
            return PendingQuestion(None, sleep=self._sleep)
        recorded = self._store.questions.record(
            at=self._clock(), text=text, outcome=outcome, fact=fact, confidence=confidence, guild=guild, base=base
        )
        return PendingQuestion(self._write(recorded, "a question was not kept"), sleep=self._sleep)

    async def decline(self, question: int) -> bool:
        """Note that none of the suggested facts was meant. Return False if that cannot be stored in time."""
        if self._keep_days == 0 or len(self._writing) >= MOST_PENDING:
            return False
        declined = self._store.questions.decline(question)
        return bool(await _result(self._write(declined, "a declined suggestion was not noted"), self._sleep))

    async def most_asked(self, base: str) -> tuple[str, ...]:
        """Return the ids of the facts of a base that were asked for most; none if that cannot be read in time."""
        if self._keep_days == 0 or len(self._writing) >= MOST_PENDING:
            return ()
        most = self._store.questions.most_asked(MOST_ASKED, base=base)
        read = self._write(most, "the most asked facts were not read")
        return await _result(read, self._sleep) or ()

    @property
    def pending(self) -> int:
        """How many questions wait for the store."""
        return len(self._writing)

    async def settle(self) -> None:
        """Wait until the last questions are written; give up on those that take longer than LAST_WRITES."""
        if not self._writing:
            return
        everything = asyncio.gather(*self._writing, return_exceptions=True)
        if not await done_within(LAST_WRITES, everything, sleep=self._sleep):
            late = len(self._writing)
            everything.cancel()
            await asyncio.gather(everything, return_exceptions=True)
            _log.warning("%d of the last questions were not kept: the database does not answer", late)

    async def expire(self) -> int:
        """Delete what is older than `keep_days`, with its votes; return how many questions. Raises StoreError."""
        self._logged.clear()
        now = self._clock()
        return await self._store.questions.expire(now - dt.timedelta(days=self._keep_days), now=now)

    def _write(self, work: Coroutine[Any, Any, T], loss: str) -> asyncio.Task[T | None]:
        """Begin to write. An error is only logged; `loss` says what was lost."""

        async def written() -> T | None:
            try:
                return await work
            except StoreError as error:
                self._warn(error.kind, f"{loss}: the database failed ({error})")
                return None

        task = asyncio.create_task(written(), name="question")
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)
        return task

    def _warn(self, kind: str, sentence: str) -> None:
        if kind not in self._logged:
            self._logged.add(kind)
            _log.warning("%s; further errors of this kind are not logged", sentence)


async def _result(task: asyncio.Task[T | None], sleep: Sleep) -> T | None:
    """Return what a task returns; None if it takes longer than PATIENCE or was cancelled."""
    if not await done_within(PATIENCE, task, sleep=sleep) or task.cancelled():
        return None
    return task.result()
