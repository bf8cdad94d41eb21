from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from serving import PATIENCE, Stage
from sqlalchemy import insert, update

from bot.app.client import BriefingBot
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange
from bot.sandbox.model import Message
from bot.storage.follows import Follows
from bot.storage.tables import follow_news, follower
from bot.store_address import PostgresAddress
from bot.ui import custom_ids

OLD, NEW = (
    "The lamp of Grey Skerry could be seen for 21 nautical miles.",
    "The lamp of Grey Skerry was seen for 21 miles.",
)

TITLE = 'title: "The light"'


@pytest.fixture
def newsroom(newsroom: Stage, place: Path | PostgresAddress) -> Stage:
    """The same newsroom with its store on each engine."""
    return newsroom.on(place)


async def reload(newsroom: Stage) -> None:
    """Load what is on disk."""
    run = await newsroom.admin.slash(newsroom.channel, "reload")
    await newsroom.admin.click(run.message, ENGLISH.load_button)


async def follow(newsroom: Stage, topic: str = "light", **options: str) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "follow topic", topic=topic, **options)


async def messages(newsroom: Stage, number: int = 1) -> tuple[Message, ...]:
    """Wait until the reader has so many direct messages, and return them."""
    world, direct = newsroom.sandbox.world, newsroom.reader.direct

    def found() -> tuple[Message, ...]:
        return tuple(each for each in world.history(direct) if each.author is world.bot)

    await world.until(lambda: len(found()) >= number, patience=PATIENCE)
    return found()


async def recorded(bot: BriefingBot) -> None:
    """Wait until all that is due was sent and recorded."""
    async with asyncio.timeout(PATIENCE):
        while await bot.store.follows.waiting():
            pass


