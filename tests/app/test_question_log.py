from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import cast

import pytest
from faults.timers import Timers

from bot.app.question_log import MOST_PENDING, PATIENCE, PAUSE, QuestionLog
from bot.app.timeouts import Sleep
from bot.errors import StoreError
from bot.sandbox import ManualClock
from bot.storage import DEFAULT_BASE, LoggedQuestion, Store

NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)


async def endless(_seconds: float) -> None:
    """Sleep until the test is over."""
    await asyncio.Event().wait()


async def at_once(_seconds: float) -> None:
    """Sleep not at all."""


class SlowQuestions:
    """Questions that are written when the test says so, or fail."""

    def __init__(self, *failures: Exception) -> None:
        self.released = asyncio.Event()
        self._failures = list(failures)
        self._last = 0
        self.recorded: list[int] = []
        self.batches: asyncio.Queue[list[int]] = asyncio.Queue()

    async def reserve(self, count: int) -> range:
        self._last += count
        return range(self._last - count + 1, self._last + 1)

    async def record(self, asked: Sequence[LoggedQuestion]) -> None:
        if self._failures:
            raise self._failures.pop(0)
        batch = [each.id for each in asked]
        self.batches.put_nowait(batch)
        await self.released.wait()
        self.recorded += batch

    async def decline(self, _question: int) -> bool:
        await self.record(())
        return True

    async def expire(self, _before: dt.datetime, **_now: dt.datetime) -> int:
        return 0


class SlowStore:
    """A store that holds nothing but such questions."""

    def __init__(self, questions: SlowQuestions) -> None:
        self.questions = questions


async def slow_log(questions: SlowQuestions, *, sleep: Sleep = at_once) -> QuestionLog:
    log = QuestionLog(store=cast("Store", SlowStore(questions)), keep_days=90, clock=ManualClock(NOON), sleep=sleep)
    await log.load()
    return log


async def loaded(store: Store, *, keep_days: int = 90, clock: ManualClock | None = None) -> QuestionLog:
    log = QuestionLog(store=store, keep_days=keep_days, clock=clock or ManualClock(NOON), sleep=endless)
    await log.load()
    return log


def asked(log: QuestionLog, text: str = "who?", *, outcome: str = "answer") -> int | None:
    return log.keep(base=DEFAULT_BASE, text=text, outcome=outcome, fact="lamp", confidence=0.9, guild=7)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.open(tmp_path / "bot.sqlite3") as opened:
        yield opened


async def test_a_question_is_kept_with_what_it_got_and_without_who_asked(store: Store) -> None:
    log = await loaded(store)

    number = asked(log)
    await log.write()

    (kept,) = await store.questions.latest(10)
    assert (kept.id, kept.at, kept.text, kept.outcome) == (number, NOON, "who?", "answer")
    assert (kept.fact, kept.confidence, kept.guild) == ("lamp", 0.9, 7)


async def test_questions_are_written_together_after_a_pause() -> None:
    timers, questions = Timers(), SlowQuestions()
    questions.released.set()
    log = await slow_log(questions, sleep=timers)
    numbers = [asked(log), asked(log), asked(log)]
    await timers.started(PAUSE)
    before = questions.batches.qsize()
    await timers.ring(PAUSE)

    assert before == 0
    assert await questions.batches.get() == numbers
    assert timers.asked.count(PAUSE) == 1


async def test_a_question_that_comes_while_others_are_written_is_written_after_another_pause() -> None:
    timers, questions = Timers(), SlowQuestions()
    log = await slow_log(questions, sleep=timers)
    first = asked(log)
    await timers.ring(PAUSE)
    begun = await questions.batches.get()
    second = asked(log)
    questions.released.set()
    await timers.ring(PAUSE, times=2)

    assert (begun, await questions.batches.get()) == ([first], [second])


async def test_a_question_is_found_before_the_pause_is_over(store: Store) -> None:
    log = await loaded(store)
    number = asked(log, "who?")
    assert number is not None

    found = await log.find(number)

    assert found is not None
    assert found.text == "who?"


async def test_no_id_is_given_twice_over_writes_and_restarts(store: Store) -> None:
    numbers = []
    for _ in range(3):
        log = await loaded(store)
        for _ in range(2):
            numbers += [asked(log), asked(log)]
            await log.write()
        numbers.append(asked(log))  # as if the bot were killed before it is written

    assert None not in numbers
    assert len(set(numbers)) == 15


async def test_with_no_days_to_keep_nothing_is_kept_and_what_was_is_dropped(store: Store) -> None:
    clock = ManualClock(NOON)
    log = await loaded(store, clock=clock)
    asked(log)
    await log.write()
    clock.advance(1)
    off = await loaded(store, keep_days=0, clock=clock)

    assert asked(off) is None
    assert await off.expire() == 1
    assert await store.questions.latest(10) == ()


