"""/reload: show what a new base would change, then use it. For the admins that the config names."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Final, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.context import Interaction, set_draft_banner, words_of
from bot.app.reload import Confirmed, DryRunOvertaken, DryRunResult, FilesChanged, NoDryRun, NothingChanged, Reloading
from bot.app.responses import Deferral, defer, report, send, update
from bot.app.timeouts import done_within
from bot.cogs.access import command, without_base
from bot.cogs.admins import demand_admin, own_bases
from bot.cogs.autocomplete import base_choices
from bot.core.factbase.diff import BrokenRun, DryRun
from bot.errors import RefusedError
from bot.i18n import Texts
from bot.ui import custom_ids

_log = logging.getLogger(__name__)

PROGRESS: Final = 1.0
"""Seconds after which a reload shows its steps, and between two looks at them. Most reloads take less."""

T = TypeVar("T")


class ReloadCog(commands.Cog, name="reload"):
    """The command of the servers of admins. `reloadings` are those of all bases, by name."""

    def __init__(self, reloadings: Mapping[str, Reloading]) -> None:
        self.reloadings = reloadings
        if len(reloadings) == 1:
            without_base(self.get_app_commands())

    async def cog_unload(self) -> None:
        """Drop the dry runs that nobody has decided on."""
        for reloading in self.reloadings.values():
            reloading.forget()

    def find(self, run: int) -> Reloading | None:
        """Return the reloading whose dry run has this number and waits for a decision."""
        return next((each for each in self.reloadings.values() if not isinstance(each.find(run), NoDryRun)), None)

    @command("reload")
    @app_commands.default_permissions(manage_guild=True)
    async def reload(self, interaction: Interaction, base: str | None = None) -> None:
        """Load the files on disk and show what would change, or every problem."""
        name = demand_admin(interaction, base)
        reloading = self.reloadings[name]
        async with reloading.alone():
            await defer(interaction)
            _log.info("reload of base %s asked for by user %d", name, interaction.user.id)
            found = await with_progress(interaction, reloading, reloading.try_disk(interaction.id))
        await send(interaction, dry_run_layout(found, interaction, name))

    @reload.autocomplete("base")
    async def suggest_bases(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the bases of the admin."""
        return base_choices(current, own_bases(interaction))


async def with_progress(interaction: Interaction, reloading: Reloading, work: Coroutine[Any, Any, T]) -> T:
    """Return what a reload returns. If it takes longer than PROGRESS, its steps are shown in its own message."""
    task = asyncio.create_task(work, name="reload")
    shown: tuple[str, ...] = ()
    try:
        while not await done_within(PROGRESS, task, sleep=interaction.client.sleep):
            if reloading.steps != shown:
                shown = reloading.steps
                await report(interaction, ui.reload_progress(shown, words_of(interaction)))
        return await task
    finally:
        task.cancel()


def dry_run_layout(found: DryRunResult, interaction: Interaction, name: str) -> discord.ui.LayoutView:
    """Return the first page of a dry run of a base."""
    words = words_of(interaction)
    match found:
        case DryRun():
            set_draft_banner(interaction, found.base.knowledge, words)
            return ui.dry_run(found, words)
        case BrokenRun():
            return ui.broken_run(found, words)
        case NothingChanged():
            return ui.nothing_changed(interaction.client.bases.get(name).knowledge.revision, words)


async def decide(interaction: Interaction, action: custom_ids.OfDryRun) -> None:
    """Answer a button of a dry run. Raises RefusedError if it is gone or the user may not decide on it."""
    own, words, cog = own_bases(interaction), words_of(interaction), interaction.client.get_cog("reload")
    if not own:
        raise RefusedError("not_an_admin")
    reloading = cog.find(action.run) if isinstance(cog, ReloadCog) else None
    if reloading is None:
        raise RefusedError("dry_run_gone")
    if reloading.name not in own:
        raise RefusedError("not_an_admin")
    match action:
        case custom_ids.DryRunPage():
            await update(interaction, _page(reloading, action, words))
        case custom_ids.DryRunWording(page=page):
            await update(interaction, _marked(reloading, action, _chosen(reloading, action, interaction), page, words))
        case custom_ids.DryRunAllWording(page=page, wording=wording):
            facts = [each.fact for each in _dry_run(reloading, action.run).impact.corrections] if wording else []
            await update(interaction, _marked(reloading, action, facts, page, words))
        case custom_ids.DryRunCancel():
            async with reloading.alone():
                reloading.forget()
            await update(interaction, ui.notice(words.not_loaded))
        case custom_ids.DryRunConfirm(run=run):
            async with reloading.alone():
                await defer(interaction, Deferral.IN_PLACE)
                layout = await _confirmed(reloading, run, interaction.user.id, words)
            await update(interaction, layout)


def _page(reloading: Reloading, action: custom_ids.DryRunPage, words: Texts) -> discord.ui.LayoutView:
    match reloading.find(action.run):
        case DryRun() as dry_run:
            return ui.dry_run_page(dry_run, action.view, words, action.page)
        case BrokenRun() as broken:
            return ui.broken_run(broken, words, action.page)
        case NoDryRun():
            raise RefusedError("dry_run_gone")


def _dry_run(reloading: Reloading, run: int) -> DryRun:
    match reloading.find(run):
        case DryRun() as dry_run:
            return dry_run
        case _:
            raise RefusedError("dry_run_gone")


def _chosen(reloading: Reloading, action: custom_ids.DryRunWording, interaction: Interaction) -> list[str]:
    """Return the facts of which only the wording changes: those that were chosen, and those of other pages."""
    dry_run = _dry_run(reloading, action.run)
    on_page = {each.fact for each in ui.corrections_on(dry_run, action.page)}
    marked = [each.fact for each in dry_run.impact.corrections if each.wording and each.fact not in on_page]
    data: dict[str, Any] = dict(interaction.data or {})
    return [*marked, *(each for each in data.get("values", ()) if each in on_page)]


def _marked(
    reloading: Reloading,
    action: custom_ids.DryRunWording | custom_ids.DryRunAllWording,
    facts: Iterable[str],
    page: int,
    words: Texts,
) -> discord.ui.LayoutView:
    match reloading.mark(action.run, facts):
        case DryRun() as dry_run:
            return ui.dry_run_page(dry_run, custom_ids.DryRunPart.CORRECTIONS, words, page)
        case NoDryRun():
            raise RefusedError("dry_run_gone")


async def _confirmed(reloading: Reloading, run: int, user: int, words: Texts) -> discord.ui.LayoutView:
    match await reloading.confirm(run, by=user):
        case Confirmed(dry_run=dry_run, recorded=recorded, disk_differs=disk_differs):
            return ui.loaded(dry_run, words, recorded=recorded, disk_left=disk_differs)
        case FilesChanged():
            return ui.notice(words.files_changed)
        case DryRunOvertaken():
            return ui.notice(words.dry_run_overtaken)
        case NoDryRun():
            return ui.notice(words.dry_run_gone)
