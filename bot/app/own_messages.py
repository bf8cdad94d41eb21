"""Find a message of the bot's own again, after an attempt to send it whose end is unknown.

Discord posts messages of one nonce once, but only within a few minutes. A custom_id in the message stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

import discord

_FIRST_CODE: Final = 10_001  # Discord's lowest error code; a proxy's page has none, and discord.py reads that as 0
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


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))
