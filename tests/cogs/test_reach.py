"""Where the commands can be used: on servers, with the bot alone, and wherever a user takes the bot along."""

from __future__ import annotations

from typing import Any

import pytest
from serving import Stage

from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Channel, Exchange, UnavailableError, permissions
from bot.ui import custom_ids

QUESTION = "how much will the repair cost"
USES: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "help": {},
    "overview": {},
    "fact": {"id": "repair-cost"},
    "topics": {},
    "sources": {},
    "timeline": {},
    "who": {"name": "Harbour Office"},
    "compare": {},
    "corrections": {},
    "privacy": {},
    "forget": {},
    "follow list": {},
}
"""Every command of readers, with options."""
IN_THE_MENU = "Check against the base"


def with_the_bot(newsroom: Stage) -> Channel:
    return newsroom.reader.direct


def between_users(newsroom: Stage) -> Channel:
    """A channel that the bot does not see, whose first user has installed it."""
    newsroom.sandbox.world.install(newsroom.reader.user)
    return newsroom.sandbox.world.group(newsroom.reader.user, newsroom.admin.user)


def strange_server(newsroom: Stage) -> Channel:
    """A channel of a server that has not installed the bot; the reader has."""
    world = newsroom.sandbox.world
    world.install(newsroom.reader.user)
    guild = newsroom.sandbox.guild("Elsewhere")
    world.join(guild, newsroom.reader.user)
    channel = newsroom.sandbox.channel(guild, "general")
    world.leave_guild(guild)
    return channel


async def asked(newsroom: Stage, channel: Channel) -> Exchange:
    return await newsroom.reader.slash(channel, "ask", question=QUESTION)


async def test_every_command_of_readers_says_that_it_can_be_used_everywhere(newsroom: Stage) -> None:
    async with newsroom.bot():
        commands = newsroom.sandbox.commands()

    reach = {name: (each.body["contexts"], each.body["integration_types"]) for name, each in commands.items()}
    assert reach.pop("briefing") == reach.pop("settings") == reach.pop("desk") == ([0], [0])
    names = [name.split()[0] for name in USES]
    assert reach == dict.fromkeys((*names, IN_THE_MENU), ([0, 1, 2], [0, 1]))


async def test_commands_of_the_home_server_do_not_name_it(newsroom: Stage) -> None:
    async with newsroom.bot():
        commands = newsroom.sandbox.commands(newsroom.home)

    assert {each.body.get("contexts") for each in commands.values()} == {None}
    assert {each.body.get("integration_types") for each in commands.values()} == {None}


@pytest.mark.parametrize("place", [with_the_bot, between_users, strange_server])
async def test_every_command_of_readers_is_answered(newsroom: Stage, place: Any) -> None:
    channel = place(newsroom)
    async with newsroom.bot():
        for name, options in USES.items():
            shown = await newsroom.reader.slash(channel, name, **options)

            assert shown.ephemeral
            assert "Something went wrong" not in shown.text
            assert shown.refused == ()


@pytest.mark.parametrize("place", [between_users, strange_server])
async def test_buttons_and_pages_work_in_a_server_without_the_bot(newsroom: Stage, place: Any) -> None:
    channel = place(newsroom)
    async with newsroom.bot():
        answer = await asked(newsroom, channel)
        context = await newsroom.reader.click(answer.message, "In context")
        timeline = await newsroom.reader.slash(channel, "timeline")
    async with newsroom.bot():
        light = await newsroom.reader.click(timeline.message, ENGLISH.picture_light)
        topics = await newsroom.reader.slash(channel, "topics")
        topic = await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The light"])

    assert "Paragraph 5" in context.text
    assert light.message is timeline.message
    assert len(light.message.attachments) == 1
    assert topic.message is topics.message


@pytest.mark.parametrize("place", [between_users, strange_server])
async def test_a_fact_is_shared_in_a_server_without_the_bot(newsroom: Stage, place: Any) -> None:
    channel = place(newsroom)
    async with newsroom.bot():
        answer = await asked(newsroom, channel)
        shared = await newsroom.reader.click(answer.message, "Share")
        await newsroom.sandbox.world.until(lambda: "Shared" in answer.message.labels, patience=60)

    assert not shared.ephemeral
    assert [message.text for message in newsroom.sandbox.messages(channel)] == [shared.text]
    assert "600,000 crowns" in shared.text


async def test_if_a_server_lets_no_app_of_a_member_post_share_says_so(newsroom: Stage) -> None:
    channel = strange_server(newsroom)
    everyone = channel.guild.roles[channel.guild.id] if channel.guild else None
    assert everyone is not None
    everyone.permissions &= ~permissions.bits("use_external_apps")
    async with newsroom.bot():
        answer = await asked(newsroom, channel)
        refused = await newsroom.reader.click(answer.message, "Share")
        again = await newsroom.reader.click(answer.message, "Share")

    assert refused.text == again.text == ENGLISH.may_not_share
    assert newsroom.sandbox.messages(channel) == ()


async def test_a_fact_shared_between_users_keeps_the_language_of_the_person_who_shares(newsroom: Stage) -> None:
    channel = between_users(newsroom)
    newsroom.reader.user.locale = "es-ES"
    async with newsroom.bot():
        answer = await newsroom.reader.slash(channel, "preguntar", pregunta=QUESTION)
        shared = await newsroom.reader.click(answer.message, SPANISH.share_button)

    assert "Cuestionado" in shared.text


async def test_no_command_is_offered_if_neither_the_place_nor_the_user_has_installed_it(newsroom: Stage) -> None:
    group = newsroom.sandbox.world.group(newsroom.reader.user, newsroom.admin.user)
    async with newsroom.bot():
        with pytest.raises(UnavailableError, match="not installed"):
            newsroom.reader.start_slash(group, "topics")


@pytest.mark.parametrize("place", [between_users, strange_server])
async def test_briefings_are_not_offered_in_a_server_without_the_bot(newsroom: Stage, place: Any) -> None:
    channel = place(newsroom)
    async with newsroom.bot():
        with pytest.raises(UnavailableError):
            newsroom.reader.start_slash(channel, "briefing status")


async def test_the_question_log_keeps_a_question_from_between_users_without_a_server(newsroom: Stage) -> None:
    channel = between_users(newsroom)
    async with newsroom.bot() as bot:
        await asked(newsroom, channel)
        await bot.question_log.settle()
        (kept,) = await bot.store.questions.latest(limit=5)

    assert (kept.text, kept.guild) == (QUESTION, None)
