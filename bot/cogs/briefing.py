"""/briefing: set, show, stop and preview the briefing of a channel."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.briefing import status
from bot.app.briefing.channels import (
    BlockedError,
    cached_channel,
    find_channel,
    missing_for,
    place_of,
    requires_tag,
    texts_for_channel,
)
from bot.app.briefing.delivery import compose, read_posted
from bot.app.briefing.scheduler import Scheduler
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext, echo, words_of
from bot.app.permissions import ServerChannel
from bot.app.responses import send, update
from bot.app.timeouts import Sleep
from bot.cogs.access import command, refused_if_store_fails, servers_only
from bot.cogs.admins import may_reload, roles_of
from bot.cogs.ask import ask_for_question
from bot.cogs.autocomplete import offer
from bot.cogs.corrections import put_since, retired_page
from bot.cogs.curators import may_edit
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import DEFAULT_FACTS, MAX_FACTS, EditionDays, EditionForm, EditionPlace, Schedule
from bot.core.briefing.selection import next_facts
from bot.core.text.times import read_time
from bot.core.text.zones import FixedTimeZone, TimeZone, TimeZones, UnknownTimeZone, load_zones
from bot.errors import PermissionNames, RefusedError, StoreError
from bot.i18n import ENGLISH
from bot.storage import Origin, StoredSchedule
from bot.ui import custom_ids
from bot.ui.fitting import CHOICES, SELECT_OPTIONS, choice

_log = logging.getLogger(__name__)

BRIEFING: Final = ENGLISH.commands["briefing"]
SCHEDULE: Final = ENGLISH.commands["briefing schedule"]

POSTABLE: Final = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
    discord.ChannelType.forum,
)
"""The types of channels in which briefings can be posted and read by everybody there."""


class PostableChannel(app_commands.Transformer):
    """A channel or thread of the server of one of `types`; the bot's permissions there are checked later."""

    def __init__(self, types: Sequence[discord.ChannelType] = POSTABLE) -> None:
        self._types = types

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Return the type of option: a channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Return the types of channels that Discord offers."""
        return list(self._types)

    async def transform(self, _interaction: discord.Interaction[Any], value: Any, /) -> int:  # noqa: ANN401 - a channel or a thread
        """Return the channel's id."""
        return int(value.id)


Channel = app_commands.Transform[int, PostableChannel]
Facts = app_commands.Range[int, 1, MAX_FACTS]


