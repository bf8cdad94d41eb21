from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.storage import Store
from bot.store_address import PostgresAddress

NOW = dt.datetime(2031, 3, 6, 9, 30, tzinfo=dt.UTC)


async def test_shared_answers_are_kept_newest_first_until_they_are_taken_back_or_expire(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        for message in (1, 2, 3, 4):
            await store.shared_answers.add(message, at=NOW + dt.timedelta(days=message))
        await store.shared_answers.add(2, at=NOW + dt.timedelta(days=2))
        await store.shared_answers.remove(3)
        newest, expired = await store.shared_answers.latest(2), await store.shared_answers.expire(NOW.replace(day=8))

    async with Store.open(place) as store:
        assert (newest, expired) == ((4, 2), 1)
        assert await store.shared_answers.latest(9) == (4, 2)
