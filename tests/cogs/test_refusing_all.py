"""No command of the admins serves anybody else, whatever Discord shows: this walks all that are registered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from serving import Stage

from bot.i18n import ENGLISH
from bot.sandbox import Channel, Person
from bot.sandbox.model import Command, CommandKind, Json
from bot.sandbox.options import Value
from bot.ui.markdown import escape


class Kind(IntEnum):
    """Discord's types of options."""

    SUB_COMMAND = 1
    GROUP = 2
    TEXT = 3
    NUMBER = 4
    FLAG = 5
    CHANNEL = 7
    ROLE = 8


ADMINISTRATOR = 1 << 3
REFUSALS = frozenset(map(escape, (ENGLISH.not_an_admin, ENGLISH.admins_only, ENGLISH.not_a_manager)))

TYPED = {"time": "08:00", "timezone": "Europe/London"}
"""What an option is given that takes not any text."""

FOR_ALL = frozenset({"timezone"})
"""Options whose suggestions reveal nothing about the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A command or sub-command with the options that it knows."""

    name: str
    options: tuple[Json, ...]

    def filled(self, channel: Channel) -> dict[str, Value]:
        return {option["name"]: _value(option, channel) for option in self.options}


def uses(command: Command) -> Iterator[Use]:
    yield from _uses(command.body["name"], command.body.get("options", []))


def _uses(name: str, options: list[Json]) -> Iterator[Use]:
    below = [option for option in options if option["type"] in (Kind.SUB_COMMAND, Kind.GROUP)]
    if not below:
        yield Use(name=name, options=tuple(options))
    for option in below:
        yield from _uses(f"{name} {option['name']}", option.get("options", []))


def _value(option: Json, channel: Channel) -> Value:
    match option:
        case {"choices": [first, *_]}:
            return str(first["value"])
        case {"type": Kind.TEXT, "name": name}:
            return TYPED.get(name, "x")
        case {"type": Kind.NUMBER}:
            return int(option.get("min_value", 1))
        case {"type": Kind.FLAG}:
            return True
        case {"type": Kind.CHANNEL}:
            return channel
        case {"type": Kind.ROLE} if channel.guild is not None:
            role = next(each for each in channel.guild.roles.values() if each.id != channel.guild.id)
            role.mentionable = True
            return role
        case _:
            raise AssertionError(f"this test does not know how to fill in {option}")


def walked(newsroom: Stage) -> list[Use]:
    """All commands that Discord hides from members, shown to everybody whatever they ask for."""
    everywhere, at_home = newsroom.sandbox.commands(), newsroom.sandbox.commands(newsroom.home)
    hidden = [
        command
        for command in (*at_home.values(), *everywhere.values())
        if command.body.get("default_member_permissions") is not None
    ]
    for command in hidden:
        command.body["default_member_permissions"] = None
        assert command.body.get("type", CommandKind.SLASH) == CommandKind.SLASH, "press menus here as well"
    return [use for command in hidden for use in uses(command)]


async def refused(newsroom: Stage, person: Person, use: Use) -> None:
    asked = await person.slash(newsroom.channel, use.name, **use.filled(newsroom.channel))

    assert asked.ephemeral, use.name
    assert asked.text in REFUSALS, use.name
    for option in use.options:
        if option.get("autocomplete") and option["name"] not in FOR_ALL:
            assert await person.autocomplete(newsroom.channel, use.name, **{option["name"]: ""}) == (), use.name


async def test_every_command_for_admins_refuses_a_member_though_discord_shows_it(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        serving = bot.bases.default
        found = walked(newsroom)
        for use in found:
            await refused(newsroom, newsroom.reader, use)
        kept = await bot.store.schedules.active()

    assert {use.name.split()[0] for use in found} >= {"reload", "admin", "briefing", "settings", "desk"}
    assert bot.bases.default is serving
    assert kept == ()
    assert newsroom.sandbox.messages(newsroom.channel) == ()


async def test_the_commands_of_the_bots_admins_refuse_even_the_administrator_of_the_guild(newsroom: Stage) -> None:
    chief = newsroom.sandbox.world.add_role(newsroom.home, "chief", ADMINISTRATOR)
    administrator = newsroom.sandbox.user("administrator", roles=[chief])
    async with newsroom.bot():
        for use in walked(newsroom):
            if use.name.split()[0] in {"reload", "admin"}:
                await refused(newsroom, administrator, use)


async def test_a_command_that_refuses_others_works_for_an_admin(newsroom: Stage) -> None:
    async with newsroom.bot():
        for use in walked(newsroom):
            served = await newsroom.admin.slash(newsroom.channel, use.name, **use.filled(newsroom.channel))

            assert served.text not in REFUSALS, use.name
            assert "Something went wrong" not in served.text
