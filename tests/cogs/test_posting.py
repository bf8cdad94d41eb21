from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from serving import Alarm, Stage, settled

from bot.app.briefing import scheduler
from bot.app.briefing.delivery import nonce_of
from bot.app.briefing.scheduler import LONGEST_SLEEP
from bot.core.briefing.schedule import Schedule
from bot.sandbox import Channel, Fault, ManualClock, Message, rate_limited
from bot.storage import Store
from bot.ui import custom_ids

ZONE = ZoneInfo("Europe/London")
DAY = dt.date(2031, 6, 3)
DUE = dt.datetime(2031, 6, 3, 8, 0, tzinfo=ZONE)
FACTS = 2


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE - dt.timedelta(minutes=10))


@pytest.fixture
def newsroom(newsroom: Stage) -> Stage:
    """A stage whose channel gets a briefing at eight."""
    return with_briefings(newsroom, newsroom.channel)


def with_briefings(bare: Stage, *channels: Channel) -> Stage:
    briefings = tuple(Schedule(channel=channel.id, time=dt.time(8), timezone=ZONE, facts=FACTS) for channel in channels)
    return dataclasses.replace(bare, config=bare.config.model_copy(update={"briefings": briefings}))


def posts(newsroom: Stage, channel: Channel | None = None) -> list[str]:
    return [message.text for message in newsroom.sandbox.messages(channel or newsroom.channel)]


def facts_of(message: Message) -> set[str]:
    """The facts that a briefing tells, by its buttons."""
    marks = [custom_ids.parse(button["custom_id"]) for button in message.buttons]
    return {mark.fact for mark in marks if isinstance(mark, custom_ids.InEdition)}


async def test_the_briefing_is_posted_at_its_time_in_plain_content_with_buttons(
    newsroom: Stage, clock: ManualClock
) -> None:
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)
        before = posts(newsroom)
        clock.now = DUE
        await alarm.ring()
        await settled(bot)
        (message,) = newsroom.sandbox.messages(newsroom.channel)
        context = await newsroom.reader.click(message, message.labels[0])

    assert before == []
    assert alarm.asked[0] == 600
    assert "3 June 2031" in message.content
    assert message.nonce == nonce_of(newsroom.channel.id, DAY)
    assert context.ephemeral
    assert "Paragraph" in context.text


@pytest.mark.parametrize(
    ("locale", "said"), [("es-419", "Resumen del 3 de junio de 2031"), ("de", "Briefing for 3 June")]
)
async def test_the_briefing_speaks_the_guilds_language(
    newsroom: Stage, clock: ManualClock, locale: str, said: str
) -> None:
    newsroom.home.locale = locale
    clock.now = DUE
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)

    assert said in posts(newsroom)[0]


async def test_no_sleep_is_longer_than_the_clock_can_be_trusted(newsroom: Stage, clock: ManualClock) -> None:
    clock.now = DUE - dt.timedelta(hours=5)
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)

    assert alarm.asked == [LONGEST_SLEEP.total_seconds()]


async def test_a_day_has_one_briefing_also_after_a_restart(newsroom: Stage, clock: ManualClock) -> None:
    clock.now = DUE
    for _ in range(3):
        alarm = Alarm()
        async with newsroom.bot(alarm=alarm) as bot:
            await settled(bot)
            await alarm.ring()
            await settled(bot)
        clock.advance(120)

    assert len(posts(newsroom)) == 1


async def test_the_next_day_has_other_facts(newsroom: Stage, clock: ManualClock) -> None:
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        for day in range(2):
            clock.now = DUE + dt.timedelta(days=day)
            await alarm.ring()
            await settled(bot)
        told = await bot.store.deliveries.told(newsroom.channel.id)

    first, second = newsroom.sandbox.messages(newsroom.channel)
    assert facts_of(first)
    assert set(told.values()) == {DAY, DAY + dt.timedelta(days=1)}
    assert not facts_of(first) & facts_of(second)


async def test_a_briefing_that_was_missed_goes_out_late_and_says_so(newsroom: Stage, clock: ManualClock) -> None:
    clock.now = DUE + dt.timedelta(hours=2)
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)

    assert "late" in posts(newsroom)[0]


async def reserve(newsroom: Stage, clock: ManualClock) -> None:
    async with Store.open(newsroom.config.store) as store:
        nonce = nonce_of(newsroom.channel.id, DAY)
        await store.deliveries.reserve(channel=newsroom.channel.id, day=DAY, nonce=nonce, now=clock())


async def forget_record(newsroom: Stage, clock: ManualClock) -> None:
    """As though the process had died between sending and recording."""
    for file in newsroom.config.store.parent.iterdir():
        file.unlink()
    await reserve(newsroom, clock)


async def test_a_briefing_that_was_reserved_and_not_sent_is_sent_after_the_restart(
    newsroom: Stage, clock: ManualClock
) -> None:
    clock.now = DUE
    await reserve(newsroom, clock)
    clock.advance(3600)
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)

    assert len(posts(newsroom)) == 1


