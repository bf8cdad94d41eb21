"""What the bot may do in a channel of a server, as far as the gateway has told it."""

from __future__ import annotations

import discord

ServerChannel = discord.abc.GuildChannel | discord.Thread


def granted_in(channel: ServerChannel) -> discord.Permissions | None:
    """Return the bot's permissions in a channel or thread; None if they are not known."""
    me: discord.Member | None = channel.guild.me
    if me is None:  # the gateway has not sent the server yet
        return None
    try:
        return channel.permissions_for(me)
    except discord.ClientException:  # a thread whose channel is unknown
        return None


def missing_permissions(channel: ServerChannel, *, to_read: bool) -> tuple[str, ...]:
    """Return the permissions that the bot lacks for posting there, and with `to_read` for reading back."""
    granted = granted_in(channel)
    if granted is None:
        return ()
    send = "send_messages_in_threads" if isinstance(channel, discord.Thread) else "send_messages"
    needed = ("view_channel", send, *(["read_message_history"] if to_read else []))
    return tuple(name for name in needed if not getattr(granted, name))
