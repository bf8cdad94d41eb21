"""Votes on answers: one for each person and question, under a name that tells nobody who it was."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
import sqlite3
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

import aiohttp
import discord

from bot import ui
from bot.app.context import Interaction, RequestContext
from bot.app.responses import open_form, send, untrack
from bot.cogs.ask import written
from bot.core.knowledge.model import Fact
from bot.errors import RefusedError
from bot.i18n import Texts, texts_for
from bot.storage import Store
from bot.ui import custom_ids

_log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds that a vote waits for the store: the form must open before the answer is deferred."""

LONGEST_WORD: Final = 300  # characters of the word that a vote against may bear
_KEY: Final = 32  # bytes of the key; blake2b takes up to 64
_VOTER: Final = 16  # bytes of a voter's name: no two of a question ever have the same
_WORD: Final = "word"


async def vote(ctx: RequestContext, cast: custom_ids.Vote) -> None:
    """Count a vote, and ask who votes against for a word: the vote counts whether they say one or not.

    Raises RefusedError where the question is no longer kept, and where the store does not answer in time.
    """
    if not await _in_time(_count(ctx.interaction, cast)):
        raise RefusedError("vote_gone")
    # A form that can no longer be opened takes nothing from the vote: then thanks must do.
    if cast.up or not await open_form(ctx.interaction, _form(cast.question, ctx.words)):
        await send(ctx.interaction, ui.notice(ctx.words.vote_thanks))


async def take_word(ctx: RequestContext, form: custom_ids.VoteComment) -> None:
    """Add the word of a form to its vote. Raises RefusedError as `vote` does."""
    interaction = ctx.interaction
    word = written(interaction.data or {}, _WORD).strip()[:LONGEST_WORD]
    if not word:
        await send(interaction, ui.notice(ctx.words.vote_thanks))
        return
    if not await _in_time(_say(ctx.bot.store, form.question, interaction.user.id, word)):
        raise RefusedError("vote_gone")
    await send(interaction, ui.notice(ctx.words.comment_thanks))


def voter_name(key: bytes, question: int, user: int) -> str:
    """The name under which a user's vote on a question is kept; without the key it leads to nobody."""
    return hashlib.blake2b(f"{question}:{user}".encode(), key=key, digest_size=_VOTER).hexdigest()


async def _count(interaction: Interaction, cast: custom_ids.Vote) -> bool:
    """Count the vote; False where no such question was answered with this fact."""
    store = interaction.client.store
    asked = await store.questions.find(cast.question)
    if asked is None or asked.fact != cast.fact:
        return False
    voter = await _voter(store, cast.question, interaction.user.id)
    at = interaction.client.clock()
    return await store.votes.cast(question=cast.question, fact=cast.fact, voter=voter, up=cast.up, at=at)


async def _say(store: Store, question: int, user: int, word: str) -> bool:
    return await store.votes.say(question=question, voter=await _voter(store, question, user), word=word)


async def _voter(store: Store, question: int, user: int) -> str:
    return voter_name(await store.votes.key(partial(secrets.token_bytes, _KEY)), question, user)


async def _in_time(work: Coroutine[Any, Any, bool]) -> bool:
    """What `work` gives. Raises RefusedError where the store fails or is late; a late vote may be counted still."""
    task = asyncio.create_task(work, name="vote")
    done, _ = await asyncio.wait({task}, timeout=PATIENCE)
    if not done:
        task.add_done_callback(_note_failure)
        raise RefusedError("vote_unsure")
    try:
        return task.result()
    except sqlite3.Error as error:
        _log.warning("a vote was not counted: the store failed (%s)", error)
        raise RefusedError("vote_unsure") from error


def _note_failure(task: asyncio.Task[bool]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.warning("a vote was not counted: the store failed (%s)", task.exception())


def _form(question: int, words: Texts) -> discord.ui.Modal:
    form = discord.ui.Modal(title=words.comment_form, custom_id=custom_ids.VoteComment(question=question).encode())
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        style=discord.TextStyle.paragraph, custom_id=_WORD, required=False, max_length=LONGEST_WORD
    )
    form.add_item(discord.ui.Label(text=words.comment_label, description=words.comment_hint, component=field))
    return form


async def share(ctx: RequestContext, fact: Fact) -> None:
    """Post a fact for all to see, in the guild's language, where the one who pressed may write.

    Raises RefusedError where they may not, or where the message they pressed was shared before.
    """
    interaction, sharing = ctx.interaction, ctx.bot.shares
    if interaction.guild_id is not None and not _may_write(interaction):
        raise RefusedError("may_not_write")
    if _answered_alone(interaction):
        raise RefusedError("may_not_share")
    pressed = interaction.message
    if pressed is not None and not sharing.claim(pressed.id):
        raise RefusedError("shared_already")
    everybodys = texts_for(str(interaction.guild_locale or interaction.locale))
    try:
        await send(interaction, ui.shared(fact, ctx.knowledge, everybodys), ephemeral=False)
    except BaseException:
        if pressed is not None:
            sharing.release(pressed.id)
        raise
    if pressed is not None:
        await _mark(ctx, pressed, fact)


async def _mark(ctx: RequestContext, pressed: discord.Message, fact: Fact) -> None:
    """Show in the message whose button was pressed that this was done, where it can still be changed."""
    answer = ctx.bot.shares.webhook_of(pressed)
    if answer is None:
        return
    try:
        await answer.edit_message(pressed.id, view=_marked(pressed, fact, ctx.words))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.info("a shared answer keeps its button (%s)", error)


def _marked(pressed: discord.Message, fact: Fact, words: Texts) -> discord.ui.LayoutView:
    """The message as it is, but for the button."""
    view: discord.ui.LayoutView = discord.ui.LayoutView.from_message(pressed, timeout=None)
    untrack(view)
    wanted = custom_ids.Share(fact=fact.id).encode()
    for item in view.walk_children():
        if isinstance(item, discord.ui.Button) and item.custom_id == wanted:
            item.disabled, item.label = True, words.shared_button
    return view


def _answered_alone(interaction: Interaction) -> bool:
    """Whether Discord shows all that the bot says to the one who presses alone.

    So it does on servers that have not installed the bot, where members may not let their own apps speak.
    """
    outside = interaction.guild_id is not None and not interaction.is_guild_integration()
    return outside and not interaction.permissions.use_external_apps


def _may_write(interaction: Interaction) -> bool:
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return allowed.send_messages_in_threads if in_thread else allowed.send_messages
