from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from store_children import holding

from bot.errors import StoreError
from bot.storage import Delivered, DeliveryState, Pending, Reserved, Store
from bot.storage import sqlite as store_file
from bot.store_address import PostgresAddress

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)


async def test_only_one_caller_reserves_a_delivery(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as one, Store.open(place) as two:
        reservations = await asyncio.gather(
            *(store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW) for store in (one, two) * 10)
        )

    assert sum(isinstance(reservation, Reserved) for reservation in reservations) == 1
    assert sum(isinstance(reservation, Pending) for reservation in reservations) == 19


async def test_a_reservation_outlives_a_restart_with_its_nonce_and_instant(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await store.deliveries.reserve(channel=7, day=DAY, nonce="first", now=NOW)
    async with Store.open(place) as store:
        again = await store.deliveries.reserve(channel=7, day=DAY, nonce="other", now=NOW + dt.timedelta(minutes=5))

    assert isinstance(again, Pending)
    assert again.delivery.nonce == "first"
    assert again.delivery.reserved_at == NOW


async def test_a_recorded_delivery_counts_as_delivered_and_its_facts_as_sent(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        before = await store.deliveries.delivered(7)
        await store.deliveries.record(channel=7, day=DAY, message=99, now=NOW, told=["one", "two"], digests={})
        again = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

        assert before == frozenset()
        assert await store.deliveries.delivered(7) == {DAY}
        assert await store.deliveries.delivered(8) == frozenset()
        assert await store.deliveries.told(7) == {"one": DAY, "two": DAY}
        assert await store.deliveries.told(8) == {}
    assert isinstance(again, Delivered)
    assert again.delivery.state is DeliveryState.SENT
    assert (again.delivery.message, again.delivery.sent_at) == (99, NOW)


async def test_a_fact_that_is_sent_again_keeps_the_latest_day(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        for day in (DAY, DAY + dt.timedelta(days=1)):
            await store.deliveries.reserve(channel=7, day=day, nonce="n", now=NOW)
            await store.deliveries.record(channel=7, day=day, message=1, now=NOW, told=["one"], digests={})

        assert await store.deliveries.told(7) == {"one": DAY + dt.timedelta(days=1)}


async def test_a_transaction_that_fails_leaves_nothing_behind(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        with pytest.raises(StoreError):
            await store.deliveries.record(channel=7, day=DAY, message=1, now=NOW, told=["one", "\ud800"], digests={})

        again = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        assert isinstance(again, Pending)
        assert await store.deliveries.told(7) == {}


async def test_the_base_of_the_last_edition_is_kept_for_each_channel(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        before = await store.deliveries.last_digests(7)
        for number, base in enumerate(({"one": "aa", "two": "bb"}, {"one": "cc"}, {})):
            day = DAY + dt.timedelta(days=number)
            await store.deliveries.reserve(channel=7, day=day, nonce="n", now=NOW)
            await store.deliveries.record(channel=7, day=day, message=1, now=NOW, told=[], digests=base)

            assert await store.deliveries.last_digests(7) == base

        assert before is None
        assert await store.deliveries.last_digests(8) is None


async def test_the_last_delivery_is_the_one_that_was_sent_last(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        before = await store.deliveries.last(7)
        for number in range(3):
            day = DAY + dt.timedelta(days=number)
            await store.deliveries.reserve(channel=7, day=day, nonce=f"n{number}", now=NOW)
            if number < 2:
                sent = NOW + dt.timedelta(days=number, microseconds=number)
                await store.deliveries.record(channel=7, day=day, message=number, now=sent, told=[], digests={})
        last = await store.deliveries.last(7)

        assert before is None
        assert await store.deliveries.last(8) is None
    assert last is not None
    assert (last.nonce, last.message, last.day) == ("n1", 1, DAY + dt.timedelta(days=1))


async def test_a_caller_that_is_cancelled_leaves_its_change_whole(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        attempt = asyncio.create_task(
            store.deliveries.record(channel=7, day=DAY, message=1, now=NOW, told=["one", "two"], digests={})
        )
        await asyncio.sleep(0)
        attempt.cancel()
        await asyncio.gather(attempt, return_exceptions=True)
        await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

        assert set(await store.deliveries.told(7)) in (set(), {"one", "two"})
    assert attempt.cancelled()


async def test_a_read_does_not_wait_for_a_change_that_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", 60.0)
    async with Store.open(tmp_path / "a.sqlite3") as store:
        async with holding(tmp_path / "a.sqlite3"):
            change = asyncio.create_task(store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW))
            await asyncio.sleep(0)
            delivered = await store.deliveries.delivered(7)
            waiting = not change.done()
        reserved = await change

    assert waiting
    assert delivered == frozenset()
    assert isinstance(reserved, Reserved)


async def test_a_change_whose_caller_gave_up_before_it_began_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "BUSY_TIMEOUT", 60.0)
    async with Store.open(tmp_path / "a.sqlite3") as store:
        async with holding(tmp_path / "a.sqlite3"):
            first, second = (
                asyncio.create_task(store.deliveries.reserve(channel=channel, day=DAY, nonce="n", now=NOW))
                for channel in (7, 8)
            )
            await store.deliveries.delivered(7)
            second.cancel()
            await asyncio.gather(second, return_exceptions=True)
        await first
        again = await store.deliveries.reserve(channel=8, day=DAY, nonce="n", now=NOW)

    assert isinstance(again, Reserved)


async def test_an_edition_that_was_skipped_is_not_due_again_and_is_not_the_last_that_was_sent(store: Store) -> None:
    await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
    await store.deliveries.skip(channel=7, day=DAY, now=NOW)

    assert await store.deliveries.delivered(7) == {DAY}
    assert await store.deliveries.last(7) is None
    assert await store.deliveries.last_digests(7) is None


async def test_of_two_that_claim_a_pending_edition_again_one_gets_it(store: Store) -> None:
    made = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
    later = NOW + dt.timedelta(minutes=2)

    assert await store.deliveries.claim_again(made.delivery, later)
    assert not await store.deliveries.claim_again(made.delivery, later)
    again = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=later)
    assert again.delivery.reserved_at == later
    await store.deliveries.record(channel=7, day=DAY, message=9, now=later, told=[], digests={}, place=8)
    assert not await store.deliveries.claim_again(again.delivery, later)
    last = await store.deliveries.last(7)
    assert last is not None
    assert (last.place, last.message) == (8, 9)


async def test_only_a_skipped_edition_is_forgotten_when_a_schedule_is_set_again(store: Store) -> None:
    sent = DAY - dt.timedelta(days=1)
    await store.deliveries.reserve(channel=7, day=sent, nonce="m", now=NOW)
    await store.deliveries.record(channel=7, day=sent, message=9, now=NOW, told=[], digests={})
    await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
    await store.deliveries.skip(channel=7, day=DAY, now=NOW)
    await store.deliveries.forget_skipped(7)

    assert await store.deliveries.delivered(7) == {sent}