def require_manager(interaction: Interaction) -> int:
    """Return the server of a user who may manage it or whom the config names as an admin.

    A server can let others use the command in Discord's settings, so this is checked on each use.
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


def read_schedule(
    channel: int,
    *,
    time: str,
    timezone: str,
    facts: int,
    zones: TimeZones,
    **options: Any,  # noqa: ANN401 - those that are valid already
) -> Schedule:
    """Read the options of a schedule. Raises RefusedError that says what was expected."""
    at = read_time(time)
    if at is None:
        raise RefusedError("time_invalid", typed=echo(time))
    if not 1 <= facts <= MAX_FACTS:
        raise RefusedError("facts_limits", least=1, most=MAX_FACTS, number=facts)
    match zones.read(timezone):
        case TimeZone(name=name):
            return Schedule(channel=channel, time=at, timezone=ZoneInfo(name), facts=facts, **options)
        case UnknownTimeZone(near=()):
            raise RefusedError("zone_unknown", typed=echo(timezone))
        case UnknownTimeZone(near=near):
            raise RefusedError("zone_near", typed=echo(timezone), names=", ".join(near))
        case FixedTimeZone(near=()):
            raise RefusedError("zone_fixed", typed=echo(timezone))
        case FixedTimeZone(near=near):
            raise RefusedError("zone_fixed_near", typed=echo(timezone), names=", ".join(near))


async def require_postable_channel(
    interaction: Interaction, number: int, schedule: Schedule | None = None
) -> ServerChannel:
    """Return a channel of this server. Raises RefusedError with the reason if a briefing cannot be posted there."""
    try:
        channel = await find_channel(interaction.client, number)
    except BlockedError as error:
        raise _refusal(error.obstacle, f"{number}") from error
    if channel.guild.id != interaction.guild_id:
        raise RefusedError("channel_foreign")
    if channel.type not in POSTABLE:
        raise RefusedError("channel_kind")
    if requires_tag(channel):
        raise RefusedError("forum_tag", channel=f"#{channel.name}")
    if schedule is not None and schedule.thread and isinstance(channel, discord.Thread):
        raise RefusedError("thread_in_thread")
    missing = missing_for(channel, schedule, to_read=True)
    if missing:
        raise _refusal(Obstacle(kind=ObstacleKind.MISSING, permissions=missing), f"#{channel.name}")
    return channel


def require_mentionable(interaction: Interaction, role: discord.Role, channel: ServerChannel) -> None:
    """Raise RefusedError for @everyone, and for a role that the user may not mention in the channel."""
    if role.is_default():
        raise RefusedError("role_everyone")
    user = interaction.user
    granted = channel.permissions_for(user) if isinstance(user, discord.Member) else discord.Permissions.none()
    if not (role.mentionable or granted.mention_everyone):
        raise RefusedError("role_not_yours", role=f"@{role.name}", channel=f"#{channel.name}")


def option_choices(names: type[EditionDays | EditionForm]) -> list[app_commands.Choice[str]]:
    """Return what an option of /briefing schedule offers to choose from."""
    return [app_commands.Choice(name=app_commands.locale_str(SCHEDULE.choices[name]), value=name) for name in names]


def zone_choices(zones: TimeZones, typed: str, locale: str, now: dt.datetime) -> list[app_commands.Choice[str]]:
    """Return the time zones that what was typed may mean, each with its local time."""
    names = zones.suggest(typed, locale=locale, limit=CHOICES)
    return [
        app_commands.Choice(name=choice(f"{name} · {now.astimezone(ZoneInfo(name)):%H:%M}"), value=name)
        for name in names
    ]


def _refusal(obstacle: Obstacle, name: str) -> RefusedError:
    if obstacle.kind is ObstacleKind.MISSING:
        return RefusedError("bot_lacks", channel=name, permissions=PermissionNames(names=obstacle.permissions))
    return RefusedError("channel_foreign")


async def press_edition(
    ctx: RequestContext,
    action: custom_ids.OfEdition,
    siblings: Collection[str],
) -> None:
    """Answer a button or menu of a briefing; `siblings` are the custom_ids of the same message.

    Raises RefusedError if the base has none of the facts any more.
    """
    match action:
        case custom_ids.EditionFacts():
            await _list(ctx, action, siblings)
        case custom_ids.EditionPick():
            await _pick(ctx)
        case custom_ids.QuestionForm():
            await ask_for_question(ctx)


async def press_schedules(interaction: Interaction, action: custom_ids.SchedulesPage) -> None:
    """Show a page of the server's briefings. Raises RefusedError if the user may not see them or the store fails."""
    guild = require_manager(interaction)
    with refused_if_store_fails():
        statuses = await status.statuses_of(interaction.client, guild)
    await update(interaction, ui.schedules(statuses, words_of(interaction), action.page))


def in_list(action: custom_ids.EditionFacts, siblings: Collection[str]) -> bool:
    """Return whether the button turns a page of the list, rather than opening the list from the briefing."""
    return custom_ids.EditionPick(day=action.day).encode() in siblings


async def _list(ctx: RequestContext, action: custom_ids.EditionFacts, siblings: Collection[str]) -> None:
    """Show a page of the facts that the briefing does not have, or turn the pages of such a list.

    A list has its facts in its menu. The base may have been replaced since.
    """
    shown, listed = read_posted(ctx.interaction.message).facts, in_list(action, siblings)
    facts = shown if listed else await _more_facts(ctx, action.day, shown)
    layout = ui.edition_facts(action.day, facts, ctx.knowledge, ctx.words, action.page)
    if layout is None:
        raise RefusedError("edition_gone") if listed else RefusedError("edition_complete")
    await (update if listed else send)(ctx.interaction, layout)


