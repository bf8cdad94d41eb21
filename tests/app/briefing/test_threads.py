"""Briefings in a thread of their own, and in a forum."""

from __future__ import annotations

import asyncio
import datetime as dt
from zoneinfo import ZoneInfo

import discord
import pytest
from newsrooms import DAY, DUE, Newsroom, facts_of
from serving import Alarm, settled

from bot.app.briefing.channels import place_of
from bot.app.briefing.scheduler import EVENT_RETRY
from bot.app.client import BriefingBot
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import EditionPlace, Schedule
from bot.sandbox import Channel, Fault, Message
from bot.sandbox import components as tree
from bot.storage import StoredSchedule

TITLE = "Briefing for 3 June 2031: "


def threads_of(newsroom: Newsroom, parent: Channel) -> list[Channel]:
    return [thread for thread in newsroom.home.threads.values() if thread.parent is parent]


def forum_of(newsroom: Newsroom) -> Channel:
    return newsroom.sandbox.forum(newsroom.home, "briefings")


def listed_facts(message: Message) -> list[str]:
    """The facts of all pages of a list, by its menu."""
    (menu,) = [part for part in tree.walk(message.components) if part["type"] == tree.STRING_SELECT]
    return [option["value"] for option in menu["options"]]


async def pause_of(bot: BriefingBot, channel: Channel) -> str | None:
    stored = await bot.store.schedules.find(channel.id)
    return stored.pause.reason if isinstance(stored, StoredSchedule) and stored.pause else None


async def test_each_briefing_is_in_a_thread_that_a_short_message_opens(newsroom: Newsroom) -> None:
    desk = newsroom.sandbox.world.add_role(newsroom.home, "night desk")
    desk.mentionable = True
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        said = await newsroom.schedule(thread=True, role=desk, facts=2)
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview")
        await newsroom.at(DUE, bot)
        status = await newsroom.editor.slash(newsroom.channel, "briefing status")
        more = await newsroom.reader.click(newsroom.posts()[0], "More facts")
        told = await bot.store.deliveries.told(newsroom.channel.id)
        await newsroom.at(DUE + dt.timedelta(days=1), bot)

    opening, second = newsroom.posts()
    thread, tomorrow = threads_of(newsroom, newsroom.channel)
    (post,) = newsroom.posts(thread)
    assert "2 facts every day, in a new thread each time, with a mention of" in said.text
    assert opening.content.startswith(f"<@&{desk.id}>\n## Briefing for 3 June 2031\n**")
    assert facts_of(opening) == []
    assert opening.pings.roles == (desk.id,)
    assert post.pings.roles == ()
    assert thread.name.startswith(TITLE)
    assert thread.id == opening.id
    assert tomorrow.id == second.id
    assert set(facts_of(post)) == told.keys()
    assert len(facts_of(post)) == 2
    assert opening.content in preview.text
    assert post.content in preview.text
    assert f"new thread called “{thread.name}”" in preview.text.replace("\\", "")
    assert f"https://discord.com/channels/{newsroom.home.id}/{thread.id}/{post.id}" in status.text
    assert "More facts than in the briefing" in more.text


async def test_each_briefing_of_a_forum_is_a_post_with_a_title(newsroom: Newsroom) -> None:
    forum = forum_of(newsroom)
    desk = newsroom.sandbox.world.add_role(newsroom.home, "night desk")
    desk.mentionable = True
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(forum, role=desk, facts=2)
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview", channel=forum)
        await newsroom.at(DUE, bot)
        await newsroom.wake(bot)
        status = await newsroom.editor.slash(newsroom.channel, "briefing status")
        (thread,) = threads_of(newsroom, forum)
        (post,) = newsroom.posts(thread)
        more = await newsroom.reader.click(post, "More facts")
        told = await bot.store.deliveries.told(forum.id)
        days = await bot.store.deliveries.delivered(forum.id)

    assert thread.name.startswith(TITLE)
    assert post.id == thread.id
    assert post.content.startswith(f"<@&{desk.id}>\n**")
    assert "Briefing for" not in post.content
    assert post.pings.roles == (desk.id,)
    assert set(facts_of(post)) == told.keys()
    assert days == {DAY}
    assert post.content in preview.text
    assert f"a post called “{thread.name}”" in preview.text.replace("\\", "")
    assert f"https://discord.com/channels/{newsroom.home.id}/{thread.id}/{post.id}" in status.text
    assert "More facts than in the briefing" in more.text


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        (["create_public_threads"], "Create Public Threads"),
        (["send_messages_in_threads"], "Send Messages in Threads"),
        (["create_public_threads", "send_messages"], "Send Messages, Create Public Threads"),
    ],
)
async def test_permissions_for_threads_that_are_missing_are_named_at_once_or_pause_the_briefing(
    newsroom: Newsroom, denied: list[str], named: str
) -> None:
    world = newsroom.sandbox.world
    quiet = newsroom.sandbox.channel(newsroom.home, "quiet")
    world.permit(quiet, world.bot, deny=denied)
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        refused = await newsroom.schedule(quiet, thread=True)
        await newsroom.schedule(thread=True)
        world.permit(newsroom.channel, world.bot, deny=denied)
        await newsroom.at(DUE, bot)
        paused = await pause_of(bot, newsroom.channel)
        told = [message.content for message in newsroom.sandbox.messages(newsroom.editor.direct)]
        newsroom.clock.now = DUE + EVENT_RETRY
        world.permit(newsroom.channel, world.bot)
        await newsroom.sandbox.until(lambda: bool(threads_of(newsroom, newsroom.channel)))
        await settled(bot)
        resumed = await pause_of(bot, newsroom.channel)

    assert refused.text == f"The bot cannot post in #quiet yet. Missing permissions: {named}."
    assert paused is not None
    assert set(Obstacle.decode(paused).permissions) == set(denied)
    assert [named in message for message in told] == [True]
    assert resumed is None
    assert len(threads_of(newsroom, newsroom.channel)) == 1


