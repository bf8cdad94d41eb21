"""Tell users what the desk answered: each one once, by direct message or, if they allowed that, by a mention.

A message is reserved before it is sent, and the wish is deleted after. An attempt that was cut off is found again by
the message's button.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from typing import Final

import aiohttp
import discord

from bot import ui
from bot.app.briefing.channels import BlockedError, find_channel, require_postable, texts_for_channel
from bot.app.client import BriefingBot
from bot.app.own_messages import CLOCK_SKEW, NONCE_VALID, find_own_message, has_custom_id, is_refusal, nonce_for
from bot.app.responses import untrack
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Knowledge
from bot.errors import RefusedError
from bot.i18n import texts_for
from bot.storage import DeskQuestion, DeskState, PostedKind, Telling
from bot.ui import custom_ids
from bot.ui.components import stamp

WISH_DAYS: Final = 30
"""Days for which a user's wish to be told an answer is kept at most."""

_log = logging.getLogger(__name__)


class Teller:
    """Sends what is due, one message after the other."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._lock = asyncio.Lock()

    async def tell_due(self) -> bool:
        """Tell all users whose question is decided. Return False if some must be tried again. Raises StoreError."""
        async with self._lock:
            whole = True
            for telling in await self._bot.store.tellings.due():
                question = await self._bot.store.desk_questions.find(telling.question)
                whole = (question is None or await self._tell(telling, question)) and whole
            return whole

    async def _tell(self, telling: Telling, question: DeskQuestion) -> bool:
        """Tell one user. Return False if that must be tried again."""
        tellings = self._bot.store.tellings
        try:
            base = await self._bot.bases.loaded(question.base)
            if not _has_answer(base.knowledge, question):
                return True
            if not await self._was_told(telling, question):
                if not await tellings.reserve(telling, at=self._bot.clock()):
                    return True
                await self._send(telling, question, base)
        except (RefusedError, discord.DiscordException, aiohttp.ClientError, OSError) as error:
            _log.warning("an answer of the desk could not be sent yet (%s)", error)
            return False
        await tellings.delete(telling)
        _log.info("finished telling an asker of question %d at the desk", question.id)
        return True

    async def _was_told(self, telling: Telling, question: DeskQuestion) -> bool:
        """Return whether an earlier attempt has told the user. While its nonce is valid, sending again is safe."""
        if telling.reserved_at is None or question.decided_at is None:
            return False
        if dt.timedelta() <= self._bot.clock() - telling.reserved_at <= NONCE_VALID:
            return False
        mark = custom_ids.DeskTold(question=question.id, user=telling.user).encode()
        is_mine = has_custom_id(self._bot, mark)
        for place in await self._places(telling):
            if await find_own_message(place, is_mine, after=question.decided_at - CLOCK_SKEW) is not None:
                return True
        return False

    async def _places(self, telling: Telling) -> list[discord.abc.Messageable]:
        """Return where an earlier attempt may have told the user."""
        places: list[discord.abc.Messageable] = []
        try:
            places.append(await self._bot.create_dm(discord.Object(telling.user)))
        except discord.HTTPException as error:
            if not is_refusal(error):
                raise
        if telling.channel is not None:
            try:
                channel = await find_channel(self._bot, telling.channel)
                require_postable(channel, None, to_read=True)
            except BlockedError:
                return places
            places.append(self._bot.get_partial_messageable(telling.channel))
        return places

    async def _send(self, telling: Telling, question: DeskQuestion, base: Base) -> None:
        """Send a direct message. If those are closed, mention the user, if that is allowed, or give up."""
        nonce = _nonce(telling, question)
        knowledge = base.knowledge
        view = ui.told(question, knowledge, texts_for(telling.locale), user=telling.user, mention=False)
        untrack(view)
        stamp(view, base.name)
        try:
            direct = await self._bot.create_dm(discord.Object(telling.user))
            await direct.send(view=view, nonce=nonce)
        except discord.HTTPException as error:
            if not is_refusal(error):
                raise
            _log.info("a direct message of the desk was refused (%s)", error)
        else:
            return
        if telling.channel is not None:
            words = texts_for_channel(self._bot, telling.channel)
            view = ui.told(question, knowledge, words, user=telling.user, mention=True)
            stamp(view, base.name)
            sent = await self._mention(view, telling, telling.channel, nonce)
            if sent is not None:
                channel, kind = telling.channel, PostedKind.DESK
                self._bot.posted.keep_layout(sent.id, view, channel=channel, kind=kind, base=base, words=words)

    async def _mention(
        self, view: discord.ui.LayoutView, telling: Telling, channel: int, nonce: str
    ) -> discord.Message | None:
        """Mention the user in a channel; return None if that is refused."""
        untrack(view)
        allowed = discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(telling.user)])
        try:
            require_postable(await find_channel(self._bot, channel), None)
            place = self._bot.get_partial_messageable(channel)
            return await place.send(view=view, nonce=nonce, allowed_mentions=allowed)
        except (BlockedError, discord.HTTPException) as error:
            if isinstance(error, discord.HTTPException) and not is_refusal(error):
                raise
            _log.info("a user who waits for the desk can be reached neither directly nor in channel %d", channel)
            return None


def _has_answer(knowledge: Knowledge, question: DeskQuestion) -> bool:
    """Return whether a base has the answer: it may have been loaded without it since. A dismissal needs none."""
    return (
        question.state is DeskState.DISMISSED
        or question.fact in knowledge.facts
        or question.unknown in knowledge.unknowns
    )


def _nonce(telling: Telling, question: DeskQuestion) -> str:
    """Return the nonce of a message; another answer to the same question has another."""
    decided = question.decided_at.isoformat() if question.decided_at else ""
    return nonce_for(f"told {question.guild} {question.id} {telling.user} {decided}")
