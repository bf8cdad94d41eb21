"""Faults that a test injects into coming requests: another answer, a delay, a broken connection."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True, eq=False)
class Fault:
    """What happens to the next `times` requests of a method whose path (without /api/v10) matches `path` fully.

    `status` 0 keeps the sandbox's own answer. With `after`, the request takes effect before the fault, so that the
    client does not learn of it. `hold` delays the answer until the event is set: before the effect or, with `after`,
    after it. `reset` breaks the connection instead of answering. `struck` counts the affected requests; the first sets
    `hit`; `agent` is its User-Agent, which tells bots apart.
    """

    method: str
    path: str
    status: int = 0
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    hold: asyncio.Event | None = None
    reset: bool = False
    after: bool = False
    times: int = 1
    struck: int = 0
    agent: str = ""
    hit: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def takes_over(self) -> bool:
        """Whether the client gets something other than the sandbox's own answer."""
        return self.reset or bool(self.status)

    def fits(self, method: str, path: str) -> bool:
        """Return whether the fault is still due and meant for this request."""
        return self.struck < self.times and method == self.method and re.fullmatch(self.path, path) is not None


def rate_limited(method: str, path: str, *, seconds: float, everywhere: bool = False, times: int = 1) -> Fault:
    """Return Discord's 429, with the headers that discord.py looks at."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": everywhere}
    headers = {"Via": "1.1 google", "Retry-After": str(seconds)}
    return Fault(method=method, path=path, status=429, body=body, headers=headers, times=times)


class Faults:
    """The injected faults. The first that fits a request is used."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> Fault:
        """Inject a fault."""
        self._ordered.append(fault)
        return fault

    def strike(self, method: str, path: str, agent: str) -> Fault | None:
        """Return the fault that hits this request, if any, and count it."""
        for fault in self._ordered:
            if fault.fits(method, path):
                fault.struck += 1
                fault.agent = fault.agent or agent
                fault.hit.set()
                return fault
        return None

    def clear(self) -> None:
        """Forget all faults."""
        self._ordered.clear()
