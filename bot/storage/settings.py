"""What each server has set with /settings: a language, and where the bot answers messages that mention it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum

import aiosqlite

from bot.storage.database import Database


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


class Settings:
    """The settings of all servers that have changed one. No user is stored."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> dict[int, ServerSettings]:
        """Return guild -> settings."""
        listed: dict[int, set[int]] = {}
        for guild, channel in await self._database.rows("SELECT guild, channel FROM mention_channel"):
            listed.setdefault(guild, set()).add(channel)
        query = "SELECT guild, language, mentions, base FROM server_settings"
        found = await self._database.read("server settings", _settings, query)
        return {
            guild: dataclasses.replace(settings, channels=frozenset(listed.get(guild, ()))) for guild, settings in found
        }

    async def put(self, guild: int, settings: ServerSettings) -> None:
        """Replace the settings of a server."""

        async def change(db: aiosqlite.Connection) -> None:
            await db.execute(
                "INSERT OR REPLACE INTO server_settings (guild, language, mentions, base) VALUES (?, ?, ?, ?)",
                (guild, settings.language, settings.mentions, settings.base),
            )
            await db.execute("DELETE FROM mention_channel WHERE guild = ?", (guild,))
            await db.executemany(
                "INSERT INTO mention_channel (guild, channel) VALUES (?, ?)",
                [(guild, channel) for channel in sorted(settings.channels)],
            )

        await self._database.write(change)


def _settings(row: tuple[int, str | None, str, str | None]) -> tuple[int, ServerSettings]:
    guild, language, mentions, base = row
    return guild, ServerSettings(language=language, mentions=MentionScope(mentions), base=base)
