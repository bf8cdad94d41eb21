"""Write down what users ask, for the curators. Best effort: a failure never delays or fails an answer."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Final, TypeVar

from bot.app.timeouts import Sleep, done_within, end_within
from bot.errors import StoreError
from bot.storage import LoggedQuestion, Store

PAUSE: Final = 0.75
"""Seconds after which a question is written, with those that were asked meanwhile: together they cost little more than
one. A bot that is killed loses them."""

MOST_PENDING: Final = 500
"""Questions that may wait for a slow database; further ones are not kept, so that they do not pile up."""

PATIENCE: Final = 0.3
"""Seconds that an answer waits for what the log stores or reads. That takes about a hundredth of it, and a reader
hardly notices the rest."""

LAST_WRITES: Final = 0.5
"""Seconds that the last questions have to be written when the bot ends."""

MOST_ASKED: Final = 5
"""Facts that are offered before the most important ones while nothing is typed."""

_log = logging.getLogger(__name__)

T = TypeVar("T")


class QuestionLog:
    """Questions and their outcomes, without who asks. `keep_days` is 0 if nothing is kept.

    A question gets its id at once, from ids that the store has reserved, and is written behind its answer. `clock`
    returns aware instants, `sleep` takes seconds. Each kind of database error is logged once, and once more after the
    next expiry.
    """

    def __init__(self, *, store: Store, keep_days: int, clock: Callable[[], dt.datetime], sleep: Sleep) -> None:
        self._store = store
        self._keep_days = keep_days
        self._clock = clock
        self._sleep = sleep
        self.outcomes: Counter[str] = Counter()
        self._ids: Iterator[int] = iter(())
        self._waiting: list[LoggedQuestion] = []
        self._one_at_a_time = asyncio.Lock()
        self._soon: asyncio.Task[None] | None = None
        # The event loop holds tasks weakly, and their callers may go away.
        self._running: set[asyncio.Task[Any]] = set()
        self._logged: set[str] = set()

    async def load(self) -> None:
        """Reserve the ids of the first questions; a slow database reserves them later."""
        if self._keep_days:
            await self._in_time(self._begin_write())

    def keep(  # noqa: PLR0913 - the columns of one question
        self, *, base: str, text: str, outcome: str, fact: str | None, confidence: float | None, guild: int | None
    ) -> int | None:
        """Note a question to a base, to be written soon, and count its outcome; return its id, None if it is not kept.

        `fact` is the first that was shown.
        """
        self.outcomes[outcome] += 1
        if self._keep_days == 0:
            return None
        if self._soon is None or self._soon.done():
            self._soon = asyncio.create_task(self._write_soon(), name="questions soon")
        number = next(self._ids, None)
        if number is None:
            self._warn("full", "the database is too slow for the questions: some are not kept")
            return None
        asked = LoggedQuestion(
            id=number,
            base=base,
            at=self._clock(),
            text=text,
            outcome=outcome,
            fact=fact,
            confidence=confidence,
            guild=guild,
        )
        self._waiting.append(asked)
        return number

    async def find(self, question: int) -> LoggedQuestion | None:
        """Return a stored question, or None if it has expired or never was. Raises StoreError."""
        await self.write()
        if any(each.id == question for each in self._waiting):
            raise StoreError("the question is not written yet")
        return await self._store.questions.find(question)

    async def decline(self, question: int) -> bool:
        """Note that none of the suggested facts was meant. Return False if that cannot be stored in time."""
        if self._is_full:
            return False
        declined = self._decline(question)
        return await self._in_time(self._begin(declined, "a declined suggestion was not noted")) or False

    async def most_asked(self, base: str) -> tuple[str, ...]:
        """Return the ids of the facts of a base that were asked for most; none if that cannot be read in time."""
        if self._is_full:
            return ()
        most = self._store.questions.most_asked(MOST_ASKED, base=base)
        return await self._in_time(self._begin(most, "the most asked facts were not read")) or ()

    @property
    def pending(self) -> int:
        """How many questions wait for the store."""
        return len(self._waiting)

    async def write(self) -> None:
        """Write the questions that wait. An error is only logged, and they are written after the next pause."""
        if self._waiting:
            await asyncio.shield(self._begin_write())

    async def settle(self) -> None:
        """Wait until the last questions are written; give up on those that take longer than LAST_WRITES."""
        if self._soon is not None:
            self._soon.cancel()
        if self._waiting:
            self._begin_write()
        if not self._running:
            return
        everything = asyncio.gather(*self._running, return_exceptions=True)
        await end_within(LAST_WRITES, everything, sleep=self._sleep)
        if self._waiting:
            _log.warning("%d of the last questions were not kept: the database does not answer", len(self._waiting))

    async def expire(self) -> int:
        """Delete what is older than `keep_days`, with its votes; return how many questions. Raises StoreError."""
        self._logged.clear()
        now = self._clock()
        return await self._store.questions.expire(now - dt.timedelta(days=self._keep_days), now=now)

    @property
    def _is_full(self) -> bool:
        return self._keep_days == 0 or len(self._running) >= MOST_PENDING

    async def _write_soon(self) -> None:
        more = True
        while more:
            await self._sleep(PAUSE)
            await asyncio.shield(self._begin_write())
            more = bool(self._waiting)

    def _begin_write(self) -> asyncio.Task[None]:
        return self._begin(self._write(), "questions are not written yet")

    async def _write(self) -> None:
        """Write the questions that wait, and reserve ids for the next. Raises StoreError."""
        async with self._one_at_a_time:
            if asked := tuple(self._waiting):
                await self._store.questions.record(asked)
                del self._waiting[: len(asked)]
            # Drop the ids left from the last batch, so that ids follow the order of time across processes.
            self._ids = iter(await self._store.questions.reserve(MOST_PENDING))

    async def _decline(self, question: int) -> bool:
        await self.write()
        return await self._store.questions.decline(question)

    def _begin(self, work: Coroutine[Any, Any, T], loss: str) -> asyncio.Task[T | None]:
        """Begin what an error must not end: it is only logged, and `loss` says what was lost."""

        async def done() -> T | None:
            try:
                return await work
            except StoreError as error:
                self._warn(error.kind, f"{loss}: the database failed ({error})")
                return None

        task = asyncio.create_task(done(), name="question log")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def _in_time(self, task: asyncio.Task[T | None]) -> T | None:
        """Return what a task returns; None if it takes longer than PATIENCE or was cancelled."""
        if not await done_within(PATIENCE, task, sleep=self._sleep) or task.cancelled():
            return None
        return task.result()

    def _warn(self, kind: str, sentence: str) -> None:
        if kind not in self._logged:
            self._logged.add(kind)
            _log.warning("%s; further errors of this kind are not logged", sentence)