@pytest.mark.parametrize("seconds", [20, 3600])
async def test_a_briefing_that_was_sent_and_not_recorded_is_found_again(
    newsroom: Stage, clock: ManualClock, seconds: int
) -> None:
    clock.now = DUE
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)
    await forget_record(newsroom, clock)
    clock.advance(seconds)
    again = Alarm()
    async with newsroom.bot(alarm=again) as bot:
        await settled(bot)
        delivered = await bot.store.deliveries.delivered(newsroom.channel.id)
        told = await bot.store.deliveries.told(newsroom.channel.id)

    assert len(posts(newsroom)) == 1
    assert delivered == {DAY}
    assert told.keys() == facts_of(newsroom.sandbox.messages(newsroom.channel)[0])


@pytest.mark.parametrize(("seconds", "delivered"), [(20, {DAY}), (3600, set())])
async def test_if_the_channel_cannot_be_read_the_nonce_decides_and_nothing_is_posted_twice(
    newsroom: Stage, clock: ManualClock, seconds: int, delivered: set[dt.date]
) -> None:
    clock.now = DUE
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)
    await forget_record(newsroom, clock)
    newsroom.sandbox.world.permit(newsroom.channel, newsroom.sandbox.world.bot, deny=["read_message_history"])
    clock.advance(seconds)
    again = Alarm()
    async with newsroom.bot(alarm=again) as bot:
        await settled(bot)
        recorded = await bot.store.deliveries.delivered(newsroom.channel.id)

    assert len(posts(newsroom)) == 1
    assert recorded == delivered


async def test_yesterdays_briefing_is_not_mistaken_for_todays(newsroom: Stage, clock: ManualClock) -> None:
    clock.now = DUE - dt.timedelta(days=1)
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)
    clock.now = DUE - dt.timedelta(days=1) + dt.timedelta(minutes=1)
    await reserve(newsroom, clock)
    clock.now = DUE + dt.timedelta(minutes=2)
    again = Alarm()
    async with newsroom.bot(alarm=again) as bot:
        await settled(bot)

    assert len(posts(newsroom)) == 2


async def test_a_channel_that_fails_is_tried_again_later_and_delays_no_other(
    newsroom: Stage, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    ill = newsroom.sandbox.channel(newsroom.home, "ill")
    both = with_briefings(newsroom, ill, newsroom.channel)
    newsroom.sandbox.faults.order(Fault(method="POST", path=f"/channels/{ill.id}/messages", status=418, body={}))
    clock.now = DUE
    alarm = Alarm()
    async with both.bot(alarm=alarm) as bot:
        await settled(bot)
        failed = posts(newsroom, ill), len(posts(newsroom))
        clock.advance(20)
        await alarm.ring()
        await settled(bot)
        too_soon = posts(newsroom, ill)
        clock.advance(20)
        await alarm.ring()
        await settled(bot)

    assert failed == ([], 1)
    assert too_soon == []
    assert len(posts(newsroom, ill)) == 1
    assert len(posts(newsroom)) == 1
    assert f"error id-1 in the briefing of channel {ill.id}" in caplog.text


async def test_a_deleted_channel_ends_neither_the_task_nor_the_other_briefing(
    newsroom: Stage, clock: ManualClock
) -> None:
    gone = newsroom.sandbox.channel(newsroom.home, "gone")
    both = with_briefings(newsroom, gone, newsroom.channel)
    newsroom.sandbox.world.remove_channel(gone)
    alarm = Alarm()
    async with both.bot(alarm=alarm) as bot:
        for day in range(3):
            clock.now = DUE + dt.timedelta(days=day)
            await alarm.ring()
            await settled(bot)

    assert len(posts(newsroom)) == 3


async def test_a_channel_that_discord_delays_delays_no_other_and_gets_one_post_in_the_end(
    newsroom: Stage, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = newsroom.sandbox.channel(newsroom.home, "slow")
    both = with_briefings(newsroom, slow, newsroom.channel)
    newsroom.sandbox.faults.order(rate_limited("POST", f"/channels/{slow.id}/messages", seconds=600))
    monkeypatch.setattr(scheduler, "LONGEST_ATTEMPT", dt.timedelta(seconds=2))
    clock.now = DUE
    alarm = Alarm()
    async with both.bot(alarm=alarm) as bot:
        await settled(bot)
        held = posts(newsroom, slow), len(posts(newsroom))
        clock.advance(3600)
        await alarm.ring()
        await settled(bot)

    assert held == ([], 1)
    assert len(posts(newsroom, slow)) == 1


async def test_a_message_whose_confirmation_was_lost_is_not_posted_twice(newsroom: Stage, clock: ManualClock) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body={"code": 50013}, after=True))
    clock.now = DUE
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)
        clock.advance(3600)
        await alarm.ring()
        await settled(bot)

    assert len(posts(newsroom)) == 1


async def test_the_end_of_the_bot_ends_the_task(newsroom: Stage) -> None:
    alarm = Alarm()
    async with newsroom.bot(alarm=alarm) as bot:
        await settled(bot)
        cog = bot.get_cog("briefing")

    assert cog is not None
    assert cog.scheduler._task.cancelled()  # type: ignore[attr-defined]  # get_cog knows no more than a cog
