"""/reload: a new base beside the serving one, swapped whole or not at all."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.core.changes import changes
from bot.errors import KnowledgeError, RefusedError
from bot.sending import send
from bot.texts import ENGLISH, Texts, texts_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.client import BriefingBot
    from bot.config import DiscordConfig
    from bot.core.base import Base

_log = logging.getLogger(__name__)

RELOAD: Final = ENGLISH.commands["reload"]


class ReloadCog(commands.Cog, name="reload"):
    """The command of the home guild. `open_base` blocks while it loads, so it runs in a thread."""

    def __init__(self, bot: BriefingBot, *, open_base: Callable[[], Base]) -> None:
        self._bot = bot
        self._open_base = open_base
        self._loading = asyncio.Lock()

    @app_commands.command(name=RELOAD.name, description=RELOAD.description)
    async def reload(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Load and swap, or show every problem."""
        words = texts_for(str(interaction.locale))
        if not may_reload(self._bot.config.discord, interaction.user.id, _roles(interaction.user)):
            raise RefusedError(words.not_an_admin)
        if self._loading.locked():
            raise RefusedError(words.reload_runs)
        async with self._loading:
            await interaction.response.defer(ephemeral=True, thinking=True)
            _log.info("reload asked for by user %d", interaction.user.id)
            await send(interaction, await self._reload(words))

    async def _reload(self, words: Texts) -> discord.ui.LayoutView:
        try:
            fresh = await asyncio.to_thread(self._open_base)
        except KnowledgeError as error:
            _log.warning("reload: the base was not replaced, its files have %d problems", len(error.problems))
            return render.problems(error, words)
        layout = render.changes(changes(self._bot.base.knowledge, fresh.knowledge), words)
        self._bot.base = fresh
        _log.info("reload: %d facts, revision %s", len(fresh.knowledge.facts), fresh.knowledge.revision)
        return layout


def may_reload(config: DiscordConfig, user: int, roles: Iterable[int]) -> bool:
    """Whether the config names the user or one of the roles; no permission of Discord's counts."""
    return user in config.admins or not config.admin_roles.isdisjoint(roles)


def _roles(user: discord.User | discord.Member) -> list[int]:
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []
