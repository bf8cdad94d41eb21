from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest
from tinybot import TinyBot

from bot.sandbox import Channel, Fault, Sandbox, rate_limited

POST = r"/channels/\d+/messages"


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.channel(sandbox.guild("Newsroom"), "briefing")


@pytest.fixture
async def place(sandbox: Sandbox, channel: Channel) -> AsyncIterator[discord.PartialMessageable]:
    bot = TinyBot()
    async with sandbox.run(bot):
        yield bot.get_partial_messageable(channel.id)


async def test_a_rate_limit_is_waited_for_and_the_post_comes_once(
    sandbox: Sandbox, channel: Channel, place: discord.PartialMessageable
) -> None:
    fault = sandbox.faults.order(rate_limited("POST", POST, seconds=0))
    await place.send("Briefing")

    assert fault.struck == 1
    assert [message.text for message in sandbox.messages(channel)] == ["Briefing"]
    assert [request.status for request in sandbox.requests[-2:]] == [429, 200]
    assert [request.injected for request in sandbox.requests[-2:]] == [True, False]


@pytest.mark.parametrize(("after", "posted"), [(False, 0), (True, 1)])
async def test_an_error_comes_before_or_after_the_effect(
    sandbox: Sandbox, channel: Channel, place: discord.PartialMessageable, *, after: bool, posted: int
) -> None:
    sandbox.faults.order(Fault(method="POST", path=POST, status=503, body={"code": 0, "message": "down"}, after=after))
    with pytest.raises(discord.DiscordServerError):
        await place.send("Briefing", nonce="1-2025-10-17")
    assert len(sandbox.messages(channel)) == posted

    await place.send("Briefing", nonce="1-2025-10-17")
    assert len(sandbox.messages(channel)) == 1


async def test_a_connection_is_reset(sandbox: Sandbox, channel: Channel, place: discord.PartialMessageable) -> None:
    sandbox.faults.order(Fault(method="POST", path=POST, reset=True))

    with pytest.raises(aiohttp.ClientError):
        await place.send("Briefing")
    assert sandbox.messages(channel) == ()


async def test_a_reset_behind_the_effect_leaves_the_message(
    sandbox: Sandbox, channel: Channel, place: discord.PartialMessageable
) -> None:
    sandbox.faults.order(Fault(method="POST", path=POST, reset=True, after=True))

    with pytest.raises(aiohttp.ClientError):
        await place.send("Briefing")
    assert len(sandbox.messages(channel)) == 1


async def test_a_request_is_held_until_it_is_let_go(
    sandbox: Sandbox, channel: Channel, place: discord.PartialMessageable
) -> None:
    gate = asyncio.Event()
    fault = sandbox.faults.order(Fault(method="POST", path=POST, hold=gate))
    sending = asyncio.create_task(place.send("Held"))
    await fault.hit.wait()
    assert sandbox.messages(channel) == ()

    gate.set()
    await sending
    assert len(sandbox.messages(channel)) == 1


async def test_a_fault_strikes_its_route_and_number_of_times_only(
    sandbox: Sandbox, channel: Channel, place: discord.PartialMessageable
) -> None:
    fault = sandbox.faults.order(Fault(method="POST", path=r"/channels/5/messages", status=403))
    await place.send("Untouched")
    assert fault.struck == 0

    sandbox.faults.clear()
    forbidden = Fault(method="POST", path=POST, status=403, body={"code": 50013, "message": "No"}, times=2)
    sandbox.faults.order(forbidden)
    for _ in range(2):
        with pytest.raises(discord.Forbidden):
            await place.send("Refused")
    await place.send("Again")
    assert [message.text for message in sandbox.messages(channel)] == ["Untouched", "Again"]
