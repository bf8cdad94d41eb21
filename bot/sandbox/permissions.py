"""Permissions in Discord's order: guild, overwrite of @everyone, of the roles, of the member."""

from __future__ import annotations

from functools import reduce
from operator import or_

import discord

from bot.sandbox.model import Channel, Guild, Overwrite, User
from bot.sandbox.refusals import missing_access, missing_permissions

EVERYTHING = discord.Permissions.all().value
IN_DIRECT = discord.Permissions(
    view_channel=True,
    send_messages=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    use_application_commands=True,
    add_reactions=True,
).value
MEMBERS = (
    IN_DIRECT
    | discord.Permissions(send_messages_in_threads=True).value
    | discord.Permissions(use_external_apps=True).value
)
BOT = discord.Permissions(
    view_channel=True,
    send_messages=True,
    create_public_threads=True,
    send_messages_in_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
).value


def bits(*names: str) -> int:
    """Return the permission bits of discord.py's names, such as send_messages."""
    return discord.Permissions(**dict.fromkeys(names, True)).value


def in_guild(guild: Guild, user: User) -> int:
    """Return a member's permissions in the guild as a whole; 0 for a user who is no member."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if user is guild.owner:
        return EVERYTHING
    roles = (guild.roles[role].permissions for role in (guild.id, *member.roles))
    granted = reduce(or_, roles, 0)
    return EVERYTHING if granted & bits("administrator") else granted


def in_channel(channel: Channel, user: User) -> int:
    """Return a user's permissions in a channel; 0 if the user does not see it. A thread has those of its channel."""
    channel = channel.parent or channel
    if channel.guild is None:
        return IN_DIRECT
    granted = in_guild(channel.guild, user)
    if granted in (0, EVERYTHING):
        return granted
    for allow, deny in _steps(channel, channel.guild, user):
        granted = granted & ~deny | allow
    return granted if granted & bits("view_channel") else 0


def demand(channel: Channel, user: User, *names: str) -> None:
    """Raise Discord's refusal if the user lacks one of the permissions."""
    granted = in_channel(channel, user)
    if not granted & bits("view_channel"):
        raise missing_access()
    if bits(*names) & ~granted:
        raise missing_permissions()


def to_send(channel: Channel) -> str:
    """Return the permission that sending a message takes."""
    return "send_messages" if channel.parent is None else "send_messages_in_threads"


def _steps(channel: Channel, guild: Guild, user: User) -> list[tuple[int, int]]:
    """Return (allow, deny) of @everyone, of the member's roles together, and of the member."""
    none = Overwrite(target=0, member=False)
    everyone = channel.overwrites.get(guild.id, none)
    own = channel.overwrites.get(user.id, none)
    roles = [channel.overwrites.get(role, none) for role in guild.members[user.id].roles]
    together = (reduce(or_, (role.allow for role in roles), 0), reduce(or_, (role.deny for role in roles), 0))
    return [(everyone.allow, everyone.deny), together, (own.allow, own.deny)]
