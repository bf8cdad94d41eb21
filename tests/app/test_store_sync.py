"""What a process reads again of what others change in the store."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from app.editors import config_in, desk
from serving import PATIENCE, Alarm

from bot.app.store_sync import StoreSync
from bot.errors import StoreError


async def until(told: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not told():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.01)


async def test_what_could_not_be_read_is_read_at_the_next_word_of_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = 0

    async def fail_once() -> None:
        nonlocal reads
        reads += 1
        if reads == 1:
            raise StoreError("no connection")

    async with desk(config_in(tmp_path)) as found:
        monkeypatch.setattr(found.bot.settings, "refresh", fail_once)
        async with StoreSync(found.bot, sleep=Alarm()).running():
            await until(lambda: reads == 1)
            found.bot.bases.put(found.base)
            await until(lambda: reads == 2)


async def test_words_of_changes_do_not_put_off_the_next_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alarm = Alarm()
    reads = 0

    async def read() -> None:
        nonlocal reads
        reads += 1

    async with desk(config_in(tmp_path)) as found:
        monkeypatch.setattr(found.bot.posted, "load", read)
        async with StoreSync(found.bot, sleep=alarm).running():
            await until(lambda: reads == 1)
            await alarm.asleep()
            begun = list(alarm.asked)
            found.bot.bases.put(found.base)
            await until(lambda: reads == 2)
            found.bot.bases.put(found.base)
            await until(lambda: reads == 3)

    assert alarm.asked == begun
