"""The cards of questions at a desk: each is posted once, and edited in place.

Many presses at once make one edit: a card is shown as it is when its turn comes, and then after a pause.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.app.briefing.channels import BlockedError, blocked_by, find_channel, require_postable, texts_for_channel
from bot.app.client import BriefingBot
from bot.app.own_messages import (
    CLOCK_SKEW,
    MaybePostedError,
    create_post,
    edit_reopening,
    find_own_message,
    find_own_post,
    has_custom_id,
    nonce_for,
)
from bot.app.permissions import ServerChannel, granted_in
from bot.app.responses import untrack
from bot.app.timeouts import Sleep, finish_tasks, set_within
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.errors import RefusedError, StoreError
from bot.i18n import Texts
from bot.storage import DeskCard, DeskQuestion, DeskState
from bot.ui import custom_ids
from bot.ui.components import stamp

PAUSE: Final = 2.0
"""Seconds between two edits of a card; Discord accepts about five edits of a channel's messages in five seconds."""

LAST_EDITS: Final = 1.0
"""Seconds that the last cards have to be shown when the bot ends."""

_GONE: Final = frozenset({10003, 10008})  # Discord's error codes for an unknown channel and for an unknown message
_HAS_THREAD: Final = 160004  # Discord's error code for a message that has a thread already

_log = logging.getLogger(__name__)


