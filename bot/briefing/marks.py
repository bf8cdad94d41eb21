"""The marks that a briefing bears in its buttons: by them it is found again, and its facts with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.ui import custom_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The local dates of the briefings that a message belongs to (one, as a rule) and the ids of its facts in order."""

    days: frozenset[dt.date]
    facts: tuple[str, ...]


def marks_of(message: discord.Message | None) -> Marks:
    """The marks of a message; none for a message that is no briefing. Whose message it is, is not looked at."""
    days: set[dt.date] = set()
    facts: dict[str, None] = {}
    for part in _walk(message.components if message else ()):
        match custom_ids.parse(getattr(part, "custom_id", None) or ""):
            case custom_ids.InEdition(day=day, fact=fact):
                days.add(day)
                facts[fact] = None
            case custom_ids.EditionPick(day=day):
                days.add(day)
                facts.update(dict.fromkeys(option.value for option in getattr(part, "options", ())))
            case custom_ids.EditionFacts(day=day):
                days.add(day)
            case _:
                pass
    return Marks(days=frozenset(days), facts=tuple(facts))


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))
