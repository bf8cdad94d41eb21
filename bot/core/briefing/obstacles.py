"""Why a channel cannot get its briefing, in a form that the store keeps and any language can tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Hindrance(StrEnum):
    """The kinds of obstacles."""

    GONE = "gone"
    """The channel was deleted, or the bot has left its server."""

    MISSING = "missing"
    """The bot lacks permissions there."""

    LOCKED = "locked"
    """The thread takes no more messages."""

    REFUSED = "refused"
    """Discord refuses the message for another reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One obstacle; `permissions` are those that are missing, by Discord's names such as send_messages."""

    kind: Hindrance
    permissions: tuple[str, ...] = ()

    def encode(self) -> str:
        """Return it as the store keeps it."""
        return " ".join((self.kind, *self.permissions))


def read_obstacle(text: str) -> Obstacle:
    """Return what `encode` has written; a refusal for what this version does not know."""
    kind, *permissions = text.split() or [""]
    if kind not in set(Hindrance):
        return Obstacle(kind=Hindrance.REFUSED)
    return Obstacle(kind=Hindrance(kind), permissions=tuple(permissions))
