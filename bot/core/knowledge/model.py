"""The values of a fact base. All are frozen; offsets are characters (code points), end exclusive."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from bot.core.text.sentences import Paragraph, Sentence


class Standing(StrEnum):
    """How far the source itself stands behind a fact."""

    DOCUMENTED = "documented"
    REPORTED = "reported"
    STATED = "stated"
    CLAIMED = "claimed"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unquoted:
    """A passage that no fact needs to quote, and the curator's reason."""

    exact: str
    reason: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A published document that is quoted. `text` is its file in seeds/, byte for byte, decoded as UTF-8."""

    id: str
    title: str
    publisher: str
    url: str
    file: str
    sha256: str
    dates: str
    text: str = field(repr=False)
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)
    unquoted: tuple[Unquoted, ...] = field(repr=False, default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words of a source, located: `source.text[start:end] == exact`."""

    source: str
    exact: str
    start: int
    end: int
    paragraph: int
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One curated statement with its proof.

    `disputes` holds the ids of the facts that stand against this one; `Knowledge.disputing` reads it both ways.
    `importance` runs from 1 (detail) to 3 (the news itself). `question` is what the statement answers, fit to be shown;
    `phrasings` are other ways to ask for it, used for matching and never shown to readers.
    """

    id: str
    statement: str
    topics: tuple[str, ...]
    attribution: str
    standing: Standing
    when: dt.date | None
    importance: int
    quotes: tuple[Quote, ...]
    question: str
    phrasings: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Every text by which people ask for it: the question, then the phrasings."""
        return (self.question, *self.phrasings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something the source leaves open. `nearest` holds the ids of the facts that come closest.

    `question` and `phrasings` are as those of a fact.
    """

    id: str
    statement: str
    question: str
    phrasings: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """Every text by which people ask for it: the question, then the phrasings."""
        return (self.question, *self.phrasings)


class ExpectedOutcome(StrEnum):
    """What a question gets that no fact answers."""

    NOT_IN_SOURCE = "not_in_source"
    ABSTENTION = "abstention"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenQuestion:
    """A question by which the base is tried, and what it has to get: one `fact` as the answer, or else an `outcome`.

    `file`, `line` and `column` tell where it stands.
    """

    question: str
    fact: str | None
    outcome: ExpectedOutcome | None
    file: str = field(compare=False, default="")
    line: int = field(compare=False, default=1)
    column: int = field(compare=False, default=1)

    @property
    def place(self) -> str:
        """Where it stands, as file:line:column."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A heading under which facts are browsed."""

    id: str
    title: str
    description: str = ""


class EntityKind(StrEnum):
    """What a name names; who-questions look for persons and bodies, where-questions for places."""

    PERSON = "person"
    ORGANISATION = "body"
    PLACE = "place"
    THING = "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A proper name of the base and the other ways in which people write it."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the base's words mean to each other: names with aliases, and groups of words that serve for one another.

    Entries are words or short phrases, in any language that people ask in.
    """

    names: tuple[Entity, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """A whole base, checked. `revision` is the SHA-256 (hex) of all loaded files."""

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    vocabulary: Vocabulary
    facts: Mapping[str, Fact]
    unknowns: Mapping[str, Unknown]
    revision: str
    golden: tuple[GoldenQuestion, ...] = ()
    disputing: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "disputing", _both_ways(self.facts))

    def present(self, ids: Iterable[str]) -> list[Fact]:
        """The facts with these ids, without those that the base no longer has after a reload."""
        return [self.facts[key] for key in ids if key in self.facts]

    def covered_topics(self) -> list[Topic]:
        """The topics that have facts, in the order of the base."""
        counts = self.fact_counts()
        return [topic for key, topic in self.topics.items() if counts[key]]

    def fact_counts(self) -> Counter[str]:
        """Topic id -> number of its facts."""
        return Counter(topic for fact in self.facts.values() for topic in fact.topics)


def _both_ways(facts: Mapping[str, Fact]) -> Mapping[str, tuple[str, ...]]:
    """Fact id -> ids of the facts that it disputes or that dispute it, in the order of the base."""
    links: dict[str, dict[str, None]] = {}
    for fact in facts.values():
        for other in fact.disputes:
            links.setdefault(fact.id, {})[other] = None
            links.setdefault(other, {})[fact.id] = None
    return MappingProxyType({key: tuple(ids) for key, ids in links.items()})
