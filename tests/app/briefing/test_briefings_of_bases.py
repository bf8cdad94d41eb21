"""The briefing of a channel whose server changes its base."""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from pathlib import Path

import pytest
from newsrooms import DAY, DUE, Newsroom, facts_of
from two_bases import NESS, SKERRY, write_two_bases

from bot.app.client import BriefingBot
from bot.config import load_config
from bot.errors import StoreError
from bot.i18n import ENGLISH
from bot.sandbox import Message

ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def two(newsroom: Newsroom, tmp_path: Path) -> Newsroom:
    """The newsroom with two bases."""
    config = load_config(write_two_bases(tmp_path / "two"))
    newsroom.config = config.model_copy(update={"discord": newsroom.config.discord})
    return newsroom


async def choose(newsroom: Newsroom, base: str) -> None:
    await newsroom.editor.slash(newsroom.channel, "settings", base=base)


async def edition(newsroom: Newsroom, bot: BriefingBot, days: int) -> Message:
    """The edition so many days after the first."""
    await newsroom.at(DUE + days * ONE_DAY, bot)
    return newsroom.posts()[-1]


async def test_a_change_of_base_brings_its_facts_and_calls_none_of_them_new(two: Newsroom) -> None:
    async with two.bot(alarm=two.alarm) as bot:
        await two.schedule(facts=3)
        first = await edition(two, bot, 0)
        await choose(two, NESS)
        other = await edition(two, bot, 1)
        await choose(two, SKERRY)
        back = await edition(two, bot, 2)
        told = {base: await bot.store.deliveries.told(two.channel.id, base=base) for base in (SKERRY, NESS)}

    assert len(two.posts()) == 3
    assert "Grey Skerry" in first.content
    assert "Black Ness" in other.content
    assert "Grey Skerry" not in other.content
    assert "Grey Skerry" in back.content
    assert all(ENGLISH.briefing_new not in post.content for post in (first, other, back))
    assert set(told[NESS].values()) == {DAY + ONE_DAY}
    assert told[NESS].keys() == set(facts_of(other))
    assert told[SKERRY].keys() == {*facts_of(first), *facts_of(back)}
    assert not {*facts_of(first)} & {*facts_of(back)}  # those that it has not told come first


async def test_an_edition_that_was_sent_before_the_change_is_recorded_for_its_own_base(
    two: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with two.bot(alarm=two.alarm) as bot:
        await two.schedule(facts=3)

        async def fails(**_: object) -> None:
            raise StoreError("cut off")

        with monkeypatch.context() as patch:
            patch.setattr(bot.store.deliveries, "record", fails)
            await two.at(DUE, bot)
        await choose(two, NESS)
        await two.at(DUE + dt.timedelta(minutes=5), bot)
        told = {base: await bot.store.deliveries.told(two.channel.id, base=base) for base in (SKERRY, NESS)}
        (post,) = two.posts()
        refused = await two.reader.click(post, post.labels[0])

    assert told == {SKERRY: dict.fromkeys(facts_of(post), DAY), NESS: {}}
    assert refused.text == ENGLISH.base_changed


async def test_a_briefing_waits_until_its_base_can_be_loaded(two: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    topics = two.config.root / "ness/knowledge/topics.yaml"
    whole = topics.read_bytes()
    topics.write_bytes(b"")
    async with two.bot(alarm=two.alarm) as bot:
        await two.schedule()
        await bot.settings.change(two.home.id, lambda settings: dataclasses.replace(settings, base=NESS))
        await two.at(DUE, bot)
        waiting = two.posts()
        topics.write_bytes(whole)
        await two.at(DUE + dt.timedelta(minutes=2), bot)

    assert waiting == []
    assert "Black Ness" in two.posts()[-1].content
    assert f"briefing of channel {two.channel.id}: its base is not loaded" in caplog.text
    assert not [record for record in caplog.records if record.exc_info and record.levelno >= logging.ERROR]
