"""The channels that get a briefing, and what stands in the way there."""

from __future__ import annotations

from typing import Final

import discord

from bot.app.client import BriefingBot
from bot.core.briefing.obstacles import Hindrance, Obstacle
from bot.errors import BotError
from bot.i18n import Texts, texts_for

Place = discord.abc.GuildChannel | discord.Thread

_LOCKED: Final = frozenset({50083, 160005})
"""Discord's codes for an archived and for a locked thread."""

_GONE: Final = frozenset({10003, 10004})
"""Discord's codes for a channel and for a server that it does not know."""


class BlockedError(BotError):
    """A channel cannot get its briefing until somebody mends what is in the way."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(obstacle.encode())


def known_place(bot: BriefingBot, channel: int) -> Place | None:
    """The channel or thread, if Discord has told of it."""
    known = bot.get_channel(channel)
    return known if isinstance(known, discord.abc.GuildChannel | discord.Thread) else None


async def find_place(bot: BriefingBot, channel: int) -> Place:
    """The channel or thread; from Discord where the gateway told of none, as of an archived thread.

    Raises BlockedError where there is none or the bot does not see it, and what discord.py raises.
    """
    known = known_place(bot, channel)
    if known is not None:
        return known
    try:
        found = await bot.fetch_channel(channel)
    except discord.HTTPException as error:
        raise blocked_by(error, None) or error from error
    except discord.InvalidData as error:
        raise BlockedError(Obstacle(kind=Hindrance.GONE)) from error
    if isinstance(found, discord.abc.GuildChannel | discord.Thread):
        return found
    raise BlockedError(Obstacle(kind=Hindrance.GONE))


def lacking(place: Place, *, to_read: bool) -> tuple[str, ...]:
    """The permissions that the bot lacks for posting there; `to_read` asks for that of reading back as well."""
    me: discord.Member | None = place.guild.me
    if me is None:  # Discord has not told of the server yet
        return ()
    try:
        granted = place.permissions_for(me)
    except discord.ClientException:  # a thread whose channel is not known
        return ()
    send = "send_messages_in_threads" if isinstance(place, discord.Thread) else "send_messages"
    needed = ("view_channel", send, *(["read_message_history"] if to_read else []))
    return tuple(name for name in needed if not getattr(granted, name))


def demand_open(place: Place, *, to_read: bool = False) -> None:
    """Raise BlockedError where the bot cannot post there, or with `to_read` not read back what it posted."""
    missing = lacking(place, to_read=to_read)
    if missing:
        raise BlockedError(Obstacle(kind=Hindrance.MISSING, permissions=missing))
    if isinstance(place, discord.Thread) and place.archived and place.locked:
        raise BlockedError(Obstacle(kind=Hindrance.LOCKED))


def blocked_by(error: Exception, place: Place | None) -> BlockedError | None:
    """What an error says is in the way at `place`; None for one that may pass by itself."""
    match error:
        case BlockedError():
            return error
        case discord.HTTPException(code=code) if code in _LOCKED:
            return BlockedError(Obstacle(kind=Hindrance.LOCKED))
        case discord.HTTPException(code=code) if code in _GONE:
            return BlockedError(Obstacle(kind=Hindrance.GONE))
        case discord.Forbidden() | discord.NotFound():
            missing = ("view_channel",) if place is None else lacking(place, to_read=False)
            kind = Hindrance.MISSING if missing else Hindrance.REFUSED
            return BlockedError(Obstacle(kind=kind, permissions=missing))
        case _:
            return None


def words_at(bot: BriefingBot, channel: int) -> Texts:
    """The words of the server's language, which its settings name; English for a channel that is not known."""
    place = known_place(bot, channel)
    return texts_for(str(place.guild.preferred_locale) if place else "")
