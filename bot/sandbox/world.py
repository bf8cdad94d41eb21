"""The state of the sandbox and every way to change it. Observers receive an event for each change."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import count

from bot.sandbox import events, permissions
from bot.sandbox.clock import Clock
from bot.sandbox.model import (
    Channel,
    ChannelKind,
    Command,
    CommandKind,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
    MessageFlag,
    Overwrite,
    Role,
    User,
    shown_name,
)
from bot.sandbox.refusals import missing_access, unknown
from bot.sandbox.shards import Shard, Sharding

DISCORD_EPOCH = 1_420_070_400_000
"""Milliseconds; a snowflake's upper bits count from here."""


class World:
    """Guilds, channels, users, messages, commands and interactions around one bot.

    `clock` returns the present time, aware. Nothing here waits, except `until`.
    """

    def __init__(self, *, clock: Clock) -> None:
        self.clock = clock
        self.gateway_url = ""
        self.sharding = Sharding()
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.messages: dict[int, Message] = {}
        self.interactions: dict[int, Interaction] = {}
        self.commands: dict[int | None, dict[int, Command]] = {None: {}}
        self.installed: set[int] = set()
        self._observers: dict[int, events.Observer] = {}
        self._numbers = count()
        self._last_id = 0
        self.owner = self.add_user("owner")
        self.bot = self.add_user("briefing-bot", bot=True)

    def snowflake(self) -> int:
        """Return a new id. Ids are unique and grow; the upper bits are the time."""
        milliseconds = int(self.clock().timestamp() * 1000) - DISCORD_EPOCH
        self._last_id = max(milliseconds << 22, self._last_id + 1)
        return self._last_id

    def observe(self, observer: events.Observer) -> Callable[[], None]:
        """Pass each event to `observer` from now on. Return a function that ends this."""
        number = next(self._numbers)
        self._observers[number] = observer

        def leave() -> None:
            self._observers.pop(number, None)

        return leave

    def tell(self, event: events.Event) -> None:
        """Pass an event to all observers."""
        for observer in tuple(self._observers.values()):
            observer(event)

    async def until(self, condition: Callable[[], bool], *, patience: float) -> None:
        """Wait for events until `condition()` is true. Raises TimeoutError after `patience` seconds of real time."""
        changed = asyncio.Event()
        leave = self.observe(lambda _: changed.set())
        try:
            async with asyncio.timeout(patience):
                while not condition():
                    await changed.wait()
                    changed.clear()
        finally:
            leave()

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        """Add an account."""
        user = User(id=self.snowflake(), name=name, bot=bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, shard: Shard | None = None) -> Guild:
        """Add a guild with the bot in it. `shard` is to serve the guild."""
        number = self.snowflake()
        guild = Guild(id=number if shard is None else shard.earlier(number), name=name, owner=self.owner)
        guild.roles[guild.id] = Role(id=guild.id, name="@everyone", permissions=permissions.MEMBERS, position=0)
        self.guilds[guild.id] = guild
        self.join(guild, self.owner)
        self.join(guild, self.bot, roles=[self.add_role(guild, self.bot.name, permissions.BOT)])
        self.tell(events.GuildJoined(guild))
        return guild

    def leave_guild(self, guild: Guild) -> None:
        """Remove the bot from a guild."""
        del self.guilds[guild.id]
        for channel in (*guild.channels, *guild.threads):
            self.channels.pop(channel, None)
        self.tell(events.GuildLeft(guild))

    def add_role(self, guild: Guild, name: str, permission_bits: int = 0) -> Role:
        """Add a role above the others."""
        role = Role(id=self.snowflake(), name=name, permissions=permission_bits, position=len(guild.roles))
        guild.roles[role.id] = role
        return role

    def join(self, guild: Guild, user: User, *, roles: Iterable[Role] = ()) -> Member:
        """Make a user a member."""
        member = Member(user=user, roles={role.id for role in roles}, joined=self.clock())
        guild.members[user.id] = member
        return member

    def add_channel(self, guild: Guild, name: str, kind: ChannelKind = ChannelKind.TEXT) -> Channel:
        """Add a text channel or a forum."""
        position = len(guild.channels)
        channel = Channel(id=self.snowflake(), name=name, kind=kind, guild=guild, position=position)
        self.channels[channel.id] = guild.channels[channel.id] = channel
        self.tell(events.ChannelCreated(channel))
        return channel

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel; the bot gets 10003 from now on."""
        del self.channels[channel.id]
        if channel.guild is not None:
            channel.guild.channels.pop(channel.id, None)
            channel.guild.threads.pop(channel.id, None)
        self.tell(events.ChannelDeleted(channel))

    def add_thread(self, parent: Channel, name: str, owner: User, *, opening: Message | None = None) -> Channel:
        """Open a thread, for a message or as a post in a forum. It has the id of the message, if there is one."""
        thread = Channel(
            id=opening.id if opening else self.snowflake(),
            name=name,
            kind=ChannelKind.THREAD,
            guild=parent.guild,
            parent=parent,
            owner=owner,
            created=self.clock(),
        )
        self.channels[thread.id] = thread
        if parent.guild is not None:
            parent.guild.threads[thread.id] = thread
        self.tell(events.ChannelCreated(thread))
        if opening is not None:
            opening.thread = thread
            opening.flags |= MessageFlag.HAS_THREAD
            self.revised(opening, edited=None)
        return thread

    def archive(self, thread: Channel) -> None:
        """Archive a thread, as Discord does after some time without messages."""
        thread.archived = self.clock()
        self.tell(events.ChannelUpdated(thread))

    def unarchive(self, thread: Channel) -> None:
        """Open an archived thread again."""
        thread.archived = None
        self.tell(events.ChannelUpdated(thread))

    def permit(self, channel: Channel, user: User, *, allow: Iterable[str] = (), deny: Iterable[str] = ()) -> None:
        """Overwrite a member's permissions in a channel, by discord.py's names, in place of earlier overwrites."""
        allowed, denied = permissions.bits(*allow), permissions.bits(*deny)
        channel.overwrites[user.id] = Overwrite(target=user.id, member=True, allow=allowed, deny=denied)
        self.tell(events.ChannelUpdated(channel))

    def direct(self, user: User) -> Channel:
        """Return the direct channel between the bot and a user. The first call creates it."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(id=self.snowflake(), name="", kind=ChannelKind.DIRECT, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def group(self, *people: User) -> Channel:
        """Add a channel between users, which the bot does not see."""
        return Channel(id=self.snowflake(), name="group", kind=ChannelKind.GROUP, people=people)

    def install(self, user: User) -> None:
        """Install the application for a user, who can then use it anywhere."""
        self.installed.add(user.id)

    def is_home(self, channel: Channel) -> bool:
        """Return whether the application is here: in a guild that has installed it, or in its direct channel."""
        return channel.recipient is not None if channel.guild is None else channel.guild.id in self.guilds

    def reaches(self, command: Command, channel: Channel, user: User) -> bool:
        """Return whether a command is installed for a place (0) or for a user (1) who uses it there."""
        types: list[int] = command.body.get("integration_types") or [0]
        return (0 in types and self.is_home(channel)) or (1 in types and user.id in self.installed)

    def channel(self, number: int) -> Channel:
        """Return a channel by id. Raises RefusalError 10003, or 50001 for a guild that the bot has left."""
        found = self.channels.get(number)
        if found is None:
            raise unknown(10003, "Channel")
        if found.guild is not None and found.guild.id not in self.guilds:
            raise missing_access()
        return found

    def message(self, channel: Channel, number: int) -> Message:
        """Return a message that the channel's readers see. Raises RefusalError 10008."""
        found = self.messages.get(number)
        if found is None or found.deleted or found.ephemeral or found.channel is not channel:
            raise unknown(10008, "Message")
        return found

    def history(self, channel: Channel, *, reader: User | None = None) -> tuple[Message, ...]:
        """Return the messages of a channel, oldest first: the public ones, and the ephemeral ones of `reader`."""
        return tuple(
            message
            for message in self.messages.values()
            if message.channel is channel
            and not message.deleted
            and (not message.ephemeral or (reader is not None and message.seen_by is reader))
        )

    def post(self, message: Message) -> Message:
        """Put a message into its channel."""
        self.messages[message.id] = message
        if not message.ephemeral:
            message.channel.last_message = message.id
            message.channel.archived = None
        self.tell(events.MessageCreated(message))
        return message

    def revised(self, message: Message, *, edited: dt.datetime | None) -> None:
        """Report that a message's contents changed; `edited` is None if "thinking…" was filled in."""
        message.edited = edited or message.edited
        self.tell(events.MessageUpdated(message))

    def remove(self, message: Message) -> None:
        """Delete a message."""
        message.deleted = True
        self.tell(events.MessageDeleted(message))

    def commands_in(self, channel: Channel) -> Iterator[Command]:
        """Yield the commands that a channel offers: the guild's own before the global ones."""
        scopes = [None] if channel.guild is None else [channel.guild.id, None]
        for command in (each for scope in scopes for each in self.commands.get(scope, {}).values()):
            if offered_in(command, channel):
                yield command

    def find_command(self, channel: Channel, name: str, kind: CommandKind, locale: str) -> Command | None:
        """Return the command that users of a locale find in a channel under this name."""
        for command in self.commands_in(channel):
            if shown_name(command.body, locale) == name and command.kind is kind:
                return command
        return None

    def set_commands(self, guild: int | None, commands: Iterable[Command]) -> None:
        """Replace the commands of a scope."""
        self.commands[guild] = {command.id: command for command in commands}
        self.tell(events.CommandsChanged(guild))

    def register(self, guild: int | None, body: Json) -> Command:
        """Return a command with a new version. It keeps the id of the command of the same name in the scope."""
        kind = body.get("type") or CommandKind.SLASH
        olds = self.commands.get(guild, {}).values()
        same = next((old for old in olds if old.name == body["name"] and old.kind == kind), None)
        if same is not None and same.body == body:
            return same
        number = self.snowflake()
        return Command(id=same.id if same else number, version=number, guild=guild, body=body)


def offered_in(command: Command, channel: Channel) -> bool:
    """Return whether a command's contexts include a channel's."""
    contexts: list[int] | None = command.body.get("contexts")
    if contexts is not None:
        return channel.context in contexts
    return channel.guild is not None or command.body.get("dm_permission") is not False
