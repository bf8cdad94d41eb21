"""Tell public addresses from those of this machine and its networks, which no article is fetched from."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

from bot.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet, and so is each IPv4 address inside it."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in _inside(found))


def _inside(address: Address) -> Iterator[Address]:
    """Yield an address and the IPv4 addresses that it stands for: mapped, 6to4 and Teredo."""
    if isinstance(address, ipaddress.IPv4Address) or address.ipv4_mapped is None:
        yield address
    if isinstance(address, ipaddress.IPv6Address):
        mapped = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
        yield from (each for each in mapped if each is not None)


def refuse_private(address: str, host: str) -> None:
    """Raise FetchError if an IP address that a host has is not public."""
    if not is_public(address):
        named = host if host == address else f"{host} ({address})"
        raise FetchError(
            f"{named} is an address of this machine or of a private network, and nothing is fetched from these. "
            "If you trust it, add --allow-private."
        )


def is_literal(host: str) -> bool:
    """Return whether a host is an IP address and not a name."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class PublicResolver(AbstractResolver):
    """Resolves names to public addresses only. The connection goes to what was checked, with no second look-up."""

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self._resolver = resolver or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of a name. Raises FetchError if any of them is not public."""
        found = await self._resolver.resolve(host, port, family)
        for each in found:
            refuse_private(each["host"], host)
        return found

    async def close(self) -> None:
        """Release the resolver."""
        await self._resolver.close()
