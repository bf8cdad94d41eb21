"""Send a message once, and find it again after an attempt whose end is unknown.

Discord posts messages of one nonce once, but only within a few minutes, and posts in a forum have no nonce. A custom_id
in the message stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, cast

import discord
from discord.http import Route, handle_message_parameters

from bot.errors import BotError

_FIRST_CODE: Final = 10_001  # Discord's lowest error code; a proxy's page has none, and discord.py reads that as 0
_ARCHIVED: Final = 50083  # Discord's error code for an archived thread
_REFUSING: Final = frozenset({400, 403, 404})

NONCE_VALID: Final = dt.timedelta(minutes=1)
"""How long Discord returns the first message for the same nonce at least; its docs say "the past few minutes"."""

CLOCK_SKEW: Final = dt.timedelta(minutes=10)
"""How far this machine's clock may be ahead of Discord's."""


def is_refusal(error: discord.HTTPException) -> bool:
    """Return whether Discord itself refuses a message, and will do so again."""
    return error.status in _REFUSING and error.code >= _FIRST_CODE


def custom_ids_of(message: discord.Message) -> frozenset[str]:
    """Return the custom_ids of all buttons and menus of a message."""
    found = (getattr(part, "custom_id", None) for part in _walk(message.components))
    return frozenset(each for each in found if each)


async def edit_archived(client: discord.Client, message: discord.PartialMessage, view: discord.ui.LayoutView) -> None:
    """Edit a message. If its thread is archived, where nothing can be edited, open the thread for the edit.

    Raises what discord.py raises.
    """
    try:
        await message.edit(view=view)
    except discord.HTTPException as error:
        thread = await client.fetch_channel(message.channel.id) if error.code == _ARCHIVED else None
        if not isinstance(thread, discord.Thread):
            raise
        await thread.edit(archived=False)
        try:
            await message.edit(view=view)
        finally:
            await thread.edit(archived=True)


async def find_own_message(
    client: discord.Client, place: discord.abc.Messageable, custom_id: str, *, since: dt.datetime
) -> discord.Message | None:
    """Return the bot's newest message with a custom_id; None if a channel or thread has none since then.

    Without the permission to read the history, Discord returns an empty channel. Raises what discord.py raises.
    """
    async for message in place.history(limit=None, after=since - CLOCK_SKEW, oldest_first=False):
        if message.author == client.user and custom_id in custom_ids_of(message):
            return message
    return None


async def find_own_post(
    client: discord.Client, forum: discord.ForumChannel, custom_id: str, *, since: dt.datetime
) -> discord.Message | None:
    """Return the first message of the bot's post in a forum with a custom_id; None if there is none since then."""
    posts = [each for each in await forum.guild.active_threads() if each.parent_id == forum.id]
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < since - CLOCK_SKEW:
            break
        posts.append(thread)
    me = client.user.id if client.user else None
    for post in posts:
        if post.owner_id == me and discord.utils.snowflake_time(post.id) >= since - CLOCK_SKEW:
            try:
                message = await post.fetch_message(post.id)
            except discord.NotFound:  # somebody has deleted the message and left the post
                continue
            if custom_id in custom_ids_of(message):
                return message
    return None


class MaybePostedError(BotError):
    """A post in a forum may or may not have been created: look for it before another attempt."""


class _NoSecondAttempt:
    """Keeps discord.py from sending a request again: it resets the files of a request before each attempt."""

    def reset(self, *, seek: int) -> None:
        if seek:
            raise MaybePostedError


async def create_post(
    client: discord.Client, forum: discord.ForumChannel, view: discord.ui.LayoutView, *, title: str
) -> tuple[int, int]:
    """Create a post in a forum by a request that is made once; return the ids of the post and of its message.

    Raises MaybePostedError if it may have arrived, and what discord.py raises.
    """
    route = Route("POST", "/channels/{channel_id}/threads", channel_id=forum.id)
    nobody = discord.AllowedMentions.none()
    with handle_message_parameters(view=view, allowed_mentions=nobody, channel_payload={"name": title}) as request:
        once = cast("Sequence[discord.File]", [_NoSecondAttempt()])
        created = await client.http.request(route, json=request.payload, params={"use_nested_fields": 1}, files=once)
    return int(created["id"]), int(created["message"]["id"])


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))
