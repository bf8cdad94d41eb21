"""/settings: the language of a server, and where the bot answers messages there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.briefing.status import schedules_of
from bot.app.context import Interaction, RequestContext
from bot.app.responses import update
from bot.cogs.access import servers_only
from bot.cogs.briefing import refused_if_store_fails, require_manager
from bot.errors import RefusedError
from bot.i18n import ENGLISH, LANGUAGES
from bot.storage import MentionScope, ServerSettings
from bot.ui import custom_ids
from bot.ui.settings import AS_SERVER

SETTINGS: Final = ENGLISH.commands["settings"]

_log = logging.getLogger(__name__)


class SettingsCog(commands.Cog, name="settings"):
    """The command; its menus change the panel in place."""

    @app_commands.command(name=SETTINGS.name, description=SETTINGS.description)
    @servers_only
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: Interaction) -> None:
        """Show the settings of the server."""
        await _show(RequestContext.of(interaction), require_manager(interaction))


async def press_settings(ctx: RequestContext, action: custom_ids.OfSettings) -> None:
    """Change a setting, and show the panel again. Raises RefusedError if the user may not, or the store fails."""
    guild = require_manager(ctx.interaction)
    new = _change(action, ctx.all_chosen)
    with refused_if_store_fails():
        await ctx.bot.settings.change(guild, new)
    _log.info("user %d changed the settings of server %d", ctx.user, guild)
    await _show(ctx, guild)


async def _show(ctx: RequestContext, guild: int) -> None:
    with refused_if_store_fails():
        schedules = await schedules_of(ctx.bot, guild)
    panel = ui.settings_panel(
        ctx.bot.settings.of(guild),
        ctx.words,
        locale=str(ctx.interaction.guild_locale or discord.Locale.american_english),
        answered=ctx.bot.config.mentions,
        briefings=sorted(each.channel for each in schedules),
    )
    await update(ctx.interaction, panel)


def _change(action: custom_ids.OfSettings, chosen: tuple[str, ...]) -> Callable[[ServerSettings], ServerSettings]:
    """Return the change that a menu makes. Raises RefusedError for a choice that its menu does not have."""
    first = next(iter(chosen), "")
    match action:
        case custom_ids.SetLanguage() if first in {AS_SERVER, *LANGUAGES}:
            language = None if first == AS_SERVER else first
            return lambda settings: replace(settings, language=language)
        case custom_ids.SetMentions() if first in set(MentionScope):
            return lambda settings: replace(settings, mentions=MentionScope(first))
        case custom_ids.SetMentionChannels() if all(map(str.isdecimal, chosen)):
            return lambda settings: replace(settings, channels=frozenset(map(int, chosen)))
        case _:
            raise RefusedError("foreign_button")
