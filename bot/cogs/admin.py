"""/admin: the bot's own state, for those whom the config names."""

from __future__ import annotations

import logging
import sqlite3
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.gaps import show_gaps
from bot.cogs.reload import alone, demand_admin, may_reload, roles_of, tried_out
from bot.command_sync import sync_commands
from bot.errors import RefusedError
from bot.i18n import ENGLISH, texts_for
from bot.reloading import NotKept, Reloading
from bot.sending import hold, send
from bot.ui.admin import Status, history, load_choice, status

Interaction = discord.Interaction[BriefingBot]

_log = logging.getLogger(__name__)

ADMIN: Final = ENGLISH.commands["admin"]
STATUS: Final = ENGLISH.commands["admin status"]
HISTORY: Final = ENGLISH.commands["admin history"]
ROLLBACK: Final = ENGLISH.commands["admin rollback"]
GAPS: Final = ENGLISH.commands["admin gaps"]


class AdminCog(commands.GroupCog, name="admin", group_name=ADMIN.name, group_description=ADMIN.description):
    """The commands of the home guild."""

    def __init__(self, bot: BriefingBot, *, reloading: Reloading) -> None:
        self._bot = bot
        self._reloading = reloading

    @app_commands.command(name=STATUS.name, description=STATUS.description)
    async def status(self, interaction: Interaction) -> None:
        """Show what serves, what lies on disk, and how the bot's parts are."""
        words = texts_for(str(interaction.locale))
        demand_admin(interaction, words.admins_only)
        await hold(interaction)
        await send(interaction, status(await self._status(), words))

    @app_commands.command(name=HISTORY.name, description=HISTORY.description)
    async def history(self, interaction: Interaction) -> None:
        """Show who loaded what and when."""
        words = texts_for(str(interaction.locale))
        demand_admin(interaction, words.admins_only)
        try:
            loads = await self._bot.store.revisions.history()
        except sqlite3.Error as error:
            _log.warning("the history could not be read from the store (%s)", error)
            raise RefusedError(words.store_fails) from error
        await send(interaction, history(loads, self._bot.base.knowledge.revision, words))

    @app_commands.command(name=ROLLBACK.name, description=ROLLBACK.description)
    @app_commands.describe(revision=ROLLBACK.options["revision"].description)
    async def rollback(self, interaction: Interaction, revision: str) -> None:
        """Show what going back to an earlier revision would change."""
        words = demand_admin(interaction)
        with alone(self._reloading, words):
            await hold(interaction)
            _log.info("rollback to %.64s asked for by user %d", revision, interaction.user.id)
            try:
                tried = await self._reloading.try_revision(interaction.id, revision.strip())
            except sqlite3.Error as error:
                _log.warning("revision %.64s could not be read from the store (%s)", revision, error)
                raise RefusedError(words.store_fails) from error
        if isinstance(tried, NotKept):
            raise RefusedError(words.no_such_revision)
        await send(interaction, tried_out(tried, words))
        del tried
        await self._reloading.tidy()

    @rollback.autocomplete("revision")
    async def propose(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the revisions that were served, newest first; nothing to who may not go back."""
        if not may_reload(self._bot.config.discord, interaction.user.id, roles_of(interaction.user)):
            return []
        words = texts_for(str(interaction.locale))
        try:
            loads = await self._bot.store.revisions.history()
        except sqlite3.Error as error:
            _log.warning("the history could not be read from the store (%s)", error)
            return []
        newest = {load.revision: load for load in reversed(loads)}
        ordered = sorted(newest.values(), key=lambda load: load.at, reverse=True)
        named = [(load_choice(load, words), load.revision) for load in ordered]
        wanted = current.strip().casefold()
        found = [(name, value) for name, value in named if wanted in name.casefold() or value.startswith(wanted)]
        return [app_commands.Choice(name=ui.choice(name), value=value) for name, value in found[: ui.CHOICES]]

    @app_commands.command(name=GAPS.name, description=GAPS.description)
    @app_commands.describe(export=GAPS.options["export"].description)
    async def gaps(self, interaction: Interaction, export: bool = False) -> None:  # noqa: FBT001, FBT002 - an option
        """Show what was asked and not answered."""
        await show_gaps(interaction, export=export)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Register the home guild's commands anew: Discord dropped them when the bot left."""
        if guild.id == self._bot.config.discord.home_guild:
            bot = self._bot
            await sync_commands(bot.tree, bot.store, application=bot.application_id or 0, guilds=(guild.id,))

    async def _status(self) -> Status:
        store, base = self._bot.store, self._bot.base
        broken, last, beat = "", None, None
        try:
            last, beat = await store.revisions.last(), await store.heartbeat.last()
        except sqlite3.Error as error:
            broken = str(error)
        return Status(
            knowledge=base.knowledge,
            learned=base.learned,
            disk=await self._reloading.on_disk(),
            load=last if last and last.revision == base.knowledge.revision else None,
            heartbeat=beat,
            broken=broken,
            latency=self._bot.latency,
        )
