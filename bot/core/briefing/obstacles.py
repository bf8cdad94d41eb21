"""Why a channel cannot get its briefing, in a form that the store keeps and any language can put into words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class ObstacleKind(StrEnum):
    """The kinds of obstacles."""

    GONE = "gone"
    """The channel was deleted, or the bot has left its server."""

    MISSING = "missing"
    """The bot lacks permissions there."""

    LOCKED = "locked"
    """The thread takes no more messages."""

    TAG = "tag"
    """The forum requires a tag for each post."""

    REFUSED = "refused"
    """Discord refuses the message for another reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One obstacle; `permissions` are the missing ones, by Discord's names such as send_messages."""

    kind: ObstacleKind
    permissions: tuple[str, ...] = ()

    def encode(self) -> str:
        """Return the obstacle as the store keeps it."""
        return " ".join((self.kind, *self.permissions))

    @classmethod
    def decode(cls, text: str) -> Self:
        """Read what `encode` wrote; return a refusal for a kind that this version does not know."""
        kind, *permissions = text.split() or [""]
        if kind not in set(ObstacleKind):
            return cls(kind=ObstacleKind.REFUSED)
        return cls(kind=ObstacleKind(kind), permissions=tuple(permissions))
