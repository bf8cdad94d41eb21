"""Which facts prove one another: facts whose quotes overlap. An answer by either shows the same passage."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.facts import Fact, Quote, Unknown

Kin = tuple[frozenset[int], ...]


def find_kin(targets: Sequence[Fact | Unknown]) -> Kin:
    """For each entry the places of those that share a passage with it, its own among them."""
    quotes = [target.quotes if isinstance(target, Fact) else () for target in targets]
    by_passage: dict[tuple[str, int], list[int]] = {}
    for entry, mine in enumerate(quotes):
        for quote in mine:
            by_passage.setdefault((quote.source, quote.paragraph), []).append(entry)
    return tuple(
        frozenset(
            {
                entry,
                *(
                    other
                    for quote in mine
                    for other in by_passage[quote.source, quote.paragraph]
                    if any(_overlap(quote, theirs) for theirs in quotes[other])
                ),
            }
        )
        for entry, mine in enumerate(quotes)
    )


def _overlap(mine: Quote, theirs: Quote) -> bool:
    """Whether the two share more than half of the shorter."""
    shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    return mine.source == theirs.source and shared > min(mine.end - mine.start, theirs.end - theirs.start) / 2
