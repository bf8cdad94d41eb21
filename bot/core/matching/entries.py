"""What a question may hit: each fact and each unknown, with every text by which it can be found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.core.facts import Fact, Knowledge, Unknown
from bot.core.matching.lexicon import Lexicon
from bot.core.matching.question import Parsed, parse


class Role(StrEnum):
    """What a text is to its entry."""

    ASK = "ask"
    STATEMENT = "statement"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text by which an entry can be found; `entry` is the entry's place in `Entries.targets`."""

    entry: int
    role: Role
    parsed: Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """All entries of a base, facts first; the examples of an entry stand together, from `starts[entry]` on."""

    targets: tuple[Fact | Unknown, ...]
    examples: tuple[Example, ...]
    starts: tuple[int, ...]
    terms: tuple[Mapping[str, int], ...]

    def span(self, entry: int) -> range:
        """The places of an entry's examples."""
        end = self.starts[entry + 1] if entry + 1 < len(self.starts) else len(self.examples)
        return range(self.starts[entry], end)

    @property
    def facts(self) -> int:
        """How many entries are facts."""
        return sum(isinstance(target, Fact) for target in self.targets)


def collect(knowledge: Knowledge, lexicon: Lexicon) -> Entries:
    """The entries of a base, in the order of its files."""
    targets: tuple[Fact | Unknown, ...] = (*knowledge.facts.values(), *knowledge.unknowns.values())
    examples: list[Example] = []
    starts: list[int] = []

    @cache
    def read(text: str) -> Parsed:
        # Facts of one sentence share their quote, and most facts of a source their attribution.
        return parse(text, lexicon)

    for entry, target in enumerate(targets):
        starts.append(len(examples))
        examples += [Example(entry=entry, role=role, parsed=read(text)) for role, text in _texts(target)]
    terms = tuple(
        _count([*(example.parsed for example in examples[start:end]), *map(read, _asides(target))])
        for target, (start, end) in zip(targets, _spans(starts, len(examples)), strict=True)
    )
    return Entries(targets=targets, examples=tuple(examples), starts=tuple(starts), terms=terms)


def _texts(target: Fact | Unknown) -> Iterator[tuple[Role, str]]:
    yield from ((Role.ASK, ask) for ask in target.asks)
    yield Role.STATEMENT, target.statement
    if isinstance(target, Fact):
        yield from ((Role.QUOTE, quote.exact) for quote in target.quotes)


def _spans(starts: Sequence[int], size: int) -> Iterator[tuple[int, int]]:
    yield from zip(starts, (*starts[1:], size), strict=True)


def _asides(target: Fact | Unknown) -> Iterator[str]:
    """Texts that a question may refer to, and that are no way of asking for the entry."""
    if isinstance(target, Fact):
        yield target.attribution


def _count(texts: Sequence[Parsed]) -> Mapping[str, int]:
    """How many of an entry's texts hold each term."""
    return Counter(term for text in texts for term in text.terms)
