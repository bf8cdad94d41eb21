"""/briefing: set, show and stop the daily briefing of a channel."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.briefing.delivery import compose
from bot.briefing.outlook import Outlook, plan_of
from bot.briefing.places import words_at
from bot.briefing.scheduler import Scheduler
from bot.client import BriefingBot
from bot.cogs.briefing_input import PostingPlace, demand_manager, demand_place, echo, read_daily, zone_choices
from bot.cogs.reach import servers_only
from bot.config import MAX_BRIEFING_FACTS
from bot.core.text.times import Zones
from bot.errors import RefusedError
from bot.i18n import ENGLISH, Texts
from bot.sending import send
from bot.storage import Origin, StoredSchedule

Interaction = discord.Interaction[BriefingBot]
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
        self._zones = Zones(zones)
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
        guild, words = demand_manager(interaction)
        daily = read_daily(time, timezone, facts, self._zones, words)
        await demand_place(interaction, channel, words)
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
        with told_of_store(words):
            before = await self._bot.store.schedules.find(channel)
            await self._bot.store.schedules.put(stored)
            self.scheduler.changed(channel)
            upcoming = await self._outlook.upcoming(stored)
        _log.info("briefing of channel %d set by user %d", channel, interaction.user.id)
        plan, replaced = plan_of(stored), plan_of(before) if before else None
        layout = ui.scheduled(plan, upcoming.instant, words, before=replaced, sent=upcoming.sent)
        await send(interaction, layout)

    @schedule.autocomplete("timezone")
    async def propose_zone(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a time zone."""
        return self._offered(lambda: zone_choices(self._zones, current, str(interaction.locale), self._bot.clock()))

    @app_commands.command(name=STATUS.name, description=STATUS.description)
    async def status(self, interaction: Interaction) -> None:
        """Show the server's briefings."""
        guild, words = demand_manager(interaction)
        with told_of_store(words):
            standings = [await self._outlook.standing(each, guild) for each in await self._outlook.of_guild(guild)]
        await send(interaction, ui.schedules(standings, words))

    @app_commands.command(name=STOP.name, description=STOP.description)
    @app_commands.describe(channel=STOP.options["channel"].description)
    async def stop(self, interaction: Interaction, channel: str) -> None:
        """End a channel's briefing. The channel is text, so that one that was deleted can be named as well."""
        guild, words = demand_manager(interaction)
        with told_of_store(words):
            number = self._outlook.named(channel, await self._outlook.of_guild(guild))
            if number is None or not await self._bot.store.schedules.stop(number):
                raise RefusedError(words.not_scheduled.format(channel=echo(channel)))
        self.scheduler.changed(number)
        _log.info("briefing of channel %d stopped by user %d", number, interaction.user.id)
        await send(interaction, ui.stopped(number, words))

    @stop.autocomplete("channel")
    async def propose_scheduled(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a channel that has a briefing."""
        try:
            guild, words = demand_manager(interaction)
            with told_of_store(words):
                stored = await self._outlook.of_guild(guild)
        except RefusedError:
            return []
        return self._offered(lambda: self._outlook.choices(current, stored))

    @app_commands.command(name=PREVIEW.name, description=PREVIEW.description)
    @app_commands.describe(channel=PREVIEW.options["channel"].description)
    async def preview(self, interaction: Interaction, channel: Channel | None = None) -> None:
        """Show the next edition to the user alone."""
        _, words = demand_manager(interaction)
        number = channel or interaction.channel_id or 0
        if channel is not None:
            await demand_place(interaction, channel, words)
        knowledge = self._bot.base.knowledge
        with told_of_store(words):
            day, facts = await self._outlook.next_edition(number, USUAL_FACTS)
            chosen = await compose(self._bot.store, knowledge, channel=number, day=day, facts=facts)
        await send(interaction, ui.preview(chosen, knowledge, words_at(self._bot, number), note=words, channel=number))

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
            self._bot.failures.log("the completion of /briefing", error)
            return []


@contextlib.contextmanager
def told_of_store(words: Texts) -> Iterator[None]:
    """Raise RefusedError where the store fails."""
    try:
        yield
    except sqlite3.Error as error:
        _log.warning("the briefings could not be read or set: the store failed (%s)", error)
        raise RefusedError(words.store_fails) from error
