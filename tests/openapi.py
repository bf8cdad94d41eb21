"""Check recorded traffic against Discord's own description of its API, where that is beside the project."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from jsonschema_rs import Draft202012Validator, Registry

from bot.sandbox import Request

DESCRIPTION: Final = Path(__file__).parents[2] / "shared" / "discord" / "openapi.json"
QUERY_EXCEPTIONS: Final = frozenset({"use_nested_fields"})
"""What discord.py sends with a post in a forum, although the description does not have it."""

ROOT: Final = "urn:discord"

Json: TypeAlias = dict[str, Any]
Operation: TypeAlias = tuple[re.Pattern[str], str, Json]


def validate(requests: Iterable[Request]) -> list[str]:
    """Each request and each answer of the sandbox that the description does not allow, in one line each."""
    return [problem for request in requests for problem in _problems(request)]


def _problems(request: Request) -> list[str]:
    where = f"{request.method} {request.path}"
    operation = _operation(request.method, request.path)
    if operation is None:
        return [f"{where}: no such route"]
    found = [*_query_problems(request, operation), *_body_problems(request, operation)]
    if not request.injected:
        found += _response_problems(request, operation)
    return [f"{where}: {problem}" for problem in found]


def _query_problems(request: Request, operation: Json) -> list[str]:
    known = {each["name"]: each["schema"] for each in operation.get("parameters", []) if each["in"] == "query"}
    found = [f"query {name}: unknown" for name in request.query if name not in known and name not in QUERY_EXCEPTIONS]
    for name, schema in known.items():
        if name in request.query:
            found += _check(f"query {name}", _read(request.query[name], schema), schema)
    return found


def _read(value: str, schema: Json) -> object:
    """A query's text as the type that the schema expects; Discord reads 1 and 0 as booleans."""
    if schema.get("type") == "boolean":
        return {"1": True, "0": False, "true": True, "false": False}.get(value.lower(), value)
    return int(value) if schema.get("type") == "integer" and value.isdecimal() else value


def _body_problems(request: Request, operation: Json) -> list[str]:
    described = operation.get("requestBody")
    if described is None:
        return [] if request.body is None else ["body: none is expected"]
    if request.status >= 400 and not request.injected:
        return []  # the sandbox has refused it, as Discord does
    schema = described["content"]["application/json"]["schema"]
    return _check("body", _as_discord_reads(request.path, request.body), schema)


def _as_discord_reads(path: str, body: object) -> object:
    """Undo what discord.py sends and Discord takes, although the description does not allow it."""
    for exception in REQUEST_EXCEPTIONS.values():
        body = exception(path, body)
    return body


def _permissions_as_text(path: str, body: object) -> object:
    """default_member_permissions: described as an integer, documented (and given back) as a string of digits."""
    if path.endswith("/commands") and isinstance(body, list):
        return [_permissions_as_text(path + "/one", each) for each in body]
    if "/commands" in path and isinstance(body, dict) and isinstance(body.get("default_member_permissions"), str):
        return {**body, "default_member_permissions": int(body["default_member_permissions"])}
    return body


_ID_KEYS: Final = frozenset({"id", "message_id", "channel_id", "guild_id", "recipient_id"})


def _ids_as_numbers(path: str, body: object) -> object:
    """Ids: described as text; discord.py sends those of files, replies, direct channels and mentions as numbers."""
    if not isinstance(body, dict) or "/commands" in path:
        return body
    done: Json = {key: str(each) if key in _ID_KEYS and isinstance(each, int) else each for key, each in body.items()}
    for key in ("data", "message_reference"):
        if key in done:
            done[key] = _ids_as_numbers(path, done[key])
    mentions: Any = done.get("allowed_mentions")
    if isinstance(mentions, dict):
        done["allowed_mentions"] = {
            key: [*map(str, each)] if key in {"users", "roles"} else each for key, each in mentions.items()
        }
    if "/threads" in path and "message" in done:
        done["message"] = _ids_as_numbers(path, done["message"])
    if isinstance(done.get("attachments"), list):
        done["attachments"] = [_ids_as_numbers(path, each) for each in done["attachments"]]
    return done


def _chosen_ids_as_text(path: str, body: object) -> object:
    """default_values[].id of a menu: described as text; discord.py sends a number."""
    if isinstance(body, list):
        return [_chosen_ids_as_text(path, each) for each in body]
    if not isinstance(body, dict):
        return body
    done: Json = {key: _chosen_ids_as_text(path, each) for key, each in body.items()}
    if isinstance(done.get("default_values"), list):
        done["default_values"] = [{**each, "id": str(each["id"])} for each in done["default_values"]]
    return done


REQUEST_EXCEPTIONS: Final = {
    "default_member_permissions": _permissions_as_text,
    "ids": _ids_as_numbers,
    "default_values": _chosen_ids_as_text,
}


def _field_codes_as_numbers(body: object) -> object:
    """errors…_errors[].code: described as a number; Discord sends names such as BASE_TYPE_REQUIRED, as documented."""
    if isinstance(body, list):
        return [_field_codes_as_numbers(each) for each in body]
    if not isinstance(body, dict):
        return body
    done = {key: _field_codes_as_numbers(each) for key, each in body.items()}
    return {**done, "code": 0} if isinstance(done.get("code"), str) else done


RESPONSE_EXCEPTIONS: Final = {"errors": _field_codes_as_numbers}


def _response_problems(request: Request, operation: Json) -> list[str]:
    answers = operation["responses"]
    described = answers.get(str(request.status)) or answers.get(f"{request.status // 100}XX")
    if described is None:
        return [f"response: the status {request.status} is not described"]
    if "$ref" in described:
        described = _resolve(described["$ref"])
    content = described.get("content", {}).get("application/json")
    if content is None:
        return [] if request.response is None else ["response: none is expected"]
    body = request.response
    if request.status >= 400:
        body = RESPONSE_EXCEPTIONS["errors"](body)
    return _check(f"response {request.status}", body, content["schema"])


def _check(what: str, value: object, schema: Json) -> list[str]:
    validator = _validator(json.dumps(schema))
    if validator.is_valid(value):
        return []
    error = min(validator.iter_errors(value), key=lambda error: len(error.instance_path))
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.instance_path)
    return [f"{what}: ${place}: {error.message[:300]}"]


def _operation(method: str, path: str) -> Json | None:
    fitting = [operation for pattern, verb, operation in _operations() if verb == method and pattern.fullmatch(path)]
    return fitting[0] if fitting else None


@cache
def _operations() -> list[Operation]:
    """All operations; paths with fewer names first, so that /users/@me is not taken for /users/{user_id}."""
    paths = sorted(_description()["paths"].items(), key=lambda item: str(item[0]).count("{"))
    return [
        (re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), verb.upper(), operation)
        for path, verbs in paths
        for verb, operation in verbs.items()
        if verb != "parameters"
    ]


@cache
def _validator(schema: str) -> Draft202012Validator:
    """Made once for each schema; the schema's text is the key, since a mapping cannot be one."""
    absolute = json.loads(schema.replace('"#/', f'"{ROOT}#/'))
    return Draft202012Validator(absolute, registry=_registry(), validate_formats=True)


@cache
def _registry() -> Registry:
    return Registry([(ROOT, _description())])


def _resolve(pointer: str) -> Json:
    node: Any = _description()
    for step in pointer.removeprefix("#/").split("/"):
        node = node[step]
    return dict(node)


@cache
def _description() -> Json:
    return dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
