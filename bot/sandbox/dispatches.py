"""The events that the gateway passes on, and the intents that each needs."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox import events, wire
from bot.sandbox.model import Channel, Json, Message
from bot.sandbox.world import World

GUILDS, GUILD_MESSAGES, DIRECT_MESSAGES = 1 << 0, 1 << 9, 1 << 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A dispatch: its name, its payload, its guild if it is of one, and the intents (bits) that a session needs for it.

    Intents of 0 go to all. What is of no guild goes to shard 0.
    """

    name: str
    payload: Json
    intents: int
    guild: int | None


def dispatch_for(event: events.Event, world: World) -> Dispatch | None:
    """Return the dispatch for an event, or None if bots get none."""
    return _of_guild(event, world) or _of_use(event, world)


def _of_guild(event: events.Event, world: World) -> Dispatch | None:
    match event:
        case events.ChannelCreated(channel) | events.ChannelUpdated(channel) | events.ChannelDeleted(channel):
            kind = "THREAD" if channel.parent is not None else "CHANNEL"
            name = f"{kind}_{type(event).__name__.removeprefix('Channel').removesuffix('d').upper()}"
            return Dispatch(name=name, payload=wire.channel(channel), intents=GUILDS, guild=_guild_of(channel))
        case events.GuildJoined(guild):
            # Discord sends `unavailable` for a guild that is back after an outage, but not for one that was joined.
            payload = {key: value for key, value in wire.guild(guild, world.bot).items() if key != "unavailable"}
            return Dispatch(name="GUILD_CREATE", payload=payload, intents=GUILDS, guild=guild.id)
        case events.GuildLeft(guild):
            return Dispatch(name="GUILD_DELETE", payload={"id": str(guild.id)}, intents=GUILDS, guild=guild.id)
        case _:
            return None


def _of_use(event: events.Event, world: World) -> Dispatch | None:
    match event:
        case events.InteractionCreated(interaction):
            payload, guild = wire.interaction(interaction, world), _guild_of(interaction.channel)
            return Dispatch(name="INTERACTION_CREATE", payload=payload, intents=0, guild=guild)
        case events.MessageCreated(message):
            return _of_message("MESSAGE_CREATE", message, _seen_by_bot(message, world))
        case events.MessageUpdated(message):
            return _of_message("MESSAGE_UPDATE", message, _seen_by_bot(message, world))
        case events.MessageDeleted(message):
            return _of_message("MESSAGE_DELETE", message, {"id": str(message.id)})
        case _:
            return None


def _of_message(name: str, message: Message, payload: Json) -> Dispatch | None:
    """Return a message's dispatch, or None for an ephemeral message."""
    if message.ephemeral:
        return None
    guild = message.channel.guild
    placed = {"channel_id": str(message.channel.id), **({"guild_id": str(guild.id)} if guild else {})}
    intents = GUILD_MESSAGES if guild else DIRECT_MESSAGES
    return Dispatch(name=name, payload={**payload, **placed}, intents=intents, guild=_guild_of(message.channel))


def _guild_of(channel: Channel) -> int | None:
    return channel.guild.id if channel.guild else None


def _seen_by_bot(message: Message, world: World) -> Json:
    """Return a message as a bot without the content intent gets it: without content if a user wrote it in a guild."""
    payload = {**wire.message(message, world), **_member(message)}
    mine = message.author is world.bot or world.bot.id in message.pings.users
    if mine or message.channel.guild is None:
        return payload
    return {**payload, "content": "", "embeds": [], "attachments": [], "components": []}


def _member(message: Message) -> Json:
    """Return the author's membership, which Discord adds to what users write on a server."""
    guild, author = message.channel.guild, message.author
    if guild is None or author.id not in guild.members:
        return {}
    return {"member": {key: value for key, value in wire.member(guild.members[author.id]).items() if key != "user"}}
