"""The keys of a review, the same at the terminal and on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import EntityKind, Standing
from bot.core.text.dates import DateRange, read_date_range
from bot.curation.changes import LISTS
from bot.curation.editing import EditRefusedError
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
            "g": "disputes",
        },
        EntryKind.PASSAGE: {"s": "reason"},
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

LINES: Final = frozenset({"phrasings", "aliases", "authors"})
"""Lists whose items may contain commas, with one on each line; the others have commas between their items."""

DAYS: Final = frozenset({"when", "published"})
"""Fields that hold a day."""

ACTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "k": "keep",
        "e": "edit",
        "m": "merge",
        "x": "split",
        "+": "quote",
        "f": "fact",
        "d": "drop",
        "c": "acknowledge",
        "u": "undo",
        "n": "next",
        "v": "previous",
        "/": "find",
        "i": "importance",
        "y": "wording",
        "p": "propose",
        "?": "help",
        "q": "quit",
    }
)
"""What the other keys do."""

FACTS_ONLY: Final = frozenset({"importance", "propose", "acknowledge", "split", "quote", "wording"})
"""The actions that other entries do not have."""


def dropped_paraphrases(number: int) -> str:
    """Return that paraphrases went with the statement that they were of; "" if none did."""
    if not number:
        return ""
    its = "Its paraphrase is dropped: it" if number == 1 else f"Its {number} paraphrases are dropped: they"
    them = "it" if number == 1 else "them"
    return f"{its} said what the old statement said. If only the wording changed, y gets {them} back."


def marked_wording(changes: int) -> str:
    """Say that a mark for the wording alone was set, and how many changes it covers."""
    if changes <= 1:
        return "Marked: the last change is one of the wording alone."
    return (
        f"Marked: all {changes} changes of this fact in this review are of the wording alone. "
        "If one is not, u takes the mark back."
    )


def typed_value(field: str, typed: str, days: Sequence[dt.date]) -> str | list[str]:
    """Return what was typed into a field as the format has it; a day without a year is near one of `days`.

    Raises EditRefusedError for what is not one day.
    """
    if field in LISTS:
        parts = typed.split("\n" if field in LINES else ",")
        return [" ".join(each.split()) for each in parts if each.strip()]
    if field not in DAYS or not typed.strip():
        return typed.strip()
    found = read_date_range(typed, days, month_first=False)
    if not isinstance(found, DateRange) or found.first is None or found.first != found.last:
        raise EditRefusedError(f"'{typed.strip()}' is not one day. Write it like 2025-10-17, or leave it empty.")
    return found.first.isoformat()
