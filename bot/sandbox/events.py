"""The events that observers of a sandbox receive, each after it has happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox.model import Channel, Guild, Interaction, Message, User
from bot.sandbox.recording import Request


@dataclass(frozen=True, slots=True)
class MessageCreated:
    """A message was posted; it may be ephemeral."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageUpdated:
    """A message was edited."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageDeleted:
    """A message was removed."""

    message: Message


@dataclass(frozen=True, slots=True)
class InteractionCreated:
    """A user did something that the bot must answer."""

    interaction: Interaction


@dataclass(frozen=True, slots=True)
class InteractionAnswered:
    """The first answer was accepted, or (see `refused`) an answer was declined."""

    interaction: Interaction


@dataclass(frozen=True, slots=True)
class CommandsChanged:
    """The registered commands of a guild, or the global ones (None), changed."""

    guild: int | None


@dataclass(frozen=True, slots=True)
class ChannelCreated:
    """A channel was added to its guild."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelUpdated:
    """A channel's permissions changed."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    """A channel was removed."""

    channel: Channel


@dataclass(frozen=True, slots=True)
class GuildJoined:
    """The bot was added to a guild."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class GuildLeft:
    """The bot was removed from a guild."""

    guild: Guild


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody, usually the bot, is typing."""

    channel: Channel
    user: User


@dataclass(frozen=True, slots=True)
class SessionOpened:
    """A bot has identified; READY and its guilds are on the way."""

    session: str


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """A bot has resumed and was sent what it missed."""

    session: str


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """A bot's connection has ended; the session may still be resumed."""

    session: str
    code: int | None


@dataclass(frozen=True, slots=True)
class Requested:
    """A request was answered, by the sandbox or by a fault."""

    request: Request


Event: TypeAlias = (
    MessageCreated
    | MessageUpdated
    | MessageDeleted
    | InteractionCreated
    | InteractionAnswered
    | CommandsChanged
    | ChannelCreated
    | ChannelUpdated
    | ChannelDeleted
    | GuildJoined
    | GuildLeft
    | Typing
    | SessionOpened
    | SessionResumed
    | SessionClosed
    | Requested
)
Observer: TypeAlias = Callable[[Event], None]
