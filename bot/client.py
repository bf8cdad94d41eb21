"""The Discord client: what all commands share, and what happens when it starts."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.command_sync import sync_commands
from bot.translation import CatalogueTranslator

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable

    from bot.config import Config
    from bot.core.base import Base
    from bot.failures import Failures
    from bot.store import Store

_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["BriefingBot"]):
    """The slash commands; what they raise ends in the client's failures."""

    async def on_error(
        self, interaction: discord.Interaction[BriefingBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the user of an error."""
        await self.client.failures.answer(interaction, error)


class BriefingBot(commands.Bot):
    """The client. `base` is replaced whole by a reload: who works with it takes it once and keeps that one.

    `clock` gives aware instants. `load` adds the cogs before the commands are registered.
    `guild_ready_timeout` is how long, in seconds, the start waits for Discord to tell of a further guild.
    """

    def __init__(  # noqa: PLR0913 - the parts that the composition root makes
        self,
        *,
        base: Base,
        config: Config,
        store: Store,
        clock: Callable[[], dt.datetime],
        failures: Failures,
        load: Callable[[BriefingBot], Awaitable[None]],
        guild_ready_timeout: float = 2.0,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=guild_ready_timeout,
        )
        self.base = base
        self.config = config
        self.store = store
        self.clock = clock
        self.failures = failures
        self._load = load

    async def setup_hook(self) -> None:
        """Add the cogs and register the commands; runs once, after the login and before the gateway."""
        await self._load(self)
        await self.tree.set_translator(CatalogueTranslator())
        home = self.config.discord.home_guild
        await sync_commands(
            self.tree, self.store, application=self.application_id or 0, guilds=() if home is None else (home,)
        )

    async def on_ready(self) -> None:
        """Log that the gateway is open; comes again after a lost session."""
        _log.info("connected as %s to %d guilds", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages alone: the bot has slash commands only."""

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - any event
        """Log what an event's listener raised."""
        _log.exception("error %s in the event %s", self.failures.new_id(), event_method)
