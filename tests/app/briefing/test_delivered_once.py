from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from newsrooms import DAY, DUE, ZONE, Newsroom, facts_of
from serving import Alarm, settled

from bot.app.briefing import scheduler
from bot.app.briefing.delivery import CLOCK_SKEW, deliver, nonce_of
from bot.app.client import BriefingBot
from bot.config import EditionsConfig
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import DueEdition, Schedule
from bot.sandbox import Channel, Fault
from bot.storage import Store, StoredSchedule


async def ring(bot: BriefingBot, alarm: Alarm) -> None:
    await settled(bot)
    await alarm.ring()
    await settled(bot)


async def forget(newsroom: Newsroom, *, reserved: dt.datetime) -> None:
    """As though the process had died between sending and recording."""
    for file in newsroom.config.store.parent.iterdir():
        file.unlink()
    async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
        channel = newsroom.channel.id
        await store.deliveries.reserve(channel=channel, day=DAY, nonce=nonce_of(channel, DAY), now=reserved)


async def delivered(bot: BriefingBot, channel: Channel) -> frozenset[dt.date]:
    return await bot.store.deliveries.delivered(channel.id)


async def test_two_processes_on_one_store_send_one_briefing(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    first, second = Alarm(), Alarm()
    async with stage.bot(alarm=first) as one, stage.bot(alarm=second) as two:
        await asyncio.gather(settled(one), settled(two))
        newsroom.clock.now = DUE
        await asyncio.gather(ring(one, first), ring(two, second))
        newsroom.clock.advance(3600)
        await asyncio.gather(ring(one, first), ring(two, second))
        days = await delivered(two, newsroom.channel)

    assert len(newsroom.posts()) == 1
    assert days == {DAY}


@pytest.mark.parametrize("after", [False, True], ids=["on its way", "sent"])
async def test_a_second_process_that_starts_while_the_first_is_sending_sends_no_second_briefing(
    newsroom: Newsroom, *, after: bool
) -> None:
    stage = newsroom.with_config(newsroom.channel)
    path, hold = f"/channels/{newsroom.channel.id}/messages", asyncio.Event()
    fault = newsroom.sandbox.faults.order(Fault(method="POST", path=path, hold=hold, after=after))
    newsroom.clock.now = DUE
    async with stage.bot(alarm=Alarm()) as one:
        await asyncio.wait_for(fault.hit.wait(), 60)
        newsroom.clock.advance(30)
        async with stage.bot(alarm=Alarm()) as two:
            await settled(two)
            hold.set()
            await settled(one)
            days = await delivered(one, newsroom.channel), await delivered(two, newsroom.channel)
            told = await two.store.deliveries.told(newsroom.channel.id)

    (post,) = newsroom.posts()
    assert days == (frozenset({DAY}), frozenset({DAY}))
    assert told.keys() == set(facts_of(post))


async def test_an_edition_that_another_process_sent_and_recorded_in_the_meantime_is_not_sent_again(
    newsroom: Newsroom,
) -> None:
    schedule = Schedule(channel=newsroom.channel.id, time=DUE.time(), timezone=ZONE, facts=2)
    due = DueEdition(day=DAY, instant=DUE, late=False)
    async with newsroom.bot() as bot:
        await deliver(bot, schedule, due)
        newsroom.clock.advance(3600)
        await deliver(bot, schedule, due)

    assert len(newsroom.posts()) == 1


@pytest.mark.parametrize(
    ("wrong", "minutes"), [(dt.timedelta(hours=2), 10), (-CLOCK_SKEW / 2, 180)], ids=["fast", "slow"]
)
async def test_a_clock_that_was_wrong_when_it_was_sent_and_right_afterwards_causes_no_second_briefing(
    newsroom: Newsroom, wrong: dt.timedelta, minutes: int
) -> None:
    newsroom.clock.now = DUE
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
    await forget(newsroom, reserved=DUE + wrong)
    newsroom.clock.advance(60 * minutes)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        days = await delivered(bot, newsroom.channel)

    assert len(newsroom.posts()) == 1
    assert days == {DAY}


@pytest.mark.parametrize("hours", [-26, -5, 5, 26, 50])
async def test_a_clock_that_is_set_wrong_and_right_again_leaves_one_briefing_a_day(
    newsroom: Newsroom, hours: int
) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        for moment in (0.0, hours, 0.1, 1, 24, 24.1, 25):
            await newsroom.at(DUE + dt.timedelta(hours=moment), bot)

    heads = [post.content.split("\n")[0] for post in newsroom.posts()]
    assert len(heads) == len(set(heads))
    assert {"## Briefing for 3 June 2031", "## Briefing for 4 June 2031"} <= set(heads)


async def test_a_busy_channel_is_read_back_as_far_as_it_takes(newsroom: Newsroom) -> None:
    newsroom.clock.now = DUE
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
    await forget(newsroom, reserved=DUE)
    for number in range(250):
        newsroom.reader.say(newsroom.channel, f"{number}")
    newsroom.clock.advance(3600)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)

    assert sum(bool(facts_of(post)) for post in newsroom.posts()) == 1


async def test_the_marks_of_another_bot_are_not_mistaken_for_our_own(newsroom: Newsroom) -> None:
    newsroom.clock.now = DUE
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
    newsroom.posts()[0].author = newsroom.reader.user
    await forget(newsroom, reserved=DUE)
    newsroom.clock.advance(3600)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)

    assert len(newsroom.posts()) == 2


def as_thread(newsroom: Newsroom, thread: Channel, *, locked: bool) -> Fault:
    """Have Discord tell that a channel is an archived thread of the newsroom's channel."""
    archived = {"archived": True, "auto_archive_duration": 60, "archive_timestamp": DUE.isoformat(), "locked": locked}
    told: dict[str, Any] = {
        "id": str(thread.id),
        "type": 11,
        "guild_id": str(newsroom.home.id),
        "parent_id": str(newsroom.channel.id),
        "owner_id": str(newsroom.editor.user.id),
        "name": thread.name,
        "message_count": 1,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": archived,
    }
    return Fault(method="GET", path=f"/channels/{thread.id}", status=200, body=told, times=99)


async def forget_thread(bot: BriefingBot, newsroom: Newsroom, thread: Channel) -> None:
    """Of archived threads the gateway does not tell."""
    guild = bot.get_guild(newsroom.home.id)
    assert guild is not None
    guild._channels.pop(thread.id)


@pytest.mark.parametrize("readable", [False, True])
async def test_an_archived_thread_gets_no_second_briefing(newsroom: Newsroom, *, readable: bool) -> None:
    thread = newsroom.sandbox.channel(newsroom.home, "thread")
    inner = dataclasses.replace(newsroom, channel=thread)
    stage = newsroom.with_config(thread)
    newsroom.clock.now = DUE
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
    await forget(inner, reserved=DUE)
    newsroom.clock.now = DUE - dt.timedelta(hours=1)
    newsroom.sandbox.faults.order(as_thread(newsroom, thread, locked=False))
    world, denied = newsroom.sandbox.world, [] if readable else ["read_message_history"]
    world.permit(newsroom.channel, world.bot, allow=["send_messages_in_threads"], deny=denied)
    world.permit(thread, world.bot, deny=denied)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        await forget_thread(bot, newsroom, thread)
        await newsroom.at(DUE + dt.timedelta(hours=1), bot)
        days = await delivered(bot, thread)
        stored = await bot.store.schedules.find(thread.id)

    unread = Obstacle(kind=ObstacleKind.MISSING, permissions=("read_message_history",))
    assert len(newsroom.posts(thread)) == 1
    assert days == ({DAY} if readable else set())
    assert isinstance(stored, StoredSchedule)
    assert (stored.pause.reason if stored.pause else None) == (None if readable else unread.encode())


async def test_an_archived_thread_that_is_locked_is_not_written_to(newsroom: Newsroom) -> None:
    thread = newsroom.sandbox.channel(newsroom.home, "thread")
    world = newsroom.sandbox.world
    world.permit(newsroom.channel, world.bot, allow=["send_messages_in_threads"])
    newsroom.sandbox.faults.order(as_thread(newsroom, thread, locked=True))
    async with newsroom.with_config(thread).bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        await forget_thread(bot, newsroom, thread)
        await newsroom.at(DUE, bot)
        stored = await bot.store.schedules.find(thread.id)

    assert newsroom.posts(thread) == []
    assert isinstance(stored, StoredSchedule)
    assert stored.pause is not None
    assert stored.pause.reason == ObstacleKind.LOCKED


