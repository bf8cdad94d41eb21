"""/help and /privacy, and the task that deletes old questions."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, QuestionContext, RequestContext, words_of
from bot.app.desk.telling import WISH_DAYS
from bot.app.responses import Rendered, send
from bot.app.shares import KEPT_DAYS
from bot.app.timeouts import Sleep, end_tasks
from bot.cogs.access import command, everywhere
from bot.cogs.admins import own_bases
from bot.core.factbase.examples import Examples
from bot.errors import StoreError
from bot.i18n import ENGLISH, CommandWords

HELP: Final = ENGLISH.commands["help"]

DAILY: Final = 24 * 60 * 60.0
"""Seconds between two expiries: questions are kept for whole days."""

SOON: Final = 60 * 60.0
"""Seconds until the next attempt after one that failed."""

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu

_log = logging.getLogger(__name__)


class HelpCog(commands.Cog, name="help"):
    """The command; its examples are buttons."""

    @everywhere
    @command("help")
    async def help(self, interaction: Interaction) -> None:
        """Show how to ask."""
        await send(interaction, (await help_page(RequestContext.of(interaction))).view)


async def help_page(ctx: QuestionContext) -> Rendered:
    """Return how to ask, with examples and the commands."""
    mentions, desk = ctx.bot.config.mentions, ctx.has_desk
    return Rendered(view=ui.help_page(await examples_of(ctx), _commands(ctx), ctx.words, mentions=mentions, desk=desk))


async def examples_of(ctx: QuestionContext) -> Examples:
    """Return the example questions of the base."""
    # In a thread the first time, when the base answers each example before it is shown.
    return ctx.base.examples if ctx.base.has_examples else await asyncio.to_thread(lambda: ctx.base.examples)


def _commands(ctx: QuestionContext) -> list[CommandWords]:
    """Return the commands that the user may use here; an answer that others see lists those of members only."""
    tree = ctx.bot.tree
    granted, is_admin = discord.Permissions.none(), False
    if isinstance(ctx, RequestContext) and ctx.guild is not None:
        granted = ctx.interaction.permissions
        is_admin = bool(own_bases(ctx.interaction))
    typed = tree.get_commands(type=discord.AppCommandType.chat_input)
    in_menus = tree.get_commands(type=discord.AppCommandType.message)
    here = ctx.guild
    of_admins = tree.get_commands(guild=discord.Object(here)) if here in ctx.bot.config.admin_servers else []
    listed = [each for each in (*typed, *in_menus) if is_admin or _is_open_to(each, granted)]
    listed += of_admins if is_admin else []
    return [ctx.words.commands[command.name] for command in listed if command.name != HELP.name]


def _is_open_to(command: AnyCommand, granted: discord.Permissions) -> bool:
    """Return whether Discord shows a command to somebody with these permissions."""
    return command.default_permissions is None or command.default_permissions <= granted


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
        await end_tasks(self._expiry)

    @command("privacy")
    @everywhere
    async def privacy(self, interaction: Interaction) -> None:
        """Show what is stored."""
        config = self._bot.config
        view = ui.privacy(
            config.questions.keep_days,
            KEPT_DAYS,
            WISH_DAYS,
            words_of(interaction),
            mentions=config.mentions,
            posted_days=config.corrections.keep_days,
        )
        await send(interaction, view)

    async def _expire_desk(self) -> None:
        store, now, config = self._bot.store, self._bot.clock(), self._bot.config.questions
        await store.tellings.expire(now - dt.timedelta(days=WISH_DAYS))
        await store.desk_questions.expire(now - dt.timedelta(days=config.keep_days))

    async def _expire_daily(self) -> None:
        while True:
            await self._sleep(DAILY if await self._expire() else SOON)

    async def _expire(self) -> bool:
        """Delete what is too old; return False if that must be tried again soon. Raises nothing."""
        try:
            deleted = await self._bot.question_log.expire()
            await self._bot.shares.expire()
            await self._expire_desk()
            await self._bot.posted.expire()
        except StoreError as error:
            _log.warning("old questions were not deleted: the database failed (%s)", error)
            return False
        except Exception as error:  # noqa: BLE001 - the task must outlive any error
            self._bot.error_handler.log("the expiry of questions", error)
            return False
        if deleted:
            _log.info("%d old questions were deleted", deleted)
        return True
