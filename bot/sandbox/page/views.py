"""The world as the page shows it to one user: Discord's JSON, with the addresses of files on the page's own server."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from bot.sandbox import wire
from bot.sandbox.components import UPLOADED
from bot.sandbox.driver import Person
from bot.sandbox.model import Channel, Command, CommandKind, Json, Message, User, shown_name
from bot.sandbox.options import GROUP, SUBCOMMAND
from bot.sandbox.world import World

_MENTION: Final = re.compile(r"<@!?(\d+)>")
_REPLIED: Final = 120  # characters of the text that is replied to
_LIMITS: Final = ("min_length", "max_length", "min_value", "max_value")


def channels(world: World, person: Person) -> list[Channel]:
    """Return the channels that a user sees: those of the guilds, each before its threads, then that with the bot."""
    guilds = [guild for guild in world.guilds.values() if person.user.id in guild.members]
    return [
        *(each for guild in guilds for channel in guild.channels.values() for each in _family(channel)),
        person.direct,
    ]


def _family(channel: Channel) -> list[Channel]:
    """Return a channel and its threads."""
    threads = channel.guild.threads.values() if channel.guild else ()
    return [channel, *(thread for thread in threads if thread.parent is channel)]


def channel(value: Channel, world: World) -> Json:
    """Return a channel in the list."""
    guild = value.guild.name if value.guild else None
    return {
        "id": str(value.id),
        "name": value.name or world.bot.name,
        "guild": guild,
        "kind": int(value.kind),
        "parent": str(value.parent.id) if value.parent else None,
    }


def names(world: World) -> Json:
    """Return the names that mentions and options show in place of ids."""
    roles = (role for guild in world.guilds.values() for role in guild.roles.values())
    return {
        "users": {str(each.id): each.name for each in world.users.values()},
        "channels": {str(each.id): each.name for each in world.channels.values() if each.guild},
        "roles": {str(each.id): each.name for each in roles},
    }


def visible(message: Message, user: User) -> bool:
    """Return whether a user's client shows a message."""
    channel = message.channel
    if message.deleted or (message.ephemeral and message.seen_by is not user):
        return False
    return channel.recipient is user if channel.guild is None else user.id in channel.guild.members


def message(value: Message, world: World, locale: str) -> Json:
    """Return a message. Files that its text or components show are not listed again."""
    addresses = {each.filename: f"/files/{each.id}/{quote(each.filename, safe='')}" for each in value.attachments}
    shown = wire.message(value, world)
    used = {each.removeprefix(UPLOADED) for each in _strings([shown["components"], shown["embeds"]])}
    listed = [each for each in shown["attachments"] if each["filename"] not in used]
    return {
        **_served(shown, addresses),
        "attachments": [{**each, "url": addresses[each["filename"]]} for each in listed],
        "used": _used(value, locale),
        "replied": _replied(value, world),
    }


def _replied(value: Message, world: World) -> Json | None:
    """Return what a message replies to: by whom, and its text on one line with names for mentions."""
    answered = None if value.interaction else world.messages.get(value.reference or 0)
    if answered is None or answered.deleted:
        return None
    text = _MENTION.sub(lambda found: _named(int(found[1]), world), answered.text)
    return {"by": answered.author.name, "text": " ".join(text.split())[:_REPLIED]}


def _named(number: int, world: World) -> str:
    return f"@{world.users[number].name}" if number in world.users else "@unknown"


def _used(value: Message, locale: str) -> Json | None:
    """Return who called the command that a message answers."""
    asked = value.interaction
    if asked is None or asked.command is None:
        return None
    sign = "/" if asked.command.kind is CommandKind.SLASH else ""
    return {"by": asked.user.name, "command": sign + shown_name(asked.command.body, locale)}


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict() | list():
            for each in value.values() if isinstance(value, dict) else value:
                yield from _strings(each)
        case _:
            pass


def _served(value: Any, addresses: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON of any shape
    match value:
        case str() if value.startswith(UPLOADED):
            return addresses.get(value.removeprefix(UPLOADED), value)
        case dict():
            return {key: _served(each, addresses) for key, each in value.items()}
        case list():
            return [_served(each, addresses) for each in value]
        case _:
            return value


def commands(person: Person, channel: Channel) -> list[Json]:
    """Return the commands that a user is offered in a channel, in the user's locale; sub-commands one by one.

    Global commands come first: a guild's own are usually for its admins.
    """
    offered = sorted(person.offered(channel), key=lambda command: command.guild is not None)
    return [each for command in offered for each in _command(command, person.user.locale)]


def _command(value: Command, locale: str) -> Iterator[Json]:
    kind, name = int(value.kind), shown_name(value.body, locale)
    for path, body in _leaves(value.body, locale):
        description = _localised(body, "description", locale)
        options = [_option(option, locale) for option in body.get("options") or []]
        yield {"kind": kind, "name": " ".join([name, *path]), "description": description, "options": options}


def _leaves(body: Json, locale: str) -> Iterator[tuple[tuple[str, ...], Json]]:
    """Yield a command, or each of its sub-commands with the names on the way to it."""
    nested = [each for each in body.get("options") or [] if each["type"] in {SUBCOMMAND, GROUP}]
    if not nested:
        yield (), body
    for each in nested:
        for path, leaf in _leaves(each, locale):
            yield (shown_name(each, locale), *path), leaf


def _option(value: Json, locale: str) -> Json:
    choices = [
        {"name": _localised(each, "name", locale), "value": each["value"]} for each in value.get("choices") or []
    ]
    return {
        "name": shown_name(value, locale),
        "description": _localised(value, "description", locale),
        "type": value["type"],
        "required": bool(value.get("required")),
        "autocomplete": bool(value.get("autocomplete")),
        "choices": choices,
        **{key: value[key] for key in _LIMITS if value.get(key) is not None},
    }


def _localised(body: Json, key: str, locale: str) -> str:
    return str((body.get(f"{key}_localizations") or {}).get(locale) or body.get(key) or "")
