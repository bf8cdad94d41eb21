"""What the sandbox knows: users, guilds, channels, messages, commands and interactions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from typing import Any, TypeAlias

from bot.sandbox import components as tree

Json: TypeAlias = dict[str, Any]


class ChannelKind(IntEnum):
    """Discord's channel types that the sandbox has."""

    TEXT = 0
    DIRECT = 1
    GROUP = 3
    THREAD = 11
    FORUM = 15


class Context(IntEnum):
    """Discord's contexts of interactions: a guild, the direct channel with the bot, a channel between users."""

    GUILD = 0
    BOT = 1
    PRIVATE = 2


class MessageKind(IntEnum):
    """Discord's message types that the sandbox makes."""

    PLAIN = 0
    REPLY = 19
    SLASH = 20
    MENU = 23


class MessageFlag(IntFlag):
    """Discord's message flags that the sandbox handles."""

    SUPPRESS_EMBEDS = 1 << 2
    HAS_THREAD = 1 << 5
    EPHEMERAL = 1 << 6
    LOADING = 1 << 7
    SUPPRESS_NOTIFICATIONS = 1 << 12
    COMPONENTS_V2 = 1 << 15


NO_FLAGS = MessageFlag(0)


class CommandKind(IntEnum):
    """Discord's application command types."""

    SLASH = 1
    USER = 2
    MESSAGE = 3


class InteractionKind(IntEnum):
    """Discord's interaction types."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class ResponseKind(IntEnum):
    """Discord's interaction callback types that a bot sends."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(slots=True, kw_only=True, eq=False)
class User:
    """An account; `locale` is a Discord locale such as en-US. `closed`: it takes no direct messages of the bot."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    closed: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Role:
    """A role of a guild; the role whose id is the guild's is @everyone."""

    id: int
    name: str
    permissions: int
    position: int
    mentionable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overwrite:
    """What a channel allows and denies to a role or (`member`) a member, as permission bits."""

    target: int
    member: bool
    allow: int = 0
    deny: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """A user in a guild, with the ids of the user's roles except @everyone."""

    user: User
    roles: set[int]
    joined: dt.datetime


@dataclass(slots=True, kw_only=True, eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner: User
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Channel] = field(default_factory=dict)
    locale: str = "en-US"


@dataclass(slots=True, kw_only=True, eq=False)
class Channel:
    """A text channel or a forum of a guild, the direct channel between the bot and `recipient`, or one of `people`.

    A thread has a `parent`, and an `owner` who has created it; it is `archived` since an instant, or active. A forum
    with `tag_required` takes no post without a tag.
    """

    id: int
    name: str
    kind: ChannelKind
    guild: Guild | None = None
    recipient: User | None = None
    people: tuple[User, ...] = ()
    position: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    last_message: int | None = None
    parent: Channel | None = None
    owner: User | None = None
    created: dt.datetime | None = None
    archived: dt.datetime | None = None
    tag_required: bool = False

    @property
    def context(self) -> Context:
        """Where its interactions happen."""
        match self.kind:
            case ChannelKind.TEXT | ChannelKind.THREAD | ChannelKind.FORUM:
                return Context.GUILD
            case ChannelKind.DIRECT:
                return Context.BOT
            case ChannelKind.GROUP:
                return Context.PRIVATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An uploaded file; `body` is what was sent."""

    id: int
    filename: str
    content_type: str
    description: str | None
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pings:
    """Whom a message notifies."""

    everyone: bool = False
    users: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()


NOBODY = Pings()


@dataclass(slots=True, kw_only=True, eq=False)
class Message:
    """A message in its current state; `seen_by` is the only reader of an ephemeral one."""

    id: int
    channel: Channel
    author: User
    created: dt.datetime
    kind: MessageKind = MessageKind.PLAIN
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: MessageFlag = NO_FLAGS
    pings: Pings = NOBODY
    edited: dt.datetime | None = None
    nonce: str | int | None = None
    reference: int | None = None
    interaction: Interaction | None = None
    seen_by: User | None = None
    thread: Channel | None = None
    deleted: bool = False

    @property
    def ephemeral(self) -> bool:
        """Whether one user alone sees it."""
        return MessageFlag.EPHEMERAL in self.flags

    @property
    def loading(self) -> bool:
        """Whether it still reads "thinking…"."""
        return MessageFlag.LOADING in self.flags

    @property
    def text(self) -> str:
        """All that can be read in it, line by line: content, embeds, text displays; no labels."""
        parts = [self.content, *map(tree.embed_text, self.embeds), *tree.texts(self.components)]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> tuple[Json, ...]:
        """Its buttons in reading order, as Discord's JSON."""
        return tuple(part for part in tree.walk(self.components) if part["type"] == tree.BUTTON)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of its buttons in reading order."""
        return tuple(button.get("label") or "" for button in self.buttons)


def shown_name(body: Json, locale: str) -> str:
    """Return the name under which users of a locale find a command or an option; `body` is its JSON."""
    return str((body.get("name_localizations") or {}).get(locale) or body["name"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A registered application command; `guild` is None for a global one, `body` is Discord's JSON without ids."""

    id: int
    version: int
    guild: int | None
    body: Json

    @property
    def name(self) -> str:
        """The name by which users call it."""
        return str(self.body["name"])

    @property
    def kind(self) -> CommandKind:
        """Slash command or which context menu."""
        return CommandKind(self.body.get("type") or CommandKind.SLASH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An answer that the sandbox declined: HTTP status, Discord's code and message."""

    status: int
    code: int
    message: str


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """One thing that a user did, and what the bot answered so far.

    `source` is the message whose component was used or on which a menu was called; `response` is None until the first
    answer; `original` is the message that `@original` refers to.
    """

    id: int
    kind: InteractionKind
    token: str
    user: User
    channel: Channel
    data: Json
    created: dt.datetime
    command: Command | None = None
    source: Message | None = None
    trigger: Interaction | None = None
    response: ResponseKind | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    choices: list[Json] = field(default_factory=list)
    modal: Json | None = None
    refused: list[Refused] = field(default_factory=list)
