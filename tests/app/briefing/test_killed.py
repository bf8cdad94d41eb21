from __future__ import annotations

import asyncio
import dataclasses
import random
from collections import Counter
from enum import StrEnum
from pathlib import Path

import pytest
from mortal import RESTS, STANDS, Step, hit, running
from newsrooms import DAY, DUE, Newsroom, facts_of

from bot.sandbox import Channel, Fault
from bot.storage import Store

RUNS = 20
SEED = 20310603


NEXT_LIFE = {
    "within the nonce's minute": (3, 50),
    "after it": (70, 3_600),
    "late": (3_600, 5 * 3_600),
}
"""Seconds after which the bot comes back: the least and the most."""


async def kill_at(step: Step, newsroom: Newsroom, config: Path) -> None:
    """Run the bot until its delivery has come so far, and kill it there."""
    path = f"/channels/{newsroom.channel.id}/messages"
    # A request that is held before its effect never gets further: to Discord it was never sent.
    fault = Fault(method="POST", path=path, hold=asyncio.Event(), after=step is Step.SENT)
    if step is not Step.RECORDED:
        newsroom.sandbox.faults.order(fault)
    async with running(newsroom.sandbox, config) as mortal:
        if step is Step.RECORDED:
            await mortal.said(STANDS)
        else:
            await hit(fault, mortal)
        await mortal.kill()


async def live_on(newsroom: Newsroom, config: Path) -> None:
    """Run the bot until all that is due is settled."""
    async with running(newsroom.sandbox, config) as mortal:
        await mortal.said(RESTS)
        async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
            if DAY not in await store.deliveries.delivered(newsroom.channel.id):
                await mortal.said(STANDS)
        # What it may have begun to send beside that has reached the sandbox before this comes back.
        await newsroom.reader.slash(newsroom.sandbox.channel(newsroom.home, "general"), "sources")


async def outcome(step: Step, after: float, newsroom: Newsroom, config: Path) -> str:
    """Kill the bot at a step, start it again `after` seconds, and tell what the channel has got."""
    newsroom.clock.now = DUE
    await kill_at(step, newsroom, config)
    newsroom.clock.advance(after)
    await live_on(newsroom, config)
    async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
        told = await store.deliveries.told(newsroom.channel.id)
        recorded = DAY in await store.deliveries.delivered(newsroom.channel.id)
    posts = newsroom.posts()
    match len(posts):
        case 0:
            return "lost"
        case 1:
            return "sent once" if recorded and told.keys() == set(facts_of(posts[0])) else "sent, wrongly recorded"
        case _:
            return "doubled"


