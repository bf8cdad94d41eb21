"""Answer messages that mention the bot, and direct messages to it, as /ask does.

Discord sends the text of these messages without a privileged intent. That of all others is empty.
"""

from __future__ import annotations

import logging
import re
from typing import Any, Final

import discord
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import MONTH_FIRST, QuestionContext, draft_banner
from bot.app.messages import may_attach, may_write, reply
from bot.app.responses import Rendered
from bot.cogs.ask import reply_to
from bot.cogs.help import examples_of
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.core.text.foreign_words import is_spanish
from bot.core.text.normalise import fold
from bot.core.text.tags import without_tags
from bot.errors import RefusedError
from bot.i18n import SPANISH, Texts
from bot.storage import PostedKind
from bot.ui.components import put_on_top, stamp

_WRITTEN: Final = frozenset({discord.MessageType.default, discord.MessageType.reply})
_QUESTION_MARK: Final = re.compile("[?\uff1f\u061f\u037e]")
_LINK: Final = re.compile(r"https?://\S*[^\s?]")  # a question mark at its end is not part of it

_log = logging.getLogger(__name__)


class MentionsCog(commands.Cog, name="mentions"):
    """Hears messages. Its answers are replies that notify nobody."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that asks the bot something, once."""
        bot = self._bot
        question = None if bot.user is None else read_question(message, bot.user.id)
        if question is None:
            return
        await bot.settings.load()
        if not self._is_wanted(message) or not bot.messages.claim(message.id):
            return
        if not may_write(message):
            _log.info("a message in channel %d was not answered: the bot may not write there", message.channel.id)
            return
        await self._reply(message, question)

    async def _reply(self, message: discord.Message, question: str) -> None:
        """Answer from the base of the server, which is loaded first if this is its first use."""
        guild = None if message.guild is None else message.guild.id
        await self._bot.bases.load(self._bot.bases.name_of(guild))
        try:
            ctx = self._context(message, question)
        except RefusedError as refusal:
            words = self._words(message.guild, question)
            await reply(message, Rendered(view=ui.refused(words.refusal(refusal), words)))
            return
        answer = await self._answer(ctx, question)
        sent = None if answer is None else await reply(message, answer)
        if answer is not None and sent is not None and message.guild is not None and not answer.files:
            channel, kind, posted = sent.channel.id, PostedKind.ANSWER, self._bot.posted
            posted.keep_layout(sent.id, answer.view, channel=channel, kind=kind, base=ctx.base, words=ctx.words)

    def _is_wanted(self, message: discord.Message) -> bool:
        """Return whether the server lets the bot answer in the channel, or in the channel of the thread."""
        if message.guild is None:
            return True
        channel: Any = message.channel
        parent = channel.parent_id if isinstance(channel, discord.Thread) else None
        return self._bot.settings.of(message.guild.id).answers_in(channel.id, parent or channel.id)

    def _context(self, message: discord.Message, question: str) -> QuestionContext:
        guild = message.guild
        return QuestionContext(
            bot=self._bot,
            base=self._bot.bases.of(None if guild is None else guild.id),
            user=message.author.id,
            guild=None if guild is None else guild.id,
            words=self._words(guild, question),
            month_first=guild is not None and str(guild.preferred_locale) in MONTH_FIRST,
            public=True,
            pictures=may_attach(message),
        )

    def _words(self, guild: discord.Guild | None, question: str) -> Texts:
        """Return the texts of the server's setting, or else of the question's language, or of the server's."""
        number, settings = None if guild is None else guild.id, self._bot.settings
        if settings.of(number).language is None and is_spanish(fold(question)):
            return SPANISH
        return settings.texts(number, None if guild is None else guild.preferred_locale)

    async def _answer(self, ctx: QuestionContext, question: str) -> Rendered | None:
        """Return the answer, or what went wrong. None if the user was told a moment ago that it is too much."""
        try:
            answer = await self._compose(ctx, question)
        except RefusedError as refusal:
            if refusal.key == "rate_limited" and self._bot.refusal_limit.take(ctx.user) is not None:
                return None
            return Rendered(view=ui.refused(ctx.words.refusal(refusal), ctx.words))
        except Exception as error:  # noqa: BLE001 - discord.py would only log it, with what was typed
            return Rendered(
                view=ui.failed(self._bot.error_handler.log_request("a message to the bot", error), ctx.words)
            )
        stamp(answer.view, ctx.base.name)
        if banner := draft_banner(ctx.knowledge, ctx.words):
            put_on_top(answer.view, banner)
        return answer

    async def _compose(self, ctx: QuestionContext, question: str) -> Rendered:
        """Return the answer. Raises RefusedError while the bot stops, and if the user asks too often."""
        if self._bot.messages.ending:
            raise RefusedError("restarting")
        ctx.count_request()
        async with self._bot.messages.turn():
            return await (reply_to(ctx, question) if question else _short_help(ctx))


def read_question(message: discord.Message, me: int) -> str | None:
    """Return what a message asks the bot, whose id is `me`; empty if it only calls it. None if it is not for the bot.

    For the bot are direct messages, and messages whose text mentions it. A reply to one of its messages mentions it
    without a word: it is for the bot only if it has a question mark. Messages of bots and webhooks, and those that
    notify everyone, never are.
    """
    if message.author.bot or message.webhook_id is not None or message.type not in _WRITTEN or message.mention_everyone:
        return None
    if message.guild is not None and not _is_called(message, me):
        return None
    return " ".join(without_tags(message.content).split())[:LONGEST_QUESTION]


def _is_called(message: discord.Message, me: int) -> bool:
    if all(user.id != me for user in message.mentions):
        return False
    typed = re.search(rf"<@!?{me}>", message.content) is not None
    return typed or _QUESTION_MARK.search(_LINK.sub("", message.content)) is not None


async def _short_help(ctx: QuestionContext) -> Rendered:
    return Rendered(view=ui.short_help(await examples_of(ctx), ctx.words, mention=ctx.guild is not None))
