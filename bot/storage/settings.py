"""What each server has set with /settings: a language, and where the bot answers messages that mention it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select

from bot.storage.changes import Changed, tell
from bot.storage.database import StoredData
from bot.storage.tables import insert_or_replace, mention_channel, server_settings


class MentionScope(StrEnum):
    """Where on a server the bot answers messages that mention it."""

    EVERYWHERE = "everywhere"
    ONLY = "only"
    """In the listed channels."""
    EXCEPT = "except"
    """In all channels but the listed ones."""
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """The settings of one server. `language` is a catalogue's code, such as es; None means the server's own language.

    `channels` are the listed channels of MentionScope. `base` names the base that the server has chosen, if any.
    """

    language: str | None = None
    mentions: MentionScope = MentionScope.EVERYWHERE
    channels: frozenset[int] = frozenset()
    base: str | None = None

    def answers_in(self, *places: int) -> bool:
        """Return whether the bot answers mentions in a channel; `places` are its id and, for a thread, its parent's."""
        listed = not self.channels.isdisjoint(places)
        match self.mentions:
            case MentionScope.EVERYWHERE:
                return True
            case MentionScope.ONLY:
                return listed
            case MentionScope.EXCEPT:
                return not listed
            case MentionScope.NOWHERE:
                return False


_ALL: Final = select(server_settings)
_LISTED: Final = select(mention_channel)
_PUT: Final = insert_or_replace(server_settings)


class Settings(StoredData):
    """The settings of all servers that have changed one. No user is stored."""

    async def all(self) -> dict[int, ServerSettings]:
        """Return guild -> settings."""
        listed: dict[int, set[int]] = {}
        for guild, channel in await self._database.rows(_LISTED):
            listed.setdefault(guild, set()).add(channel)
        found = await self._database.read("server settings", _settings, _ALL)
        return {
            guild: dataclasses.replace(settings, channels=frozenset(listed.get(guild, ()))) for guild, settings in found
        }

    async def put(self, guild: int, settings: ServerSettings) -> None:
        """Replace the settings of a server."""
        values = {
            "guild": guild,
            "language": settings.language,
            "mentions": settings.mentions,
            "base": settings.base,
        }
        listed = [{"guild": guild, "channel": channel} for channel in sorted(settings.channels)]

        def change(db: Connection) -> None:
            # First of all, so that of two processes that change a server's settings the second waits here.
            db.execute(_PUT, values)
            db.execute(delete(mention_channel).where(mention_channel.c.guild == guild))
            if listed:
                db.execute(insert(mention_channel), listed)
            tell(db, Changed.SETTINGS)

        await self._database.write(change)


def _settings(row: Any) -> tuple[int, ServerSettings]:  # noqa: ANN401 - the columns of the table
    guild, language, mentions, base = row
    return guild, ServerSettings(language=language, mentions=MentionScope(mentions), base=base)
