"""Edits from Discord: what they need at a start, and the way to what curators use (`bot.cogs.editing`)."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Coroutine, Mapping
from typing import Any

from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import RequestContext
from bot.app.reload import Reloading
from bot.app.waiting import with_note
from bot.errors import StoreError
from bot.ui import custom_ids

_log = logging.getLogger(__name__)


class EditsCog(commands.Cog, name="edits"):
    """The edits of each base, by its name. Those that are in use (`editing`) are added by `bot.cogs.editing`."""

    def __init__(self, bot: BriefingBot, reloading: Mapping[str, Reloading]) -> None:
        self.bot = bot
        self.reloading = reloading
        self.editing: dict[str, object] = {}
        self._loaded = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Open the bases with the edits that the store keeps from now on."""
        for reloading in self.reloading.values():
            await reloading.settle_edits()
        self.bot.bases.listen(self._loaded.set)
        self._loaded.set()
        self._task = asyncio.create_task(self._finish(), name="edits")

    async def cog_unload(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()

    async def _finish(self) -> None:
        """Announce what an earlier run has written, as soon as its base is in use and the desk can show it."""
        await self.bot.wait_until_ready()
        while True:
            await self._loaded.wait()
            self._loaded.clear()
            try:
                for base in self.bot.bases.served:
                    await self._finish_edits(base.name)
            except StoreError as error:
                _log.warning("edits of an earlier run are announced later: the database failed (%s)", error)
            except Exception as error:  # noqa: BLE001 - the task must outlive any error
                self.bot.error_handler.log("the edits", error)

    async def _finish_edits(self, base: str) -> None:
        if not await self.bot.store.edits.unfinished(base):
            return
        await _import_editing()
        from bot.cogs.editing import editing_of  # noqa: PLC0415 - imported by now

        await editing_of(self, base).finish()


async def press_curation(ctx: RequestContext, action: custom_ids.OfCuration) -> None:
    """Answer a button or a menu of curators. Raises RefusedError if the user may not."""
    await _import_editing()
    from bot.cogs.editing import press_edit, press_repair  # noqa: PLC0415 - imported by now

    pressed = press_edit(ctx, action) if isinstance(action, custom_ids.OfEdit) else press_repair(ctx, action)
    await _with_note(ctx, pressed)


async def take_form(ctx: RequestContext, form: custom_ids.OfEditForm) -> None:
    """Answer a form of curators. Raises RefusedError if the user may not, or not any more."""
    await _import_editing()
    from bot.cogs.editing import take_repair  # noqa: PLC0415 - imported by now

    await _with_note(ctx, take_repair(ctx, form))


async def _import_editing() -> None:
    """Import what curators edit with, on a thread: it takes a tenth of a second, and no start needs it."""
    await asyncio.to_thread(importlib.import_module, "bot.cogs.editing")


async def _with_note(ctx: RequestContext, work: Coroutine[Any, Any, None]) -> None:
    """Let `work` answer, and say that it goes on if it takes long: an edit is tried on the whole base."""
    await with_note(ctx.interaction, work, ui.notice(ctx.words.edits.trying), sleep=ctx.bot.sleep)