def written(newsroom: Newsroom, channel: Channel | None = None, *, thread: bool = False) -> Path:
    """The config file with the briefing of the newsroom's channel, or of another one."""
    file = newsroom.config.root / "config.yaml"
    before = file.read_text(encoding="utf-8").partition("briefings:")[0]
    number, threads = (channel or newsroom.channel).id, str(thread).lower()
    entry = f'{{channel: {number}, time: "08:00", timezone: Europe/London, facts: 2, thread: {threads}}}'
    file.write_text(f"{before}briefings: [{entry}]\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("step", Step)
async def test_a_process_that_is_killed_while_it_delivers_sends_one_briefing(newsroom: Newsroom, step: Step) -> None:
    after = {Step.RESERVED: 20, Step.SENT: 600, Step.RECORDED: 20}[step]

    assert await outcome(step, after, newsroom, written(newsroom)) == "sent once"


class ThreadStep(StrEnum):
    """How far a delivery into a thread or a forum had come when the process was killed."""

    OPENING = "opening not sent"
    NO_THREAD = "opening sent, no thread"
    EMPTY = "thread created without its message"
    UNRECORDED = "message sent, not recorded"
    NO_POST = "post not created"
    POST = "post created, not recorded"


def request_of(step: ThreadStep, newsroom: Newsroom, forum: Channel) -> Fault:
    """The request at which the process is killed, held before or after it takes effect."""
    channel = newsroom.channel.id
    opening, thread = f"/channels/{channel}/messages", rf"/channels/{channel}/messages/\d+/threads"
    facts, post = rf"/channels/(?!{channel}/)\d+/messages", f"/channels/{forum.id}/threads"
    path, after = {
        ThreadStep.OPENING: (opening, False),
        ThreadStep.NO_THREAD: (opening, True),
        ThreadStep.EMPTY: (thread, True),
        ThreadStep.UNRECORDED: (facts, True),
        ThreadStep.NO_POST: (post, False),
        ThreadStep.POST: (post, True),
    }[step]
    return Fault(method="POST", path=path, hold=asyncio.Event(), after=after)


async def threaded_outcome(step: ThreadStep, after: float, newsroom: Newsroom, forum: Channel) -> str:
    """Kill the bot at a step, start it again `after` seconds, and tell what the channel or the forum has got."""
    in_forum = step in {ThreadStep.NO_POST, ThreadStep.POST}
    parent = forum if in_forum else newsroom.channel
    config = written(newsroom, parent, thread=not in_forum)
    newsroom.clock.now = DUE
    fault = newsroom.sandbox.faults.order(request_of(step, newsroom, forum))
    async with running(newsroom.sandbox, config) as mortal:
        await hit(fault, mortal)
        await mortal.kill()
    newsroom.clock.advance(after)
    await live_on(dataclasses.replace(newsroom, channel=parent), config)
    async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
        told, last = await store.deliveries.told(parent.id), await store.deliveries.last(parent.id)
    threads = list(newsroom.home.threads.values())
    posts = [post for thread in threads for post in newsroom.posts(thread)]
    openings = [] if in_forum else newsroom.posts()
    if len(threads) != 1 or len(posts) != 1 or len(openings) != (0 if in_forum else 1):
        return f"{len(openings)} openings, {len(threads)} threads, {len(posts)} messages"
    right = last is not None and (last.place, last.message) == (threads[0].id, posts[0].id)
    return "sent once" if right and told.keys() == set(facts_of(posts[0])) else "sent, wrongly recorded"


@pytest.mark.parametrize("step", ThreadStep)
async def test_a_process_that_is_killed_between_the_steps_of_a_thread_or_a_post_completes_the_one_it_began(
    newsroom: Newsroom, step: ThreadStep
) -> None:
    forum = newsroom.sandbox.forum(newsroom.home, "ideas")
    after = 20 if step in {ThreadStep.OPENING, ThreadStep.UNRECORDED} else 600

    assert await threaded_outcome(step, after, newsroom, forum) == "sent once"


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("step", ThreadStep)
async def test_a_process_that_is_killed_again_and_again_leaves_one_thread_or_post_each_time(
    newsroom: Newsroom, step: ThreadStep
) -> None:
    forum = newsroom.sandbox.forum(newsroom.home, "ideas")
    chance, table = random.Random(f"{SEED} {step}"), Counter[tuple[str, str]]()
    for run in range(RUNS // 2):
        life = list(NEXT_LIFE)[run % len(NEXT_LIFE)]
        after = chance.uniform(*NEXT_LIFE[life])
        table[life, await threaded_outcome(step, after, newsroom, forum)] += 1
        begin_again(newsroom)

    print(f"\nkilled: {step} ({RUNS // 2} runs, seed {SEED})")  # noqa: T201 - the table is what a soak run is for
    for (life, result), times in sorted(table.items()):
        print(f"  back {life}: {result} {times}")  # noqa: T201
    assert {result for _, result in table} == {"sent once"}


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("step", Step)
async def test_a_process_that_is_killed_again_and_again_sends_one_briefing_each_time(
    newsroom: Newsroom, step: Step
) -> None:
    config, chance, table = written(newsroom), random.Random(f"{SEED} {step}"), Counter[tuple[str, str]]()
    for run in range(RUNS):
        life = list(NEXT_LIFE)[run % len(NEXT_LIFE)]
        result = await outcome(step, chance.uniform(*NEXT_LIFE[life]), newsroom, config)
        table[life, result] += 1
        begin_again(newsroom)

    print(f"\nkilled: {step} ({RUNS} runs, seed {SEED})")  # noqa: T201 - the table is what a soak run is for
    for (life, result), times in sorted(table.items()):
        print(f"  back {life}: {result} {times}")  # noqa: T201
    assert {result for _, result in table} == {"sent once"}


def begin_again(newsroom: Newsroom) -> None:
    """An empty channel, no faults, and a store that knows of nothing."""
    newsroom.sandbox.faults.clear()
    for message in [post for place in newsroom.sandbox.world.channels.values() for post in newsroom.posts(place)]:
        newsroom.sandbox.world.remove(message)
        message.nonce = None
    for thread in tuple(newsroom.home.threads.values()):
        newsroom.sandbox.world.remove_channel(thread)
    for file in newsroom.config.store.parent.iterdir():
        file.unlink()
    newsroom.clock.now = DUE
