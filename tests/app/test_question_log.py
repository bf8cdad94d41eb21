from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.app.question_log import MOST_PENDING, PendingQuestion, QuestionLog
from bot.app.timeouts import Sleep
from bot.errors import StoreError
from bot.sandbox import ManualClock
from bot.storage import DEFAULT_BASE, Store

NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)


async def endless(_seconds: float) -> None:
    """Sleep until the test is over."""
    await asyncio.Event().wait()


async def at_once(_seconds: float) -> None:
    """Sleep not at all."""


class SlowQuestions:
    """Questions that are recorded when the test says so, or fail."""

    def __init__(self, *failures: Exception) -> None:
        self.released = asyncio.Event()
        self._failures = list(failures)
        self.recorded = 0

    async def record(self, **_asked: Any) -> int:
        if self._failures:
            raise self._failures.pop(0)
        await self.released.wait()
        self.recorded += 1
        return self.recorded

    async def decline(self, question: int) -> bool:
        return bool(await self.record(question=question))

    async def expire(self, _before: dt.datetime, **_now: dt.datetime) -> int:
        return 0


class SlowStore:
    """A store that holds nothing but such questions."""

    def __init__(self, questions: SlowQuestions) -> None:
        self.questions = questions


def slow_log(questions: SlowQuestions, *, sleep: Sleep = at_once) -> QuestionLog:
    store = cast("Store", SlowStore(questions))
    return QuestionLog(store=store, keep_days=90, clock=ManualClock(NOON), sleep=sleep)


def asked(log: QuestionLog, text: str = "who?") -> PendingQuestion:
    return log.keep(base=DEFAULT_BASE, text=text, outcome="answer", fact="lamp", confidence=0.9, guild=7)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.open(tmp_path / "bot.sqlite3") as opened:
        yield opened


async def test_a_question_is_kept_with_what_it_got_and_without_who_asked(store: Store) -> None:
    log = QuestionLog(store=store, keep_days=90, clock=ManualClock(NOON), sleep=endless)

    number = await asked(log).number()

    (kept,) = await store.questions.latest(10)
    assert (kept.id, kept.at, kept.text, kept.outcome) == (number, NOON, "who?", "answer")
    assert (kept.fact, kept.confidence, kept.guild) == ("lamp", 0.9, 7)


async def test_with_no_days_to_keep_nothing_is_kept_and_what_was_is_dropped(store: Store) -> None:
    clock = ManualClock(NOON)
    await asked(QuestionLog(store=store, keep_days=90, clock=clock, sleep=endless)).number()
    clock.advance(1)
    off = QuestionLog(store=store, keep_days=0, clock=clock, sleep=endless)

    assert await asked(off).number() is None
    assert await off.expire() == 1
    assert await store.questions.latest(10) == ()


async def test_questions_older_than_the_days_are_dropped_and_younger_ones_stay(store: Store) -> None:
    clock = ManualClock(NOON)
    log = QuestionLog(store=store, keep_days=2, clock=clock, sleep=endless)
    await asked(log, "old").number()
    clock.advance(86_400)
    await asked(log, "young").number()
    clock.advance(86_400 + 1)

    assert await log.expire() == 1
    assert [kept.text for kept in await store.questions.latest(10)] == ["young"]


@pytest.mark.parametrize("text", ["", "\x00\x1b[2J", "\ud800", "x" * 2000, "'); DROP TABLE question; --"])
async def test_any_text_can_be_kept(store: Store, text: str) -> None:
    log = QuestionLog(store=store, keep_days=90, clock=ManualClock(NOON), sleep=endless)

    assert await asked(log, text).number() is not None
    assert len(await store.questions.latest(10)) == 1


async def test_a_slow_database_returns_no_number_in_time_and_still_keeps_the_question() -> None:
    questions = SlowQuestions()
    number = await asked(slow_log(questions)).number()
    before = questions.recorded
    questions.released.set()
    await asked(slow_log(questions, sleep=endless)).number()

    assert number is None
    assert before == 0
    assert questions.recorded == 2


async def test_a_database_that_fails_raises_nothing_and_each_kind_of_error_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    full, locked = StoreError("disk is full", kind="FULL"), StoreError("malformed", kind="CORRUPT")
    log = slow_log(SlowQuestions(full, full, locked, full, full), sleep=endless)

    with caplog.at_level(logging.WARNING):
        numbers = [await asked(log).number() for _ in range(4)]
        await log.expire()
        numbers.append(await asked(log).number())

    assert numbers == [None] * 5
    told = [record.getMessage() for record in caplog.records]
    assert ["full" in sentence for sentence in told] == [True, False, True]


async def test_questions_do_not_pile_up_before_a_store_that_hangs(caplog: pytest.LogCaptureFixture) -> None:
    questions = SlowQuestions()
    log = slow_log(questions, sleep=endless)

    with caplog.at_level(logging.WARNING):
        entries = [asked(log) for _ in range(MOST_PENDING + 2)]
    questions.released.set()
    numbers = [await entry.number() for entry in entries]
    later = await asked(log).number()

    assert numbers[-2:] == [None, None]
    assert None not in numbers[:-2]
    assert later == MOST_PENDING + 1
    assert len(caplog.records) == 1


async def test_at_the_end_what_was_begun_is_written_and_what_hangs_is_given_up(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    log = QuestionLog(store=store, keep_days=90, clock=ManualClock(NOON), sleep=endless)
    asked(log)
    await log.settle()
    written = len(await store.questions.latest(10))
    questions = SlowQuestions()
    hanging = slow_log(questions)
    entry = asked(hanging)
    with caplog.at_level(logging.WARNING):
        await hanging.settle()
    questions.released.set()

    assert written == 1
    assert await entry.number() is None
    assert questions.recorded == 0
    assert "1 of the last questions were not kept" in caplog.text


async def test_a_suggestion_that_is_declined_is_noted_in_the_log(store: Store) -> None:
    log = QuestionLog(store=store, keep_days=90, clock=ManualClock(NOON), sleep=endless)
    number = await log.keep(
        base=DEFAULT_BASE, text="who?", outcome="suggestion", fact="lamp", confidence=0.3, guild=7
    ).number()
    assert number is not None

    noted = [await log.decline(number), await log.decline(number), await log.decline(number + 1)]

    (kept,) = await store.questions.latest(10)
    assert noted == [True, True, False]
    assert kept.outcome == "declined"


async def test_with_no_days_to_keep_nothing_is_declined(store: Store) -> None:
    kept = (
        await QuestionLog(store=store, keep_days=90, clock=ManualClock(NOON), sleep=endless)
        .keep(base=DEFAULT_BASE, text="who?", outcome="suggestion", fact="lamp", confidence=0.3, guild=7)
        .number()
    )
    off = QuestionLog(store=store, keep_days=0, clock=ManualClock(NOON), sleep=endless)

    assert kept is not None
    assert not await off.decline(kept)
    assert [asked.outcome for asked in await store.questions.latest(10)] == ["suggestion"]


async def test_a_database_that_is_slow_or_fails_delays_nobody_who_declines(caplog: pytest.LogCaptureFixture) -> None:
    slow, failing = SlowQuestions(), SlowQuestions(StoreError("disk is full"))

    with caplog.at_level(logging.WARNING):
        noted = [await slow_log(slow).decline(1), await slow_log(failing, sleep=endless).decline(1)]
    slow.released.set()

    assert noted == [False, False]
    assert "disk is full" in caplog.text
