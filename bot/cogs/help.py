"""/help and /privacy, and the task that deletes old questions."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sqlite3
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext, words_of
from bot.app.responses import send
from bot.app.shares import KEPT_DAYS
from bot.app.timeouts import Sleep
from bot.cogs.access import everywhere
from bot.i18n import ENGLISH

HELP: Final = ENGLISH.commands["help"]
PRIVACY: Final = ENGLISH.commands["privacy"]

DAILY: Final = 24 * 60 * 60.0
"""Seconds between two expiries: questions are kept for whole days."""

SOON: Final = 60 * 60.0
"""Seconds until the next attempt after one that failed."""

_log = logging.getLogger(__name__)


class HelpCog(commands.Cog, name="help"):
    """The command; its examples are buttons."""

    @everywhere
    @app_commands.command(name=HELP.name, description=HELP.description)
    async def help(self, interaction: Interaction) -> None:
        """Show how to ask."""
        await show_help(RequestContext.of(interaction))


async def show_help(ctx: RequestContext) -> None:
    """Show how to ask, with examples and the commands."""
    # In a thread: the first time, the base answers each example before it is shown.
    found = await asyncio.to_thread(lambda: ctx.base.examples)
    # The commands of the admins are registered in the home guild only and are not listed.
    typed = ctx.bot.tree.get_commands(type=discord.AppCommandType.chat_input)
    in_menus = ctx.bot.tree.get_commands(type=discord.AppCommandType.message)
    listed = [ctx.words.commands[command.name] for command in (*typed, *in_menus) if command.name != HELP.name]
    await send(ctx.interaction, ui.help_page(found, listed, ctx.words))


class PrivacyCog(commands.Cog, name="privacy"):
    """The command, and the expiry of questions: at the start and once a day. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._expiry: asyncio.Task[None] | None = None

    async def cog_load(self) -> None:
        """Begin to delete old questions."""
        self._expiry = asyncio.create_task(self._expire_daily(), name="expiry")

    async def cog_unload(self) -> None:
        """Wait until the last questions and shares are written, and end the task."""
        await self._bot.question_log.settle()
        await self._bot.shares.settle()
        if self._expiry is not None:
            self._expiry.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._expiry

    @app_commands.command(name=PRIVACY.name, description=PRIVACY.description)
    @everywhere
    async def privacy(self, interaction: Interaction) -> None:
        """Show what is stored."""
        await send(interaction, ui.privacy(self._bot.config.questions.keep_days, KEPT_DAYS, words_of(interaction)))

    async def _expire_daily(self) -> None:
        while True:
            await self._sleep(DAILY if await self._expire() else SOON)

    async def _expire(self) -> bool:
        """Delete what is too old; return False if that must be tried again soon. Raises nothing."""
        try:
            deleted = await self._bot.question_log.expire()
            await self._bot.shares.expire()
        except sqlite3.Error as error:
            _log.warning("old questions were not deleted: the database failed (%s)", error)
            return False
        except Exception as error:  # noqa: BLE001 - the task must outlive any error
            self._bot.error_handler.log("the expiry of questions", error)
            return False
        if deleted:
            _log.info("%d old questions were deleted", deleted)
        return True
