"""Answer messages: each one once, as a reply that notifies nobody, and before the bot stops."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

import aiohttp
import discord

from bot.app.durations import Durations
from bot.app.interactions import LAST_ANSWERS, REMEMBERED
from bot.app.latest import Latest
from bot.app.permissions import granted_in, missing_permissions
from bot.app.responses import Rendered, retried, untrack
from bot.app.timeouts import Sleep, finish_tasks

AT_ONCE: Final = 8
"""Answers to messages that are worked out at the same time, so that commands, which have three seconds, go first."""

_OF_SERVER: Final = (discord.abc.GuildChannel, discord.Thread)

_log = logging.getLogger(__name__)


class MessageQueue:
    """Keeps the task that answers each message. `clock` returns aware times, `sleep` takes seconds."""

    def __init__(self, *, clock: Callable[[], dt.datetime], sleep: Sleep) -> None:
        self.durations = Durations()
        self._clock = clock
        self._sleep = sleep
        self._claimed = Latest[int, None](REMEMBERED)
        self._tasks: dict[asyncio.Task[Any], int] = {}
        self._places = asyncio.Semaphore(AT_ONCE)
        self.ending = False

    def claim(self, message: int) -> bool:
        """Let the current task answer a message. Return False if another one has: Discord may send a message twice."""
        if message in self._claimed:
            _log.info("message %d came a second time and was ignored", message)
            return False
        self._claimed[message] = None
        task = asyncio.current_task()
        if task is not None:
            began = self._clock()
            self._tasks[task] = message
            task.add_done_callback(lambda done: self._finished(done, began))
        return True

    @property
    def running(self) -> int:
        """How many messages are being answered."""
        return len(self._tasks)

    def _finished(self, task: asyncio.Task[Any], began: dt.datetime) -> None:
        self._tasks.pop(task, None)
        self.durations.add(max((self._clock() - began).total_seconds(), 0.0))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until one of the AT_ONCE places is free, and keep it during the block."""
        async with self._places:
            yield

    async def finish(self) -> None:
        """Wait for the running answers. Cancel those that take longer than LAST_ANSWERS."""
        self.ending = True
        late = await finish_tasks(lambda: self._tasks, LAST_ANSWERS, sleep=self._sleep)
        if late:
            _log.warning("%d messages were not answered in time", len(late))


def may_write(message: discord.Message) -> bool:
    """Return whether the bot may write where a message is; True where that is not known."""
    channel = message.channel
    return not (isinstance(channel, _OF_SERVER) and missing_permissions(channel, to_read=False))


def may_attach(message: discord.Message) -> bool:
    """Return whether the bot may attach files where a message is; True where that is not known."""
    granted = granted_in(message.channel) if isinstance(message.channel, _OF_SERVER) else None
    return granted is None or granted.attach_files


async def reply(message: discord.Message, answer: Rendered) -> discord.Message | None:
    """Reply to a message, and notify nobody. Return the reply; None if Discord refuses it, which is logged in one line.

    Discord posts messages of the same nonce once, so an attempt that seems lost is made again.
    """
    untrack(answer.view)
    # A reply needs the permission Read Message History; a plain message does not.
    plain = isinstance(message.channel, _OF_SERVER) and missing_permissions(message.channel, to_read=True)
    send: Callable[..., Awaitable[discord.Message]] = message.channel.send if plain else message.reply

    def attempt() -> Awaitable[discord.Message]:
        files = [file.file() for file in answer.files]
        return send(view=answer.view, files=files, mention_author=False, nonce=str(message.id))

    try:
        return await retried(attempt)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("a message in channel %d was not answered (%s)", message.channel.id, error)
        return None
