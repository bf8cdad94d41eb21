"""Which entries stand for one another, so that the odds of one are no doubt about the other.

Facts whose quotes overlap: an answer by either shows the same passage. Unknowns that lie nearest to the same fact:
either says that the source leaves something open about it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from bot.core.knowledge.model import Fact, Quote, Unknown

Kin = tuple[frozenset[int], ...]


def find_kin(targets: Sequence[Fact | Unknown]) -> Kin:
    """For each entry the places of its kin, its own among them."""
    holders: dict[Hashable, list[int]] = {}
    for entry, target in enumerate(targets):
        for mark in _marks(target):
            holders.setdefault(mark, []).append(entry)
    return tuple(
        frozenset(
            {
                entry,
                *(other for mark in _marks(target) for other in holders[mark] if _are_kin(target, targets[other])),
            }
        )
        for entry, target in enumerate(targets)
    )


def _marks(target: Fact | Unknown) -> Iterable[Hashable]:
    """What kin must have in common: the paragraph of a quote, a nearest fact."""
    match target:
        case Fact():
            return dict.fromkeys((quote.source, quote.paragraph) for quote in target.quotes)
        case Unknown():
            return dict.fromkeys(target.nearest)


def _are_kin(one: Fact | Unknown, other: Fact | Unknown) -> bool:
    match one, other:
        case Fact(), Fact():
            return any(_overlap(mine, theirs) for mine in one.quotes for theirs in other.quotes)
        case _:
            return isinstance(one, Unknown) and isinstance(other, Unknown)


def _overlap(mine: Quote, theirs: Quote) -> bool:
    """Whether the two share more than half of the shorter."""
    shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    return mine.source == theirs.source and shared > min(mine.end - mine.start, theirs.end - theirs.start) / 2
