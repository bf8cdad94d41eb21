"""The entries that a question may find, facts and unknowns, with every text by which they can be found."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final, overload

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge.model import Fact, Knowledge, LargeFacts, Quote, Unknown, texts_of
from bot.core.knowledge.vocabulary import ConceptIndex
from bot.core.matching.arrays import Indexes
from bot.core.matching.index import parts
from bot.core.matching.query import ParsedText, parse

Overlaps = Sequence[frozenset[int]]


def find_overlaps(targets: Sequence[Fact | Unknown]) -> Overlaps:
    """Return for each entry the entries that overlap with it, itself included.

    Two facts overlap if they share more than half of the shorter quote, two unknowns if they share a nearest fact.
    """
    holders: dict[Hashable, list[int]] = {}
    for entry, target in enumerate(targets):
        for point in _meeting_points(target):
            holders.setdefault(point, []).append(entry)
    near: dict[int, set[int]] = {}
    for held in holders.values():
        # Most entries of a large base are alone.
        for entry in held if len(held) > 1 else ():
            near.setdefault(entry, set()).update(held)
    return tuple(
        frozenset(
            {
                entry,
                *(other for other in near.get(entry, ()) if _entries_overlap(target, targets[other])),
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

    targets: Sequence[Fact | Unknown]
    examples: Sequence[TrainingExample]
    starts: Indexes
    terms: Bags

    def span(self, entry: int) -> range:
        """Return the places of an entry's examples."""
        return range(*self.starts[entry : entry + 2].tolist())

    def places(self, entries: Indexes) -> tuple[Indexes, Indexes]:
        """Return the places of the examples of some entries, in order, and where the examples of each entry begin."""
        return parts(self.starts, entries)


class _Targets(Sequence[Fact | Unknown]):
    """The facts of a large base, each read when it is needed, and its unknowns."""

    def __init__(self, facts: Sequence[Fact], unknowns: Sequence[Unknown]) -> None:
        self._facts, self._unknowns = facts, unknowns

    def __len__(self) -> int:
        return len(self._facts) + len(self._unknowns)

    def __iter__(self) -> Iterator[Fact | Unknown]:
        return itertools.chain[Fact | Unknown](self._facts, self._unknowns)

    @overload
    def __getitem__(self, place: int) -> Fact | Unknown: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact | Unknown]: ...
    def __getitem__(self, place: int | slice) -> Fact | Unknown | Sequence[Fact | Unknown]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        place = range(len(self))[place]
        facts = len(self._facts)
        return self._facts[place] if place < facts else self._unknowns[place - facts]


def collect(knowledge: Knowledge, concept_index: ConceptIndex) -> Entries:
    """Collect the entries of a base, in the order of its files."""
    facts, unknowns = knowledge.facts, tuple(knowledge.unknowns.values())
    if not isinstance(facts, LargeFacts):
        return collect_texts((*facts.values(), *unknowns), concept_index)
    return _collect(_Targets(facts.rows, unknowns), np.append(facts.columns.texts, _sizes_of(unknowns)), concept_index)


def collect_texts(targets: Sequence[Fact | Unknown], concept_index: ConceptIndex) -> Entries:
    """Collect some facts and unknowns as entries."""
    return _collect(targets, _sizes_of(targets), concept_index)


def _sizes_of(targets: Sequence[Fact | Unknown]) -> NDArray[np.int32]:
    return np.array(list(map(texts_of, targets)), dtype=np.int32)


def _collect(targets: Sequence[Fact | Unknown], sizes: NDArray[np.int32], concept_index: ConceptIndex) -> Entries:
    # Facts of one sentence share their quote, and most facts of a source their attribution.
    read = lru_cache(maxsize=_KEPT)(partial(parse, concept_index=concept_index))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.intp)
    examples = _Examples(targets, starts, read)

    @lru_cache(maxsize=_KEPT)
    def count(entry: int) -> Mapping[str, int]:
        target = targets[entry]
        texts = itertools.chain((text for _, text in _texts(target)), _asides(target))
        return Counter(itertools.chain.from_iterable(read(text).terms for text in texts))

    terms = Bags(size=len(targets), count=count)
    few = len(examples) <= _KEPT
    return Entries(targets=targets, examples=tuple(examples) if few else examples, starts=starts, terms=terms)


class _Examples(Sequence[TrainingExample]):
    """The examples of a large base, each made when it is needed."""

    def __init__(self, targets: Sequence[Fact | Unknown], starts: Indexes, read: Callable[[str], ParsedText]) -> None:
        self._targets, self._starts, self._read = targets, starts, read

    def __len__(self) -> int:
        return int(self._starts[-1])

    def __iter__(self) -> Iterator[TrainingExample]:
        return itertools.chain.from_iterable(map(self._of_entry, range(len(self._targets))))

    @overload
    def __getitem__(self, place: int) -> TrainingExample: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[TrainingExample]: ...
    def __getitem__(self, place: int | slice) -> TrainingExample | Sequence[TrainingExample]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        entry = int(self._starts.searchsorted(place, side="right")) - 1
        return next(itertools.islice(self._of_entry(entry), place - int(self._starts[entry]), None))

    def _of_entry(self, entry: int) -> Iterator[TrainingExample]:
        for role, text in _texts(self._targets[entry]):
            yield TrainingExample(entry=entry, role=role, text=text, read=self._read)


def _texts(target: Fact | Unknown) -> Iterator[tuple[TextRole, str]]:
    yield from ((TextRole.QUESTION, question) for question in target.questions)
    yield TextRole.STATEMENT, target.statement
    if isinstance(target, Fact):
        yield from ((TextRole.QUOTE, quote.exact) for quote in target.quotes)


def _asides(target: Fact | Unknown) -> Iterator[str]:
    """Yield texts that a question may refer to, but that do not ask for the entry."""
    if isinstance(target, Fact):
        yield target.attribution
