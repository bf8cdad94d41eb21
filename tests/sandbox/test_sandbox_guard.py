"""Whom the sandbox's Discord server answers: the bot, and no page of a website."""

from __future__ import annotations

from typing import Final

import aiohttp
import pytest
from tinybot import TinyBot

from bot.sandbox import Sandbox

OF_PAGES: Final = [
    {"Origin": "https://example.com"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:{port}"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Host": "example.com:{port}"},
    {"Host": "localhost:{port}"},
    {"Host": "127.0.0.1"},
]
PATHS: Final = ["/api/v10/users/@me", "/api/v10/gateway", "/api/v10/webhooks/1/x/messages/1", "/api/v10/x", "/"]


@pytest.mark.parametrize("sent", OF_PAGES)
@pytest.mark.parametrize("path", PATHS)
async def test_a_page_of_a_website_is_refused_even_with_the_token(
    sandbox: Sandbox, http: aiohttp.ClientSession, path: str, sent: dict[str, str]
) -> None:
    port = sandbox.url.split(":")[2].split("/")[0]
    headers = {name: value.format(port=port) for name, value in sent.items()}
    async with http.get(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bot {sandbox.token}", **headers}
    ) as answer:
        assert answer.status == 403
    assert sandbox.requests == ()


async def test_a_page_opens_no_gateway(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(sandbox.world.gateway_url, headers={"Origin": "https://example.com"})

    assert refused.value.status == 403


async def test_the_bot_is_answered(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{sandbox.url}/users/@me", headers={"Authorization": f"Bot {sandbox.token}"}) as answer:
        assert answer.status == 200


async def test_each_run_has_its_own_token_that_nobody_can_guess(sandbox: Sandbox) -> None:
    async with Sandbox.serve() as another:
        assert another.token != sandbox.token
        assert len(another.token) >= 32


async def test_the_token_of_an_answer_cannot_be_guessed(sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
    channel, reader = sandbox.channel(sandbox.guild("Newsroom"), "general"), sandbox.user("reader")
    async with sandbox.run(TinyBot()):
        await reader.slash(channel, "ask", question="x")
        (asked,) = sandbox.world.interactions.values()
        seen = []
        for token in (asked.token, f"interaction-token-{asked.id}", f"{asked.id}"):
            async with http.get(f"{sandbox.url}/webhooks/{sandbox.world.bot.id}/{token}/messages/@original") as answer:
                seen.append(answer.status)

    assert seen == [200, 404, 404]
