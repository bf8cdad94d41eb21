from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
from tinybot import TinyBot

from bot.sandbox import Channel, ManualClock, Sandbox

NOON = dt.datetime(2025, 10, 17, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> ManualClock:
    """A time that stands still."""
    return ManualClock(NOON)


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.channel(sandbox.guild("Newsroom"), "briefing")


@pytest.fixture
async def bot(sandbox: Sandbox, channel: Channel) -> AsyncIterator[TinyBot]:
    assert channel.guild is not None
    client = TinyBot()
    async with sandbox.run(client):
        yield client


def _place(bot: TinyBot, channel: Channel) -> discord.PartialMessageable:
    return bot.get_partial_messageable(channel.id)


async def test_a_repeated_nonce_returns_the_first_message(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    first = await _place(bot, channel).send("Briefing", nonce="1-2025-10-17")
    second = await _place(bot, channel).send("Briefing", nonce="1-2025-10-17")
    other = await _place(bot, channel).send("Briefing", nonce="1-2025-10-18")

    assert first.id == second.id != other.id
    assert first.nonce == "1-2025-10-17"
    assert len(sandbox.messages(channel)) == 2


async def test_a_nonce_is_forgotten_after_some_minutes(
    sandbox: Sandbox, channel: Channel, bot: TinyBot, clock: ManualClock
) -> None:
    first = await _place(bot, channel).send("Briefing", nonce="1-2025-10-17")
    clock.advance(6 * 60)
    second = await _place(bot, channel).send("Briefing", nonce="1-2025-10-17")

    assert first.id != second.id
    assert len(sandbox.messages(channel)) == 2


async def test_a_reply_notifies_the_author_only_if_the_bot_asks_for_that(
    sandbox: Sandbox, channel: Channel, bot: TinyBot
) -> None:
    question = sandbox.user("reader").say(channel, "anybody?")
    place = _place(bot, channel)
    for pinged in (True, False):
        await place.send("Yes", reference=place.get_partial_message(question.id), mention_author=pinged)
    sandbox.world.remove(question)
    with pytest.raises(discord.HTTPException, match="Unknown message"):
        await place.send("Yes", reference=place.get_partial_message(question.id))

    replies = sandbox.messages(channel)
    assert [reply.reference for reply in replies] == [question.id, question.id]
    assert [reply.pings.users for reply in replies] == [(question.author.id,), ()]


async def test_the_history_is_given_newest_first_and_in_pages(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    posts = [await _place(bot, channel).send(f"Post {number}") for number in range(4)]
    sandbox.user("reader").say(channel, "Thanks")

    async def texts(**page: object) -> list[str]:
        return [each.content async for each in _place(bot, channel).history(**page)]  # type: ignore[arg-type]  # pages of history

    assert await texts() == ["Thanks", "Post 3", "Post 2", "Post 1", "Post 0"]
    assert await texts(limit=2) == ["Thanks", "Post 3"]
    assert await texts(before=posts[2]) == ["Post 1", "Post 0"]
    assert await texts(after=posts[2]) == ["Post 3", "Thanks"]


async def test_a_file_is_kept_with_its_description(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    sent = await _place(bot, channel).send("Gaps", file=discord.File(__file__, "gaps.csv", description="All gaps"))

    (attachment,) = sandbox.messages(channel)[0].attachments
    assert (attachment.filename, attachment.description) == ("gaps.csv", "All gaps")
    assert b"All gaps" in attachment.body
    assert sent.attachments[0].size == len(attachment.body)


async def test_an_edit_changes_what_it_names_and_leaves_the_rest(
    sandbox: Sandbox, channel: Channel, bot: TinyBot
) -> None:
    sent = await _place(bot, channel).send("First", embed=discord.Embed(title="Kept"))
    await sent.edit(content="Second")

    (message,) = sandbox.messages(channel)
    assert message.text == "Second\nKept"
    assert message.edited == NOON


async def test_an_empty_message_is_refused(channel: Channel, bot: TinyBot) -> None:
    with pytest.raises(discord.HTTPException) as caught:
        await _place(bot, channel).send(" ")

    assert (caught.value.status, caught.value.code) == (400, 50006)


@pytest.mark.parametrize(("denied", "code"), [("send_messages", 50013), ("view_channel", 50001)])
async def test_a_channel_without_permission_is_refused(
    sandbox: Sandbox, channel: Channel, bot: TinyBot, denied: str, code: int
) -> None:
    sandbox.world.permit(channel, sandbox.world.bot, deny=[denied])
    with pytest.raises(discord.Forbidden) as caught:
        await _place(bot, channel).send("Briefing")
    assert caught.value.code == code

    sandbox.world.permit(channel, sandbox.world.bot)
    await _place(bot, channel).send("Briefing")


async def test_an_embed_needs_its_permission(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    sandbox.world.permit(channel, sandbox.world.bot, deny=["embed_links"])
    with pytest.raises(discord.Forbidden):
        await _place(bot, channel).send(embed=discord.Embed(title="Fact"))

    await _place(bot, channel).send("Plain")


async def test_the_history_is_empty_without_its_permission(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    await _place(bot, channel).send("Briefing")
    sandbox.world.permit(channel, sandbox.world.bot, deny=["read_message_history"])

    assert [message async for message in _place(bot, channel).history()] == []


async def test_a_deleted_channel_is_unknown(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    sandbox.world.remove_channel(channel)

    with pytest.raises(discord.NotFound) as caught:
        await _place(bot, channel).send("Briefing")
    assert caught.value.code == 10003


async def test_only_own_messages_are_edited_or_deleted(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    others = _place(bot, channel).get_partial_message(sandbox.user("reader").say(channel, "Mine").id)

    with pytest.raises(discord.Forbidden) as edited:
        await others.edit(content="Yours")
    with pytest.raises(discord.Forbidden) as deleted:
        await others.delete()
    assert (edited.value.code, deleted.value.code) == (50005, 50013)


async def test_an_ephemeral_answer_is_no_message_of_the_channel(
    sandbox: Sandbox, channel: Channel, bot: TinyBot
) -> None:
    @bot.tree.command(name="hidden", description="Hidden")
    async def hidden(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("For you", ephemeral=True)

    del hidden
    await bot.tree.sync()
    exchange = await sandbox.user("reader").slash(channel, "hidden")

    with pytest.raises(discord.NotFound):
        await _place(bot, channel).fetch_message(exchange.message.id)


async def test_a_direct_message_reaches_its_user(sandbox: Sandbox, bot: TinyBot) -> None:
    reader = sandbox.user("reader")
    await (await bot.fetch_user(reader.user.id)).send("Your briefing is paused.")

    assert [message.text for message in reader.sees(reader.direct)] == ["Your briefing is paused."]


async def test_mentions_ping_only_whom_they_are_allowed_to(sandbox: Sandbox, channel: Channel, bot: TinyBot) -> None:
    reader = sandbox.user("reader").user
    text = f"<@{reader.id}> <@&5> @everyone"
    await _place(bot, channel).send(text)
    await _place(bot, channel).send(text, allowed_mentions=discord.AllowedMentions(users=[reader]))
    sandbox.world.permit(channel, sandbox.world.bot, allow=["mention_everyone"])
    await _place(bot, channel).send(text, allowed_mentions=discord.AllowedMentions.all())

    silent, one, everyone = (message.pings for message in sandbox.messages(channel))
    assert (silent.everyone, silent.users, silent.roles) == (False, (), ())
    assert (one.everyone, one.users, one.roles) == (False, (reader.id,), ())
    assert (everyone.everyone, everyone.users, everyone.roles) == (True, (reader.id,), (5,))


async def test_registering_again_keeps_the_ids_of_commands(sandbox: Sandbox, bot: TinyBot) -> None:
    before = sandbox.commands()["ask"]
    same = (await bot.tree.sync())[0]

    @bot.tree.command(description="Topics")
    async def topics(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("None")

    del topics
    more = {command.name: command.id for command in await bot.tree.sync()}
    assert same.id == before.id == more["ask"]
    assert sandbox.commands()["ask"].version == before.version
    assert set(more) == {"ask", "topics"}


async def test_one_command_is_registered_changed_and_removed(sandbox: Sandbox, bot: TinyBot) -> None:
    application = bot.application_id or 0
    body: Any = {"name": "help", "description": "Help", "type": 1}
    made = await bot.http.upsert_global_command(application, body)
    await bot.http.edit_global_command(application, made["id"], {"description": "Help by example"})
    changed = await bot.http.get_global_command(application, made["id"])
    await bot.http.delete_global_command(application, made["id"])

    assert changed["description"] == "Help by example"
    assert set(sandbox.commands()) == {"ask"}
    with pytest.raises(discord.NotFound):
        await bot.http.get_global_command(application, made["id"])


async def test_a_message_has_one_thread_with_its_id_and_a_limited_name(
    sandbox: Sandbox, channel: Channel, bot: TinyBot
) -> None:
    place = bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    post = await place.send("Briefing")
    with pytest.raises(discord.HTTPException, match="Must be between 1 and 100 in length"):
        await post.create_thread(name="x" * 101)
    thread = await post.create_thread(name="Facts")
    with pytest.raises(discord.HTTPException) as second:
        await place.get_partial_message(post.id).create_thread(name="Facts")
    await thread.send("One")
    sandbox.user("reader").say(sandbox.world.channels[thread.id], "Two")

    assert thread.id == post.id
    assert second.value.code == 160004
    assert [each.text for each in sandbox.messages(sandbox.world.channels[thread.id])] == ["One", "Two"]
    assert [each.text for each in sandbox.messages(channel)] == ["Briefing"]


@pytest.mark.parametrize(
    ("denied", "refused"), [("create_public_threads", "create"), ("send_messages_in_threads", "send")]
)
async def test_a_thread_takes_the_permissions_of_its_channel(
    sandbox: Sandbox, channel: Channel, bot: TinyBot, denied: str, refused: str
) -> None:
    post = await _place(bot, channel).send("Briefing")
    sandbox.world.permit(channel, sandbox.world.bot, deny=[denied])
    place = bot.get_channel(channel.id)
    assert isinstance(place, discord.TextChannel)
    if refused == "send":
        sandbox.world.add_thread(channel, "Facts", sandbox.world.bot, opening=sandbox.world.messages[post.id])
        asked: Any = bot.get_partial_messageable(post.id).send("One")
    else:
        asked = place.get_partial_message(post.id).create_thread(name="Facts")

    with pytest.raises(discord.Forbidden):
        await asked


async def test_a_forum_takes_posts_only_and_lists_them_until_they_are_archived(
    sandbox: Sandbox, channel: Channel, bot: TinyBot
) -> None:
    assert channel.guild is not None
    ideas = sandbox.forum(channel.guild, "ideas")
    forum = await bot.fetch_channel(ideas.id)
    assert isinstance(forum, discord.ForumChannel)
    with pytest.raises(discord.HTTPException, match="non-text channel"):
        await bot.get_partial_messageable(ideas.id).send("Idea")
    with pytest.raises(discord.HTTPException, match="empty message"):
        await forum.create_thread(name="Idea", content="")
    created = await forum.create_thread(name="Idea", content="More facts")
    active = [each.id for each in await forum.guild.active_threads()]
    sandbox.world.archive(sandbox.world.channels[created.thread.id])
    archived = [each.id async for each in forum.archived_threads()]
    later = await forum.guild.active_threads()
    await created.thread.send("Again")

    assert active == archived == [created.thread.id]
    assert later == []
    assert [each.id for each in await forum.guild.active_threads()] == [created.thread.id]
