"""/briefing: set, show and stop the daily briefing of a channel."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.briefing.channels import BlockedError, Place, find_place, lacking, words_at
from bot.app.briefing.delivery import compose, marks_of
from bot.app.briefing.scheduler import Scheduler
from bot.app.briefing.status import Outlook, plan_of
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext, words_of
from bot.app.responses import send, update
from bot.cogs.access import servers_only
from bot.cogs.ask import ask_for_question
from bot.cogs.reload import may_reload, roles_of
from bot.config import MAX_BRIEFING_FACTS
from bot.core.briefing.obstacles import Hindrance, Obstacle
from bot.core.text.times import TimeZone, TimeZones, UnknownTimeZone, read_time
from bot.errors import PermissionNames, RefusedError
from bot.i18n import ENGLISH
from bot.storage import Origin, StoredSchedule
from bot.ui import custom_ids
from bot.ui.fitting import CHOICES, choice

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


def demand_manager(interaction: Interaction) -> int:
    """Return the server of a user who may manage it or whom the config names as an admin.

    Discord's own setting of who may use the command is a hint that a server can change, so this is asked each time.
    Raises RefusedError for others and in a direct message.
    """
    user = interaction.user
    if interaction.guild_id is None:
        raise RefusedError("only_in_server")
    granted = interaction.permissions
    by_config = may_reload(interaction.client.config.discord, user.id, roles_of(user))
    if not (granted.manage_guild or granted.administrator or by_config):
        raise RefusedError("not_a_manager")
    return interaction.guild_id


def read_daily(time: str, timezone: str, facts: int, zones: TimeZones) -> Daily:
    """What was typed, read. Raises RefusedError that says what was expected."""
    at = read_time(time)
    if at is None:
        raise RefusedError("time_invalid", typed=echo(time))
    if not 1 <= facts <= MAX_BRIEFING_FACTS:
        raise RefusedError("facts_limits", least=1, most=MAX_BRIEFING_FACTS, number=facts)
    match zones.read(timezone):
        case TimeZone(name=name):
            return Daily(time=at, timezone=ZoneInfo(name), facts=facts)
        case UnknownTimeZone(near=()):
            raise RefusedError("zone_unknown", typed=echo(timezone))
        case UnknownTimeZone(near=near):
            raise RefusedError("zone_near", typed=echo(timezone), names=", ".join(near))


async def demand_place(interaction: Interaction, channel: int) -> Place:
    """The channel, if a briefing can go there. Raises RefusedError that says what is in the way."""
    try:
        place = await find_place(interaction.client, channel)
    except BlockedError as error:
        raise _refusal(error.obstacle, f"{channel}") from error
    if place.guild.id != interaction.guild_id:
        raise RefusedError("channel_foreign")
    if place.type not in POSTING:
        raise RefusedError("channel_kind")
    missing = lacking(place, to_read=True)
    if missing:
        raise _refusal(Obstacle(kind=Hindrance.MISSING, permissions=missing), f"#{place.name}")
    return place


def zone_names() -> list[str]:
    """The IANA names that the bot brings with it; to look through the computer's own takes a tenth of a second."""
    return files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()


def zone_choices(zones: TimeZones, typed: str, locale: str, now: dt.datetime) -> list[app_commands.Choice[str]]:
    """TimeZones for what is typed, each with the time that it is there."""
    names = zones.suggest(typed, locale=locale, limit=CHOICES)
    return [
        app_commands.Choice(name=choice(f"{name} · {now.astimezone(ZoneInfo(name)):%H:%M}"), value=name)
        for name in names
    ]


def _refusal(obstacle: Obstacle, name: str) -> RefusedError:
    if obstacle.kind is Hindrance.MISSING:
        return RefusedError("bot_lacks", channel=name, permissions=PermissionNames(names=obstacle.permissions))
    return RefusedError("channel_foreign")


def echo(typed: str) -> str:
    """What was typed, as a refusal repeats it."""
    return typed if len(typed) <= _ECHO else f"{typed[:_ECHO]}…"


