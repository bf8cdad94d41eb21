"""Find the channel of a briefing, and what prevents the bot from posting there."""

from __future__ import annotations

from typing import Final

import discord

from bot.app.client import BriefingBot
from bot.app.own_messages import is_of_discord
from bot.app.permissions import ServerChannel, granted_in, missing_permissions
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import EditionPlace, Schedule
from bot.errors import BotError
from bot.i18n import ENGLISH, Texts
from bot.storage import StoredSchedule

_LOCKED: Final = frozenset({50083, 160005})  # Discord's error codes for an archived and for a locked thread
_TAG_REQUIRED: Final = 40067  # Discord's error code for a forum's post without a tag
_GONE: Final = frozenset({10003, 10004})  # Discord's error codes for an unknown channel and for an unknown server


class BlockedError(BotError):
    """A channel cannot get its briefing until somebody removes the obstacle."""

    def __init__(self, obstacle: Obstacle) -> None:
        self.obstacle = obstacle
        super().__init__(obstacle.encode())


def cached_channel(bot: BriefingBot, channel: int) -> ServerChannel | None:
    """Return the channel or thread if the gateway has sent it."""
    found = bot.get_channel(channel)
    return found if isinstance(found, discord.abc.GuildChannel | discord.Thread) else None


async def find_channel(bot: BriefingBot, channel: int) -> ServerChannel:
    """Return the channel or thread, fetched if the gateway has not sent it, such as an archived thread.

    One of another process's shards is fetched with its server, for its roles and its language.

    Raises BlockedError if it does not exist or the bot cannot see it, and what discord.py raises.
    """
    cached = cached_channel(bot, channel)
    if cached is not None:
        return cached
    try:
        found = await bot.fetch_channel(channel)
    except discord.HTTPException as error:
        raise blocked_by(error, None) or error from error
    except discord.InvalidData as error:
        raise BlockedError(Obstacle(kind=ObstacleKind.GONE)) from error
    if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
        raise BlockedError(Obstacle(kind=ObstacleKind.GONE))
    if not bot.serves(found.guild.id):
        found.guild = await bot.fetch_guild(found.guild.id, with_counts=False)
        await bot.settings.load(again=True)
    return found


def is_own(bot: BriefingBot, schedule: StoredSchedule) -> bool:
    """Return whether a schedule is of a server of this process's shards. Of one of the config, the channel tells."""
    if schedule.guild is not None:
        return bot.serves(schedule.guild)
    return not bot.served.ids or cached_channel(bot, schedule.channel) is not None


def place_of(channel: ServerChannel, schedule: Schedule | None) -> EditionPlace:
    """Return where the channel gets its briefings. Only text and announcement channels can have threads."""
    if isinstance(channel, discord.ForumChannel):
        return EditionPlace.POST
    in_thread = schedule is not None and schedule.thread and isinstance(channel, discord.TextChannel)
    return EditionPlace.THREAD if in_thread else EditionPlace.MESSAGE


def missing_for(channel: ServerChannel, schedule: Schedule | None, *, to_read: bool) -> tuple[str, ...]:
    """Return the permissions that the bot lacks for a schedule's briefings, and with `to_read` for reading them back.

    Without a schedule, those for a message.
    """
    granted = granted_in(channel)
    if granted is None:
        return ()
    missing = missing_permissions(channel, to_read=False)
    in_thread = place_of(channel, schedule) is EditionPlace.THREAD
    role = mentioned_role(channel, schedule)
    needed = (
        *(("create_public_threads", "send_messages_in_threads") if in_thread else ()),
        *(("mention_everyone",) if role is not None and not role.mentionable else ()),
        *(("read_message_history",) if to_read else ()),
    )
    return (*missing, *(name for name in needed if not getattr(granted, name)))


def mentioned_role(channel: ServerChannel, schedule: Schedule | None) -> discord.Role | None:
    """Return the role that a schedule mentions; None if it mentions none, or one that was deleted."""
    return channel.guild.get_role(schedule.role) if schedule is not None and schedule.role else None


def require_postable(channel: ServerChannel, schedule: Schedule | None, *, to_read: bool = False) -> None:
    """Raise BlockedError if the bot cannot post there, or with `to_read` cannot read back what it posted."""
    missing = missing_for(channel, schedule, to_read=to_read)
    if missing:
        raise BlockedError(Obstacle(kind=ObstacleKind.MISSING, permissions=missing))
    if isinstance(channel, discord.Thread) and channel.archived and channel.locked:
        raise BlockedError(Obstacle(kind=ObstacleKind.LOCKED))
    if requires_tag(channel):
        raise BlockedError(Obstacle(kind=ObstacleKind.TAG))


def requires_tag(channel: ServerChannel) -> bool:
    """Return whether a forum takes no post without a tag; the bot sets none, as only people know what theirs mean."""
    return isinstance(channel, discord.ForumChannel) and channel.flags.require_tag


def blocked_by(
    error: Exception, channel: ServerChannel | None, schedule: Schedule | None = None
) -> BlockedError | None:
    """Return the obstacle that an error means, or None for an error that may go away by itself."""
    match error:
        case BlockedError():
            return error
        case discord.HTTPException(code=code) if code in _LOCKED:
            return BlockedError(Obstacle(kind=ObstacleKind.LOCKED))
        case discord.HTTPException(code=code) if code == _TAG_REQUIRED:
            return BlockedError(Obstacle(kind=ObstacleKind.TAG))
        case discord.HTTPException(code=code) if code in _GONE:
            return BlockedError(Obstacle(kind=ObstacleKind.GONE))
        case discord.Forbidden() | discord.NotFound() if is_of_discord(error):
            missing = ("view_channel",) if channel is None else missing_for(channel, schedule, to_read=False)
            kind = ObstacleKind.MISSING if missing else ObstacleKind.REFUSED
            return BlockedError(Obstacle(kind=kind, permissions=missing))
        case _:
            return None


def texts_for_channel(bot: BriefingBot, channel: int) -> Texts:
    """Return the texts in the language of the channel's server; English if the channel is unknown."""
    found = cached_channel(bot, channel)
    return texts_in(bot, found) if found else ENGLISH


def texts_in(bot: BriefingBot, channel: ServerChannel) -> Texts:
    """Return the texts in the language of a channel's server."""
    return bot.settings.texts(channel.guild.id, channel.guild.preferred_locale)
