"""The entries that a question may find, facts and unknowns, with every text by which they can be found."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

import numpy as np

from bot.core.knowledge.model import Fact, Knowledge, Quote, Unknown
from bot.core.knowledge.vocabulary import ConceptIndex
from bot.core.matching.arrays import Indexes
from bot.core.matching.index import parts
from bot.core.matching.query import ParsedText
from bot.core.matching.short_forms import ShortForms

Overlaps = Sequence[frozenset[int]]


def find_overlaps(targets: Sequence[Fact | Unknown]) -> Overlaps:
    """Return for each entry the entries that overlap with it, itself included.

    Two facts overlap if they share more than half of the shorter quote, two unknowns if they share a nearest fact.
    """
    holders: dict[Hashable, list[int]] = {}
    for entry, target in enumerate(targets):
        for point in _meeting_points(target):
            holders.setdefault(point, []).append(entry)
    return tuple(
        frozenset(
            {
                entry,
                *(
                    other
                    for point in _meeting_points(target)
                    for other in holders[point]
                    if _entries_overlap(target, targets[other])
                ),
            }
        )
        for entry, target in enumerate(targets)
    )


def _meeting_points(target: Fact | Unknown) -> Iterable[Hashable]:
    """Return what overlapping entries have in common: the paragraph of a quote, or a nearest fact."""
    match target:
        case Fact():
            return dict.fromkeys((quote.source, quote.paragraph) for quote in target.quotes)
        case Unknown():
            return dict.fromkeys(target.nearest)


def _entries_overlap(one: Fact | Unknown, other: Fact | Unknown) -> bool:
    match one, other:
        case Fact(), Fact():
            return any(_quotes_overlap(mine, theirs) for mine in one.quotes for theirs in other.quotes)
        case _:
            return isinstance(one, Unknown) and isinstance(other, Unknown)


def _quotes_overlap(mine: Quote, theirs: Quote) -> bool:
    """Return whether two quotes share more than half of the shorter."""
    shared = min(mine.end, theirs.end) - max(mine.start, theirs.start)
    return mine.source == theirs.source and shared > min(mine.end - mine.start, theirs.end - theirs.start) / 2


# Parsed texts that are kept: all of a base that is small enough for the classifier, which needs them often. A larger
# base parses them again when needed, because they would take most of its memory.
_KEPT: Final = 2**13


class TextRole(StrEnum):
    """What a text is to its entry."""

    QUESTION = "question"
    STATEMENT = "statement"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingExample:
    """One text by which an entry can be found; `entry` is the entry's place in `Entries.targets`."""

    entry: int
    role: TextRole
    text: str
    read: Callable[[str], ParsedText] = field(repr=False, compare=False)

    @property
    def parsed(self) -> ParsedText:
        """The text, parsed."""
        return self.read(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bags:
    """How many of an entry's texts have each term, entry by entry; counted when needed."""

    size: int
    count: Callable[[int], Mapping[str, int]] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[Mapping[str, int]]:
        return map(self.count, range(self.size))

    def __getitem__(self, entry: int) -> Mapping[str, int]:
        return self.count(entry)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """All entries of a base, facts first.

    The examples of an entry are at `starts[entry]:starts[entry + 1]`.
    """

    targets: tuple[Fact | Unknown, ...]
    examples: tuple[TrainingExample, ...]
    starts: Indexes
    terms: Bags

    def span(self, entry: int) -> range:
        """Return the places of an entry's examples."""
        return range(*self.starts[entry : entry + 2].tolist())

    def places(self, entries: Indexes) -> tuple[Indexes, Indexes]:
        """Return the places of the examples of some entries, in order, and where the examples of each entry begin."""
        return parts(self.starts, entries)


def collect(knowledge: Knowledge, concept_index: ConceptIndex, forms: ShortForms | None = None) -> Entries:
    """Collect the entries of a base, in the order of its files. `forms` may know their texts."""
    targets: tuple[Fact | Unknown, ...] = (*knowledge.facts.values(), *knowledge.unknowns.values())
    # Facts of one sentence share their quote, and most facts of a source their attribution.
    read = lru_cache(maxsize=_KEPT)(partial((forms or ShortForms()).read, concept_index=concept_index))
    examples: list[TrainingExample] = []
    starts = [0]
    for entry, target in enumerate(targets):
        examples += [TrainingExample(entry=entry, role=role, text=text, read=read) for role, text in _texts(target)]
        starts.append(len(examples))

    @lru_cache(maxsize=_KEPT)
    def count(entry: int) -> Mapping[str, int]:
        target = targets[entry]
        texts = itertools.chain((text for _, text in _texts(target)), _asides(target))
        return Counter(itertools.chain.from_iterable(read(text).terms for text in texts))

    terms = Bags(size=len(targets), count=count)
    return Entries(targets=targets, examples=tuple(examples), starts=np.array(starts, dtype=np.intp), terms=terms)


def _texts(target: Fact | Unknown) -> Iterator[tuple[TextRole, str]]:
    yield from ((TextRole.QUESTION, question) for question in target.questions)
    yield TextRole.STATEMENT, target.statement
    if isinstance(target, Fact):
        yield from ((TextRole.QUOTE, quote.exact) for quote in target.quotes)


def _asides(target: Fact | Unknown) -> Iterator[str]:
    """Yield texts that a question may refer to, but that do not ask for the entry."""
    if isinstance(target, Fact):
        yield target.attribution
