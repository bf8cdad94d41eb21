"""The Discord client: what all commands share, and what happens when it starts and ends."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot.app.bases import Bases
from bot.app.command_sync import CatalogueTranslator, CommandSync
from bot.app.error_handler import ErrorHandler
from bot.app.images import Images
from bot.app.interactions import PATIENCE, InteractionQueue
from bot.app.messages import MessageQueue
from bot.app.posted import PostedMessages
from bot.app.question_log import QuestionLog
from bot.app.rate_limit import SUGGESTIONS, RateLimit
from bot.app.responses import AnyInteraction, Deferral
from bot.app.settings import ServerCache, ServerSettingsCache
from bot.app.sharding import IDENTIFY_INTERVAL, ShardedBot
from bot.app.shares import Shares
from bot.app.timeouts import Sleep
from bot.config import Config
from bot.core.factbase.base import Base, Library
from bot.errors import RefusedError
from bot.storage import DeskSettings, Store

SILENCE: Final = 60.0
"""Seconds of silence after which the connection counts as dead; the gateway answers a heartbeat every 41."""

_log = logging.getLogger(__name__)


class BotCommandTree(app_commands.CommandTree["BriefingBot"]):
    """The commands. The client admits each use, and its error handler answers what a command raises."""

    async def on_error(
        self, interaction: discord.Interaction[BriefingBot], error: app_commands.AppCommandError, /
    ) -> None:
        """Tell the user about an error."""
        await self.client.error_handler.answer(interaction, error)

    async def interaction_check(self, interaction: discord.Interaction[BriefingBot], /) -> bool:
        """Return whether a command or a completion may be answered."""
        return await self.client.admit(interaction)


class BriefingBot(ShardedBot):
    """The client. It starts with `base`, the default one; `libraries` open the bases by name.

    `clock` returns aware instants, `sleep` takes seconds. `load` adds the cogs before the commands are registered.
    `guild_ready_timeout` is how many seconds the start waits for Discord to send one more guild, `heartbeat_timeout`
    how many the gateway may be silent before the connection counts as dead, `identify_interval` how many lie between
    two new sessions.
    """

    def __init__(  # noqa: PLR0913 - the parts that the composition root makes
        self,
        *,
        base: Base,
        libraries: Mapping[str, Library],
        config: Config,
        store: Store,
        clock: Callable[[], dt.datetime],
        error_handler: ErrorHandler,
        load: Callable[[BriefingBot], Awaitable[None]],
        sleep: Sleep = asyncio.sleep,
        guild_ready_timeout: float = 2.0,
        heartbeat_timeout: float = SILENCE,
        identify_interval: float = IDENTIFY_INTERVAL,
    ) -> None:
        super().__init__(
            shards=config.discord.shards,
            error_handler=error_handler,
            clock=clock,
            sleep=sleep,
            identify_interval=identify_interval,
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=BotCommandTree,
            intents=discord.Intents(guilds=True, guild_messages=config.mentions, dm_messages=config.mentions),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=guild_ready_timeout,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.config = config
        self.store = store
        self.started = clock()
        self.interactions = InteractionQueue(clock=clock, sleep=sleep)
        self.question_log = QuestionLog(store=store, keep_days=config.questions.keep_days, clock=clock, sleep=sleep)
        self.rate_limit = RateLimit(most=config.questions.per_minute, clock=clock)
        self.suggestion_limit = RateLimit(most=SUGGESTIONS * config.questions.per_minute, clock=clock)
        self.refusal_limit = RateLimit(most=1, clock=clock)
        self.messages = MessageQueue(clock=clock, sleep=sleep)
        self.settings = ServerSettingsCache(store)
        self.desks = ServerCache(store.desks, default=DeskSettings(), what="desks")
        self.bases = Bases(base, libraries, config=config, settings=self.settings, store=store, clock=clock)
        self.shares = Shares(store=store, clock=clock, sleep=sleep)
        self.deliveries: Counter[str] = Counter()
        self.posted = PostedMessages(store=store, keep_days=config.corrections.keep_days, clock=clock, sleep=sleep)
        self.images = Images(clock=clock)
        self._load = load
        self._command_sync = CommandSync(sleep=sleep)

    async def setup_hook(self) -> None:
        """Add the cogs and register the commands; runs once, after the login and before the gateway."""
        await self.question_log.load()
        await self.shares.load()
        await self.posted.load()
        await self.settings.load()
        await self.desks.load()
        await self._load(self)
        await self.tree.set_translator(CatalogueTranslator())
        # Of several processes, one registers the commands: that of shard 0.
        if self.served.first:
            await self._command_sync.start(
                self.tree, self.store, application=self.application_id or 0, guilds=self.config.admin_servers
            )

    async def admit(self, interaction: AnyInteraction, deferral: Deferral = Deferral.PRIVATE) -> bool:
        """Return whether the current task may answer an interaction; every command, button and form asks this first.

        False for one that came too late or that Discord sends a second time, for more completions than anybody's typing
        causes, and for one that arrives during shutdown, whose user is asked to try again. A slow answer is deferred as
        `deferral` says.
        """
        first = self.interactions.claim(interaction)
        if first is None:
            return False
        self.shares.remember(interaction)
        if self.interactions.ending:
            await self._refuse(interaction)
            return False
        refusal = self._too_many_suggestions(interaction)
        if refusal is not None:
            await self.error_handler.answer(interaction, refusal)
            return False
        if not await self.interactions.start(interaction, first, deferral):
            return False
        await self._load_base(interaction, deferral)
        return True

    async def _load_base(self, interaction: AnyInteraction, deferral: Deferral) -> None:
        """Load the base of the server if this is its first use; what cannot be deferred waits for it a moment only."""
        name = self.bases.name_of(interaction.guild_id)
        if interaction.type is discord.InteractionType.autocomplete or deferral is Deferral.NEVER:
            await self.bases.load_within(PATIENCE, name, sleep=self.sleep)
        else:
            await self.bases.load(name)

    def _too_many_suggestions(self, interaction: AnyInteraction) -> RefusedError | None:
        is_suggestion = interaction.type is discord.InteractionType.autocomplete
        return self.suggestion_limit.refusal(interaction.user.id) if is_suggestion else None

    async def finish_answers(self) -> None:
        """Wait for the running answers for a few seconds; the users of the others read that the bot restarts."""
        messages = asyncio.create_task(self.messages.finish())
        await self.interactions.finish(self._refuse)
        await messages

    async def close(self) -> None:
        """Finish the running answers, then disconnect.

        Until the last shard is disconnected, users may ask something: they read that the bot restarts, before the cogs
        and the connections for answers go.
        """
        await self.finish_answers()
        await self._command_sync.stop()
        await self.bases.stop()
        await self.disconnect()
        await self.interactions.settle()
        await super().close()

    async def _refuse(self, interaction: AnyInteraction) -> None:
        await self.error_handler.answer(interaction, RefusedError("restarting"))

    async def on_ready(self) -> None:
        """Log that the gateway is open; Discord sends this again after a lost session."""
        _log.info("connected as %s, servers: %d", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message, /) -> None:
        """Read no commands in messages. The cog of mentions answers questions in them."""

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - any event
        """Log what the listener of an event raised."""
        _log.exception("error %s in the event %s", self.error_handler.new_id(), event_method)
