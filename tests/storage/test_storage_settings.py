from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import MentionScope, ServerSettings, Store
from bot.store_address import PostgresAddress

MADE = ServerSettings(language="es", mentions=MentionScope.ONLY, channels=frozenset({11, 12}))


async def test_the_settings_of_each_server_are_kept_and_replaced_as_a_whole(place: Path | PostgresAddress) -> None:
    later = ServerSettings(mentions=MentionScope.EXCEPT, channels=frozenset({12}))
    async with Store.open(place) as store:
        assert await store.settings.all() == {}
        await store.settings.put(1, MADE)
        await store.settings.put(2, MADE)
        await store.settings.put(1, later)
    async with Store.open(place) as store:
        assert await store.settings.all() == {1: later, 2: MADE}


async def test_a_server_whose_settings_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    async with Store.open(path) as store:
        await store.settings.put(1, MADE)
        await store.settings.put(2, MADE)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute("UPDATE server_settings SET mentions = 'sometimes' WHERE guild = 1")
    async with Store.open(path) as store:
        assert await store.settings.all() == {2: MADE}


@pytest.mark.parametrize(
    ("mentions", "places", "answered"),
    [
        (MentionScope.EVERYWHERE, (13,), True),
        (MentionScope.NOWHERE, (11,), False),
        (MentionScope.ONLY, (11,), True),
        (MentionScope.ONLY, (13,), False),
        (MentionScope.ONLY, (99, 11), True),
        (MentionScope.EXCEPT, (11,), False),
        (MentionScope.EXCEPT, (13,), True),
        (MentionScope.EXCEPT, (99, 11), False),
    ],
)
def test_a_channel_and_the_threads_in_it_are_answered_as_the_server_has_set(
    mentions: MentionScope, places: tuple[int, ...], *, answered: bool
) -> None:
    assert ServerSettings(mentions=mentions, channels=frozenset({11, 12})).answers_in(*places) is answered
