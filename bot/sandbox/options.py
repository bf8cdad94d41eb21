"""Turn what a user types after a slash command into an interaction's data. Refuse what Discord's interface refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from bot.sandbox import permissions, wire
from bot.sandbox.model import Channel, Command, Json, Role, User, shown_name
from bot.sandbox.refusals import UnavailableError

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(1, 11)

Value: TypeAlias = str | int | float | bool | User | Channel | Role

_TYPES: dict[int, tuple[type, ...]] = {
    STRING: (str,),
    INTEGER: (int,),
    BOOLEAN: (bool,),
    USER: (User,),
    CHANNEL: (Channel,),
    ROLE: (Role,),
    MENTIONABLE: (User, Role),
    NUMBER: (int, float),
}


def command_data(  # noqa: PLR0913  # a call has these parts
    command: Command,
    path: tuple[str, ...],
    values: Mapping[str, Value],
    *,
    channel: Channel,
    locale: str,
    focused: str | None = None,
) -> Json:
    """Return the data of a slash command or, with the name of the option being typed in `focused`, of its autocomplete.

    `path` names the sub-command, if any. `values` has the options by the names that are shown in `locale`.
    Raises UnavailableError if the interface would not send it.
    """
    path = _named(command.body.get("options") or [], path, locale)
    schema = _descend(command.body.get("options") or [], path, command.name)
    known = {shown_name(option, locale): option for option in schema}
    strange = [name for name in values if name not in known]
    if strange:
        raise UnavailableError(f"/{command.name} has no option {strange[0]!r}; it has: {', '.join(known) or 'none'}")
    if focused is None:
        _demand_required(command, known, values)
    typed = [_option(known[name], value, focused=name == focused) for name, value in values.items()]
    data: Json = {"id": str(command.id), "name": command.name, "type": 1, "options": _nest(command, path, typed)}
    if command.guild is not None:
        data["guild_id"] = str(command.guild)
    resolved = _resolved(values, channel)
    return {**data, "resolved": resolved} if resolved else data


def _named(options: list[Json], path: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """Translate a path into the names that the command was registered with. Unknown names stay."""
    names = []
    for step in path:
        found = next((each for each in options if step in (shown_name(each, locale), each["name"])), {})
        names.append(str(found.get("name", step)))
        options = found.get("options") or []
    return tuple(names)


def _descend(options: list[Json], path: tuple[str, ...], name: str) -> list[Json]:
    for step in path:
        child = next((each for each in options if each["name"] == step and each["type"] in {SUBCOMMAND, GROUP}), None)
        if child is None:
            raise UnavailableError(f"/{name} has no sub-command {step!r}")
        options = child.get("options") or []
    if any(each["type"] in {SUBCOMMAND, GROUP} for each in options):
        names = ", ".join(str(each["name"]) for each in options)
        raise UnavailableError(f"/{name} needs a sub-command: {names}")
    return options


def _nest(command: Command, path: tuple[str, ...], typed: list[Json]) -> list[Json]:
    """Wrap the options in the sub-command and its group."""
    options: list[Json] = command.body.get("options") or []
    kinds = []
    for step in path:
        child = next(each for each in options if each["name"] == step)
        kinds.append(child["type"])
        options = child.get("options") or []
    for name, kind in zip(reversed(path), reversed(kinds), strict=True):
        typed = [{"name": name, "type": kind, "options": typed}]
    return typed


def _demand_required(command: Command, known: Mapping[str, Json], values: Mapping[str, Value]) -> None:
    for name, option in known.items():
        if option.get("required") and name not in values:
            raise UnavailableError(f"/{command.name} needs the option {name!r}")


def _option(option: Json, value: Value, *, focused: bool) -> Json:
    name, kind = option["name"], option["type"]
    if focused:
        if not option.get("autocomplete"):
            raise UnavailableError(f"The option {name!r} has no autocomplete")
        return {"name": name, "type": kind, "value": value, "focused": True}
    expected = _TYPES[kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and kind != BOOLEAN):
        names = " or ".join(each.__name__ for each in expected)
        raise UnavailableError(f"The option {name!r} takes {names}, not {value!r}")
    _demand_within(option, value)
    return {"name": name, "type": kind, "value": str(value.id) if isinstance(value, User | Channel | Role) else value}


def _demand_within(option: Json, value: Value) -> None:
    choices = option.get("choices")
    if choices and value not in [choice["value"] for choice in choices]:
        raise UnavailableError(f"The option {option['name']!r} offers no choice {value!r}")
    size = len(value) if isinstance(value, str) else value
    low, high = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    least, most = option.get(low), option.get(high)
    if isinstance(size, int | float) and ((least is not None and size < least) or (most is not None and size > most)):
        raise UnavailableError(f"The option {option['name']!r} takes {least} to {most}, not {size}")


def _resolved(values: Mapping[str, Value], channel: Channel) -> Json:
    """Return the users, members, channels and roles that the options name, by id."""
    done: Json = {}
    for value in values.values():
        match value:
            case User():
                done.setdefault("users", {})[str(value.id)] = wire.user(value)
                member = channel.guild.members.get(value.id) if channel.guild else None
                if member is not None and channel.guild is not None:
                    shown = {
                        key: each for key, each in wire.member(member).items() if key not in {"user", "deaf", "mute"}
                    }
                    granted = str(permissions.in_channel(channel, value))
                    done.setdefault("members", {})[str(value.id)] = {**shown, "permissions": granted}
            case Channel():
                done.setdefault("channels", {})[str(value.id)] = {**wire.channel(value), "permissions": "0"}
            case Role():
                done.setdefault("roles", {})[str(value.id)] = wire.role(value)
            case _:
                pass
    return done