async def test_questions_older_than_the_days_are_dropped_and_younger_ones_stay(store: Store) -> None:
    clock = ManualClock(NOON)
    log = await loaded(store, keep_days=2, clock=clock)
    asked(log, "old")
    await log.write()
    clock.advance(86_400)
    asked(log, "young")
    await log.write()
    clock.advance(86_400 + 1)

    assert await log.expire() == 1
    assert [kept.text for kept in await store.questions.latest(10)] == ["young"]


@pytest.mark.parametrize("text", ["", "\x00\x1b[2J", "\ud800", "x" * 2000, "'); DROP TABLE question; --"])
async def test_any_text_can_be_kept(store: Store, text: str) -> None:
    log = await loaded(store)

    assert asked(log, text) is not None
    await log.write()
    assert len(await store.questions.latest(10)) == 1


async def test_a_slow_database_delays_no_number_and_still_keeps_the_question() -> None:
    questions = SlowQuestions()
    log = await slow_log(questions, sleep=endless)
    numbers = [asked(log)]
    writing = asyncio.create_task(log.write())
    await asyncio.sleep(0)
    numbers.append(asked(log))
    before = tuple(questions.recorded)
    questions.released.set()
    await writing
    await log.write()

    assert before == ()
    assert None not in numbers
    assert questions.recorded == numbers


async def test_a_database_that_is_slow_at_the_start_delays_it_for_a_moment_only() -> None:
    class Hanging(SlowQuestions):
        async def reserve(self, count: int) -> range:
            await self.released.wait()
            return await super().reserve(count)

    questions, slept = Hanging(), []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await (at_once if seconds == PATIENCE else endless)(seconds)

    log = await slow_log(questions, sleep=sleep)
    before = asked(log)
    questions.released.set()
    await log.settle()

    assert slept[0] == PATIENCE
    assert before is None
    assert asked(log) is not None


async def test_a_database_that_fails_raises_nothing_and_each_kind_of_error_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    full, locked = StoreError("disk is full", kind="FULL"), StoreError("malformed", kind="CORRUPT")
    log = await slow_log(SlowQuestions(full, full, locked, full, full), sleep=endless)

    with caplog.at_level(logging.WARNING):
        for _ in range(4):
            asked(log)
            await log.write()
        await log.expire()
        asked(log)
        await log.write()

    told = [record.getMessage() for record in caplog.records]
    assert ["full" in sentence for sentence in told] == [True, False, True]


async def test_what_cannot_be_written_is_written_after_the_next_pause_and_cannot_be_found_until_then() -> None:
    timers, questions = Timers(), SlowQuestions(*[StoreError("database is locked")] * 2)
    questions.released.set()
    log = await slow_log(questions, sleep=timers)
    number = asked(log)
    assert number is not None

    await timers.ring(PAUSE)
    await timers.started(PAUSE, times=2)
    with pytest.raises(StoreError):
        await log.find(number)
    await timers.ring(PAUSE, times=2)

    assert await questions.batches.get() == [number]


async def test_questions_do_not_pile_up_before_a_store_that_hangs(caplog: pytest.LogCaptureFixture) -> None:
    questions = SlowQuestions()
    log = await slow_log(questions, sleep=endless)

    with caplog.at_level(logging.WARNING):
        numbers = [asked(log) for _ in range(MOST_PENDING + 2)]
    questions.released.set()
    await log.write()
    later = asked(log)

    assert numbers[-2:] == [None, None]
    assert None not in numbers[:-2]
    assert later == MOST_PENDING + 1
    assert len(caplog.records) == 1


async def test_at_the_end_what_waits_is_written_and_what_hangs_is_given_up(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    log = await loaded(store)
    asked(log)
    await log.settle()
    written = len(await store.questions.latest(10))
    questions = SlowQuestions()
    hanging = await slow_log(questions)
    asked(hanging)
    with caplog.at_level(logging.WARNING):
        await hanging.settle()
    questions.released.set()

    assert written == 1
    assert questions.recorded == []
    assert "1 of the last questions were not kept" in caplog.text


async def test_a_suggestion_that_is_declined_is_noted_in_the_log(store: Store) -> None:
    log = await loaded(store)
    number = asked(log, outcome="suggestion")
    assert number is not None

    noted = [await log.decline(number), await log.decline(number), await log.decline(number + 1)]

    (kept,) = await store.questions.latest(10)
    assert noted == [True, True, False]
    assert kept.outcome == "declined"


async def test_with_no_days_to_keep_nothing_is_declined(store: Store) -> None:
    log = await loaded(store)
    kept = asked(log, outcome="suggestion")
    await log.write()
    off = await loaded(store, keep_days=0)

    assert kept is not None
    assert not await off.decline(kept)
    assert [asked.outcome for asked in await store.questions.latest(10)] == ["suggestion"]


async def test_a_database_that_is_slow_or_fails_delays_nobody_who_declines(caplog: pytest.LogCaptureFixture) -> None:
    slow, failing = SlowQuestions(), SlowQuestions(StoreError("disk is full"))

    with caplog.at_level(logging.WARNING):
        noted = [await (await slow_log(slow)).decline(1), await (await slow_log(failing, sleep=endless)).decline(1)]
    slow.released.set()

    assert noted == [False, False]
    assert "disk is full" in caplog.text
