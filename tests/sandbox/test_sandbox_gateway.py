from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route
from tinybot import TinyBot

from bot.sandbox import Channel, Sandbox, Shard

MESSAGES = 1 << 0 | 1 << 9


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.channel(sandbox.guild("Newsroom"), "general")


@pytest.fixture
async def line(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A bare connection to the gateway, behind its hello."""
    async with aiohttp.ClientSession() as session, session.ws_connect(sandbox.world.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        yield socket


async def _identify(sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse, **changes: object) -> None:
    await line.send_json({"op": 2, "d": {"token": sandbox.token, "intents": 1, **changes}})


async def test_a_bot_gets_its_guilds_and_their_channels(sandbox: Sandbox, channel: Channel) -> None:
    bot = TinyBot()
    async with sandbox.run(bot):
        await bot.wait_until_ready()

        (guild,) = bot.guilds
        place = bot.get_channel(channel.id)
    assert guild.name == "Newsroom"
    assert guild.me.guild_permissions.send_messages
    assert isinstance(place, discord.TextChannel)
    assert place.name == "general"


async def test_a_dropped_connection_is_resumed_and_gets_what_it_missed(sandbox: Sandbox, channel: Channel) -> None:
    bot, reader = TinyBot(intents=MESSAGES), sandbox.user("reader")
    async with sandbox.run(bot):
        sandbox.gateway.drop()
        await sandbox.until(lambda: not sandbox.gateway.connected)
        missed = reader.start_slash(channel, "ask", question="anybody?")
        await bot.resumed.wait()

        assert (await missed.answered()).text == "You asked: anybody?"
    assert len(sandbox.gateway.sessions) == 1


async def test_a_bot_that_is_asked_to_reconnect_resumes(sandbox: Sandbox, channel: Channel) -> None:
    bot = TinyBot()
    async with sandbox.run(bot):
        before = set(sandbox.gateway.sessions)
        sandbox.gateway.reconnect()
        await bot.resumed.wait()

        assert set(sandbox.gateway.sessions) == before
        assert (await sandbox.user("reader").slash(channel, "ask", question="x")).text == "You asked: x"


async def test_a_bot_whose_session_is_lost_identifies_again(sandbox: Sandbox, channel: Channel) -> None:
    bot = TinyBot()
    async with sandbox.run(bot):
        before = set(sandbox.gateway.sessions)
        sandbox.gateway.invalidate()
        await sandbox.until(lambda: sandbox.gateway.connected and not before & set(sandbox.gateway.sessions))

        assert (await sandbox.user("reader").slash(channel, "ask", question="x")).text == "You asked: x"
    assert not bot.resumed.is_set()


async def test_a_resume_of_a_forgotten_session_is_refused(
    sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse
) -> None:
    sandbox.gateway.forget()
    await line.send_json({"op": 6, "d": {"token": sandbox.token, "session_id": "session-1", "seq": 3}})

    assert await line.receive_json() == {"op": 9, "d": False}


async def test_a_resume_replays_exactly_what_was_missed(sandbox: Sandbox, channel: Channel) -> None:
    async with aiohttp.ClientSession() as http:
        async with http.ws_connect(sandbox.world.gateway_url) as first:
            await first.receive_json()
            await _identify(sandbox, first)
            ready, guild = await first.receive_json(), await first.receive_json()
            await first.close(code=4000)
        await sandbox.until(lambda: not sandbox.gateway.connected)
        sandbox.world.permit(channel, sandbox.world.bot, deny=["send_messages"])
        async with http.ws_connect(sandbox.world.gateway_url) as second:
            await second.receive_json()
            asked = {"token": sandbox.token, "session_id": ready["d"]["session_id"], "seq": guild["s"]}
            await second.send_json({"op": 6, "d": asked})
            replayed, resumed = await second.receive_json(), await second.receive_json()

    assert [ready["s"], guild["s"], replayed["s"], resumed["s"]] == [1, 2, 3, 4]
    assert [replayed["t"], resumed["t"]] == ["CHANNEL_UPDATE", "RESUMED"]


@pytest.mark.parametrize(("code", "kept"), [(1000, 0), (4000, 1)])
async def test_a_session_ends_only_with_a_proper_close(
    sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse, code: int, kept: int
) -> None:
    await _identify(sandbox, line)
    assert (await line.receive_json())["t"] == "READY"
    await line.close(code=code)
    await sandbox.until(lambda: not sandbox.gateway.connected)

    assert len(sandbox.gateway.sessions) == kept


async def test_a_heartbeat_is_acknowledged_unless_the_gateway_is_mute(
    sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse
) -> None:
    await line.send_json({"op": 1, "d": None})
    assert (await line.receive_json())["op"] == 11

    sandbox.gateway.mute = True
    await line.send_json({"op": 1, "d": None})
    await line.send_json({"op": 99, "d": None})
    assert (await line.receive()).data == 4001


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"op": 2, "d": {"token": "wrong", "intents": 1}}, 4004),
        ({"op": 2, "d": {"token": "right", "intents": 1 << 15}}, 4014),
        ({"op": 6, "d": {"token": "wrong", "session_id": "x", "seq": 1}}, 4004),
        ({"op": 3, "d": {}}, 4003),
        ("{", 4002),
    ],
)
async def test_a_frame_that_the_gateway_does_not_accept_closes_it(
    sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse, frame: object, code: int
) -> None:
    text = frame if isinstance(frame, str) else json.dumps(frame)
    await line.send_str(text.replace("right", sandbox.token))

    assert (await line.receive()).data == code


@pytest.mark.parametrize(
    ("shard", "code"), [([4, 4], 4010), ([-1, 4], 4010), ([0, 0], 4010), ("all", 4010), ([0, 1], 4011), (None, 4011)]
)
async def test_a_shard_that_does_not_exist_or_is_one_of_too_few_closes_the_gateway(
    sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse, shard: object, code: int
) -> None:
    sandbox.world.sharding.required = 2
    await _identify(sandbox, line, **({} if shard is None else {"shard": shard}))

    assert (await line.receive()).data == code


async def test_a_shard_gets_its_own_guilds_and_shard_0_also_what_is_of_none(
    sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse
) -> None:
    first, second = (sandbox.guild(f"Guild {number}", shard=Shard(number, 2)) for number in (0, 1))
    reader = sandbox.user("reader")
    await _identify(sandbox, line, shard=[1, 2], intents=1 | 1 << 9 | 1 << 12)
    ready, guild = await line.receive_json(), await line.receive_json()
    reader.say(reader.direct, "in private")
    sandbox.channel(first, "general")
    heard = sandbox.channel(second, "general")

    assert ready["d"]["shard"] == [1, 2]
    assert [each["id"] for each in ready["d"]["guilds"]] == [guild["d"]["id"]] == [str(second.id)]
    assert (await line.receive_json())["d"]["id"] == str(heard.id)


async def test_shards_of_one_group_identify_one_after_the_other(sandbox: Sandbox) -> None:
    sandbox.world.sharding.interval, sandbox.world.sharding.max_concurrency = 3600.0, 2
    got = []
    async with aiohttp.ClientSession() as http:
        for number in (0, 1, 2):
            async with http.ws_connect(sandbox.world.gateway_url) as line:
                await line.receive_json()
                await _identify(sandbox, line, shard=[number, 4])
                got.append((await line.receive_json())["op"])

    assert got == [0, 0, 9]


async def test_a_second_identify_closes_the_gateway(sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse) -> None:
    await _identify(sandbox, line)
    assert (await line.receive_json())["t"] == "READY"
    await _identify(sandbox, line)

    assert (await line.receive()).data == 4005


async def test_a_wrong_token_is_a_login_failure(sandbox: Sandbox) -> None:
    with pytest.raises(discord.LoginFailure):
        async with sandbox.run(TinyBot(), token="wrong"):
            pass
    assert sandbox.requests[0].status == 401


async def test_a_token_revoked_while_running_ends_the_client(sandbox: Sandbox) -> None:
    bot = TinyBot()
    await bot.login(sandbox.token)
    try:
        sandbox.gateway._token = "another"
        with pytest.raises(discord.ConnectionClosed) as caught:
            await bot.connect()
    finally:
        await bot.close()
    assert caught.value.code == 4004


async def test_messages_are_sent_only_to_clients_that_ask_for_them_and_without_text(
    sandbox: Sandbox, channel: Channel
) -> None:
    deaf, listening = TinyBot(), TinyBot(intents=MESSAGES)
    reader = sandbox.user("reader")
    async with sandbox.run(deaf), sandbox.run(listening):
        reader.say(channel, "Secret plans")
        await reader.slash(channel, "ask", question="x")
        await listening.heard.wait()

    assert deaf.seen == []
    assert [message.content for message in listening.seen][:1] == [""]


async def test_a_message_has_its_text_where_it_mentions_the_client_or_is_a_direct_one(
    sandbox: Sandbox, channel: Channel
) -> None:
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Shown")

    bot = TinyBot(answer, intents=MESSAGES | 1 << 12)
    reader = sandbox.user("reader")
    async with sandbox.run(bot):
        await bot.wait_until_ready()
        own = await bot.get_partial_messageable(channel.id).send("News")
        news = sandbox.world.messages[own.id]
        shown = (await reader.slash(channel, "ask")).message
        reader.say(channel, "not for you")
        reader.say(channel, f"<@{sandbox.world.bot.id}> for you")
        reader.say(channel, "a reply", reply_to=news)
        reader.say(channel, "a quiet reply", reply_to=news, ping=False)
        reader.say(channel, "a reply to an answer, which notifies nobody", reply_to=shown)
        reader.say(reader.direct, "in private")
        while len(bot.seen) < 8:
            bot.heard.clear()
            await bot.heard.wait()

    told = [message for message in bot.seen if message.author != bot.user]
    assert [message.content for message in told] == ["", f"<@{bot.user.id}> for you", "a reply", "", "", "in private"]  # type: ignore[union-attr]
    assert [bool(message.mentions) for message in told] == [False, True, True, False, False, False]
    assert [isinstance(message.author, discord.Member) for message in told] == [True] * 5 + [False]
    assert isinstance(told[-1].channel, discord.DMChannel)


async def test_ephemeral_messages_are_sent_to_nobody_else(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Hidden", ephemeral=True)
        await interaction.followup.send("Shown")

    bot = TinyBot(answer, intents=MESSAGES)
    async with sandbox.run(bot):
        exchange = await sandbox.user("reader").slash(channel, "ask")
        await exchange.followed_up()
        await bot.heard.wait()

    assert [message.content for message in bot.seen] == ["Shown"]


async def test_new_guilds_and_channels_are_announced(sandbox: Sandbox) -> None:
    bot = TinyBot()
    async with sandbox.run(bot):
        await bot.wait_until_ready()
        joined = sandbox.guild("Second")
        channel = sandbox.channel(joined, "news")
        await sandbox.user("reader").slash(channel, "ask", question="x")
        assert bot.get_channel(channel.id) is not None

        sandbox.world.leave_guild(joined)
        await sandbox.user("reader").slash(sandbox.user("reader").direct, "ask", question="x")
        assert bot.get_guild(joined.id) is None


async def test_attaching_points_discord_py_at_the_sandbox_and_back() -> None:
    before: tuple[Any, ...] = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    async with Sandbox.serve() as sandbox:
        with sandbox.attach():
            during: tuple[Any, ...] = (Route.BASE, str(DiscordWebSocket.DEFAULT_GATEWAY))

    assert during == (sandbox.url, sandbox.world.gateway_url)
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)


async def test_as_many_connections_are_refused_as_ordered(sandbox: Sandbox) -> None:
    sandbox.gateway.refusing = 1
    async with aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(sandbox.world.gateway_url)
        async with http.ws_connect(sandbox.world.gateway_url) as taken:
            hello = await taken.receive_json()

    assert hello["op"] == 10


async def test_as_many_connections_get_an_unreadable_greeting_as_ordered(sandbox: Sandbox) -> None:
    sandbox.gateway.garbled = 1
    greetings = []
    async with aiohttp.ClientSession() as http:
        for _ in range(2):
            async with http.ws_connect(sandbox.world.gateway_url) as line:
                greetings.append(await line.receive_str())

    assert greetings[0] == "{"
    assert json.loads(greetings[1])["op"] == 10


async def test_a_close_is_confirmed(sandbox: Sandbox) -> None:
    async with aiohttp.ClientSession() as http, http.ws_connect(sandbox.world.gateway_url, autoclose=False) as line:
        await line.receive_json()
        await line._writer.close(1000)

        assert (await line.receive()).type is aiohttp.WSMsgType.CLOSE


async def test_a_gateway_that_does_not_listen_confirms_no_close(sandbox: Sandbox) -> None:
    sandbox.gateway.deaf = True
    async with aiohttp.ClientSession() as http, http.ws_connect(sandbox.world.gateway_url, autoclose=False) as line:
        await line.receive_json()
        await line._writer.close(1000)
        waiting = asyncio.create_task(line.receive())
        # A goodbye is answered within the turn in which it is read; this is several.
        async with http.get(f"{sandbox.url}/gateway") as response:
            await response.read()
        answered = waiting.done()
        waiting.cancel()

    assert not answered


async def test_an_event_is_dispatched_unchanged(sandbox: Sandbox, line: aiohttp.ClientWebSocketResponse) -> None:
    await _identify(sandbox, line)
    await line.receive_json()
    sandbox.gateway.babble("GUILD_CREATE", {"nonsense": True})

    frame = await line.receive_json()
    assert (frame["t"], frame["d"], frame["s"]) == ("GUILD_CREATE", {"nonsense": True}, 2)
