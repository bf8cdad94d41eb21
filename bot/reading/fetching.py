"""Fetch a page over HTTP, within limits, from public addresses only."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot import __version__
from bot.errors import FetchError
from bot.reading.addresses import PublicResolver, is_literal, refuse_private
from bot.reading.extracted import MAX_ORIGINAL_BYTES, Original
from bot.reading.kinds import kind_of_response

_OK: Final = 200
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_SCHEMES: Final = frozenset({"http", "https"})
_HEADERS: Final = {
    "User-Agent": f"briefing-bot/{__version__}",
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}
_CHUNK: Final = 64 * 1024  # bytes
_ANY_HEADER: Final = zlib.MAX_WBITS | 32  # gzip or zlib, by the first bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """The limits of a fetch: bytes after decompression, seconds for all of it and to connect, redirects."""

    size: int = MAX_ORIGINAL_BYTES
    seconds: float = 30.0
    connect_seconds: float = 10.0
    redirects: int = 5


async def fetch(
    address: str,
    *,
    allow_private: bool = False,
    limits: FetchLimits | None = None,
    resolver: AbstractResolver | None = None,
) -> Original:
    """Fetch a page. Raises FetchError if it is refused, missing, too large or too slow."""
    limits = limits or FetchLimits()
    checked = resolver if allow_private else PublicResolver(resolver)
    connector = aiohttp.TCPConnector(resolver=checked, use_dns_cache=False, force_close=True)
    timeout = aiohttp.ClientTimeout(total=limits.seconds, sock_connect=limits.connect_seconds)
    # Without trust_env no proxy is used, which would resolve names itself. Without auto_decompress the size is limited.
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        headers=_HEADERS,
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
    ) as session:
        try:
            return await _follow(session, address, limits, allow_private=allow_private)
        except TimeoutError:
            raise FetchError(f"{address} did not answer within {limits.seconds:g} seconds.") from None
        except aiohttp.InvalidURL:
            raise FetchError(f"{address} is not a web address.") from None
        except aiohttp.ClientPayloadError:
            raise FetchError(f"{address} was cut off on the way.") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError(f"{address} cannot be fetched: {_reason(error)}.") from error


async def _follow(
    session: aiohttp.ClientSession, address: str, limits: FetchLimits, *, allow_private: bool
) -> Original:
    """Fetch a page, following redirects; each address on the way is checked like the first."""
    url = _checked(URL(address), allow_private=allow_private)
    for _ in range(limits.redirects + 1):
        async with session.get(url, allow_redirects=False) as response:
            if response.status not in _REDIRECTS or "Location" not in response.headers:
                return await _original(response, address, limits)
            url = _checked(url.join(URL(response.headers["Location"])), allow_private=allow_private)
    raise FetchError(f"{address} redirects more than {limits.redirects} times.")


def _checked(url: URL, *, allow_private: bool) -> URL:
    if url.scheme not in _SCHEMES or not url.host:
        raise FetchError(f"{url} is not an address that begins with https:// or http://.")
    if url.user or url.password:
        raise FetchError("An address with a user name or password is not fetched.")
    if not allow_private and is_literal(url.host):
        refuse_private(url.host, url.host)
    return url.with_fragment(None)


async def _original(response: aiohttp.ClientResponse, address: str, limits: FetchLimits) -> Original:
    if response.status != _OK:
        said = f" {response.reason}" if response.reason else ""
        raise FetchError(f"{address} was answered with {response.status}{said}; nothing was read.")
    content = await _decoded(response, address, limits.size)
    final = str(response.url)
    media_type = response.content_type if "Content-Type" in response.headers else ""
    return Original(
        name=address,
        content=content,
        kind=kind_of_response(address, media_type.lower(), content),
        address=final,
        charset=response.charset or "",
    )


async def _decoded(response: aiohttp.ClientResponse, address: str, most: int) -> bytes:
    """Read the body, decompressing as it comes, and stop as soon as it is too large."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise FetchError(f"{address} was sent compressed as {encoding}, which was not asked for.")
    unpack = None if encoding == "identity" else zlib.decompressobj(_ANY_HEADER)
    body = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        try:
            body += chunk if unpack is None else unpack.decompress(chunk, most + 1 - len(body))
        except zlib.error as error:
            raise FetchError(f"{address} was sent compressed in a way that cannot be read ({error}).") from None
        if len(body) > most:
            raise FetchError(f"{address} is larger than {most:,} bytes.")
    if unpack is not None and body and not unpack.eof:
        raise FetchError(f"{address} was cut off on the way.")
    return bytes(body)


def _reason(error: Exception) -> str:
    inner = getattr(error, "os_error", None)
    said = inner.strerror if isinstance(inner, OSError) and inner.strerror else str(error)
    return said.rstrip(".") or type(error).__name__
