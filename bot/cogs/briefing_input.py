"""Read what is typed behind /briefing, and say at once what is wrong with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

import discord
from discord import app_commands

from bot import ui
from bot.briefing.places import BlockedError, Place, find_place, lacking
from bot.client import BriefingBot
from bot.cogs.reload import may_reload, roles_of
from bot.config import MAX_BRIEFING_FACTS
from bot.core.briefing.obstacles import Hindrance, Obstacle
from bot.core.text.times import NoZone, Zone, Zones, read_time
from bot.errors import RefusedError
from bot.i18n import Texts, texts_for
from bot.ui.fitting import CHOICES, choice

Interaction = discord.Interaction[BriefingBot]

_ECHO: Final = 60  # characters of what was typed that a refusal repeats

POSTING: Final = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
"""Where a message can be posted and read back by all who are there."""


class PostingPlace(app_commands.Transformer):
    """A channel or thread of the server; what the bot may do there is found out later."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Discord offers channels."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Those to which a briefing can go."""
        return list(POSTING)

    async def transform(self, _interaction: discord.Interaction[Any], value: Any, /) -> int:  # noqa: ANN401 - a channel or a thread
        """Give the channel's id."""
        return int(value.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """When each day, and how many facts."""

    time: dt.time
    timezone: ZoneInfo
    facts: int


def demand_manager(interaction: Interaction) -> tuple[int, Texts]:
    """The server and the words for a user who may manage it, or whom the config names as an admin.

    Discord's own setting of who may use the command is a hint that a server can change, so this is asked each time.
    Raises RefusedError for others and in a direct message.
    """
    words, user = texts_for(str(interaction.locale)), interaction.user
    if interaction.guild_id is None:
        raise RefusedError(words.only_in_server)
    granted = interaction.permissions
    by_config = may_reload(interaction.client.config.discord, user.id, roles_of(user))
    if not (granted.manage_guild or granted.administrator or by_config):
        raise RefusedError(words.not_a_manager)
    return interaction.guild_id, words


def read_daily(time: str, timezone: str, facts: int, zones: Zones, words: Texts) -> Daily:
    """What was typed, read. Raises RefusedError that says what was expected."""
    at = read_time(time)
    if at is None:
        raise RefusedError(words.time_unread.format(typed=echo(time)))
    if not 1 <= facts <= MAX_BRIEFING_FACTS:
        raise RefusedError(words.facts_range.format(least=1, most=MAX_BRIEFING_FACTS, number=facts))
    match zones.read(timezone):
        case Zone(name=name):
            return Daily(time=at, timezone=ZoneInfo(name), facts=facts)
        case NoZone(near=()):
            raise RefusedError(words.zone_unread.format(typed=echo(timezone)))
        case NoZone(near=near):
            raise RefusedError(words.zone_near.format(typed=echo(timezone), names=", ".join(near)))


async def demand_place(interaction: Interaction, channel: int, words: Texts) -> Place:
    """The channel, if a briefing can go there. Raises RefusedError that says what is in the way."""
    try:
        place = await find_place(interaction.client, channel)
    except BlockedError as error:
        raise RefusedError(_lacks(error.obstacle, f"{channel}", words)) from error
    if place.guild.id != interaction.guild_id:
        raise RefusedError(words.channel_foreign)
    if place.type not in POSTING:
        raise RefusedError(words.channel_kind)
    missing = lacking(place, to_read=True)
    if missing:
        raise RefusedError(_lacks(Obstacle(kind=Hindrance.MISSING, permissions=missing), f"#{place.name}", words))
    return place


def zone_names() -> list[str]:
    """The IANA names that the bot brings with it; to look through the computer's own takes a tenth of a second."""
    return files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()


def zone_choices(zones: Zones, typed: str, locale: str, now: dt.datetime) -> list[app_commands.Choice[str]]:
    """Zones for what is typed, each with the time that it is there."""
    names = zones.propose(typed, locale=locale, limit=CHOICES)
    return [
        app_commands.Choice(name=choice(f"{name} · {now.astimezone(ZoneInfo(name)):%H:%M}"), value=name)
        for name in names
    ]


def _lacks(obstacle: Obstacle, name: str, words: Texts) -> str:
    if obstacle.kind is Hindrance.MISSING:
        return words.bot_lacks.format(channel=name, permissions=ui.permissions(obstacle, words))
    return words.channel_foreign


def echo(typed: str) -> str:
    """What was typed, as a refusal repeats it."""
    return typed if len(typed) <= _ECHO else f"{typed[:_ECHO]}…"
