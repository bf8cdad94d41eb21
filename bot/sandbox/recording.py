"""The record of an HTTP request, for tests that check the traffic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request and its answer. `path` is without /api/v10; bodies are parsed JSON or None.

    `injected` means that the answer came from a fault, not from the sandbox. `status` 0 is a reset connection.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: object
    files: tuple[str, ...]
    status: int
    response: object = field(repr=False)
    injected: bool = False