async def test_a_channel_that_discord_delays_delays_no_other_that_is_due_meanwhile(newsroom: Newsroom) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "other")
    hold = asyncio.Event()
    path = f"/channels/{newsroom.channel.id}/messages"
    fault = newsroom.sandbox.faults.order(Fault(method="POST", path=path, hold=hold))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.schedule(other, time="08:01")
        newsroom.clock.now = DUE
        await newsroom.alarm.ring()
        await asyncio.wait_for(fault.hit.wait(), 60)
        newsroom.clock.advance(60)
        await newsroom.alarm.ring()
        await newsroom.sandbox.until(lambda: bool(newsroom.posts(other)))
        held = newsroom.posts()
        hold.set()
        await settled(bot)

    assert held == []
    assert len(newsroom.posts()) == 1


async def test_many_channels_that_are_due_together_all_get_theirs_once(newsroom: Newsroom) -> None:
    channels = [
        newsroom.sandbox.channel(newsroom.home, f"channel-{number}") for number in range(2 * scheduler.MAX_DELIVERIES)
    ]
    async with newsroom.with_config(*channels).bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)
        await newsroom.wake(bot)

    assert [len(newsroom.posts(channel)) for channel in channels] == [1] * len(channels)


@pytest.mark.parametrize(("minutes", "posts"), [(60, 1), (61, 0)])
async def test_how_late_a_missed_briefing_may_be_is_set_in_the_config(
    newsroom: Newsroom, minutes: int, posts: int
) -> None:
    stage = newsroom.with_config(newsroom.channel)
    stage.config = stage.config.model_copy(update={"briefing": EditionsConfig(grace_hours=1)})
    newsroom.clock.now = DUE + dt.timedelta(minutes=minutes)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)

    assert len(newsroom.posts()) == posts
    assert all("This briefing is late" in post.content for post in newsroom.posts())


async def test_a_database_that_cannot_be_written_sends_nothing_and_the_task_keeps_running(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("ALTER TABLE delivery RENAME TO elsewhere")
        await newsroom.at(DUE, bot)
        await newsroom.at(DUE + dt.timedelta(seconds=40), bot)
        before = newsroom.posts()
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("ALTER TABLE elsewhere RENAME TO delivery")
        await newsroom.at(DUE + dt.timedelta(minutes=10), bot)

    assert before == []
    assert len(newsroom.posts()) == 1
    assert "error id-1 in the schedule of briefings" in caplog.text


async def test_a_record_that_fails_is_repeated_without_a_second_briefing(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("ALTER TABLE edition_base RENAME TO elsewhere")
            db.execute("CREATE VIEW edition_base AS SELECT * FROM elsewhere")
        await newsroom.at(DUE, bot)
        unrecorded = await delivered(bot, newsroom.channel)
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("DROP VIEW edition_base")
            db.execute("ALTER TABLE elsewhere RENAME TO edition_base")
        await newsroom.at(DUE + dt.timedelta(minutes=10), bot)
        recorded = await delivered(bot, newsroom.channel)

    assert unrecorded == set()
    assert recorded == {DAY}
    assert len(newsroom.posts()) == 1


async def test_an_unexpected_error_is_logged_and_tried_again(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)

        async def wrong() -> None:
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(bot.store.schedules, "active", wrong)
            for seconds in (0, 40, 200):
                await newsroom.at(DUE + dt.timedelta(seconds=seconds), bot)
        await newsroom.at(DUE + dt.timedelta(minutes=10), bot)

    pauses = [asked for asked in newsroom.alarm.asked if asked < 600]
    assert pauses[:3] == [30, 60, 120]
    assert "ZeroDivisionError" in caplog.text
    assert len(newsroom.posts()) == 1


async def test_the_end_of_the_bot_waits_a_moment_for_a_briefing_on_its_way_and_then_cuts_it_off(
    newsroom: Newsroom,
) -> None:
    stage = newsroom.with_config(newsroom.channel)
    fault = newsroom.sandbox.faults.order(
        Fault(method="POST", path=f"/channels/{newsroom.channel.id}/messages", hold=asyncio.Event())
    )
    newsroom.clock.now = DUE
    async with stage.bot(alarm=newsroom.alarm):
        await asyncio.wait_for(fault.hit.wait(), 60)
    newsroom.clock.advance(120)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)

    assert len(newsroom.posts()) == 1
