"""Send a message once, and find it again after an attempt whose end is unknown.

Discord posts messages of one nonce once, but only within a few minutes, and posts in a forum have no nonce. A custom_id
in the message stays.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import discord
from discord.http import Route, handle_message_parameters

from bot.errors import BotError

T = TypeVar("T")

_FIRST_CODE: Final = 10_001  # Discord's lowest error code; a proxy's page has none, and discord.py reads that as 0
_ARCHIVED: Final = 50083  # Discord's error code for an archived thread
_REFUSING: Final = frozenset({400, 403, 404})

NONCE_VALID: Final = dt.timedelta(minutes=1)
"""How long Discord returns the first message for the same nonce at least; its docs say "the past few minutes"."""

CLOCK_SKEW: Final = dt.timedelta(minutes=10)
"""How far this machine's clock may be ahead of Discord's."""


def nonce_for(message: str) -> str:
    """Return the nonce of a message that these words identify: 24 characters of the 25 that Discord allows."""
    return hashlib.sha256(message.encode()).hexdigest()[:24]


def is_of_discord(error: discord.HTTPException) -> bool:
    """Return whether an error has one of Discord's codes; one without comes from a proxy, and may go away by itself."""
    code: object = error.code  # a proxy's page may have any, also a text
    return isinstance(code, int) and code >= _FIRST_CODE


def is_refusal(error: discord.HTTPException) -> bool:
    """Return whether Discord itself refuses a message, and will do so again."""
    return error.status in _REFUSING and is_of_discord(error)


def custom_ids_of(message: discord.Message) -> frozenset[str]:
    """Return the custom_ids of all buttons and menus of a message."""
    found = (getattr(part, "custom_id", None) for part in walk(message.components))
    return frozenset(each for each in found if each)


async def edit_reopening(client: discord.Client, channel: int, edit: Callable[[], Awaitable[T]]) -> T:
    """Edit a message in a channel. If that is an archived thread, where nothing can be edited, reopen it for the edit.

    Raises what discord.py raises.
    """
    try:
        return await edit()
    except discord.HTTPException as error:
        thread = await client.fetch_channel(channel) if error.code == _ARCHIVED else None
        if not isinstance(thread, discord.Thread):
            raise
    await thread.edit(archived=False)
    try:
        return await edit()
    finally:
        await thread.edit(archived=True)


def has_custom_id(client: discord.Client, custom_id: str) -> Callable[[discord.Message], bool]:
    """Return whether a message is the bot's own and has a button or menu with this custom_id."""
    return lambda message: message.author == client.user and custom_id in custom_ids_of(message)


async def find_own_message(
    place: discord.abc.Messageable, is_mine: Callable[[discord.Message], bool], *, after: dt.datetime
) -> discord.Message | None:
    """Return the newest message that `is_mine` of a channel or thread; None if there is none after an instant.

    Without the permission to read the history, Discord returns an empty channel. Raises what discord.py raises.
    """
    async for message in place.history(limit=None, after=after, oldest_first=False):
        if is_mine(message):
            return message
    return None


async def find_own_post(
    client: discord.Client,
    forum: discord.ForumChannel,
    is_mine: Callable[[discord.Message], bool],
    *,
    after: dt.datetime,
) -> discord.Message | None:
    """Return the first message of a post in a forum, if it `is_mine`; None if there is none after an instant."""
    posts = [each for each in await forum.guild.active_threads() if each.parent_id == forum.id]
    async for thread in forum.archived_threads(limit=None):
        if thread.archive_timestamp < after:
            break
        posts.append(thread)
    me = client.user.id if client.user else None
    for post in posts:
        if post.owner_id == me and discord.utils.snowflake_time(post.id) >= after:
            with contextlib.suppress(discord.NotFound):  # somebody has deleted the message and left the post
                message = await post.fetch_message(post.id)
                if is_mine(message):
                    return message
    return None


class MaybePostedError(BotError):
    """A post in a forum may or may not have been created: look for it before another attempt."""


class _NoSecondAttempt:
    """Keeps discord.py from sending a request again: it resets the files of a request before each attempt."""

    def reset(self, *, seek: int) -> None:
        if seek:
            raise MaybePostedError


async def create_post(client: discord.Client, forum: int, *, title: str, **message: Any) -> Mapping[str, Any]:  # noqa: ANN401 - what discord.py takes
    """Create a post in a forum by a request that is made once; return it as Discord does, with its `message`.

    `message` is what `handle_message_parameters` takes. Raises MaybePostedError if the post may have been created, and
    what discord.py raises.
    """
    route = Route("POST", "/channels/{channel_id}/threads", channel_id=forum)
    with handle_message_parameters(**message, channel_payload={"name": title}) as request:
        once = cast("Sequence[discord.File]", [_NoSecondAttempt()])
        created: Mapping[str, Any] = await client.http.request(
            route, json=request.payload, params={"use_nested_fields": 1}, files=once
        )
    return created


def walk(parts: Iterable[Any]) -> Iterator[Any]:
    """Yield components and all that they contain."""
    for part in parts:
        yield part
        yield from walk(getattr(part, "children", ()))
