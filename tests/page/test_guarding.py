"""Whom the page's server answers, and what it is made of; no browser is needed for that."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from bot.sandbox import MovableClock, Sandbox
from bot.sandbox.page import Controls, Page, server

STATIC: Final = Path(server.__file__).parent / "static"
LONGEST: Final = 1_200


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    sandbox.channel(sandbox.guild("Newsroom"), "general")
    controls = Controls(clock=MovableClock(), appointments=(), restart=lambda: None)
    made = Page(sandbox.world, sandbox.gateway, [sandbox.user("admin"), sandbox.user("member")], controls)
    async with made.serve() as served:
        yield served


async def asked(socket: aiohttp.ClientWebSocketResponse, **what: Any) -> dict[str, Any]:
    """Ask over a page's socket, and give what comes back for it."""
    await socket.send_str(json.dumps({"id": 1, **what}))
    while True:
        frame = await socket.receive_json()
        if "re" in frame:
            return dict(frame)


async def test_the_socket_opens_to_the_page_itself(page: Page, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect(f"{page.url}/socket", headers={"Origin": page.url}) as socket:
        answer = await asked(socket, do="be", name="admin")

    assert answer == {"re": 1, "ok": {}}


@pytest.mark.parametrize("origin", ["http://example.com", "null", "https://127.0.0.1:{port}", "http://127.0.0.1", None])
async def test_the_socket_opens_to_no_other_site(page: Page, http: aiohttp.ClientSession, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin.format(port=page.port)}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(f"{page.url}/socket", headers=headers)

    assert refused.value.status == 403


@pytest.mark.parametrize("host", ["example.com:{port}", "127.0.0.1", "localhost", "127.0.0.1.example.com:{port}", "x"])
@pytest.mark.parametrize("path", ["/", "/socket", "/page.js"])
async def test_no_name_of_another_site_leads_here(
    page: Page, http: aiohttp.ClientSession, host: str, path: str
) -> None:
    named = host.format(port=page.port)
    async with http.get(page.url + path, headers={"Host": named, "Origin": f"http://{named}"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    "origin", ["http://example.com", "null", "https://127.0.0.1:{port}", "http://localhost:{port}"]
)
@pytest.mark.parametrize("path", ["/", "/page.js", "/files/1/x"])
async def test_no_other_site_gets_a_file(page: Page, http: aiohttp.ClientSession, origin: str, path: str) -> None:
    async with http.get(page.url + path, headers={"Origin": origin.format(port=page.port)}) as answer:
        assert answer.status == 403


async def test_the_page_gets_its_own_files(page: Page, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{page.url}/page.js", headers={"Origin": page.url}) as answer:
        assert answer.status == 200


async def test_the_page_is_served_on_localhost_as_well(page: Page, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{page.url}/", headers={"Host": f"localhost:{page.port}"}) as answer:
        assert answer.status == 200
        assert f"connect-src 'self' ws://localhost:{page.port};" in answer.headers["Content-Security-Policy"]


async def test_the_policy_lets_nothing_in_from_elsewhere(page: Page, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{page.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert policy.count("://") == 1


@pytest.mark.parametrize("path", ["/server.py", "/../server.py", "/%2e%2e/server.py", "/files/1/x", "/socket/x"])
async def test_nothing_but_the_pages_own_files_is_served(page: Page, http: aiohttp.ClientSession, path: str) -> None:
    async with http.get(page.url + path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ({"do": "say", "channel": "1", "content": "x"}, "This channel is gone."),
        ({"do": "click", "message": "1", "button": "x"}, "This message is gone."),
        ({"do": "submit", "form": "1", "answers": {}}, "This form is no longer open."),
        ({"do": "speak", "locale": "tlh"}, "does not understand"),
        ({"do": "move", "seconds": -60}, "The clock goes forward only"),
        ({"do": "move", "seconds": "x"}, "does not understand"),
        ({"do": "move", "appointment": 3}, "does not understand"),
        ({"do": "dance"}, "does not understand"),
        ({}, "does not understand"),
    ],
)
async def test_a_request_that_no_page_sends_is_refused_in_a_sentence(
    page: Page, http: aiohttp.ClientSession, what: dict[str, Any], told: str
) -> None:
    async with http.ws_connect(f"{page.url}/socket", headers={"Origin": page.url}) as socket:
        answer = await asked(socket, **what)

    assert told in answer["error"]


@pytest.mark.parametrize("raw", ["{", "[]", "1", '"x"', "null"])
async def test_a_frame_that_is_no_request_leaves_the_socket_open(
    page: Page, http: aiohttp.ClientSession, raw: str
) -> None:
    async with http.ws_connect(f"{page.url}/socket", headers={"Origin": page.url}) as socket:
        await socket.send_str(raw)
        refused = await socket.receive_json()
        answer = await asked(socket, do="be", name="nobody")

    assert "does not understand" in refused["error"]
    assert answer == {"re": 1, "ok": {}}


async def test_nobody_receives_what_only_another_user_sees(
    page: Page, http: aiohttp.ClientSession, sandbox: Sandbox
) -> None:
    admin = sandbox.user("admin")
    secret = admin.say(admin.direct, "for the bot alone")
    async with http.ws_connect(f"{page.url}/socket", headers={"Origin": page.url}) as socket:
        await socket.send_str(json.dumps({"id": 1, "do": "be", "name": "member"}))
        state = await socket.receive_json()
        await socket.receive_json()
        refused = await asked(socket, do="menu", message=str(secret.id), name="x")

    assert state["user"] == "member"
    assert state["messages"] == []
    assert refused["error"] == "This message is gone."


async def test_a_port_in_use_is_replaced_by_a_free_one(page: Page, sandbox: Sandbox) -> None:
    controls = Controls(clock=MovableClock(), appointments=(), restart=lambda: None)
    second = Page(sandbox.world, sandbox.gateway, [sandbox.user("admin")], controls)
    async with second.serve(port=page.port):
        assert second.port not in {0, page.port}


async def test_on_all_interfaces_a_bare_address_is_answered_and_a_name_is_not(
    sandbox: Sandbox, http: aiohttp.ClientSession
) -> None:
    controls = Controls(clock=MovableClock(), appointments=(), restart=lambda: None)
    page = Page(sandbox.world, sandbox.gateway, [sandbox.user("admin")], controls)
    async with page.serve(host="0.0.0.0"):  # noqa: S104 - what is tested
        address = f"http://127.0.0.1:{page.port}/"
        seen = []
        for name in (f"192.0.2.7:{page.port}", f"example.com:{page.port}"):
            async with http.get(address, headers={"Host": name}) as answer:
                seen.append(answer.status)

    assert seen == [200, 403]


def test_the_page_stays_small_and_loads_nothing_from_elsewhere() -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in STATIC.iterdir()}
    lines = [line for text in files.values() for line in text.splitlines()]
    made_from_text = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "srcdoc",
    )

    assert len(lines) < LONGEST
    assert max(map(len, lines)) <= 120
    assert [line for line in lines for name in made_from_text if name in line] == []
    assert [line for line in lines if ("src=" in line or "href=" in line or "import " in line) and "//" in line] == []
    assert "style=" not in files["index.html"]
