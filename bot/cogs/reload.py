"""/reload: what a new base would change, and then the base itself, for those whom the config names."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Iterator
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, words_of
from bot.app.reload import Gone, Outdated, Reloading, Served
from bot.app.responses import Deferral, defer, send, update
from bot.config import DiscordConfig
from bot.core.factbase.diff import BrokenRun, DryRun
from bot.errors import RefusedError
from bot.i18n import ENGLISH, Texts
from bot.ui import custom_ids

_log = logging.getLogger(__name__)

RELOAD: Final = ENGLISH.commands["reload"]

Deciding = custom_ids.DryRunPage | custom_ids.DryRunConfirm | custom_ids.DryRunCancel


class ReloadCog(commands.Cog, name="reload"):
    """The command of the home guild."""

    def __init__(self, bot: BriefingBot, *, reloading: Reloading) -> None:
        self._bot = bot
        self.reloading = reloading

    @app_commands.command(name=RELOAD.name, description=RELOAD.description)
    async def reload(self, interaction: Interaction) -> None:
        """Load beside what serves and show what would change, or every problem."""
        demand_admin(interaction)
        with alone(self.reloading):
            await defer(interaction)
            _log.info("reload asked for by user %d", interaction.user.id)
            tried = await self.reloading.try_disk(interaction.id)
        await send(interaction, tried_out(tried, words_of(interaction)))
        del tried
        await self.reloading.tidy()


def tried_out(tried: DryRun | BrokenRun, words: Texts) -> discord.ui.LayoutView:
    """What a dry run came to."""
    return ui.dry_run(tried, words) if isinstance(tried, DryRun) else ui.broken_run(tried, words)


async def decide(interaction: Interaction, action: Deciding) -> None:
    """Answer a button of a dry run. Raises RefusedError where it is gone or the user may not decide on it."""
    demand_admin(interaction)
    words = words_of(interaction)
    cog = interaction.client.get_cog("reload")
    if not isinstance(cog, ReloadCog) or isinstance(cog.reloading.find(action.run), Gone):
        raise RefusedError("dry_run_gone")
    match action:
        case custom_ids.DryRunPage():
            await update(interaction, _page(cog.reloading, action, words))
        case custom_ids.DryRunCancel(run=run):
            with alone(cog.reloading):
                await cog.reloading.cancel(run)
            await update(interaction, ui.notice(words.not_loaded))
            await cog.reloading.tidy()
        case custom_ids.DryRunConfirm(run=run):
            with alone(cog.reloading):
                await defer(interaction, Deferral.IN_PLACE)
                decided = await _confirmed(cog.reloading, run, interaction.user.id, words)
            await update(interaction, decided)
            await cog.reloading.tidy()


def demand_admin(interaction: Interaction, *, refusal: RefusedError | None = None) -> None:
    """Raise RefusedError, or `refusal` in its place, where the config does not name the user as an admin."""
    if not may_reload(interaction.client.config.discord, interaction.user.id, roles_of(interaction.user)):
        raise refusal or RefusedError("not_an_admin")


@contextlib.contextmanager
def alone(reloading: Reloading) -> Iterator[None]:
    """Load or decide while nobody else does. Raises RefusedError where somebody does already."""
    if not reloading.begin():
        raise RefusedError("reload_runs")
    try:
        yield
    finally:
        reloading.end()


def may_reload(config: DiscordConfig, user: int, roles: Iterable[int]) -> bool:
    """Whether the config names the user or one of the roles; no permission of Discord's counts."""
    return user in config.admins or not config.admin_roles.isdisjoint(roles)


def roles_of(user: discord.User | discord.Member) -> list[int]:
    """The ids of a user's roles in the guild where the command was used."""
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []


def _page(reloading: Reloading, action: custom_ids.DryRunPage, words: Texts) -> discord.ui.LayoutView:
    match reloading.find(action.run):
        case DryRun() as tried:
            return ui.dry_run_page(tried, action.view, words, action.page)
        case BrokenRun() as tried:
            return ui.broken_run(tried, words, action.page)
        case Gone():
            raise RefusedError("dry_run_gone")


async def _confirmed(reloading: Reloading, run: int, user: int, words: Texts) -> discord.ui.LayoutView:
    match await reloading.confirm(run, by=user):
        case Served(tried=tried, recorded=recorded, disk_left=disk_left):
            return ui.loaded(tried, words, recorded=recorded, disk_left=disk_left)
        case Outdated():
            return ui.notice(words.files_changed)
        case Gone():
            return ui.notice(words.dry_run_gone)