class Cards:
    """Shows questions in the desk channels of their servers. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._sleep = sleep
        self._changed: set[int] = set()
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._shown: dict[int, asyncio.Future[None]] = {}
        self._posted: set[int] = set()
        self._ending = asyncio.Event()

    def refresh(self, question: int) -> asyncio.Future[None]:
        """Show a question as it now is, soon. The future is done when the card is shown, and has why it cannot be."""
        self._changed.add(question)
        shown = self._shown.get(question)
        if shown is None or shown.done():
            running = question in self._tasks.values()
            shown = self._shown[question] = asyncio.get_running_loop().create_future()
            # Retrieve the exception, so that asyncio does not report one that nobody waits for.
            shown.add_done_callback(lambda done: done.cancelled() or done.exception())
            if not running:
                self._begin(question)
        return shown

    def has(self, question: int) -> bool:
        """Return whether a question is known to have a card; after a restart, none is before it is shown again."""
        return question in self._posted

    async def stop(self) -> None:
        """Wait until the last cards are shown; give up on those that take longer than LAST_EDITS."""
        self._ending.set()
        await finish_tasks(lambda: self._tasks, LAST_EDITS, sleep=self._sleep)

    def _begin(self, question: int) -> None:
        task = asyncio.create_task(self._keep_shown(question), name="desk card")
        self._tasks[task] = question
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        question = self._tasks.pop(task)
        shown = self._shown.pop(question, None)
        if shown is not None and not shown.done():
            shown.cancel()
        self._changed.discard(question)

    async def _keep_shown(self, question: int) -> None:
        while question in self._changed:
            self._changed.discard(question)
            shown = self._shown[question]
            try:
                await self._show(question)
            except Exception as error:  # noqa: BLE001 - it is logged, and raised for those who wait
                _log_failure(question, error, self._bot)
                if not shown.done():
                    shown.set_exception(error)
            else:
                if not shown.done():
                    shown.set_result(None)
            # The next edit shows everything that changed during the pause. There is no pause when the bot stops.
            await set_within(PAUSE, self._ending, sleep=self._sleep)

    async def _show(self, number: int) -> None:
        question = await self._bot.store.desk_questions.find(number)
        if question is None:
            return
        if question.card is not None:
            try:
                await self._edit(question, question.card)
            except discord.NotFound as error:
                if error.code not in _GONE:
                    raise
                _log.info("the card of question %d at the desk is gone", number)
                await self._bot.store.desk_questions.forget_card(number)
                self._posted.discard(number)
            else:
                self._posted.add(number)
                return
        if question.state is DeskState.OPEN:
            await self._post(question)

    async def _edit(self, question: DeskQuestion, card: DeskCard) -> None:
        layout = await self._layout(question, card.channel)
        message = self._bot.get_partial_messageable(card.channel).get_partial_message(card.message)
        await edit_reopening(self._bot, card.channel, partial(message.edit, view=layout))
        if card.thread is None:
            await self._open_thread(question, card)

    async def _post(self, question: DeskQuestion) -> None:
        """Post the card, or find the one that an earlier attempt has posted. Raises BlockedError."""
        number = self._bot.desks.of(question.guild).channel
        if number is None:
            raise BlockedError(Obstacle(kind=ObstacleKind.GONE))
        channel = await find_channel(self._bot, number)
        require_postable(channel, None, to_read=True)
        questions = self._bot.store.desk_questions
        found = None if question.reserved_at is None else await self._find(question, channel)
        if found is None:
            await questions.reserve(question.id, at=self._bot.clock())
            try:
                card = await self._send(question, channel)
            except discord.HTTPException as error:
                raise blocked_by(error, channel) or error from error
        else:
            in_post = isinstance(channel, discord.ForumChannel)
            card = DeskCard(channel=found.channel.id, message=found.id, thread=found.channel.id if in_post else None)
        await questions.record(question.id, card)
        self._posted.add(question.id)
        _log.info("posted question %d in the desk channel %d", question.id, number)
        await self._open_thread(question, card)

    async def _find(self, question: DeskQuestion, channel: ServerChannel) -> discord.Message | None:
        mark, since = custom_ids.DeskDismiss(question=question.id).encode(), question.first_asked
        is_mine = has_custom_id(self._bot, mark)
        if isinstance(channel, discord.ForumChannel):
            return await find_own_post(self._bot, channel, is_mine, after=since - CLOCK_SKEW)
        place = self._bot.get_partial_messageable(channel.id)
        return await find_own_message(place, is_mine, after=since - CLOCK_SKEW)

    async def _send(self, question: DeskQuestion, channel: ServerChannel) -> DeskCard:
        layout = await self._layout(question, channel.id)
        if isinstance(channel, discord.ForumChannel):
            nobody = discord.AllowedMentions.none()
            title = ui.post_title(question)
            created = await create_post(self._bot, channel.id, title=title, view=layout, allowed_mentions=nobody)
            post = int(created["id"])
            return DeskCard(channel=post, message=int(created["message"]["id"]), thread=post)
        nonce = nonce_for(f"desk {question.guild} {question.id} {question.first_asked.isoformat()}")
        sent = await self._bot.get_partial_messageable(channel.id).send(view=layout, nonce=nonce)
        return DeskCard(channel=channel.id, message=sent.id)

    async def _open_thread(self, question: DeskQuestion, card: DeskCard) -> None:
        """Open a thread for a card in a text channel, if the bot may. The card does without one if need be."""
        if card.thread is not None:
            return
        channel = self._bot.get_channel(card.channel)
        granted = granted_in(channel) if isinstance(channel, discord.TextChannel) else None
        if granted is None or not granted.create_public_threads or not isinstance(channel, discord.TextChannel):
            return
        try:
            await channel.get_partial_message(card.message).create_thread(name=ui.post_title(question))
        except discord.HTTPException as error:
            if error.code != _HAS_THREAD:
                _log.warning("question %d at the desk has no thread (%s)", question.id, error)
                return
        opened = DeskCard(channel=card.channel, message=card.message, thread=card.message)
        await self._bot.store.desk_questions.record(question.id, opened)

    async def _layout(self, question: DeskQuestion, channel: int) -> discord.ui.LayoutView:
        base = await self._bot.bases.loaded(question.base)
        layout = ui.desk_card(question, base.knowledge, self._words(question, channel))
        untrack(layout)
        stamp(layout, base.name)
        return layout

    def _words(self, question: DeskQuestion, channel: int) -> Texts:
        guild = self._bot.get_guild(question.guild)
        if guild is None:
            return texts_for_channel(self._bot, channel)
        return self._bot.settings.texts(guild.id, guild.preferred_locale)


def _log_failure(question: int, error: Exception, bot: BriefingBot) -> None:
    match error:
        case (
            RefusedError()
            | BlockedError()
            | MaybePostedError()
            | discord.DiscordException()
            | aiohttp.ClientError()
            | OSError()
            | StoreError()
        ):
            _log.warning("question %d could not be shown at the desk (%s)", question, error)
        case _:
            bot.error_handler.log("a card at the desk", error)