async def _more_facts(ctx: RequestContext, day: dt.date, shown: Collection[str]) -> list[str]:
    """Return the ids of the facts whose turn comes after a briefing with the facts `shown`, as many as a list has.

    The message that opens a thread shows none: the facts of its `day` are in the thread.
    """
    deliveries, base = ctx.bot.store.deliveries, ctx.base.name
    told: Mapping[str, dt.date] = {}
    last: Mapping[str, str] | None = None
    try:
        for channel in _scheduled_channels(ctx.interaction):
            told, last = await deliveries.told(channel, base=base), await deliveries.last_digests(channel, base=base)
            if last is not None:
                break
    except StoreError as error:
        _log.warning("more facts are listed by importance: the database failed (%s)", error)
        told, last = {}, None
    without = shown or {fact for fact, latest in told.items() if latest == day}
    found = await asyncio.to_thread(
        next_facts, ctx.knowledge, told=told, last=last, without=without, count=SELECT_OPTIONS
    )
    return [fact.id for fact in found]


def _scheduled_channels(interaction: Interaction) -> tuple[int, ...]:
    """Return the channels that the briefing whose button was pressed may be for.

    A thread may have a schedule of its own, or have been opened by a briefing of its channel.
    """
    posted, channel = interaction.message, interaction.channel
    here = interaction.channel_id or 0
    if isinstance(channel, discord.Thread) and posted is not None and not posted.flags.ephemeral:
        return here, channel.parent_id
    return (here,)


async def _pick(ctx: RequestContext) -> None:
    """Show the fact that the user chose in the menu."""
    fact, withdrawn = ctx.knowledge.facts.get(ctx.chosen), await retired_page(ctx, ctx.chosen)
    if withdrawn is not None:
        await send(ctx.interaction, withdrawn)
        return
    if fact is None:
        raise RefusedError("fact_gone")
    editable = may_edit(ctx.interaction, ctx.base.name)
    view = ui.fact(fact, ctx.knowledge, ctx.words, editable=editable)
    await put_since(ctx, fact.id, view)
    await send(ctx.interaction, view)