async def test_a_permission_to_mention_that_was_taken_pauses_the_briefing(newsroom: Newsroom) -> None:
    world = newsroom.sandbox.world
    desk = world.add_role(newsroom.home, "night desk")
    world.permit(newsroom.channel, newsroom.editor.user, allow=["mention_everyone"])
    world.permit(newsroom.channel, world.bot, allow=["mention_everyone"])
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(role=desk)
        world.permit(newsroom.channel, world.bot)
        await newsroom.at(DUE, bot)
        paused = await pause_of(bot, newsroom.channel)
        (told,) = newsroom.sandbox.messages(newsroom.editor.direct)

    assert paused == Obstacle(kind=ObstacleKind.MISSING, permissions=("mention_everyone",)).encode()
    assert r"Mention \@everyone, \@here, and All Roles" in told.content
    assert newsroom.posts() == []


async def test_a_thread_gets_briefings_as_messages_and_has_no_threads(newsroom: Newsroom) -> None:
    thread = newsroom.sandbox.world.add_thread(newsroom.channel, "desk", newsroom.editor.user)
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        refused = await newsroom.schedule(thread, thread=True)
        await newsroom.schedule(thread)
        await newsroom.at(DUE, bot)

    assert refused.text.startswith("A thread cannot have threads.")
    assert len(newsroom.posts(thread)) == 1


async def test_more_facts_of_the_message_that_opens_a_thread_are_not_those_in_the_thread(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(thread=True, facts=3)
        await newsroom.at(DUE, bot)
        more = await newsroom.reader.click(newsroom.posts()[0], "More facts")
        facts = bot.bases.default.knowledge.facts

    (thread,) = threads_of(newsroom, newsroom.channel)
    (post,) = newsroom.posts(thread)
    assert sorted([*listed_facts(more.message), *facts_of(post)]) == sorted(facts)


async def test_more_facts_of_a_thread_with_its_own_briefing_are_those_that_it_never_had(newsroom: Newsroom) -> None:
    thread = newsroom.sandbox.world.add_thread(newsroom.channel, "desk", newsroom.editor.user)
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(thread, facts=3)
        await newsroom.at(DUE, bot)
        await newsroom.at(DUE + dt.timedelta(days=1), bot)
        first, second = newsroom.posts(thread)
        more = await newsroom.reader.click(second, "More facts")

    assert set(listed_facts(more.message)[-3:]) == set(facts_of(first))


def test_a_voice_channel_of_the_config_gets_messages_as_it_cannot_have_threads() -> None:
    schedule = Schedule(channel=1, time=dt.time(8), timezone=ZoneInfo("Europe/London"), thread=True)

    assert place_of(discord.VoiceChannel.__new__(discord.VoiceChannel), schedule) is EditionPlace.MESSAGE
    assert place_of(discord.TextChannel.__new__(discord.TextChannel), schedule) is EditionPlace.THREAD


async def test_a_forum_that_requires_a_tag_is_refused_and_pauses_the_briefing(newsroom: Newsroom) -> None:
    forum, strict = forum_of(newsroom), newsroom.sandbox.forum(newsroom.home, "strict")
    strict.tag_required = True
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        refused = await newsroom.schedule(strict)
        await newsroom.schedule(forum)
        forum.tag_required = True  # without an event, so that Discord's refusal tells
        await newsroom.at(DUE, bot)
        paused = await pause_of(bot, forum)
        (told,) = newsroom.sandbox.messages(newsroom.editor.direct)

    assert "#strict requires a tag for each post" in refused.text
    assert paused == ObstacleKind.TAG
    assert "requires a tag for each post" in told.content
    assert threads_of(newsroom, forum) == []


def requests_to(newsroom: Newsroom, path: str) -> int:
    return sum(each.method == "POST" and each.path == path for each in newsroom.sandbox.requests)


@pytest.mark.parametrize("after", [False, True], ids=["before Discord accepted it", "after Discord accepted it"])
async def test_a_post_whose_request_fails_is_looked_for_and_created_once(newsroom: Newsroom, *, after: bool) -> None:
    forum = forum_of(newsroom)
    path = f"/channels/{forum.id}/threads"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=502, after=after))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(forum)
        for seconds in (0, 31, 62, 125):
            await newsroom.at(DUE + dt.timedelta(seconds=seconds), bot)
        days = await bot.store.deliveries.delivered(forum.id)

    assert len(threads_of(newsroom, forum)) == 1
    assert requests_to(newsroom, path) == (1 if after else 2)
    assert days == {DAY}


