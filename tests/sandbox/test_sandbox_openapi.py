from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
import pytest
from openapi import DESCRIPTION, validate
from tinybot import Layout, Question, TinyBot, custom_id

from bot.sandbox import Request, Sandbox

Interaction = discord.Interaction[Any]

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Discord's description of its API is not here")


async def _everything(interaction: Interaction) -> None:
    await interaction.response.defer()
    await interaction.edit_original_response(view=Layout())
    await interaction.original_response()
    embed = discord.Embed(title="Fact", description="Statement").add_field(name="Standing", value="documented")
    more = await interaction.followup.send("More", embed=embed, file=discord.File(__file__), wait=True)
    await more.edit(content="Less", attachments=[])
    await more.delete()


async def _pressed(interaction: Interaction) -> None:
    if custom_id(interaction) == "topic":
        await interaction.response.send_modal(Question())
    else:
        await interaction.response.edit_message(view=Layout("Changed"))


async def test_requests_and_answers_are_as_discord_describes_them(sandbox: Sandbox) -> None:
    guild = sandbox.guild("Newsroom")
    channel, reader = sandbox.channel(guild, "general"), sandbox.user("reader")
    bot = TinyBot(_everything, pressed=_pressed)

    @bot.tree.command(guild=discord.Object(guild.id), description="Reload")
    @discord.app_commands.default_permissions(manage_guild=True)
    @discord.app_commands.choices(part=[discord.app_commands.Choice(name="All", value=1)])
    async def reload(interaction: discord.Interaction, part: int = 1) -> None:
        await interaction.response.send_message("x" * (2000 + part))

    del reload
    sandbox.world.join(guild, sandbox.user("admin").user, roles=[sandbox.world.add_role(guild, "Admins", 1 << 3)])
    async with sandbox.run(bot):
        await bot.tree.sync(guild=discord.Object(guild.id))
        await bot.tree.fetch_commands()
        asked = await reader.slash(channel, "ask", question="all?")
        await sandbox.until(lambda: bool(asked.interaction.followups and asked.interaction.followups[0].deleted))
        await reader.autocomplete(channel, "ask", question="b")
        await reader.submit(await reader.choose(asked.message, "topic", ["law"]), {"Question": "why?"})
        await reader.click(asked.message, "Related")
        await reader.slash(reader.direct, "ask")
        await sandbox.user("admin").start_slash(channel, "reload").declined()
        await _use_channel(bot, channel.id, reader.user.id)
        await _use_threads(bot, channel.id, sandbox.forum(guild, "ideas").id)

    statuses = {request.status for request in sandbox.requests}
    assert len(sandbox.requests) > 25
    assert statuses >= {200, 204, 400, 404}
    assert validate(sandbox.requests) == []


async def _use_channel(bot: TinyBot, channel: int, user: int) -> None:
    place = await bot.fetch_channel(channel)
    assert isinstance(place, discord.TextChannel)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="More facts", custom_id="edition:1"))
    post = await place.send("Briefing", view=view, nonce="2025-10-18", silent=True)
    await post.reply("And more", file=discord.File(__file__, description="A file"))
    await post.edit(content="Briefing, late", view=None)
    assert len([message async for message in place.history(limit=10)]) >= 2
    await place.fetch_message(post.id)
    await post.delete()
    with pytest.raises(discord.NotFound):
        await place.fetch_message(post.id)
    await (await bot.fetch_user(user)).send("Paused")
    await place.typing()


async def _use_threads(bot: TinyBot, channel: int, forum: int) -> None:
    place, ideas = await bot.fetch_channel(channel), await bot.fetch_channel(forum)
    assert isinstance(place, discord.TextChannel)
    assert isinstance(ideas, discord.ForumChannel)
    thread = await (await place.send("Today")).create_thread(name="Briefing")
    await thread.send("Facts", nonce="1")
    created = await ideas.create_thread(name="Idea", content="More facts")
    assert created.message.id == created.thread.id
    assert {each.id for each in await place.guild.active_threads()} == {thread.id, created.thread.id}
    assert [each async for each in ideas.archived_threads()] == []


def _request(**changes: object) -> Request:
    path = "/channels/5/messages"
    made = Request(
        method="POST", path=path, query={}, body={"content": "x"}, files=(), status=400, response={}, injected=True
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the changes are this file's own


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"body": {"content": 5}}, 'body: $.content: 5 is not of types "null", "string"'),
        ({"path": "/channels/5/mail"}, "no such route"),
        ({"query": {"loud": "1"}}, "query loud: unknown"),
        ({"injected": False}, 'response 400: $: "code" is a required property'),
    ],
)
def test_validate_finds_what_the_description_does_not_allow(changes: dict[str, object], expected: str) -> None:
    (problem,) = validate([_request(**changes)])

    assert expected in problem


def test_validate_is_content_with_a_plain_message() -> None:
    assert validate([_request()]) == []