def change_lamp(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/facts/light.yaml", OLD, NEW)


async def test_a_follower_is_told_what_changed_in_the_topic_with_its_earlier_statement(newsroom: Stage) -> None:
    async with newsroom.bot():
        told = await follow(newsroom)
        change_lamp(newsroom)
        newsroom.rewrite("knowledge/facts/ferry.yaml", "runs only by day until", "sails only by day until")
        await reload(newsroom)
        (message,) = await messages(newsroom)
        opened = await newsroom.reader.click(message, ENGLISH.show_button)

    assert ENGLISH.followed.format(topics="**The light**") in told.text
    assert told.ephemeral
    assert f"**{ENGLISH.follow_kinds['corrected']}** · The light\n{NEW}" in message.text
    assert ENGLISH.follow_before.format(statement=OLD) in message.text
    assert "Petrel" not in message.text
    assert NEW in opened.text


async def test_new_and_removed_facts_are_news_too(newsroom: Stage) -> None:
    path = newsroom.config.root / "knowledge/facts/light.yaml"
    async with newsroom.bot():
        await follow(newsroom)
        text = path.read_text(encoding="utf-8")
        start = text.index("- id: lamp-height")
        height = text[start : text.index("- id: first-lit")]
        path.write_text(text.replace(height, "").replace("  related: [lamp-height]\n", ""), encoding="utf-8")
        await reload(newsroom)
        (removed,) = await messages(newsroom)
        path.write_text(text, encoding="utf-8")
        await follow(newsroom, pace="at_once")
        await reload(newsroom)
        _, added = await messages(newsroom, 2)

    assert f"**{ENGLISH.follow_kinds['removed']}**" in removed.text
    assert "~~The lamp of Grey Skerry stands 38 metres above the sea.~~" in removed.text
    assert f"**{ENGLISH.follow_kinds['new']}** · The light\nThe lamp of Grey Skerry stands 38 metres" in added.text


async def test_a_retired_fact_is_news_with_its_reason(newsroom: Stage) -> None:
    async with newsroom.bot():
        await follow(newsroom)
        newsroom.rewrite(
            "knowledge/facts/light.yaml",
            f'  statement: "{OLD}"\n',
            f'  statement: "{OLD}"\n  retired: {{on: 2031-03-08, reason: "The *figure* was withdrawn."}}\n',
        )
        await reload(newsroom)
        (message,) = await messages(newsroom)

    assert f"**{ENGLISH.follow_kinds['removed']}** · The light\n~~{OLD}~~" in message.text
    assert "The \\*figure\\* was withdrawn." in message.text


async def test_a_follower_gets_one_message_a_day_unless_at_once_was_asked_for(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await follow(newsroom)
        change_lamp(newsroom)
        await reload(newsroom)
        await messages(newsroom)
        await recorded(bot)
        newsroom.rewrite("knowledge/facts/light.yaml", NEW, OLD)
        await reload(newsroom)
        while not (found := await bot.store.follows.waiting()):
            pass
        (waiting,) = found
        kept = await messages(newsroom)
        await follow(newsroom, pace="at_once")
        _, second = await messages(newsroom, 2)

    assert len(kept) == 1
    assert waiting.due_from is not None
    assert waiting.last_told is not None
    assert waiting.due_from - waiting.last_told == dt.timedelta(days=1)
    assert OLD in second.text


async def test_news_of_a_base_that_changed_while_the_bot_was_down_are_told_at_the_start(newsroom: Stage) -> None:
    async with newsroom.bot():
        await follow(newsroom)
    change_lamp(newsroom)
    async with newsroom.bot():
        (message,) = await messages(newsroom)

    assert NEW in message.text


async def test_a_fact_has_a_button_to_follow_its_topics_and_the_confirmation_one_to_stop(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        fact = await newsroom.reader.slash(newsroom.channel, "fact", id="lamp-range")
        told = await newsroom.reader.click(fact.message, ENGLISH.follow_button)
        followed = await bot.store.follows.of(newsroom.reader.user.id)
        stopped = await newsroom.reader.click(told.message, ENGLISH.follow_stop_button.format(topic="The light"))
        left = await bot.store.follows.find(newsroom.reader.user.id)

    assert [each.topic for each in followed] == ["light"]
    assert stopped.text == ENGLISH.follow_stopped_all
    assert left is None


async def test_each_message_with_news_can_stop_them(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await follow(newsroom, pace="at_once")
        await follow(newsroom, "ferry")
        change_lamp(newsroom)
        await reload(newsroom)
        (message,) = await messages(newsroom)
        stopped = await newsroom.reader.click(message, ENGLISH.follow_stop_button.format(topic="The light"))
        followed = await bot.store.follows.of(newsroom.reader.user.id)
        all_stopped = await newsroom.reader.click(message, ENGLISH.follow_stop_all_button)
        again = await newsroom.reader.click(message, ENGLISH.follow_stop_all_button)
        newsroom.rewrite("knowledge/facts/light.yaml", NEW, OLD)
        await reload(newsroom)
        while await bot.store.follows.known("default"):
            pass

    assert stopped.text == ENGLISH.follow_stopped.format(topics="**The light**")
    assert [each.topic for each in followed] == ["ferry"]
    assert all_stopped.text == ENGLISH.follow_stopped_all
    assert again.text == ENGLISH.follow_not
    assert len(all_messages(newsroom)) == 1


def all_messages(newsroom: Stage) -> tuple[Message, ...]:
    world = newsroom.sandbox.world
    return tuple(
        each for each in world.history(newsroom.reader.direct) if each.author is world.bot and not each.ephemeral
    )


async def test_the_list_shows_what_is_followed_and_stops_it(newsroom: Stage) -> None:
    async with newsroom.bot():
        nothing = await newsroom.reader.slash(newsroom.channel, "follow list")
        await follow(newsroom)
        await follow(newsroom, "ferry")
        listed = await newsroom.reader.slash(newsroom.channel, "follow list")
        text = listed.text
        stopped = await newsroom.reader.choose(listed.message, custom_ids.UnfollowPick().encode(), ["light", "ferry"])

    assert ENGLISH.follow_list_none.format(follow="follow topic") in nothing.text
    assert "- The light\n- The ferry" in text
    assert stopped.text == ENGLISH.follow_stopped_all


async def test_closed_direct_messages_pause_the_follows_until_the_user_opens_them(newsroom: Stage) -> None:
    newsroom.reader.user.closed = True
    async with newsroom.bot() as bot:
        await follow(newsroom)
        change_lamp(newsroom)
        await reload(newsroom)
        while (found := await bot.store.follows.find(newsroom.reader.user.id)) is None or found.closed_at is None:
            pass
        listed = await newsroom.reader.slash(newsroom.channel, "follow list")
        text = listed.text
        newsroom.reader.user.closed = False
        resumed = await newsroom.reader.click(listed.message, ENGLISH.follow_again_button)
        newsroom.rewrite("knowledge/facts/light.yaml", NEW, OLD)
        await reload(newsroom)
        (message,) = await messages(newsroom)

    assert "your direct messages are closed" in text
    assert "your direct messages are closed" not in resumed.text
    assert OLD in message.text


async def test_topics_are_completed_and_an_unknown_one_is_refused(newsroom: Stage) -> None:
    async with newsroom.bot():
        offered = await newsroom.reader.autocomplete(newsroom.channel, "follow topic", topic="LIG")
        typed = await follow(newsroom, "the ferry")
        refused = await follow(newsroom, "weather")

    assert [(each["name"], each["value"]) for each in offered] == [("The light", "light")]
    assert "The ferry" in typed.text
    assert refused.text == ENGLISH.follow_unknown.format(typed="weather")


async def test_a_topic_is_found_by_its_title_in_every_language(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/topics.yaml", TITLE, f'{TITLE}\n  title_es: "El faro"')
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        spanish = await follow(newsroom, "el faro")
        original = await lector.slash(newsroom.channel, "seguir tema", tema="the light")
        offered = await lector.autocomplete(newsroom.channel, "seguir tema", tema="the li")

    assert ENGLISH.followed.format(topics="**The light**") in spanish.text
    assert SPANISH.followed.format(topics="**El faro**") in original.text
    assert [(each["name"], each["value"]) for each in offered] == [("El faro", "light")]


async def test_follows_speak_spanish(newsroom: Stage) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        told = await lector.slash(newsroom.channel, "seguir tema", tema="light", ritmo="at_once")

    assert SPANISH.followed.format(topics="**The light**") in told.text


async def test_a_user_who_is_forgotten_leaves_nothing_behind(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await follow(newsroom)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
        await newsroom.reader.click(answer.message, ENGLISH.vote_up_button)
        done = await newsroom.reader.slash(newsroom.channel, "forget")
        text = done.text
        again = await newsroom.reader.slash(newsroom.channel, "forget")
        follower = await bot.store.follows.find(newsroom.reader.user.id)
        votes = await bot.store.votes.counts()

    assert ENGLISH.forgotten.format(deleted="1 followed topic, 1 vote") in text
    assert ENGLISH.forgotten_nothing in again.text
    assert follower is None
    assert votes == ()


@pytest.mark.parametrize("killed", ["before", "after"])
async def test_a_message_with_news_is_sent_once_though_the_bot_was_killed(newsroom: Stage, killed: str) -> None:
    """Killed between the reservation and the record: before the message was sent, or after."""
    async with newsroom.bot() as bot:
        await follow(newsroom)
        change_lamp(newsroom)
        await reload(newsroom)
        (message,) = await messages(newsroom)
        await recorded(bot)
        # As the kill has left it, long enough ago for Discord to have forgotten the nonce.
        await reserve_again(bot.store.follows, newsroom)
    if killed == "before":
        newsroom.sandbox.world.remove(message)
        message.nonce = None
    async with newsroom.bot() as bot:
        await recorded(bot)

    assert len(all_messages(newsroom)) == 1


async def reserve_again(follows: Follows, newsroom: Stage) -> None:
    long_ago = (newsroom.sandbox.world.clock() - dt.timedelta(minutes=5)).isoformat()
    database = follows._database
    await database.execute(update(follower).values(reserved_at=long_ago))
    await database.execute(
        insert(follow_news).values(
            base="default",
            user_id=newsroom.reader.user.id,
            fact="lamp-range",
            topic="light",
            kind="changed",
            before=OLD,
            at=long_ago,
            notice=1,
        )
    )
