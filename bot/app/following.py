"""Tell those who follow a topic what is new in it: by direct message, each message once.

What was last seen of each fact is in the store, so news of a base that was replaced while the bot did not run is found
at the next start.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.app.client import BriefingBot
from bot.app.own_messages import CLOCK_SKEW, NONCE_VALID, find_own_message, has_custom_id, is_refusal, nonce_for
from bot.app.responses import untrack
from bot.app.timeouts import Sleep, end_tasks, set_within
from bot.core.factbase.base import Base
from bot.core.factbase.news import find_news, known_facts
from bot.errors import StoreError
from bot.i18n import texts_for
from bot.storage import Follower
from bot.ui import custom_ids
from bot.ui.following import TopicNews

RETRY: Final = 10 * 60.0
"""Seconds between two attempts to send what could not be sent."""

MOST_FOLLOWED: Final = 25
"""Topics that a user can follow, as many as a menu has."""

_log = logging.getLogger(__name__)


class Following:
    """Looks for news when a base was replaced, and sends what is due. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._seen: dict[str, str] = {}
        self._woken = asyncio.Event()
        self._work: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for news and to send what is due."""
        self._bot.bases.listen(self.wake)
        self._work = asyncio.create_task(self._keep_up(), name="follows")

    async def stop(self) -> None:
        """End; what was not sent is sent after the next start."""
        await end_tasks(self._work)

    def wake(self) -> None:
        """Look again at once: a base was replaced, or somebody's pace was changed."""
        self._woken.set()

    async def watch(self, base: Base) -> None:
        """Remember the facts of a base as they are, unless that was done. Call this before a topic is followed.

        Raises StoreError.
        """
        follows = self._bot.store.follows
        if not await follows.known(base.name):
            now = await asyncio.to_thread(known_facts, base.knowledge)
            await follows.note(base.name, news=(), now=now, before={}, at=self._bot.clock())

    async def _keep_up(self) -> None:
        await self._bot.wait_until_ready()
        while True:
            self._woken.clear()
            await set_within(await self._catch_up(), self._woken, sleep=self._sleep)

    async def _catch_up(self) -> float | None:
        """Note what is new and send what is due. Return the seconds until the next attempt, None for no need of one."""
        try:
            # A base that nobody has used since the start may have changed before it.
            for name in await self._bot.store.follows.bases() & {*self._bot.bases.names}:
                await self._bot.bases.load(name)
            for base in self._bot.bases.served:
                await self._note_news(base)
            return await self._send_due()
        except StoreError as error:
            _log.warning("news for followers wait: the database failed (%s)", error)
        except Exception as error:  # noqa: BLE001 - the task must outlive any error
            self._bot.error_handler.log("the news for followers", error)
        return RETRY

    async def _note_news(self, base: Base) -> None:
        """Store what has changed in a base since it was last looked at, for those who follow it."""
        follows, revision = self._bot.store.follows, base.knowledge.revision
        if self._seen.get(base.name) == revision:
            return
        before = await follows.known(base.name)
        if before and base.name not in await follows.bases():
            await follows.forget_facts(base.name)
        elif before:
            now = await asyncio.to_thread(known_facts, base.knowledge)
            news = find_news(before, now)
            if await follows.note(base.name, news=news, now=now, before=before, at=self._bot.clock()):
                _log.info("news for the followers of the base %s: %d", base.name, len(news))
        self._seen[base.name] = revision

    async def _send_due(self) -> float | None:
        wait: float | None = None
        for follower in await self._bot.store.follows.waiting():
            now, due = self._bot.clock(), follower.due_from
            if due is not None and due > now:
                left = (due - now).total_seconds()
            elif await self._tell(follower):
                continue
            else:
                left = RETRY
            wait = left if wait is None else min(wait, left)
        return wait

    async def _tell(self, follower: Follower) -> bool:
        """Send one follower the news. Return False if that must be tried again."""
        follows, user = self._bot.store.follows, follower.user
        try:
            direct = await self._bot.create_dm(discord.Object(user))
            if follower.reserved_at is None:
                number = await follows.reserve(user, at=self._bot.clock())
            else:
                number = follower.notice
            if number is not None:
                if not await self._was_sent(follower, direct, number):
                    await self._send(follower, direct, number)
                await follows.record(user, number, at=self._bot.clock())
        except discord.HTTPException as error:
            if not is_refusal(error):
                _log.warning("news could not be sent to a follower yet (%s)", error)
                return False
            _log.info("a follower refuses direct messages (%s)", error)
            await follows.close(user, at=self._bot.clock())
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("news could not be sent to a follower yet (%s)", error)
            return False
        return True

    async def _was_sent(self, follower: Follower, direct: discord.DMChannel, number: int) -> bool:
        """Return whether an earlier attempt sent the message. While its nonce is valid, sending again is safe."""
        since = follower.reserved_at
        if since is None or dt.timedelta() <= self._bot.clock() - since <= NONCE_VALID:
            return False
        mark = custom_ids.UnfollowAll(notice=number).encode()
        is_mine = has_custom_id(self._bot, mark)
        return await find_own_message(direct, is_mine, after=since - CLOCK_SKEW) is not None

    async def _send(self, follower: Follower, direct: discord.DMChannel, number: int) -> None:
        """Send a reserved message, unless all of its news have become part of a later one."""
        found = await self._bot.store.follows.news(follower.user, number)
        served = {base.name: base.knowledge for base in self._bot.bases.served}
        news = [TopicNews(news=each, knowledge=served[each.base]) for each in found if each.base in served]
        if news:
            view = ui.follow_news(news, texts_for(follower.locale), notice=number)
            untrack(view)
            await direct.send(view=view, nonce=nonce_for(f"news {follower.user} {number}"))
