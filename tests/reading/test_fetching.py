from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.test_utils import TestServer
from originals import PAGE

from bot.errors import FetchError, UsageError
from bot.reading.addresses import is_public
from bot.reading.extracted import OriginalKind
from bot.reading.fetching import FetchLimits, fetch

SMALL = FetchLimits(size=10_000)
BOMB = gzip.compress(b"\0" * 50_000_000)


async def page(_: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html", charset="utf-8")


async def packed(request: web.Request) -> web.Response:
    body = {"gzip": gzip.compress(PAGE.encode()), "deflate": zlib.compress(PAGE.encode()), "br": b"x"}
    encoding = request.match_info["encoding"]
    return web.Response(body=body[encoding], content_type="text/html", headers={"Content-Encoding": encoding})


async def bomb(_: web.Request) -> web.Response:
    return web.Response(body=BOMB, content_type="text/html", headers={"Content-Encoding": "gzip"})


async def cut(_: web.Request) -> web.Response:
    body = gzip.compress(PAGE.encode())[:-20]
    return web.Response(body=body, content_type="text/html", headers={"Content-Encoding": "gzip"})


async def broken(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"The pier")
    assert request.transport is not None
    request.transport.close()
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    try:
        while True:
            await response.write(b"x" * 4096)
    except ConnectionError:
        return response


async def silent(_: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


async def onwards(request: web.Request) -> web.Response:
    left = int(request.match_info["left"])
    raise web.HTTPFound(f"/onwards/{left - 1}" if left else "/page")


async def elsewhere(request: web.Request) -> web.Response:
    raise web.HTTPMovedPermanently(request.query["to"])


async def typed(request: web.Request) -> web.Response:
    return web.Response(body=b"The pier.", content_type=request.query["type"])


@pytest_asyncio.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.add_routes(
        [
            web.get("/page", page),
            web.get("/packed/{encoding}", packed),
            web.get("/bomb", bomb),
            web.get("/cut", cut),
            web.get("/broken", broken),
            web.get("/endless", endless),
            web.get("/silent", silent),
            web.get("/onwards/{left}", onwards),
            web.get("/elsewhere", elsewhere),
            web.get("/typed", typed),
            web.get("/typed.md", typed),
        ]
    )
    running = TestServer(app)
    async with running:
        yield running


async def test_a_page_is_fetched_with_its_address_after_redirects(server: TestServer) -> None:
    found = await fetch(str(server.make_url("/onwards/4#top")), allow_private=True)

    assert found.content == PAGE.encode()
    assert (found.kind, found.charset) == (OriginalKind.HTML, "utf-8")
    assert found.address == str(server.make_url("/page"))


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_compressed_page_is_unpacked(server: TestServer, encoding: str) -> None:
    assert (await fetch(str(server.make_url(f"/packed/{encoding}")), allow_private=True)).content == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/onwards/5", "redirects more than 5 times"),
        ("/nowhere", "was answered with 404 Not Found"),
        ("/bomb", "is larger than 10,000 bytes"),
        ("/endless", "is larger than 10,000 bytes"),
        ("/cut", "was cut off on the way"),
        ("/broken", r"/broken was cut off on the way\.$"),
        ("/packed/br", "compressed as br"),
        ("/elsewhere?to=file:///etc/passwd", "is not an address that begins with https:// or http://"),
        ("/elsewhere?to=http://user@example.com/", "with a user name or password"),
    ],
)
async def test_a_fetch_that_breaks_a_limit_is_refused(server: TestServer, path: str, said: str) -> None:
    with pytest.raises(FetchError, match=said):
        await fetch(str(server.make_url(path)), allow_private=True, limits=SMALL)


async def test_what_is_compressed_is_unpacked_no_further_than_to_the_limit(server: TestServer) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            await fetch(str(server.make_url("/bomb")), allow_private=True, limits=SMALL)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


async def test_a_server_that_does_not_answer_is_given_up(server: TestServer) -> None:
    with pytest.raises(FetchError, match=r"did not answer within 0\.05 seconds"):
        await fetch(str(server.make_url("/silent")), allow_private=True, limits=FetchLimits(seconds=0.05))


async def test_what_is_no_article_is_refused(server: TestServer) -> None:
    with pytest.raises(UsageError, match="is of the type image/png; draft reads"):
        await fetch(str(server.make_url("/typed?type=image/png")), allow_private=True)

    for path, kind in (
        ("/typed?type=application/octet-stream", OriginalKind.TEXT),
        ("/typed.md?type=application/octet-stream", OriginalKind.MARKDOWN),
        ("/typed.md?type=text/plain", OriginalKind.MARKDOWN),
        ("/typed.md?type=text/html", OriginalKind.HTML),
    ):
        assert (await fetch(str(server.make_url(path)), allow_private=True)).kind is kind


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"])
async def test_this_machine_is_never_asked(server: TestServer, host: str) -> None:
    with pytest.raises(FetchError, match="of this machine or of a private network"):
        await fetch(f"http://{host}:{server.port}/page")


class Names(AbstractResolver):
    """Resolves names of its own, and keeps which ones were asked for."""

    def __init__(self, **addresses: list[str]) -> None:
        self.addresses = addresses
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        return [
            ResolveResult(hostname=host, host=each, port=port, family=family, proto=0, flags=0)
            for each in self.addresses[host]
        ]

    async def close(self) -> None:
        pass


async def test_a_name_with_one_private_address_is_refused(server: TestServer) -> None:
    names = Names(inside=["8.8.8.8", "10.0.0.7"])

    with pytest.raises(
        FetchError, match=r"inside \(10\.0\.0\.7\) is an address of this machine or of a private network"
    ):
        await fetch(f"http://inside:{server.port}/page", resolver=names)
    assert names.asked == ["inside"]


@pytest.mark.parametrize("to", ["http://inside/x", "http://127.0.0.1/x", "//[::1]/x", "http://0x7f000001/"])
async def test_a_redirect_to_a_private_address_is_refused(
    server: TestServer, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    names = Names(outside=["127.0.0.1"], inside=["192.168.0.1"], **{"0x7f000001": ["127.0.0.1"]})
    checked: list[str] = []

    def all_but_the_first(address: str, host: str) -> None:
        checked.append(address)
        if host != "outside":
            raise FetchError("private")

    for module in ("bot.reading.addresses", "bot.reading.fetching"):
        monkeypatch.setattr(f"{module}.refuse_private", all_but_the_first)

    with pytest.raises(FetchError, match="private"):
        await fetch(f"http://outside:{server.port}/elsewhere?to={to}", resolver=names)
    assert checked[0] == "127.0.0.1"
    assert len(checked) == 2


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0", "0x7f.1"])
async def test_this_machine_in_other_numbers_is_never_asked(server: TestServer, host: str) -> None:
    with pytest.raises(FetchError):
        await fetch(f"http://{host}:{server.port}/page")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.com/x", "https://", "http://user:pw@example.com/"]
)
async def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchError):
        await fetch(address)


PRIVATE = """
127.0.0.1 127.8.8.8 10.1.2.3
172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 255.255.255.255 224.0.0.1 240.0.0.1
192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12::1 ff02::1 ff0e::1 2001:db8::1 ::ffff:10.0.0.1
::ffff:127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 2002:7f00:1:: 2002:c0a8:101:: 2001:0:7f00:1:: localhost 127.1
""".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_global_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_a_global_address_is_public(address: str) -> None:
    assert is_public(address)
