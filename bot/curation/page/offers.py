"""Other words for a fact that somebody proposes, for the curator to choose from on the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.curation.session import Transform
from bot.curation.workspace import CuratedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedWording:
    """A proposal with its number, the field that it is for, and what is doubtful about it."""

    number: int
    field: str
    text: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOffers:
    """The proposals for an entry, what was dropped and why, and the change that takes some by their numbers."""

    texts: Sequence[OfferedWording]
    dropped: Sequence[str]
    take: Callable[[Sequence[int]], Transform] = field(repr=False)


OfferSource: TypeAlias = Callable[[CuratedEntry], PageOffers]
"""Asks for proposals for a fact. Raises BotError with the reason if there are none."""
