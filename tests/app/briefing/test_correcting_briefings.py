"""Corrections of briefings, and of all that was posted by a bot that is killed between two edits."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from admins import press, reload
from mortal import running
from newsrooms import DAY, DUE, Newsroom, facts_of
from serving import edited

from bot.app.client import BriefingBot
from bot.app.corrections import CLAIM
from bot.config import load_config
from bot.core.factbase.corrections import FactCorrection, Said, corrections
from bot.core.knowledge.model import Standing
from bot.sandbox import Fault, Message
from bot.storage import PostedKind, PostedMessage, ShownFact, Store
from bot.ui.fitting import MESSAGE_TEXT

LIGHT = "knowledge/facts/light.yaml"
OLD = "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm broke its lamp room."
NEW = "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm broke its lamp."
QUESTION = "since when has the lighthouse been out"
TOMORROW = DUE + dt.timedelta(days=1)


async def correct(newsroom: Newsroom, bot: BriefingBot, old: str = OLD, new: str = NEW) -> None:
    """Edit a file, reload the base and wait until all is edited."""
    await bot.posted.settle()
    newsroom.rewrite(LIGHT, old, new)
    await press(newsroom, await reload(newsroom), "Load")
    await edited(bot)


async def test_a_briefing_is_corrected_in_place_and_its_other_facts_stay(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await stage.at(DUE, bot)
        (post,) = newsroom.posts()
        before, buttons = post.content, facts_of(post)
        await correct(stage, bot)

    (number,) = [place for place, fact in enumerate(buttons, 1) if fact == "dark-since"]
    first, _, rest = before.partition(f"**{number}.** {OLD}")
    assert post.content.startswith(f"{first}**{number}.** **Corrected on 3 June 2031**\n~~{OLD}~~\n{NEW}\n-# ")
    assert post.content.endswith(rest.partition("\n\n")[2])
    assert facts_of(post) == buttons
    assert len(post.content) <= MESSAGE_TEXT


async def test_the_next_briefing_begins_with_the_corrections_of_the_earlier_ones(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await stage.at(DUE, bot)
        await correct(stage, bot)
        await stage.at(TOMORROW, bot)
        await stage.at(TOMORROW + dt.timedelta(days=1), bot)
        await bot.posted.settle()

    _, second, third = [post.content for post in newsroom.posts()]
    line = f"- Corrected on 3 June 2031: ~~{OLD}~~ {NEW}"
    assert f"\n\n**Corrections**\n{line}\n\n**1.** " in second
    assert "Nothing was added or changed" not in second
    assert "Corrections" not in third


async def test_a_correction_is_news_for_a_channel_that_only_wants_news(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel, only_new=True)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await stage.at(DUE, bot)
        await correct(stage, bot)
        for days in (1, 2, 3):
            await stage.at(DUE + dt.timedelta(days=days), bot)
        await bot.posted.settle()

    first, second, *rest = [post.content for post in newsroom.posts()]
    assert OLD not in first.replace(f"~~{OLD}~~", "")
    assert "**Corrections**" in second
    assert all("**Corrections**" not in each for each in rest)


async def test_a_briefing_in_a_thread_is_corrected_there(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel, thread=True)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await stage.at(DUE, bot)
        (thread,) = newsroom.home.threads.values()
        (post,) = newsroom.posts(thread)
        newsroom.sandbox.world.archive(thread)
        await correct(stage, bot)

    assert f"~~{OLD}~~\n{NEW}" in post.content
    assert thread.archived is not None


async def test_a_briefing_full_of_corrections_fits_into_its_message(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel, facts=5)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await stage.at(DUE, bot)
        (post,) = newsroom.posts()
        long = f"{NEW} {'It is *dark* there. ' * 30}"[:500].strip()
        await correct(stage, bot, OLD, long)
        await correct(stage, bot, long, NEW)
        shown = post.content

    assert len(shown) <= MESSAGE_TEXT
    assert NEW in shown


async def posted(newsroom: Newsroom, count: int) -> list[Message]:
    """What a bot that has ended has posted: messages that show a fact which the base has corrected since."""
    stage = newsroom.with_config()
    async with stage.bot(alarm=newsroom.alarm) as bot:
        for _ in range(count):
            answer = await newsroom.reader.slash(
                newsroom.channel, "ask", question="since when has the lighthouse been out"
            )
            await newsroom.reader.click(answer.message, "Share")
        await bot.posted.settle()
    before = stage.base().knowledge
    newsroom.rewrite(LIGHT, OLD, NEW)
    after = stage.base().knowledge
    async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
        found = corrections(before, after)
        await store.posted.publish("default", found, revision=after.revision, at=newsroom.clock())
    return newsroom.posts()


@pytest.mark.parametrize("after", [False, True], ids=["before the edit", "edited, not recorded"])
async def test_a_bot_that_is_killed_between_two_edits_makes_each_of_them_once(
    newsroom: Newsroom, *, after: bool
) -> None:
    messages = await posted(newsroom, 3)
    path = f"/channels/{newsroom.channel.id}/messages/{messages[1].id}"
    held = newsroom.sandbox.faults.order(Fault(method="PATCH", path=path, hold=asyncio.Event(), after=after))
    config = newsroom.config.root / "config.yaml"
    async with running(newsroom.sandbox, config) as mortal:
        await held.hit.wait()
        await mortal.kill()
    newsroom.clock.advance(CLAIM.total_seconds())
    async with running(newsroom.sandbox, config) as mortal:
        await mortal.said(f"corrected message {messages[0].id}")
        async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
            while (await store.posted.progress()).pending:
                pass
    # The request that was held when the bot was killed is not among them.
    edits = [each.path for each in newsroom.sandbox.requests if each.method == "PATCH" and "/channels/" in each.path]

    assert all(f"~~{OLD}~~\n## {NEW}" in each.text for each in messages)
    assert [sum(path.endswith(str(each.id)) for path in edits) for each in messages] == [1, 0 if after else 1, 1]
    assert [each.text.count("Corrected on") for each in messages] == [1, 1, 1]


async def test_two_processes_never_claim_the_same_message(tmp_path: Path) -> None:
    said = Said(statement="Old.", standing=Standing.REPORTED, attribution="a")
    change = FactCorrection(fact="a", old=said, new=Said(statement="New.", standing=Standing.REPORTED, attribution="a"))
    shown = (ShownFact(fact="a", said=said, card=(0, 1)),)
    async with Store.open(tmp_path / "one.sqlite3") as one, Store.open(tmp_path / "one.sqlite3") as two:
        for number in (1, 2, 3):
            message = PostedMessage(
                message=number, channel=7, kind=PostedKind.SHARE, base="default", revision="r", language="en",
                at=DUE, facts=shown,
            )  # fmt: skip
            await one.posted.add(message)
        await one.posted.publish("default", [change], revision="s", at=DUE)
        claims = await asyncio.gather(*(each.posted.claim(DUE, DUE + CLAIM) for each in (one, two, one, two)))
        later = await two.posted.claim(DUE + CLAIM, DUE + 2 * CLAIM)

    assert sorted(each.posted.message for each in claims if each) == [1, 2, 3]
    assert later is not None


async def test_posted_messages_are_deleted_when_they_were_kept_long_enough(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await stage.at(DUE, bot)
        await bot.posted.settle()
        (post,) = newsroom.posts()
        kept = await bot.store.posted.find(post.id)
        newsroom.clock.advance(91 * 24 * 3600)
        await bot.posted.expire()

        assert kept is not None
        assert kept.home == newsroom.channel.id
        assert await bot.store.posted.find(post.id) is None
    assert load_config(newsroom.config.root / "config.yaml").corrections.keep_days == 90
    assert DUE.date() == DAY
