"""Edits the posted messages whose facts were corrected, one after the other, until none is left.

Each message is claimed before it is edited. What it has to show follows from the store alone, so an attempt that was
cut off is made again without harm, and none is made if the message shows it already.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from functools import partial
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.app.client import BriefingBot
from bot.app.own_messages import edit_reopening, is_of_discord
from bot.app.responses import untrack
from bot.app.timeouts import Sleep, end_tasks, set_within
from bot.i18n import Texts, texts_for
from bot.storage import PendingEdit, SkipReason

PACE: Final = 1.0
"""Seconds between two edits: Discord allows a few each second in a channel, and readers' answers go first."""

CLAIM: Final = dt.timedelta(minutes=2)
"""How long a process has for an edit before another may make it."""

LONGEST_ATTEMPT: Final = 60.0
"""Seconds after which an edit counts as failed; less than CLAIM, so that no other process makes it meanwhile."""

FIRST_RETRY: Final = dt.timedelta(seconds=30)
LONGEST_RETRY: Final = dt.timedelta(hours=1)
"""The first and the longest wait after errors that may go away by themselves."""

LONGEST_SLEEP: Final = dt.timedelta(minutes=15)
"""After this the store is read again: another process may have published corrections."""

_UNKNOWN_CHANNEL: Final = frozenset({10003, 10004})
_UNKNOWN_MESSAGE: Final = 10008
_NO_ACCESS: Final = frozenset({50001, 50013})
_RATE_LIMITED: Final = 429
_SERVER_ERROR: Final = 500

_log = logging.getLogger(__name__)


class CorrectionEditor:
    """The task that edits. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Start the task."""
        self._task = asyncio.create_task(self._run(), name="corrections")

    async def stop(self) -> None:
        """Stop the task; what is left is edited after the next start."""
        await end_tasks(self._task)

    async def _run(self) -> None:
        await self._bot.wait_until_ready()
        while True:
            self._bot.posted.woken.clear()
            try:
                wait = await self._edit_next()
            except Exception as error:  # noqa: BLE001 - the task must survive every error
                self._bot.error_handler.log("the edits of corrected messages", error)
                wait = FIRST_RETRY
            await self._rest(wait)

    async def _edit_next(self) -> dt.timedelta:
        """Edit the next message; return how long to wait for another one."""
        store, now = self._bot.store.posted, self._bot.clock()
        pending = await store.claim(now, now + CLAIM)
        if pending is not None:
            await self._edit(pending)
            return dt.timedelta(seconds=PACE)
        await self._bot.posted.load()
        due = await store.next_due()
        return LONGEST_SLEEP if due is None else min(max(due - now, dt.timedelta(seconds=PACE)), LONGEST_SLEEP)

    async def _rest(self, wait: dt.timedelta) -> None:
        """Sleep; a correction that is published ends a sleep that is longer than PACE."""
        seconds = wait.total_seconds()
        if seconds <= PACE:
            await self._sleep(seconds)
        else:
            await set_within(seconds, self._bot.posted.woken, sleep=self._sleep)

    async def _edit(self, pending: PendingEdit) -> None:
        """Edit a message and record that, or why it was not. Raises StoreError."""
        store, message = self._bot.store.posted, pending.posted.message
        try:
            async with asyncio.timeout(LONGEST_ATTEMPT):
                edited = await edit_reopening(self._bot, pending.posted.channel, partial(_apply, self._bot, pending))
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            await self._fail(pending, error)
        else:
            await store.finish(message, upto=pending.upto, edited=self._bot.clock() if edited else None)
            if edited:
                _log.info("corrected message %d in channel %d", message, pending.posted.channel)

    async def _fail(self, pending: PendingEdit, error: Exception) -> None:
        store, posted = self._bot.store.posted, pending.posted
        match skip_reason(error):
            case None:
                wait = min(FIRST_RETRY * (1 << min(pending.failures, 10)), LONGEST_RETRY)
                await store.postpone(posted.message, self._bot.clock() + wait)
                _log.warning("message %d is corrected later, in %s (%s)", posted.message, wait, error)
            case (SkipReason.NO_CHANNEL | SkipReason.NO_PERMISSION) as reason:
                left = await store.skip(reason, channel=posted.channel)
                _log.warning("messages in channel %d that are not corrected: %d (%s)", posted.channel, left, error)
            case reason:
                await store.skip(reason, message=posted.message)
                _log.warning("message %d is not corrected: %s (%s)", posted.message, reason, error)


def skip_reason(error: Exception) -> SkipReason | None:
    """Return why a message can never be edited; None for an error that may go away by itself."""
    match error:
        case discord.HTTPException(code=code) if code in _UNKNOWN_CHANNEL:
            return SkipReason.NO_CHANNEL
        case discord.HTTPException(code=code) if code == _UNKNOWN_MESSAGE:
            return SkipReason.DELETED
        case discord.HTTPException(code=code) if code in _NO_ACCESS:
            return SkipReason.NO_PERMISSION
        case discord.HTTPException(status=status) if status == _RATE_LIMITED or status >= _SERVER_ERROR:
            return None
        case discord.HTTPException() if is_of_discord(error):
            return SkipReason.REFUSED
        case _:
            return None


async def _apply(bot: BriefingBot, pending: PendingEdit) -> bool:
    """Let a message show its corrections; return False if it does already. Raises what discord.py raises."""
    posted, words = pending.posted, texts_for(pending.posted.language)
    message = await bot.get_partial_messageable(posted.channel).fetch_message(posted.message)
    if posted.content is not None:
        content = ui.corrected_content(pending, message.content, words)
        if content == message.content:
            return False
        await message.edit(content=content, suppress=True)
        return True
    return await _edit_layout(message, pending, words)


async def _edit_layout(message: discord.Message, pending: PendingEdit, words: Texts) -> bool:
    view: discord.ui.LayoutView = discord.ui.LayoutView.from_message(message, timeout=None)
    untrack(view)
    if not ui.corrected_layout(pending, view, words):
        return False
    await message.edit(view=view)
    return True
