"""A user at the client: types commands, clicks, chooses, fills in forms, reads."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from bot.sandbox import components as tree
from bot.sandbox import events, permissions, wire
from bot.sandbox.exchange import Exchange
from bot.sandbox.forms import filled_in
from bot.sandbox.mentions import pings, with_reply
from bot.sandbox.model import (
    Channel,
    Command,
    CommandKind,
    Interaction,
    InteractionKind,
    Json,
    Message,
    MessageKind,
    User,
    shown_name,
)
from bot.sandbox.options import Value, command_data
from bot.sandbox.refusals import UnavailableError
from bot.sandbox.world import World


class Person:
    """Drives the sandbox as one user. Every call raises UnavailableError if Discord's interface would not offer it.

    Calls that return an Exchange wait for the first answer and, if that was deferred, for what fills it in; `start_`
    calls do not wait. `patience` is in seconds.
    """

    def __init__(self, world: World, user: User, *, patience: float) -> None:
        self.user = user
        self._world = world
        self._patience = patience

    @property
    def direct(self) -> Channel:
        """The direct channel with the bot."""
        return self._world.direct(self.user)

    async def slash(self, channel: Channel, name: str, /, **options: Value) -> Exchange:
        """Use a slash command by the names shown in the user's locale; a sub-command follows after a space."""
        return await self.start_slash(channel, name, **options).filled()

    def start_slash(self, channel: Channel, name: str, /, **options: Value) -> Exchange:
        """Use a slash command and do not wait."""
        command, path = self._find(channel, name)
        data = command_data(command, path, options, channel=channel, locale=self.user.locale)
        return self._send(InteractionKind.COMMAND, channel, data, command=command)

    async def autocomplete(self, channel: Channel, name: str, /, **options: Value) -> tuple[Json, ...]:
        """Type into the option that is named last, and get the choices (name and value)."""
        command, path = self._find(channel, name)
        locale, focused = self.user.locale, list(options)[-1]
        data = command_data(command, path, options, channel=channel, locale=locale, focused=focused)
        sent = self._send(InteractionKind.AUTOCOMPLETE, channel, data, command=command)
        return (await sent.answered()).choices

    async def menu(self, message: Message, name: str, /) -> Exchange:
        """Use a message's context menu."""
        return await self.start_menu(message, name).filled()

    def start_menu(self, message: Message, name: str, /) -> Exchange:
        """Use a message's context menu and do not wait."""
        command = self._offered(message.channel, name, CommandKind.MESSAGE)
        resolved = {"messages": {str(message.id): wire.message(message, self._world)}}
        data = {
            "id": str(command.id),
            "name": command.name,
            "type": int(CommandKind.MESSAGE),
            "target_id": str(message.id),
            "resolved": resolved,
        }
        return self._send(InteractionKind.COMMAND, message.channel, data, command=command, source=message)

    async def click(self, message: Message, button: str) -> Exchange:
        """Press a button, by its label or its custom_id."""
        return await self.start_click(message, button).filled()

    def start_click(self, message: Message, button: str) -> Exchange:
        """Press a button and do not wait."""
        found = _find_button(message, button)
        data = {"custom_id": found["custom_id"], "component_type": tree.BUTTON, "id": found["id"]}
        return self._use(message, found, data)

    async def choose(self, message: Message, custom_id: str, values: Sequence[str]) -> Exchange:
        """Choose in a select menu, by the values of its options or their labels."""
        return await self.start_choose(message, custom_id, values).filled()

    def start_choose(self, message: Message, custom_id: str, values: Sequence[str]) -> Exchange:
        """Choose in a select menu and do not wait."""
        found = _find_select(message, custom_id)
        data = {
            "custom_id": custom_id,
            "component_type": found["type"],
            "id": found["id"],
            "values": _values(found, values),
        }
        if found["type"] == tree.CHANNEL_SELECT:
            chosen = (self._world.channel(int(number)) for number in values)
            data["resolved"] = {"channels": {str(each.id): wire.channel(each) for each in chosen}}
        return self._use(message, found, data)

    async def submit(self, exchange: Exchange, answers: Mapping[str, str | Sequence[str]]) -> Exchange:
        """Send the modal that an exchange opened. `answers` go by custom_id or label; other fields do not change."""
        return await self.start_submit(exchange, answers).filled()

    def start_submit(self, exchange: Exchange, answers: Mapping[str, str | Sequence[str]]) -> Exchange:
        """Send the modal that an exchange opened and do not wait."""
        opened = exchange.interaction
        data = {"custom_id": exchange.modal["custom_id"], "components": filled_in(exchange.modal, answers)}
        source = opened.source if opened.kind is InteractionKind.COMPONENT else None
        return self._send(InteractionKind.MODAL, opened.channel, data, source=source, trigger=opened)

    def say(self, channel: Channel, content: str, *, reply_to: Message | None = None, ping: bool = True) -> Message:
        """Write a message. A reply notifies the author of the message that it answers, unless `ping` is off."""
        self._demand_presence(channel, permissions.to_send(channel))
        granted = permissions.in_channel(channel, self.user) & permissions.bits("mention_everyone")
        notified = pings(content, None, everyone=bool(granted))
        if reply_to is not None and ping:
            notified = with_reply(notified, reply_to)
        message = Message(
            id=self._world.snowflake(),
            channel=channel,
            author=self.user,
            created=self._world.clock(),
            content=content,
            kind=MessageKind.PLAIN if reply_to is None else MessageKind.REPLY,
            pings=notified,
            reference=None if reply_to is None else reply_to.id,
        )
        return self._world.post(message)

    def sees(self, channel: Channel) -> tuple[Message, ...]:
        """Return the messages of a channel, oldest first, with those that only this user sees."""
        return self._world.history(channel, reader=self.user)

    def offered(self, channel: Channel) -> tuple[Command, ...]:
        """Return the commands that the interface offers this user in a channel, the guild's own first."""
        reaching = (each for each in self._world.commands_in(channel) if self._world.reaches(each, channel, self.user))
        return tuple(each for each in reaching if self._may_use(each, channel))

    def _find(self, channel: Channel, name: str) -> tuple[Command, tuple[str, ...]]:
        first, *path = name.removeprefix("/").split()
        return self._offered(channel, first, CommandKind.SLASH), tuple(path)

    def _offered(self, channel: Channel, name: str, kind: CommandKind) -> Command:
        self._demand_presence(channel, "use_application_commands")
        command = self._world.find_command(channel, name, kind, self.user.locale)
        if command is None:
            scopes = [
                self._world.commands.get(None, {}),
                self._world.commands.get(channel.guild.id if channel.guild else 0, {}),
            ]
            names = ", ".join(shown_name(each.body, self.user.locale) for scope in scopes for each in scope.values())
            raise UnavailableError(f"No command {name!r} is offered here; registered are: {names or 'none'}")
        if not self._world.reaches(command, channel, self.user):
            raise UnavailableError(f"{name!r} is not installed for {self.user.name} here")
        if not self._may_use(command, channel):
            raise UnavailableError(f"{self.user.name} may not use {name!r} here")
        return command

    def _may_use(self, command: Command, channel: Channel) -> bool:
        needed = command.body.get("default_member_permissions")
        granted = permissions.in_channel(channel, self.user)
        return channel.guild is None or needed is None or not (int(needed) & ~granted or needed == "0")

    def _demand_presence(self, channel: Channel, permission: str) -> None:
        if channel.guild is None and self.user not in (channel.recipient, *channel.people):
            raise UnavailableError(f"{self.user.name} is not in this direct channel")
        if not permissions.in_channel(channel, self.user) & permissions.bits(permission):
            raise UnavailableError(f"{self.user.name} may not {permission.replace('_', ' ')} in {channel.name}")

    def _use(self, message: Message, component: Json, data: Json) -> Exchange:
        if message.deleted or (message.ephemeral and message.seen_by is not self.user):
            raise UnavailableError(f"{self.user.name} does not see this message")
        self._demand_presence(message.channel, "view_channel")
        if component.get("disabled"):
            raise UnavailableError(f"{component.get('label') or component['custom_id']!r} is disabled")
        return self._send(InteractionKind.COMPONENT, message.channel, data, source=message)

    def _send(  # noqa: PLR0913  # an interaction has these parts
        self,
        kind: InteractionKind,
        channel: Channel,
        data: Json,
        *,
        command: Command | None = None,
        source: Message | None = None,
        trigger: Interaction | None = None,
    ) -> Exchange:
        number = self._world.snowflake()
        interaction = Interaction(
            id=number,
            kind=kind,
            token=f"interaction-token-{secrets.token_hex(16)}-{number}",
            user=self.user,
            channel=channel,
            data=data,
            created=self._world.clock(),
            command=command,
            source=source,
            trigger=trigger,
        )
        self._world.interactions[number] = interaction
        self._world.tell(events.InteractionCreated(interaction))
        return Exchange(self._world, interaction, patience=self._patience)


def _find_button(message: Message, name: str) -> Json:
    for button in message.buttons:
        if name in (button.get("custom_id"), button.get("label")):
            if button["style"] == tree.LINK_STYLE:
                raise UnavailableError(f"{name!r} is a link to {button['url']}")
            return button
    raise UnavailableError(f"The message has no button {name!r}; it has: {', '.join(message.labels) or 'none'}")


def _find_select(message: Message, custom_id: str) -> Json:
    for part in tree.walk(message.components):
        if part["type"] in tree.SELECTS and part.get("custom_id") == custom_id:
            return part
    raise UnavailableError(f"The message has no select menu {custom_id!r}")


def _values(select: Json, chosen: Sequence[str]) -> list[str]:
    if not select["min_values"] <= len(chosen) <= select["max_values"]:
        raise UnavailableError(f"Choose {select['min_values']} to {select['max_values']} options, not {len(chosen)}")
    if select["type"] != tree.STRING_SELECT:
        return list(chosen)
    known = {name: str(option["value"]) for option in select["options"] for name in (option["label"], option["value"])}
    missing = [name for name in chosen if name not in known]
    if missing:
        raise UnavailableError(f"The menu has no option {missing[0]!r}")
    return [known[name] for name in chosen]
