"""The users and roles that a message notifies, so that tests can check that the bot notifies nobody."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.sandbox.model import Json, Message, Pings

_EVERYONE = re.compile(r"@(everyone|here)\b")
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")


def pings(text: str, allowed: Json | None, *, everyone: bool) -> Pings:
    """Read the mentions of a text; `allowed` is Discord's allowed_mentions, None if the field was left out.

    `everyone` is whether the author may mention everyone.
    """
    rules = {"parse": ["everyone", "users", "roles"]} if allowed is None else allowed
    parse = rules.get("parse") or []
    return Pings(
        everyone=everyone and "everyone" in parse and bool(_EVERYONE.search(text)),
        users=_named(_USER, text, all_of="users" in parse, listed=rules.get("users")),
        roles=_named(_ROLE, text, all_of="roles" in parse, listed=rules.get("roles")),
    )


def with_reply(found: Pings, answered: Message) -> Pings:
    """Return the pings of a message that is a reply to another one and notifies its author.

    The author of an answer to an interaction is not notified, as on Discord.
    """
    if answered.interaction is not None or answered.author.id in found.users:
        return found
    return replace(found, users=(*found.users, answered.author.id))


def _named(pattern: re.Pattern[str], text: str, *, all_of: bool, listed: list[str] | None) -> tuple[int, ...]:
    found = dict.fromkeys(int(match) for match in pattern.findall(text))
    chosen = {int(each) for each in listed or []}
    return tuple(each for each in found if all_of or each in chosen)