async def test_a_post_that_was_archived_meanwhile_is_found(newsroom: Newsroom) -> None:
    forum = forum_of(newsroom)
    path = f"/channels/{forum.id}/threads"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=502, after=True))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(forum)
        await newsroom.at(DUE, bot)
        (thread,) = threads_of(newsroom, forum)
        newsroom.clock.now = DUE + dt.timedelta(hours=2)
        newsroom.sandbox.world.archive(thread)
        await newsroom.at(DUE + dt.timedelta(hours=3), bot)
        days = await bot.store.deliveries.delivered(forum.id)

    assert len(threads_of(newsroom, forum)) == 1
    assert days == {DAY}


@pytest.mark.parametrize("after", [False, True], ids=["on its way", "created"])
async def test_two_processes_on_one_store_create_one_post(newsroom: Newsroom, *, after: bool) -> None:
    forum = forum_of(newsroom)
    stage = newsroom.with_config(forum)
    path, hold = f"/channels/{forum.id}/threads", asyncio.Event()
    fault = newsroom.sandbox.faults.order(Fault(method="POST", path=path, hold=hold, after=after))
    newsroom.clock.now = DUE
    one_alarm, two_alarm = Alarm(), Alarm()
    async with stage.bot(alarm=one_alarm) as one:
        await asyncio.wait_for(fault.hit.wait(), 60)
        newsroom.clock.advance(30)
        async with stage.bot(alarm=two_alarm) as two:
            await settled(two)
            hold.set()
            await settled(one)
            newsroom.clock.advance(120)
            await two_alarm.ring()
            await settled(two)
            days = await two.store.deliveries.delivered(forum.id)

    assert len(threads_of(newsroom, forum)) == 1
    assert days == {DAY}


@pytest.mark.parametrize("after", [False, True], ids=["before Discord accepted it", "after Discord accepted it"])
@pytest.mark.parametrize("step", ["opening", "thread", "facts"])
async def test_a_thread_whose_request_fails_is_neither_lost_nor_doubled(
    newsroom: Newsroom, step: str, *, after: bool
) -> None:
    paths = {
        "opening": rf"/channels/{newsroom.channel.id}/messages",
        "thread": rf"/channels/{newsroom.channel.id}/messages/\d+/threads",
        "facts": rf"/channels/(?!{newsroom.channel.id}/)\d+/messages",
    }
    newsroom.sandbox.faults.order(Fault(method="POST", path=paths[step], reset=True, after=after))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(thread=True)
        for seconds in (0, 90, 250):
            await newsroom.at(DUE + dt.timedelta(seconds=seconds), bot)
        days = await bot.store.deliveries.delivered(newsroom.channel.id)

    (opening,) = newsroom.posts()
    (thread,) = threads_of(newsroom, newsroom.channel)
    (post,) = newsroom.posts(thread)
    assert opening.id == thread.id
    assert facts_of(post)
    assert days == {DAY}


async def test_a_thread_that_was_begun_is_completed_though_the_schedule_has_none_any_more(newsroom: Newsroom) -> None:
    path = rf"/channels/{newsroom.channel.id}/messages/\d+/threads"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body={"code": 50013, "message": "no"}))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(thread=True)
        await newsroom.at(DUE, bot)
        newsroom.clock.now = DUE + dt.timedelta(seconds=90)
        await newsroom.schedule(time="08:02")
        await newsroom.at(DUE + dt.timedelta(minutes=2), bot)
        days = await bot.store.deliveries.delivered(newsroom.channel.id)

    (opening,) = newsroom.posts()
    (thread,) = threads_of(newsroom, newsroom.channel)
    assert opening.id == thread.id
    assert len(newsroom.posts(thread)) == 1
    assert days == {DAY}