@servers_only
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class BriefingCog(commands.GroupCog, name="briefing", group_name=BRIEFING.name, group_description=BRIEFING.description):
    """The commands, and the events that wake the scheduler. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._zones = load_zones()
        self.scheduler = Scheduler(bot, sleep=sleep)

    async def cog_load(self) -> None:
        """Start the scheduler."""
        self.scheduler.start()

    async def cog_unload(self) -> None:
        """Stop the scheduler."""
        await self.scheduler.stop()

    @command("briefing schedule")
    @app_commands.choices(days=option_choices(EditionDays), form=option_choices(EditionForm))
    async def schedule(  # noqa: PLR0913, PLR0917 - its options
        self,
        interaction: Interaction,
        channel: Channel,
        time: str,
        timezone: str,
        facts: Facts = DEFAULT_FACTS,
        days: str = EditionDays.DAILY.value,
        only_new: bool = False,  # noqa: FBT001, FBT002 - an option
        role: discord.Role | None = None,
        thread: bool = False,  # noqa: FBT001, FBT002
        form: str = EditionForm.FULL.value,
    ) -> None:
        """Set or replace a channel's briefing."""
        guild = require_manager(interaction)
        typed = read_schedule(
            channel,
            time=time,
            timezone=timezone,
            facts=facts,
            zones=self._zones,
            days=days,
            only_new=only_new,
            role=role.id if role else None,
            thread=thread,
            form=form,
        )
        found_channel = await require_postable_channel(interaction, channel, typed)
        if role is not None:
            require_mentionable(interaction, role, found_channel)
        since, user = self._bot.clock(), interaction.user.id
        schedule = StoredSchedule(**dict(typed), guild=guild, origin=Origin.COMMAND, by=user, since=since)
        with refused_if_store_fails():
            found = await self._bot.store.schedules.find(channel)
            await self._bot.store.schedules.put(schedule)
            await self._bot.store.deliveries.forget_skipped(channel)
            self.scheduler.schedule_changed(channel)
            upcoming = await status.upcoming_edition(self._bot, schedule)
        _log.info("user %d set the briefing of channel %d", user, channel)
        before = found if isinstance(found, StoredSchedule) else None
        words = words_of(interaction)
        await send(interaction, ui.scheduled(schedule, upcoming.instant, words, before=before, sent=upcoming.sent))

    @schedule.autocomplete("timezone")
    async def complete_timezone(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a time zone."""
        locale, now = str(interaction.locale), self._bot.clock()
        return offer(interaction, lambda _: zone_choices(self._zones, current, locale, now))

    @command("briefing status")
    async def status(self, interaction: Interaction) -> None:
        """Show the first page of the server's briefings."""
        await press_schedules(interaction, custom_ids.SchedulesPage())

    @command("briefing stop")
    async def stop(self, interaction: Interaction, channel: str) -> None:
        """Stop a channel's briefing. The channel is typed as text, so that a deleted one can be named too."""
        guild = require_manager(interaction)
        with refused_if_store_fails():
            number = status.find_scheduled(self._bot, channel, await status.schedules_of(self._bot, guild))
            if number is None or not await self._bot.store.schedules.stop(number):
                raise RefusedError("not_scheduled", channel=echo(status.named(self._bot, channel, guild)))
        self.scheduler.schedule_changed(number)
        _log.info("user %d stopped the briefing of channel %d", interaction.user.id, number)
        await send(interaction, ui.stopped(number, words_of(interaction)))

    @stop.autocomplete("channel")
    async def complete_channel(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a channel that has a briefing."""
        try:
            guild = require_manager(interaction)
            schedules = await status.schedules_of(self._bot, guild)
        except RefusedError:
            return []
        except StoreError as error:
            _log.warning("the channels of /briefing stop could not be read from the database (%s)", error)
            return []
        return offer(interaction, lambda _: status.schedule_choices(self._bot, current, schedules))

    @command("briefing preview")
    async def preview(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Show the next edition to the user alone."""
        require_manager(interaction)
        ctx = RequestContext.of(interaction)
        number = channel or interaction.channel_id or 0
        if channel is not None:
            await require_postable_channel(interaction, channel)
        with refused_if_store_fails():
            day, schedule = await status.next_edition(self._bot, number)
            composed = await compose(self._bot.store, ctx.base, schedule, day)
        found = cached_channel(self._bot, number)
        post = composed.laid_out(found, texts_for_channel(self._bot, number))
        place = place_of(found, schedule) if found else EditionPlace.MESSAGE
        skipped = composed.is_skipped
        await send(interaction, ui.preview(post, ctx.words, channel=number, place=place, skipped=skipped))

    @commands.Cog.listener()
    async def on_schedules_changed(self) -> None:
        """Look again: another process has set a schedule."""
        self.scheduler.others_changed()

    @commands.Cog.listener()
    async def on_guild_channel_update(self, _before: ServerChannel, after: ServerChannel) -> None:
        """Retry: a channel's permissions may have changed."""
        self.scheduler.server_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_thread_update(self, _before: ServerChannel, after: ServerChannel) -> None:
        """Retry: a thread may have been reopened."""
        self.scheduler.server_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, _before: discord.Role, after: discord.Role) -> None:
        """Retry: the bot's permissions may have changed."""
        self.scheduler.server_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_member_update(self, _before: discord.Member, after: discord.Member) -> None:
        """Retry: the bot may have got a role. Discord sends no other member's changes."""
        self.scheduler.server_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Retry: the bot is back on a server."""
        self.scheduler.server_changed(guild.id)
