"""The Discord client: what all commands share, and what happens when it starts."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.app.command_sync import CatalogueTranslator, Registration
from bot.app.error_handler import Failures
from bot.app.images import Pictures
from bot.app.interactions import InteractionQueue
from bot.app.question_log import QuestionLog
from bot.app.rate_limit import AskingLimit
from bot.app.responses import Deferral
from bot.app.shares import Sharing
from bot.config import Config
from bot.core.factbase.base import Base
from bot.errors import RefusedError
from bot.storage import Store

_log = logging.getLogger(__name__)

SILENCE: Final = 60.0
"""Seconds of a silent gateway after which the connection counts as dead; its heartbeat is answered every 41."""


class Tree(app_commands.CommandTree["BriefingBot"]):
    """The slash commands; what they raise ends in the client's failures."""

    async def on_error(
        self, interaction: discord.Interaction[BriefingBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the user of an error."""
        await self.client.failures.answer(interaction, error)

    async def interaction_check(self, interaction: discord.Interaction[BriefingBot], /) -> bool:
        """Tell whether a command or a completion is to be answered."""
        return await self.client.admit(interaction)


class BriefingBot(commands.Bot):
    """The client. `base` is replaced whole by a reload: who works with it takes it once and keeps that one.

    `clock` gives aware instants. `load` adds the cogs before the commands are registered. `sleep` takes seconds.
    `guild_ready_timeout` is how long, in seconds, the start waits for Discord to tell of a further guild,
    `heartbeat_timeout` how long the gateway may be silent before the connection counts as dead.
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
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        guild_ready_timeout: float = 2.0,
        heartbeat_timeout: float = SILENCE,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=guild_ready_timeout,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.base = base
        self.config = config
        self.store = store
        self.clock = clock
        self.failures = failures
        self.interactions = InteractionQueue(sleep=sleep)
        self.question_log = QuestionLog(store=store, keep_days=config.questions.keep_days, clock=clock)
        self.asking_limit = AskingLimit(most=config.questions.per_minute, clock=clock)
        self.sharing = Sharing()
        self.pictures = Pictures()
        self._load = load
        self._registration = Registration(sleep=sleep)

    async def setup_hook(self) -> None:
        """Add the cogs and register the commands; runs once, after the login and before the gateway."""
        await self._load(self)
        await self.tree.set_translator(CatalogueTranslator())
        home = self.config.discord.home_guild
        await self._registration.begin(
            self.tree, self.store, application=self.application_id or 0, guilds=() if home is None else (home,)
        )

    async def admit(self, interaction: discord.Interaction[Any], deferral: Deferral = Deferral.PRIVATE) -> bool:
        """Return whether the current task may answer an interaction; every command, button and form asks this first.

        False for one that Discord sends a second time, and for one that comes while the bot ends: its user is told to
        ask again. An answer that takes long is deferred as `deferral` says.
        """
        if not self.interactions.claim(interaction):
            return False
        self.sharing.remember(interaction)
        if self.interactions.ending:
            await self.failures.answer(interaction, RefusedError("restarting"))
            return False
        await self.interactions.start(interaction, deferral)
        return True

    async def close(self) -> None:
        """Finish what is being answered, then leave Discord."""
        await self.interactions.finish()
        await self._registration.end()
        await super().close()

    async def on_ready(self) -> None:
        """Log that the gateway is open; comes again after a lost session."""
        _log.info("connected as %s to %d guilds", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages alone: the bot has slash commands only."""

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - any event
        """Log what an event's listener raised."""
        _log.exception("error %s in the event %s", self.failures.new_id(), event_method)
