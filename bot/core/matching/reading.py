"""One reading of all of a base's texts: what each part of the matcher needs of them, and no text kept parsed.

A large base holds hundreds of thousands of texts. Taken apart they would be most of the matcher's memory, and to take
them apart anew for each part of it most of its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.matching.closeness import in_order
from bot.core.matching.entries import Entries, Role
from bot.core.matching.index import IndexBuilder, InvertedIndex
from bot.core.matching.similarity import Similarity, SimilarityBuilder
from bot.core.matching.vectors import WordVectors

Sets = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`plain` has a text for each example; `holding` and `numbers` have a place for each entry.

    `holding` counts the texts of an entry that hold a term; `spoken` how often the base uses each word; `plain` is what
    a question is compared with as a whole, empty for a quote, which is no way of asking; `numbers` the numbers of all
    texts.
    """

    similarity: Similarity
    holding: InvertedIndex
    spoken: Counter[str]
    plain: tuple[str, ...]
    numbers: Sets


def read(entries: Entries, vectors: WordVectors | None) -> Reading:
    """Read every text of the entries, entry by entry."""
    similarity, holding = SimilarityBuilder(), IndexBuilder()
    spoken: Counter[str] = Counter()
    plain: list[str] = []
    numbers: list[frozenset[str]] = []
    for entry, terms in enumerate(entries.terms):
        holding.add(terms)
        numbers.append(frozenset(term for term in terms if term[0].isdigit()))
        for example in entries.examples[entries.starts[entry] : entries.span(entry).stop]:
            parsed = example.parsed
            similarity.add(parsed)
            spoken.update(parsed.words)
            plain.append("" if example.role is Role.QUOTE else in_order(parsed))
    return Reading(
        similarity=similarity.build(vectors),
        holding=holding.build(scaled=False),
        spoken=spoken,
        plain=tuple(plain),
        numbers=_shared(numbers),
    )


def _shared(sets: Iterable[frozenset[str]]) -> Sets:
    """The same sets, equal ones as one: most entries have one of a few."""
    known: dict[frozenset[str], frozenset[str]] = {}
    return tuple(known.setdefault(each, each) for each in sets)
