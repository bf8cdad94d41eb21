"""Which answers were shared, and how to change the message whose button was pressed."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from functools import partial
from typing import Final

import aiohttp
import discord

from bot.app.latest import Latest
from bot.app.responses import AnyInteraction, untrack
from bot.app.store_writes import StoreWrites
from bot.app.timeouts import Sleep
from bot.errors import StoreError
from bot.storage import Store

REMEMBERED: Final = 1_000
"""Number of answers that are remembered, some megabytes at most. Users share within minutes of asking."""

KEPT_DAYS: Final = 7
"""Days for which the database keeps that an answer was shared; its reader sees the answer until Discord restarts."""

_log = logging.getLogger(__name__)


class Shares:
    """Remembers the latest answers and which of them were shared.

    What was shared is also written to the database, so that a restart does not forget it. No share waits for that. A
    message can be changed later only through the webhook of the interaction that it answered, which Discord accepts for
    15 minutes; webhooks are in memory only.
    """

    def __init__(self, *, store: Store, clock: Callable[[], dt.datetime], sleep: Sleep) -> None:
        self._store = store
        self._clock = clock
        self._webhooks = Latest[int, discord.Webhook](REMEMBERED)
        self._shared = Latest[int, None](REMEMBERED)
        self._writes = StoreWrites("a share is remembered until the next restart only", sleep=sleep)

    async def load(self) -> None:
        """Read from the database what was shared before the bot started."""
        try:
            messages = await self._store.shared_answers.latest(REMEMBERED)
        except StoreError as error:
            _log.warning("what was shared before may be shared once more: the database failed (%s)", error)
        else:
            self._shared.update(dict.fromkeys(reversed(messages)))

    def remember(self, interaction: AnyInteraction) -> None:
        """Remember an interaction whose answer may be shared."""
        if interaction.type is not discord.InteractionType.autocomplete:
            self._webhooks[interaction.id] = interaction.followup

    def claim(self, message: int) -> bool:
        """Note that a message is shared. Return False if it was shared before."""
        if message in self._shared:
            return False
        self._shared[message] = None
        self._writes.begin(partial(self._store.shared_answers.add, message, at=self._clock()))
        return True

    def release(self, message: int) -> None:
        """Take the claim back: the message was not shared after all."""
        self._shared.pop(message, None)
        self._writes.begin(partial(self._store.shared_answers.remove, message))

    async def settle(self) -> None:
        """Wait a moment until the last shares are written."""
        await self._writes.settle()

    async def expire(self) -> None:
        """Delete from the database what was shared more than KEPT_DAYS ago. Raises StoreError."""
        await self._store.shared_answers.expire(self._clock() - dt.timedelta(days=KEPT_DAYS))

    async def change(self, message: discord.Message, view: discord.ui.LayoutView) -> None:
        """Replace the layout of an answer, if it can still be changed."""
        untrack(view)
        origin = message.interaction_metadata
        webhook = self._webhooks.get(origin.id) if origin is not None else None
        if webhook is None:
            return
        try:
            await webhook.edit_message(message.id, view=view)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.info("an answer keeps its buttons as they were (%s)", error)
