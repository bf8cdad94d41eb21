"""What Discord refuses in the registration of application commands."""

from __future__ import annotations

import re

from bot.sandbox.model import CommandKind, Context, Json
from bot.sandbox.refusals import FieldErrors, RefusalError, Step, refuse_field

NAME = re.compile(r"[-_'\w]{1,32}")
MOST = {CommandKind.SLASH: 100, CommandKind.USER: 15, CommandKind.MESSAGE: 15}
OPTIONS = 25
CONTEXTS = tuple(map(int, Context))
INTEGRATIONS = (0, 1)
"""Installed by a guild, by a user."""
CHOICES = 25
TOTAL = 8000
"""Characters of a command's names, descriptions and choice values together; of translations the longest counts."""

SUBCOMMAND, GROUP, STRING = 1, 2, 3

Path = tuple[Step, ...]


def check_commands(bodies: list[Json]) -> None:
    """Check a whole scope of commands. Raises RefusalError 50035 or 30032."""
    errors = FieldErrors()
    for index, body in enumerate(bodies):
        _check_command(errors, (index,), body)
    errors.close()
    _check_names(bodies)
    for kind, most in MOST.items():
        if sum(_kind(body) is kind for body in bodies) > most:
            raise RefusalError(400, 30032, f"Maximum number of application commands reached ({most})")


def check_command(body: Json) -> None:
    """Check one command. Raises RefusalError 50035."""
    errors = FieldErrors()
    _check_command(errors, (), body)
    errors.close()


def _kind(body: Json) -> CommandKind:
    return CommandKind(body.get("type") or CommandKind.SLASH)


def _check_names(bodies: list[Json]) -> None:
    seen = set()
    for index, body in enumerate(bodies):
        name = (_kind(body), body["name"])
        if name in seen:
            twice = "Application command names must be unique"
            refuse_field((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", twice)
        seen.add(name)


def _check_command(errors: FieldErrors, path: Path, body: Json) -> None:
    _check_reach(errors, path, body)
    if _kind(body) is CommandKind.SLASH:
        _check_name(errors, path, body)
        errors.required((*path, "description"), body.get("description") or None, most=100)
        _check_options(errors, path, body.get("options") or [], depth=0)
        _check_total(errors, path, body)
        return
    errors.required((*path, "name"), body.get("name"), most=32)
    for locale, name in (body.get("name_localizations") or {}).items():
        errors.text((*path, "name_localizations", locale), name, most=32, least=1)
    bare = "Context menu commands cannot have description"
    errors.require(
        not body.get("description"), (*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", bare
    )
    bare = "Context menu commands cannot have options"
    errors.require(not body.get("options"), (*path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", bare)


def _check_reach(errors: FieldErrors, path: Path, body: Json) -> None:
    """Check where a command is offered: each list, if there is one, names at least one place and none twice."""
    for field, known in (("contexts", CONTEXTS), ("integration_types", INTEGRATIONS)):
        values = body.get(field)
        if values is None:
            continue
        errors.count((*path, field), values, most=len(known), least=1)
        each = f"Value must be one of {known}, and each once."
        fits = set(values) <= set(known) and len(set(values)) == len(values)
        errors.require(fits, (*path, field), "BASE_TYPE_CHOICES", each)


def _check_name(errors: FieldErrors, path: Path, body: Json) -> None:
    """Check a name and its translations: lower-case letters and digits."""
    errors.required((*path, "name"), body.get("name"), most=32)
    named: dict[Path, object] = {("name",): body.get("name")}
    named |= {("name_localizations", locale): name for locale, name in (body.get("name_localizations") or {}).items()}
    for place, name in named.items():
        fits = isinstance(name, str) and NAME.fullmatch(name) is not None and name == name.lower()
        errors.require(fits, (*path, *place), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    for locale, text in (body.get("description_localizations") or {}).items():
        errors.text((*path, "description_localizations", locale), text, most=100, least=1)


def _check_options(errors: FieldErrors, path: Path, options: list[Json], *, depth: int) -> None:
    errors.count((*path, "options"), options, most=OPTIONS)
    for index, option in enumerate(options):
        _check_option(errors, (*path, "options", index), option, depth=depth)
    names = [option.get("name") for option in options]
    twice = "Option names must be unique"
    errors.require(
        len(set(names)) == len(names), (*path, "options"), "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", twice
    )
    needed = [bool(option.get("required")) for option in options]
    late = "Required options must be placed before non-required options"
    ordered = needed == sorted(needed, reverse=True)
    errors.require(ordered, (*path, "options"), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", late)


def _check_option(errors: FieldErrors, path: Path, option: Json, *, depth: int) -> None:
    _check_name(errors, path, option)
    errors.required((*path, "description"), option.get("description") or None, most=100)
    kind = option.get("type")
    if kind in {SUBCOMMAND, GROUP}:
        deep = "Sub-commands and groups nest one in another, once"
        allowed = depth == 0 or (depth == 1 and kind == SUBCOMMAND)
        errors.require(allowed, (*path, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", deep)
        _check_options(errors, path, option.get("options") or [], depth=depth + 1)
        return
    _check_choices(errors, path, option)


def _check_choices(errors: FieldErrors, path: Path, option: Json) -> None:
    choices: list[Json] = option.get("choices") or []
    errors.count((*path, "choices"), choices, most=CHOICES)
    both = "Autocomplete and choices cannot both be given"
    clash = bool(option.get("autocomplete") and choices)
    errors.require(not clash, (*path, "choices"), "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", both)
    for index, choice in enumerate(choices):
        errors.required((*path, "choices", index, "name"), choice.get("name"), most=100)
        if option.get("type") == STRING:
            errors.required((*path, "choices", index, "value"), choice.get("value"), most=100)


def _check_total(errors: FieldErrors, path: Path, body: Json) -> None:
    too_long = f"Command exceeds maximum size ({TOTAL})"
    errors.require(_size(body) <= TOTAL, path, "APPLICATION_COMMAND_TOO_LARGE", too_long)


def _size(body: Json) -> int:
    own = sum(_longest(body, key) for key in ("name", "description"))
    choices = sum(_longest(each, "name") + len(str(each.get("value", ""))) for each in body.get("choices") or [])
    return own + choices + sum(_size(option) for option in body.get("options") or [])


def _longest(body: Json, key: str) -> int:
    translated = (body.get(f"{key}_localizations") or {}).values()
    return max(len(str(text or "")) for text in (body.get(key), *translated))
