"""A record of one HTTP request, for tests that validate the traffic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked and answered; `path` is without /api/v10, bodies are parsed JSON or None.

    `injected` tells that the answer came from a fault and is not the sandbox's own; `status` 0 is a reset connection.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: object
    files: tuple[str, ...]
    status: int
    response: object = field(repr=False)
    injected: bool = False