async def press_edition(
    ctx: RequestContext,
    action: custom_ids.EditionFacts | custom_ids.EditionPick | custom_ids.QuestionForm,
    beside: Collection[str],
) -> None:
    """Answer such a button of a message that holds the buttons `beside`.

    Raises RefusedError where the base holds none of the facts that are to be shown.
    """
    match action:
        case custom_ids.EditionFacts():
            await _list(ctx, action, beside)
        case custom_ids.EditionPick():
            await _pick(ctx)
        case custom_ids.QuestionForm():
            await ask_for_question(ctx)


def in_list(action: custom_ids.EditionFacts, beside: Collection[str]) -> bool:
    """Whether the button turns the pages of the list, and is not that of the briefing itself."""
    return custom_ids.EditionPick(day=action.day).encode() in beside


async def _list(ctx: RequestContext, action: custom_ids.EditionFacts, beside: Collection[str]) -> None:
    """Show a page of the facts whose marks stand in the message: a briefing outlives the base that it was made from."""
    facts = marks_of(ctx.interaction.message).facts
    layout = ui.edition_facts(action.day, facts, ctx.knowledge, ctx.words, action.page)
    if layout is None:
        raise RefusedError("edition_gone")
    await (update if in_list(action, beside) else send)(ctx.interaction, layout)


async def _pick(ctx: RequestContext) -> None:
    """Show the fact that was chosen in the menu."""
    fact = ctx.knowledge.facts.get(ctx.chosen)
    if fact is None:
        raise RefusedError("fact_gone")
    await send(ctx.interaction, ui.fact(fact, ctx.knowledge, ctx.words))


Guilded = discord.abc.GuildChannel | discord.Thread

_log = logging.getLogger(__name__)

BRIEFING: Final = ENGLISH.commands["briefing"]
SCHEDULE: Final = ENGLISH.commands["briefing schedule"]
STATUS: Final = ENGLISH.commands["briefing status"]
STOP: Final = ENGLISH.commands["briefing stop"]
PREVIEW: Final = ENGLISH.commands["briefing preview"]

USUAL_FACTS: Final = 3
"""How many facts a briefing tells where nothing else is said."""

Channel = app_commands.Transform[int, PostingPlace]
Facts = app_commands.Range[int, 1, MAX_BRIEFING_FACTS]


