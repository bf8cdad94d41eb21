"""The buttons below an answer to vote on it.

A vote counts once for each person and question, under a name that does not reveal who voted.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

import discord

from bot import ui
from bot.app.context import RequestContext
from bot.app.responses import in_private_message, open_form, send, update
from bot.app.timeouts import done_within
from bot.errors import RefusedError, StoreError
from bot.i18n import Texts
from bot.ui import custom_ids

PATIENCE: Final = 1.0
"""Seconds that a vote waits for the database: a third of what Discord allows until the form must be open."""

LONGEST_COMMENT: Final = 300
"""Characters of the comment on a vote against an answer."""

_KEY: Final = 32  # bytes of the key; blake2b takes up to 64
_VOTER: Final = 16  # bytes of a voter's name, so many that no two voters on a question have the same
_COMMENT: Final = "word"  # the form's field; posted forms have this name

_log = logging.getLogger(__name__)


async def vote(ctx: RequestContext, cast: custom_ids.Vote) -> None:
    """Count a vote, and ask for a comment on one against the answer; it counts with and without a comment.

    Raises RefusedError if the question is no longer kept or the database does not answer in time.
    """
    if not await _in_time(ctx, _count(ctx, cast)):
        raise RefusedError("vote_gone")
    if cast.up:
        await _show_vote(ctx, cast.question, ctx.words.vote_thanks, up=True)
    elif not await open_form(ctx.interaction, _form(cast.question, ctx.words)):
        # The vote counts even if the form can no longer be opened.
        await send(ctx.interaction, _thanks(ctx, cast.question, ctx.words.vote_thanks, up=False))
    elif (card := _marked(ctx, cast.question, up=False)) is not None:
        await ctx.bot.shares.change(*card)


async def take_comment(ctx: RequestContext, form: custom_ids.VoteComment) -> None:
    """Add the comment of a form to its vote. Raises RefusedError as `vote` does."""
    comment = ctx.written(_COMMENT).strip()[:LONGEST_COMMENT]
    if comment and not await _in_time(ctx, _comment(ctx, form.question, comment)):
        raise RefusedError("vote_gone")
    thanks = ctx.words.comment_thanks if comment else ctx.words.vote_thanks
    await _show_vote(ctx, form.question, thanks, up=False)


async def _show_vote(ctx: RequestContext, question: int, thanks: str, *, up: bool) -> None:
    """Mark the vote on the card whose button was pressed. If others see the card, thank the voter alone instead."""
    card = _marked(ctx, question, up=up)
    if card is None:
        await send(ctx.interaction, _thanks(ctx, question, thanks, up=up))
    else:
        await update(ctx.interaction, card[1])


def _thanks(ctx: RequestContext, question: int, thanks: str, *, up: bool) -> discord.ui.LayoutView:
    """Return the thanks; after a vote against the answer, with the way to the desk, if the server has one."""
    return ui.notice_with_desk(thanks, ctx.words, question) if ctx.has_desk and not up else ui.notice(thanks)


def _marked(ctx: RequestContext, question: int, *, up: bool) -> tuple[discord.Message, discord.ui.LayoutView] | None:
    """Return the message whose button was pressed and its layout with the vote marked; None if others see it."""
    message = ctx.interaction.message
    if message is None or not in_private_message(ctx.interaction):
        return None
    view: discord.ui.LayoutView = discord.ui.LayoutView.from_message(message, timeout=None)
    ui.mark_vote(view, ctx.words, question=question, up=up, desk=ctx.has_desk)
    return message, view


def voter_name(key: bytes, question: int, user: int) -> str:
    """Return the name under which a user's vote on a question is kept; without the key it reveals nobody."""
    return hashlib.blake2b(f"{question}:{user}".encode(), key=key, digest_size=_VOTER).hexdigest()


async def voted_against(ctx: RequestContext, question: int) -> bool:
    """Return whether the user has voted against the answer to a question. Raises StoreError."""
    return await ctx.bot.store.votes.is_against(question=question, voter=await _voter(ctx, question))


async def _count(ctx: RequestContext, cast: custom_ids.Vote) -> bool:
    """Count the vote; return False if no such question was answered with this fact."""
    store = ctx.bot.store
    asked = await ctx.bot.question_log.find(cast.question)
    if asked is None or asked.fact != cast.fact:
        return False
    voter = await _voter(ctx, cast.question)
    return await store.votes.cast(question=cast.question, fact=cast.fact, voter=voter, up=cast.up, at=ctx.bot.clock())


async def _comment(ctx: RequestContext, question: int, comment: str) -> bool:
    """Add the comment; return False if there is no such vote against an answer."""
    return await ctx.bot.store.votes.say(question=question, voter=await _voter(ctx, question), word=comment)


async def _voter(ctx: RequestContext, question: int) -> str:
    key = await ctx.bot.store.votes.key(partial(secrets.token_bytes, _KEY))
    return voter_name(key, question, ctx.interaction.user.id)


async def _in_time(ctx: RequestContext, work: Coroutine[Any, Any, bool]) -> bool:
    """Return what `work` does. Raises RefusedError if the database fails or is late; a late vote may still count."""
    task = asyncio.create_task(work, name="vote")
    if not await done_within(PATIENCE, task, sleep=ctx.bot.sleep):
        task.add_done_callback(_log_error)
        raise RefusedError("vote_unsure")
    try:
        return task.result()
    except StoreError as error:
        raise RefusedError("vote_unsure") from error


def _log_error(task: asyncio.Task[bool]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.warning("a vote was not counted: the database failed (%s)", task.exception())


def _form(question: int, words: Texts) -> discord.ui.Modal:
    form = discord.ui.Modal(title=words.comment_form, custom_id=custom_ids.VoteComment(question=question).encode())
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        style=discord.TextStyle.paragraph, custom_id=_COMMENT, required=False, max_length=LONGEST_COMMENT
    )
    form.add_item(discord.ui.Label(text=words.comment_label, description=words.comment_hint, component=field))
    return form
