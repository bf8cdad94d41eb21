from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, cast

import aiosqlite
import pytest
from logged import log_question
from store_engines import reader_of

from bot.errors import StoreError
from bot.storage import DECLINED, LoggedQuestion, Store, VoteCount, questions
from bot.store_address import PostgresAddress

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


async def ask(
    store: Store,
    text: str = "how high is the lamp",
    *,
    at: dt.datetime = NOW,
    outcome: str = "answer",
    guild: int | None = None,
) -> int:
    return await log_question(
        store, at=at, text=text, outcome=outcome, fact="lamp-height", confidence=0.875, guild=guild
    )


def question(number: int) -> LoggedQuestion:
    return LoggedQuestion(id=number, at=NOW, text="a", outcome="answer", fact=None, confidence=None, guild=None)


async def test_a_question_comes_back_as_it_was_asked(store: Store) -> None:
    number = await ask(store, "¿qué altura? 🗼", guild=5)

    assert await store.questions.find(number) == LoggedQuestion(
        id=number,
        at=NOW,
        text="¿qué altura? 🗼",
        outcome="answer",
        fact="lamp-height",
        confidence=0.875,
        guild=5,
    )
    assert await store.questions.find(number + 1) is None


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_questions_are_stored_in_one_step_on_the_thread_of_the_database(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[object] = []
    execute: Any = aiosqlite.Connection._execute

    async def counted(connection: aiosqlite.Connection, work: Any, *values: Any) -> Any:
        steps.append(work)
        return await execute(connection, work, *values)

    numbers = await store.questions.reserve(3)
    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    await store.questions.record([question(number) for number in numbers])

    assert len(steps) == 1


async def test_reserved_ids_are_never_given_again_also_if_they_are_not_used(
    store: Store, place: Path | PostgresAddress
) -> None:
    kept = await ask(store)
    reserved = [*await store.questions.reserve(2)]
    async with Store.open(place) as other:
        reserved += await other.questions.reserve(2)
    await store.questions.record([question(reserved[3])])
    await store.questions.record([question(reserved[0])])
    await store.questions.expire(NOW + DAY, now=NOW + DAY)
    reserved += await store.questions.reserve(2)

    assert sorted({kept, *reserved}) == [kept, *reserved]


async def test_questions_are_stored_all_or_none(store: Store) -> None:
    first, second = await store.questions.reserve(2)
    broken = dataclasses.replace(question(second), outcome=cast("Any", None))
    with pytest.raises(StoreError):
        await store.questions.record([question(first), broken])

    assert await store.questions.latest(9) == ()


async def test_a_batch_that_is_written_again_stores_what_was_not_stored_yet(store: Store) -> None:
    """The answer to a commit can be lost, so that nobody knows that the batch is stored."""
    first, second = await store.questions.reserve(2)
    await store.questions.record([question(first)])
    await store.questions.record([question(first), dataclasses.replace(question(second), text="b")])

    assert [asked.id for asked in await store.questions.latest(9)] == [second, first]


async def test_a_log_that_cannot_be_shortened_now_has_stored_its_questions(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(_questions: object) -> int:
        raise StoreError("the disk is full")

    monkeypatch.setattr(questions, "_TRIM_EVERY", 1)
    monkeypatch.setattr(questions.Questions, "_trim", failing)
    number = await ask(store)

    assert [asked.id for asked in await store.questions.latest(9)] == [number]


async def test_a_question_with_a_nul_is_kept_though_postgresql_cannot_store_one(
    store: Store, place: Path | PostgresAddress
) -> None:
    found = await store.questions.find(await ask(store, "lamp\0height"))

    assert found is not None
    assert found.text == ("lamp\0height" if isinstance(place, Path) else "lamp\ufffdheight")


async def test_half_a_surrogate_pair_does_not_lose_the_question(store: Store) -> None:
    number = await ask(store, "lamp \ud83d height")
    found = await store.questions.find(number)

    assert found is not None
    assert found.text == "lamp ? height"


async def test_the_latest_questions_come_newest_first_and_each_text_once(store: Store) -> None:
    for text in ("a", "b", "a", "c"):
        await ask(store, text)

    assert [asked.text for asked in await store.questions.latest(10)] == ["c", "a", "b"]
    assert [asked.text for asked in await store.questions.latest(2)] == ["c", "a"]


async def test_unanswered_are_those_that_got_no_answer_each_time_they_were_asked(store: Store) -> None:
    for outcome in ("answer", "suggestion", "declined", "abstention", "not_in_source", "abstention"):
        await ask(store, "a", outcome=outcome)

    found = await store.questions.unanswered(limit=10)
    outcomes = [asked.outcome for asked in found]
    assert outcomes == ["abstention", "not_in_source", "abstention", "declined", "suggestion"]
    assert len(await store.questions.unanswered(limit=2)) == 2


async def test_a_suggestion_is_declined_once_or_again_and_nothing_else_ever_is(store: Store) -> None:
    outcomes = ("answer", "abstention", "not_in_source", "proposal", "suggestion", "suggestion")
    numbers = [await ask(store, outcome, outcome=outcome) for outcome in outcomes]

    declined = [await store.questions.decline(number) for number in numbers[:-1]]
    again = await store.questions.decline(numbers[-2])
    gone = await store.questions.decline(max(numbers) + 1)
    after = [(await store.questions.find(number)) for number in numbers]

    assert (declined, again, gone) == ([False, False, False, False, True], True, False)
    assert [asked and asked.outcome for asked in after] == [*outcomes[:4], DECLINED, "suggestion"]


async def test_questions_expire_with_their_votes(store: Store) -> None:
    old, new = await ask(store, at=NOW - HOUR), await ask(store, at=NOW)
    for question, fact in ((old, "old"), (new, "new")):
        await store.votes.cast(question=question, fact=fact, voter="v", up=True, at=NOW)
    dropped = await store.questions.expire(NOW, now=NOW)

    assert dropped == 1
    assert await store.questions.find(old) is None
    assert await store.votes.counts() == (VoteCount(fact="new", up=1, down=0, words=()),)


@pytest.mark.parametrize("ahead", [dt.timedelta(days=400), dt.timedelta(days=36_500)])
async def test_a_question_that_a_wrong_clock_has_dated_far_ahead_is_deleted_by_the_next_expiry(
    store: Store, ahead: dt.timedelta
) -> None:
    await ask(store, "long ago", at=NOW + ahead)
    await ask(store, "now")

    assert await store.questions.expire(NOW - 90 * DAY, now=NOW) == 1
    assert [asked.text for asked in await store.questions.latest(9)] == ["now"]


async def test_a_question_that_a_wrong_clock_has_dated_ahead_is_kept_no_longer_than_others(store: Store) -> None:
    for days in (0, 1, 60):
        await ask(store, f"{days} days ahead", at=NOW + days * DAY)
    first = await store.questions.expire(NOW - 90 * DAY, now=NOW)
    kept = [asked.at for asked in await store.questions.latest(9)]
    later = NOW + 91 * DAY
    second = await store.questions.expire(later - 90 * DAY, now=later)

    assert (first, kept) == (0, [NOW, NOW + DAY, NOW])
    assert second == 2
    assert [asked.text for asked in await store.questions.latest(9)] == ["1 days ahead"]


async def test_a_clock_that_is_slow_for_a_while_deletes_no_question(store: Store) -> None:
    await ask(store, "yesterday", at=NOW - DAY)
    await ask(store, "today", at=NOW)
    slow = NOW - 30 * DAY

    assert await store.questions.expire(slow - 90 * DAY, now=slow) == 0
    assert len(await store.questions.latest(9)) == 2


async def test_a_log_with_too_many_questions_loses_the_oldest_with_their_votes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "MOST_KEPT", 10)
    monkeypatch.setattr(questions, "_TRIM_EVERY", 5)
    for number in range(1, 25):
        question = await ask(store, f"{number}")
        await store.votes.cast(question=question, fact=f"{number}", voter="v", up=True, at=NOW)
    between = await store.questions.latest(99)
    deleted = await store.questions.expire(NOW - DAY, now=NOW)
    kept = [asked.text for asked in await store.questions.latest(99)]

    assert [asked.text for asked in between] == [str(number) for number in range(24, 10, -1)]
    assert deleted == 4
    assert kept == [str(number) for number in range(24, 14, -1)]
    assert {count.fact for count in await store.votes.counts()} == set(kept)


async def test_other_changes_get_their_turn_while_many_questions_are_deleted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_AT_ONCE", 2)
    for number in range(100):
        await ask(store, f"{number}")
    expiry = asyncio.create_task(store.questions.expire(NOW + HOUR, now=NOW + HOUR))
    await asyncio.sleep(0)  # it begins
    await ask(store, "meanwhile", at=NOW + HOUR)
    before = await store.questions.latest(200)
    deleted = await expiry

    assert before[0].text == "meanwhile"
    assert len(before) > 1
    assert deleted == 100
    assert [asked.text for asked in await store.questions.latest(9)] == ["meanwhile"]


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize("outcome", ["answer", "abstention"])
async def test_reading_the_newest_questions_costs_no_more_in_a_long_log(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    monkeypatch.setattr(questions, "RECENT", 50)
    rows = [(NOW.isoformat(), f"question {number}", outcome) for number in range(20_000)]
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as db, db:
        db.executemany("INSERT INTO question (at, text, outcome) VALUES (?, ?, ?)", rows)
    steps: list[int] = []
    reader = reader_of(store)
    # Called after each thousand instructions of SQLite's virtual machine; a scan of the log takes some hundred.
    await reader.set_progress_handler(lambda: steps.append(1), 1000)
    latest = await store.questions.latest(20)
    unanswered = await store.questions.unanswered(20)

    assert [asked.id for asked in latest] == list(range(20_000, 19_980, -1))
    assert len(unanswered) == (20 if outcome == "abstention" else 0)
    assert len(steps) < 10


async def test_the_voters_key_is_made_once_and_goes_with_the_last_question(store: Store) -> None:
    await ask(store, at=NOW - HOUR)
    await ask(store, at=NOW)
    first = await store.votes.key(lambda: b"first")
    await store.questions.expire(NOW, now=NOW)
    kept = await store.votes.key(lambda: b"second")
    await store.questions.expire(NOW + HOUR, now=NOW + HOUR)
    again = await store.votes.key(lambda: b"third")

    assert (first, kept, again) == (b"first", b"first", b"third")


async def test_the_id_of_a_question_that_has_gone_never_means_another(store: Store) -> None:
    gone = await ask(store)
    await store.questions.expire(NOW + HOUR, now=NOW + HOUR)

    assert await ask(store) > gone


async def test_a_vote_counts_once_for_each_voter_and_can_be_changed(store: Store) -> None:
    question = await ask(store)
    for voter, up in (("a", True), ("a", True), ("b", True), ("b", False)):
        await store.votes.cast(question=question, fact="lamp-height", voter=voter, up=up, at=NOW)

    assert await store.votes.counts() == (VoteCount(fact="lamp-height", up=1, down=1, words=()),)


async def test_a_vote_on_a_question_that_has_gone_is_not_counted(store: Store) -> None:
    question = await ask(store)
    await store.questions.expire(NOW + HOUR, now=NOW + HOUR)

    assert not await store.votes.cast(question=question, fact="lamp-height", voter="a", up=True, at=NOW)
    assert await store.votes.counts() == ()


async def test_a_word_belongs_to_a_vote_against_and_goes_with_it(store: Store) -> None:
    question = await ask(store)
    unvoted = await store.votes.say(question=question, voter="a", word="too early")
    await store.votes.cast(question=question, fact="lamp-height", voter="a", up=False, at=NOW)
    said = await store.votes.say(question=question, voter="a", word="outdated \ud83d")
    with_word = await store.votes.counts()
    await store.votes.cast(question=question, fact="lamp-height", voter="a", up=True, at=NOW)
    after = await store.votes.say(question=question, voter="a", word="too late")

    assert (unvoted, said, after) == (False, True, False)
    assert with_word == (VoteCount(fact="lamp-height", up=0, down=1, words=("outdated ?",)),)
    assert await store.votes.counts() == (VoteCount(fact="lamp-height", up=1, down=0, words=()),)


async def test_a_vote_against_that_is_cast_again_keeps_its_word(store: Store) -> None:
    question = await ask(store)
    for _ in range(2):
        await store.votes.cast(question=question, fact="lamp-height", voter="a", up=False, at=NOW)
        await store.votes.say(question=question, voter="a", word="outdated")
    await store.votes.cast(question=question, fact="lamp-height", voter="a", up=False, at=NOW)

    assert (await store.votes.counts())[0].words == ("outdated",)


async def test_the_vote_counts_begin_with_the_worst_fact(store: Store) -> None:
    question = await ask(store)
    votes = {"liked": "uu", "mixed": "ud", "worst": "dd", "doubted": "d"}
    for fact, given in votes.items():
        for number, vote in enumerate(given):
            await store.votes.cast(question=question, fact=fact, voter=f"{fact} {number}", up=vote == "u", at=NOW)

    assert [tally.fact for tally in await store.votes.counts()] == ["worst", "doubted", "mixed", "liked"]


async def test_the_votes_of_one_voter_are_deleted_and_no_others(store: Store) -> None:
    questions = [await ask(store) for _ in range(2)]
    await store.votes.key(lambda: b"key")
    for question in questions:
        for voter in (f"key {question}", "another"):
            await store.votes.cast(question=question, fact="lamp-height", voter=voter, up=False, at=NOW)
    mine = partial(store.votes.is_against, question=questions[0], voter=f"key {questions[0]}")
    before = await mine()
    forgotten = await store.votes.forget(lambda key, question: f"{key.decode()} {question}")

    assert (before, forgotten) == (True, 2)
    assert not await mine()
    assert await store.votes.counts() == (VoteCount(fact="lamp-height", up=0, down=2, words=()),)