@servers_only
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class BriefingCog(commands.GroupCog, name="briefing", group_name=BRIEFING.name, group_description=BRIEFING.description):
    """The commands, and what wakes the scheduler. `sleep` takes seconds, `zones` are IANA names."""

    def __init__(self, bot: BriefingBot, *, sleep: Callable[[float], Awaitable[None]], zones: Iterable[str]) -> None:
        self._bot = bot
        self._zones = TimeZones(zones)
        self._outlook = Outlook(bot)
        self.scheduler = Scheduler(bot, sleep=sleep)

    async def cog_load(self) -> None:
        """Start the scheduler."""
        self.scheduler.start()

    async def cog_unload(self) -> None:
        """End it."""
        await self.scheduler.stop()

    @app_commands.command(name=SCHEDULE.name, description=SCHEDULE.description)
    @app_commands.describe(**{name: option.description for name, option in SCHEDULE.options.items()})
    async def schedule(
        self, interaction: Interaction, channel: Channel, time: str, timezone: str, facts: Facts = USUAL_FACTS
    ) -> None:
        """Set a channel's briefing, in place of the one that it has."""
        guild = demand_manager(interaction)
        daily = read_daily(time, timezone, facts, self._zones)
        await demand_place(interaction, channel)
        stored = StoredSchedule(
            channel=channel,
            guild=guild,
            time=daily.time,
            timezone=daily.timezone,
            facts=daily.facts,
            origin=Origin.COMMAND,
            by=interaction.user.id,
            since=self._bot.clock(),
        )
        with told_of_store():
            before = await self._bot.store.schedules.find(channel)
            await self._bot.store.schedules.put(stored)
            self.scheduler.changed(channel)
            upcoming = await self._outlook.upcoming(stored)
        _log.info("briefing of channel %d set by user %d", channel, interaction.user.id)
        plan, replaced = plan_of(stored), plan_of(before) if before else None
        layout = ui.scheduled(plan, upcoming.instant, words_of(interaction), before=replaced, sent=upcoming.sent)
        await send(interaction, layout)

    @schedule.autocomplete("timezone")
    async def propose_zone(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a time zone."""
        return self._offered(lambda: zone_choices(self._zones, current, str(interaction.locale), self._bot.clock()))

    @app_commands.command(name=STATUS.name, description=STATUS.description)
    async def status(self, interaction: Interaction) -> None:
        """Show the server's briefings."""
        guild = demand_manager(interaction)
        with told_of_store():
            standings = [await self._outlook.standing(each, guild) for each in await self._outlook.of_guild(guild)]
        await send(interaction, ui.schedules(standings, words_of(interaction)))

    @app_commands.command(name=STOP.name, description=STOP.description)
    @app_commands.describe(channel=STOP.options["channel"].description)
    async def stop(self, interaction: Interaction, channel: str) -> None:
        """End a channel's briefing. The channel is text, so that one that was deleted can be named as well."""
        guild = demand_manager(interaction)
        with told_of_store():
            number = self._outlook.named(channel, await self._outlook.of_guild(guild))
            if number is None or not await self._bot.store.schedules.stop(number):
                raise RefusedError("not_scheduled", channel=echo(channel))
        self.scheduler.changed(number)
        _log.info("briefing of channel %d stopped by user %d", number, interaction.user.id)
        await send(interaction, ui.stopped(number, words_of(interaction)))

    @stop.autocomplete("channel")
    async def propose_scheduled(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a channel that has a briefing."""
        try:
            guild = demand_manager(interaction)
            with told_of_store():
                stored = await self._outlook.of_guild(guild)
        except RefusedError:
            return []
        return self._offered(lambda: self._outlook.choices(current, stored))

    @app_commands.command(name=PREVIEW.name, description=PREVIEW.description)
    @app_commands.describe(channel=PREVIEW.options["channel"].description)
    async def preview(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Show the next edition to the user alone."""
        demand_manager(interaction)
        ctx = RequestContext.of(interaction)
        number = channel or interaction.channel_id or 0
        if channel is not None:
            await demand_place(interaction, channel)
        with told_of_store():
            day, facts = await self._outlook.next_edition(number, USUAL_FACTS)
            chosen = await compose(self._bot.store, ctx.knowledge, channel=number, day=day, facts=facts)
        posted = words_at(self._bot, number)
        await send(interaction, ui.preview(chosen, ctx.knowledge, posted, note=ctx.words, channel=number))

    @commands.Cog.listener()
    async def on_guild_channel_update(self, _before: Guilded, after: Guilded) -> None:
        """A channel's permissions may have changed."""
        self.scheduler.mended(after.guild.id)

    @commands.Cog.listener()
    async def on_thread_update(self, _before: Guilded, after: Guilded) -> None:
        """A thread may have been opened again."""
        self.scheduler.mended(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """The bot's permissions may have changed."""
        self.scheduler.mended(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """The bot may have got a role; of no other member is it told."""
        self.scheduler.mended(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot is back on a server."""
        self.scheduler.mended(guild.id)

    def _offered(self, choices: Callable[[], list[app_commands.Choice[str]]]) -> list[app_commands.Choice[str]]:
        """The choices; none where they fail, as autocomplete can tell of no error."""
        try:
            return choices()
        except Exception as error:  # noqa: BLE001 - discord.py would log it without an id
            self._bot.error_handler.log("the completion of /briefing", error)
            return []


@contextlib.contextmanager
def told_of_store() -> Iterator[None]:
    """Raise RefusedError where the store fails."""
    try:
        yield
    except sqlite3.Error as error:
        _log.warning("the briefings could not be read or set: the store failed (%s)", error)
        raise RefusedError("database_unreadable") from error
