"""/settings: the language of a server, and where the bot answers messages there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.briefing.status import schedules_of
from bot.app.client import BriefingBot
from bot.app.context import Interaction, chosen_in, echo, words_of
from bot.app.responses import update
from bot.cogs.access import command, refused_if_store_fails, servers_only, without_base
from bot.cogs.autocomplete import base_choices
from bot.cogs.briefing import require_manager
from bot.errors import RefusedError
from bot.i18n import LANGUAGES
from bot.storage import MentionScope, ServerSettings
from bot.ui import custom_ids
from bot.ui.settings import AS_SERVER

_log = logging.getLogger(__name__)


class SettingsCog(commands.Cog, name="settings"):
    """The command; its menus change the panel in place. With a single base there is no option to choose one."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        if len(bot.bases.names) == 1:
            without_base(self.get_app_commands())

    @command("settings")
    @servers_only
    @app_commands.guild_only()
    @app_commands.default_permissions(manage_guild=True)
    async def settings(self, interaction: Interaction, base: str | None = None) -> None:
        """Show the settings of the server, after the choice of another base if one is named."""
        guild = require_manager(interaction)
        if base is not None:
            await _choose_base(interaction, guild, base.strip())
        await _show(interaction, guild)

    @settings.autocomplete("base")
    async def suggest_bases(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the bases that the server may choose, its present one first."""
        try:
            guild = require_manager(interaction)
        except RefusedError:
            return []
        present = self._bot.bases.name_of(guild)
        return base_choices(current, sorted(self._bot.bases.allowed(guild), key=present.__ne__))


async def _choose_base(interaction: Interaction, guild: int, name: str) -> None:
    """Answer the server's questions from another base from now on.

    Raises RefusedError if the server may not use it, if it cannot be loaded, or if the store fails.
    """
    bases = interaction.client.bases
    if name not in bases.allowed(guild):
        raise RefusedError("base_unknown", typed=echo(name))
    await bases.load(name)
    bases.get(name)
    with refused_if_store_fails():
        await interaction.client.settings.change(guild, lambda settings: replace(settings, base=name))
    _log.info("user %d chose the base %s for server %d", interaction.user.id, name, guild)


async def press_settings(interaction: Interaction, action: custom_ids.OfSettings) -> None:
    """Change a setting, and show the panel again. Raises RefusedError if the user may not, or the store fails."""
    guild = require_manager(interaction)
    new = _change(action, chosen_in(interaction))
    with refused_if_store_fails():
        await interaction.client.settings.change(guild, new)
    _log.info("user %d changed the settings of server %d", interaction.user.id, guild)
    await _show(interaction, guild)


async def _show(interaction: Interaction, guild: int) -> None:
    """Show the panel; it needs no base, so that a server whose base cannot be loaded can choose another."""
    bot = interaction.client
    with refused_if_store_fails():
        schedules = await schedules_of(bot, guild)
    panel = ui.settings_panel(
        bot.settings.of(guild),
        words_of(interaction),
        base=bot.bases.name_of(guild) if len(bot.bases.names) > 1 else None,
        locale=str(interaction.guild_locale or discord.Locale.american_english),
        answered=bot.config.mentions,
        briefings=sorted(each.channel for each in schedules),
    )
    await update(interaction, panel)


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
