from __future__ import annotations

import datetime as dt
from typing import Any

import discord
import pytest
from tinybot import Layout, TinyBot

from bot.sandbox import Channel, Exchange, ManualClock, Person, Sandbox, UnavailableError, permissions

Interaction = discord.Interaction[Any]

NOON = dt.datetime(2025, 10, 17, 12, tzinfo=dt.UTC)


@pytest.fixture
def clock() -> ManualClock:
    """A time that stands still."""
    return ManualClock(NOON)


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.channel(sandbox.guild("Newsroom"), "general")


def _ask(sandbox: Sandbox, channel: Channel) -> Exchange:
    return sandbox.user("reader").start_slash(channel, "ask")


async def test_a_second_answer_is_refused(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message("First")
        interaction.response._response_type = None
        await interaction.response.send_message("Second")

    async with sandbox.run(TinyBot(answer)):
        exchange = _ask(sandbox, channel)
        refused = await exchange.declined()

    assert (refused.status, refused.code) == (400, 40060)
    assert exchange.text == "First"


async def test_an_answer_after_three_seconds_is_refused(sandbox: Sandbox, channel: Channel, clock: ManualClock) -> None:
    async def answer(interaction: Interaction) -> None:
        clock.advance(3.1)
        await interaction.response.send_message("Late")

    async with sandbox.run(TinyBot(answer)):
        refused = await _ask(sandbox, channel).declined()

    assert (refused.status, refused.code) == (404, 10062)
    assert sandbox.messages(channel) == ()


async def test_an_answer_after_just_under_three_seconds_is_taken(
    sandbox: Sandbox, channel: Channel, clock: ManualClock
) -> None:
    async def answer(interaction: Interaction) -> None:
        clock.advance(2.9)
        await interaction.response.send_message("In time")

    async with sandbox.run(TinyBot(answer)):
        exchange = await _ask(sandbox, channel).answered()

    assert exchange.text == "In time"


@pytest.mark.parametrize("minutes", [14, 16])
async def test_an_answer_can_be_edited_for_fifteen_minutes(
    sandbox: Sandbox, channel: Channel, clock: ManualClock, minutes: int
) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message("First")
        clock.advance(minutes * 60)
        await interaction.edit_original_response(content="Edited")

    async with sandbox.run(TinyBot(answer)):
        exchange = await _ask(sandbox, channel).answered()
        await sandbox.until(lambda: sandbox.requests[-1].method == "PATCH")

    assert exchange.text == ("Edited" if minutes == 14 else "First")
    assert sandbox.requests[-1].status == (200 if minutes == 14 else 401)


async def test_a_follow_up_before_the_first_answer_is_refused(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.followup.send("Too early")

    bot = TinyBot(answer)
    async with sandbox.run(bot):
        _ask(sandbox, channel)
        await sandbox.until(lambda: sandbox.requests[-1].path.startswith("/webhooks"))

    assert sandbox.requests[-1].status == 404
    assert sandbox.requests[-1].response == {"message": "Unknown Webhook", "code": 10015}


async def test_a_refused_form_names_each_field_and_leaves_the_answer_open(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        try:
            await interaction.response.send_message("x" * 2001)
        except discord.HTTPException as error:
            await interaction.response.send_message(f"Refused: {error.code}")

    async with sandbox.run(TinyBot(answer)):
        exchange = await _ask(sandbox, channel).answered()

    refusal = next(request for request in sandbox.requests if request.status == 400)
    assert exchange.text == "Refused: 50035"
    assert refusal.response == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {
            "content": {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]}
        },
    }


async def test_more_than_25_choices_are_refused(sandbox: Sandbox, channel: Channel) -> None:
    bot = TinyBot()

    @bot.tree.command(description="Fact")
    async def fact(interaction: discord.Interaction, name: str) -> None:
        await interaction.response.send_message(name)

    @fact.autocomplete("name")
    async def complete(_: discord.Interaction, __: str) -> list[discord.app_commands.Choice[str]]:
        return [discord.app_commands.Choice(name=str(number), value=str(number)) for number in range(26)]

    del complete
    hasty = Person(sandbox.world, sandbox.user("reader").user, patience=1.0)
    async with sandbox.run(bot):
        with pytest.raises(UnavailableError, match="declined: 400 50035"):
            await hasty.autocomplete(channel, "fact", name="b")


async def test_an_update_needs_a_message_to_update(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        route = discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback")
        await interaction.client.http.request(route, json={"type": 7, "data": {"content": "x"}})

    async with sandbox.run(TinyBot(answer)):
        refused = await _ask(sandbox, channel).declined()

    assert refused.code == 50035


async def test_a_plain_answer_becomes_a_layout_and_never_goes_back(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message("Plain")
        await interaction.edit_original_response(content=None, view=Layout())
        await interaction.edit_original_response(content="Plain again", view=None)

    bot = TinyBot(answer)
    async with sandbox.run(bot):
        exchange = await _ask(sandbox, channel).answered()
        await sandbox.until(lambda: sandbox.requests[-1].status == 400)

    assert exchange.text == "Three bombers flew.\nStanding: documented"


async def test_a_layout_beside_content_is_refused(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message("Plain")
        await interaction.edit_original_response(view=Layout())

    async with sandbox.run(TinyBot(answer)):
        exchange = await _ask(sandbox, channel).answered()
        await sandbox.until(lambda: sandbox.requests[-1].method == "PATCH")

    assert sandbox.requests[-1].status == 400
    assert exchange.text == "Plain"


async def test_only_what_is_registered_can_be_called(sandbox: Sandbox, channel: Channel) -> None:
    reader = sandbox.user("reader")
    with pytest.raises(UnavailableError, match="No command 'ask' is offered here; registered are: none"):
        reader.start_slash(channel, "ask")

    async with sandbox.run(TinyBot()):
        with pytest.raises(UnavailableError, match="No command 'reload' is offered here; registered are: ask"):
            reader.start_slash(channel, "reload")
        with pytest.raises(UnavailableError, match="has no option 'fact'"):
            reader.start_slash(channel, "ask", fact="x")
        with pytest.raises(UnavailableError, match="takes str, not 5"):
            reader.start_slash(channel, "ask", question=5)


async def test_a_command_of_a_guild_is_offered_only_there_and_to_those_whom_it_permits(
    sandbox: Sandbox, channel: Channel
) -> None:
    bot = TinyBot()
    home = discord.Object(channel.guild.id if channel.guild else 0)

    @bot.tree.command(guild=home, description="Reload")
    @discord.app_commands.default_permissions(manage_guild=True)
    async def reload(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Reloaded")

    del reload
    elsewhere = sandbox.channel(sandbox.guild("Elsewhere"), "general")
    admins = [sandbox.world.add_role(guild, "Admins", 1 << 5) for guild in sandbox.world.guilds.values()]
    admin, reader = sandbox.user("admin", roles=admins), sandbox.user("reader")
    async with sandbox.run(bot):
        await bot.tree.sync(guild=home)

        assert (await admin.slash(channel, "reload")).text == "Reloaded"
        with pytest.raises(UnavailableError, match="reader may not use 'reload' here"):
            reader.start_slash(channel, "reload")
        with pytest.raises(UnavailableError, match="No command 'reload'"):
            admin.start_slash(elsewhere, "reload")


async def test_a_command_for_guilds_is_not_offered_in_direct_messages(sandbox: Sandbox, channel: Channel) -> None:
    bot = TinyBot()

    @bot.tree.command(description="Status")
    @discord.app_commands.guild_only()
    async def status(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Well")

    del status
    reader = sandbox.user("reader")
    async with sandbox.run(bot):
        assert (await reader.slash(channel, "status")).text == "Well"
        with pytest.raises(UnavailableError, match="No command 'status'"):
            reader.start_slash(reader.direct, "status")


async def test_a_command_for_users_is_offered_wherever_a_user_is_who_has_installed_it(sandbox: Sandbox) -> None:
    bot = TinyBot()

    @bot.tree.command(description="Status")
    @discord.app_commands.allowed_installs(guilds=False, users=True)
    @discord.app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def status(interaction: discord.Interaction) -> None:
        owner = interaction.is_user_integration(), interaction.is_guild_integration()
        await interaction.response.send_message(f"{interaction.context.to_array()} {owner}")

    del status
    home, strange = sandbox.guild("Newsroom"), sandbox.guild("Elsewhere")
    reader, other = sandbox.user("reader"), sandbox.user("other")
    places = [sandbox.channel(guild, "general") for guild in (home, strange)]
    places += [reader.direct, sandbox.world.group(reader.user, other.user)]
    sandbox.world.leave_guild(strange)
    sandbox.world.install(reader.user)
    async with sandbox.run(bot):
        told = [(await reader.slash(place, "status")).text for place in places]

    assert told == ["[0] (True, True)", "[0] (True, False)", "[1] (True, False)", "[2] (True, False)"]
    with pytest.raises(UnavailableError, match="not installed for other"):
        other.start_slash(places[0], "status")
    with pytest.raises(UnavailableError, match="is not in this direct channel"):
        sandbox.user("third").start_slash(places[3], "status")


async def test_a_server_may_let_the_app_of_a_member_answer_that_member_alone(sandbox: Sandbox) -> None:
    bot = TinyBot()

    @bot.tree.command(description="Status")
    @discord.app_commands.allowed_installs(guilds=False, users=True)
    async def status(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Well")
        await interaction.followup.send("Still well")

    del status
    guild = sandbox.guild("Elsewhere")
    channel, reader = sandbox.channel(guild, "general"), sandbox.user("reader")
    guild.roles[guild.id].permissions &= ~permissions.bits("use_external_apps")
    sandbox.world.leave_guild(guild)
    sandbox.world.install(reader.user)
    async with sandbox.run(bot):
        shown = await (await reader.slash(channel, "status")).followed_up()

    assert shown.ephemeral
    assert [message.ephemeral for message in shown.followups] == [True]


async def test_buttons_of_others_and_disabled_ones_cannot_be_pressed(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: Interaction) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Off", custom_id="off", disabled=True))
        view.add_item(discord.ui.Button(label="Source", url="https://example.org"))
        await interaction.response.send_message("Mine", view=view, ephemeral=True)

    async with sandbox.run(TinyBot(answer)):
        exchange = await _ask(sandbox, channel).answered()

    for name, expected in (("Off", "disabled"), ("Source", "is a link"), ("Gone", "has no button")):
        with pytest.raises(UnavailableError, match=expected):
            sandbox.user("reader").start_click(exchange.message, name)
    with pytest.raises(UnavailableError, match="other does not see"):
        sandbox.user("other").start_click(exchange.message, "Off")
