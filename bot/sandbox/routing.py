"""The types of the REST side: a call, a reply, a route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.messages import Upload
from bot.sandbox.model import Json
from bot.sandbox.refusals import RefusalError, not_found, refuse_field
from bot.sandbox.world import World

_NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request, read: `path` without /api/v10, `names` from the route, `body` is parsed JSON or None."""

    method: str
    path: str
    query: Mapping[str, str]
    body: Any = None
    uploads: tuple[Upload, ...] = ()
    names: Mapping[str, str]

    def number(self, name: str) -> int:
        """Return an id of the path. Raises RefusalError 50035 if it is none."""
        value = self.names[name]
        if not value.isdecimal():
            refuse_field((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    def form(self) -> Json:
        """Return the body, which must be a JSON object. Raises RefusalError 50109."""
        if not isinstance(self.body, dict):
            raise RefusalError(400, 50109, "The request body contains invalid JSON.")
        return self.body

    def wants(self, name: str) -> bool:
        """Return whether a flag of the query is set."""
        return self.query.get(name, "").lower() in {"1", "true"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer; a body of None is sent as no content."""

    status: int = 200
    body: object = None


Endpoint: TypeAlias = Callable[[World, Call], Reply]


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path template with its endpoint; `open` needs no token."""

    method: str
    template: str
    endpoint: Endpoint
    open: bool = False

    def names(self, call_path: str) -> dict[str, str] | None:
        """Return the values of the template's names, or None if the path is another."""
        pattern = _NAME.sub(r"(?P<\1>[^/]+)", self.template)
        match = re.fullmatch(pattern, call_path)
        return match.groupdict() if match else None


def find(routes: Iterable[Route], method: str, path: str) -> tuple[Route, dict[str, str]]:
    """Return the first route for a request. Raises RefusalError 404, or 405 if only the method is wrong."""
    seen = False
    for route in routes:
        names = route.names(path)
        if names is not None and route.method == method:
            return route, names
        seen = seen or names is not None
    raise RefusalError(405, 0, "405: Method Not Allowed") if seen else not_found()
