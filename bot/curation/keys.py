"""The keys of a review, the same at the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import EntityKind, Standing
from bot.curation.workspace import EntryKind

FIELDS: Final[Mapping[EntryKind, Mapping[str, str]]] = MappingProxyType(
    {
        EntryKind.SOURCE: {
            "s": "title",
            "b": "publisher",
            "a": "url",
            "o": "authors",
            "w": "published",
            "t": "dates",
        },
        EntryKind.TOPIC: {"s": "title", "a": "description"},
        EntryKind.FACT: {
            "s": "statement",
            "b": "attribution",
            "w": "when",
            "t": "topics",
            "a": "question",
            "o": "phrasings",
        },
        EntryKind.UNKNOWN: {"s": "statement", "a": "question", "o": "phrasings", "t": "nearest"},
        EntryKind.NAME: {"o": "aliases"},
    }
)
"""The field of an entry that a key edits, in the order in which the fields are shown."""

CHOICES: Final[Mapping[EntryKind, tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {
        EntryKind.FACT: ("standing", tuple(Standing)),
        EntryKind.NAME: ("kind", tuple(EntityKind)),
    }
)
"""The field of an entry that the digits choose a value for, and its values from 1 on."""

ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "k": "keep",
        "e": "edit",
        "m": "merge",
        "d": "drop",
        "u": "undo",
        "n": "next",
        "v": "previous",
        "i": "importance",
        "?": "help",
        "q": "quit",
    }
)
"""What the other keys do."""
