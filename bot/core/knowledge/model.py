"""The values of a base. All are frozen; offsets count characters (code points), end exclusive."""

from __future__ import annotations

import datetime as dt
import hashlib
from abc import abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final, Self, overload

import numpy as np
from numpy.typing import NDArray

from bot.core.text.dates import ALWAYS, DateRange
from bot.core.text.foreign_words import Language
from bot.core.text.sentences import Paragraph, Sentence, paragraphs, sentences
from bot.errors import Problem, Todo

DIGEST_BYTES: Final = 16
"""Bytes of the hash of an entry."""


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
class PreviousText:
    """The text of a source before its publisher changed it. `replaced` is the day on which the change was seen."""

    file: str
    text: str = field(repr=False)
    replaced: dt.date


@dataclass(frozen=True, kw_only=True)
class Source:
    """A published document that is quoted. `text` is its file in seeds/, byte for byte, decoded as UTF-8.

    `published` and `retrieved` are the days on which it was published and copied, or None where nobody noted them.
    `original_sha256` is the hash of the page or file that the text was taken from; "" if nobody noted it. `previous`
    has its earlier texts, oldest first.
    """

    id: str
    title: str
    publisher: str
    url: str
    file: str
    sha256: str
    dates: str
    text: str = field(repr=False)
    unquoted: tuple[Unquoted, ...] = field(repr=False, default=())
    authors: tuple[str, ...] = ()
    published: dt.date | None = None
    retrieved: dt.date | None = None
    original_sha256: str = ""
    previous: tuple[PreviousText, ...] = field(repr=False, default=())

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The blocks of the text between blank lines."""
        return paragraphs(self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        return sentences(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Exact words of a source, anchored: `source.text[start:end] == exact`.

    `changed` is the day on which the publisher's change was seen since which the source has these words; None if it
    had them in all of its texts.
    """

    source: str
    exact: str
    start: int
    end: int
    paragraph: int
    prefix: str = ""
    suffix: str = ""
    changed: dt.date | None = field(default=None, compare=False)


TRANSLATED: Final = ("en", "es")
"""The codes of the languages of the interface, into which a statement can be translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTranslation:
    """A statement in another language, by the code of that language."""

    language: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One curated statement with its quotes.

    `disputes` has the ids of the facts that this one disputes; `Knowledge.disputing` reads it both ways.
    `importance` runs from 1 (detail) to 3 (the news itself). `question` is the one that the statement answers and may
    be shown; `phrasings` are other ways to ask it, used for matching and never shown to readers. `paraphrases` say the
    statement in other words, with alternatives in square brackets (`paraphrases.read_paraphrase`); only the check of a
    message reads them, and they are never shown either. `reworded` is the day on which a curator last changed the
    wording alone, which is no correction.
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
    paraphrases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    translations: tuple[StatementTranslation, ...] = ()
    reworded: dt.date | None = None

    def translated(self, language: str) -> str | None:
        """Return the statement in a language, by its code; None if nobody has translated it."""
        return next((each.statement for each in self.translations if each.language == language), None)

    @property
    def questions(self) -> tuple[str, ...]:
        """The question, then the phrasings."""
        return (self.question, *self.phrasings)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactTopics:
    """The topics of all facts: the different `sets` of topics, and in `numbers` the place of each fact's set."""

    sets: tuple[tuple[str, ...], ...]
    numbers: NDArray[np.int32]

    @classmethod
    def of(cls, topics: Iterable[tuple[str, ...]]) -> Self:
        """Return the topics of all facts, given those of each."""
        numbers: dict[tuple[str, ...], int] = {}
        of_each = np.array([numbers.setdefault(each, len(numbers)) for each in topics], dtype=np.int32)
        return cls(sets=tuple(numbers), numbers=of_each)

    def counts(self) -> Counter[str]:
        """Return the number of facts by topic id."""
        counts = Counter[str]()
        for topics, number in zip(self.sets, np.bincount(self.numbers, minlength=len(self.sets)).tolist(), strict=True):
            counts.update(dict.fromkeys(topics, number))
        return counts

    def places(self, topics: Collection[str]) -> list[int]:
        """Return the places of the facts with any of these topics, ascending."""
        having = np.array([not set(topics).isdisjoint(each) for each in self.sets], dtype=np.bool_)
        found: list[int] = having.take(self.numbers).nonzero()[0].tolist()
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FactColumns:
    """What is asked of all facts of a base at once: arrays with a value for each fact, in the order of the base.

    `digests` are hashes of what a ranker learns, shape (facts, bytes); `texts` are how many texts find a fact, `asked`
    how many of these are questions. `days` are ordinals of `when`, 0 for none. `disputes` is whether a fact disputes
    others, and `topics` are their topics.
    """

    digests: NDArray[np.uint8]
    texts: NDArray[np.int32]
    asked: NDArray[np.int32]
    importance: NDArray[np.int8]
    days: NDArray[np.int32]
    disputes: NDArray[np.bool_]
    topics: FactTopics

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Self:
        """Read what is asked of all facts."""
        digests, topics = bytearray(), list[tuple[str, ...]]()
        read: list[tuple[int, int, int, int, bool]] = []
        for fact in facts:
            digests += digest_of(fact)
            topics.append(fact.topics)
            day = fact.when.toordinal() if fact.when else 0
            read.append((texts_of(fact), len(fact.questions), fact.importance, day, bool(fact.disputes)))
        texts, asked, importance, days, disputes = np.array(read, dtype=np.int32).reshape(-1, 5).T
        return cls(
            digests=np.frombuffer(digests, dtype=np.uint8).reshape(-1, DIGEST_BYTES),
            texts=texts,
            asked=asked,
            importance=importance.astype(np.int8),
            days=days,
            disputes=disputes.astype(np.bool_),
            topics=FactTopics.of(topics),
        )

    def dated(self, within: DateRange) -> NDArray[np.intp]:
        """Return the places of the facts that have a day within a range, ascending."""
        first, last = (within.first or dt.date.min).toordinal(), (within.last or dt.date.max).toordinal()
        found: NDArray[np.intp] = ((first <= self.days) & (self.days <= last)).nonzero()[0]
        return found


class LargeFacts(Mapping[str, Fact]):
    """The facts of a large base by their ids, in the order of the base; they are not all in memory at once."""

    @property
    @abstractmethod
    def rows(self) -> Sequence[Fact]:
        """The facts by their places."""

    @property
    @abstractmethod
    def columns(self) -> FactColumns:
        """What is asked of all facts."""

    def pick(self, places: Sequence[int]) -> Sequence[Fact]:
        """Return the facts at some places, each read when it is needed."""
        return _PickedFacts(self.rows, places)


class _PickedFacts(Sequence[Fact]):
    def __init__(self, rows: Sequence[Fact], places: Sequence[int]) -> None:
        self._rows, self._places = rows, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Fact: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact]: ...
    def __getitem__(self, place: int | slice) -> Fact | Sequence[Fact]:
        if isinstance(place, slice):
            return [self._rows[each] for each in self._places[place]]
        return self._rows[self._places[place]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetiredFact:
    """A fact that no longer answers anything, with the day and the reason that a curator wrote down."""

    id: str
    statement: str
    on: dt.date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Something the source leaves open. `nearest` has the ids of the facts that come closest.

    `question` and `phrasings` are like those of a fact.
    """

    id: str
    statement: str
    question: str
    phrasings: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The question, then the phrasings."""
        return (self.question, *self.phrasings)


def digest_of(target: Fact | Unknown) -> bytes:
    """Return a hash of all that a ranker learns from an entry; of nothing else, such as a topic."""
    learned: tuple[object, ...]
    match target:
        case Fact():
            quotes = [(each.source, each.paragraph, each.start, each.end, each.exact) for each in target.quotes]
            about = (target.attribution, target.standing.value, target.when is None, quotes)
            learned = (target.statement, target.questions, about)
        case Unknown():
            learned = (target.statement, target.questions, target.nearest)
    # Texts, numbers and tuples of them, which repr writes unambiguously, many times faster than JSON.
    return hashlib.blake2b(repr(learned).encode("utf-8", "backslashreplace"), digest_size=DIGEST_BYTES).digest()


def texts_of(target: Fact | Unknown) -> int:
    """Return how many texts find an entry: its questions, its statement and its quotes."""
    return len(target.questions) + 1 + (len(target.quotes) if isinstance(target, Fact) else 0)


class ExpectedOutcome(StrEnum):
    """The expected outcome of a golden question that no fact answers."""

    NOT_IN_SOURCE = "not_in_source"
    ABSTENTION = "abstention"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenQuestion:
    """A question that tests the base, and the expected reply: a `fact` as the answer, or else an `outcome`.

    `file`, `line` and `column` are its place.
    """

    question: str
    fact: str | None
    outcome: ExpectedOutcome | None
    file: str = field(compare=False, default="")
    line: int = field(compare=False, default=1)
    column: int = field(compare=False, default=1)

    @property
    def place(self) -> str:
        """Its place as file:line:column."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A heading under which facts are browsed. Its translations are by the codes of their languages."""

    id: str
    title: str
    description: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    descriptions: tuple[tuple[str, str], ...] = ()

    @property
    def called(self) -> tuple[str, ...]:
        """The title in every language."""
        return (self.title, *dict(self.titles).values())


class EntityKind(StrEnum):
    """What an entity is; who-questions look for persons and organisations, where-questions for places."""

    PERSON = "person"
    ORGANISATION = "body"
    PLACE = "place"
    THING = "thing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A person, organisation, place or thing of the base, with the other names that people use for it."""

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """A word or phrase of the base, and how questions in other languages write it, in any inflected form."""

    word: str
    phrases: Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Entities with their aliases, and groups of words or short phrases, in any language that people ask in.

    The words of a group of `same` can replace each other without a change of meaning, so they may prove a sentence.
    Those of `near` only help to find a fact.
    """

    names: tuple[Entity, ...] = ()
    same: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """A whole base, checked. `revision` is the SHA-256 (hex) of all loaded files.

    With `todos` it is a draft, and every answer from it must say so. `retired` has the facts that were withdrawn; they
    are none of `facts`.
    """

    sources: Mapping[str, Source]
    topics: Mapping[str, Topic]
    vocabulary: Vocabulary
    facts: Mapping[str, Fact]
    unknowns: Mapping[str, Unknown]
    revision: str
    golden: tuple[GoldenQuestion, ...] = ()
    todos: tuple[Todo, ...] = field(repr=False, default=())
    retired: Mapping[str, RetiredFact] = field(default_factory=lambda: MappingProxyType({}))
    disputing: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "disputing", _both_ways(self.disputers()))

    @cached_property
    def columns(self) -> FactColumns:
        """What is asked of all facts; of a base that is not large, they are read the first time."""
        return self.facts.columns if isinstance(self.facts, LargeFacts) else FactColumns.of(self.facts.values())

    def present(self, ids: Iterable[str]) -> list[Fact]:
        """Return the facts with these ids, without those that a reload removed."""
        return [self.facts[key] for key in ids if key in self.facts]

    def todos_of(self, entry: str) -> tuple[Todo, ...]:
        """Return the TODOs of the fact or unknown with this id."""
        return tuple(todo for todo in self.todos if todo.entry == entry and todo.noun in {"fact", "unknown"})

    def covered_topics(self) -> list[Topic]:
        """Return the topics that have facts, in the order of the base."""
        counts = self.fact_counts()
        return [topic for key, topic in self.topics.items() if counts[key]]

    def fact_counts(self) -> Counter[str]:
        """Return the number of facts by topic id."""
        if isinstance(self.facts, LargeFacts):
            return self.facts.columns.topics.counts()
        return Counter(topic for fact in self.facts.values() for topic in fact.topics)

    def question_count(self) -> int:
        """Return the number of questions and phrasings of all facts."""
        if isinstance(self.facts, LargeFacts):
            return int(self.facts.columns.asked.sum())
        return sum(len(fact.questions) for fact in self.facts.values())

    def facts_of(self, topics: Collection[str]) -> Sequence[Fact]:
        """Return the facts with any of these topics, in the order of the base."""
        if isinstance(self.facts, LargeFacts):
            return self.facts.pick(self.facts.columns.topics.places(topics))
        return [fact for fact in self.facts.values() if not set(topics).isdisjoint(fact.topics)]

    def most_important(self, topic: str) -> Sequence[Fact]:
        """Return the facts of a topic, the most important first, then in the order of the base."""
        if isinstance(self.facts, LargeFacts):
            places = np.array(self.facts.columns.topics.places([topic]), dtype=np.intp)
            order = np.argsort(-self.facts.columns.importance[places], kind="stable")
            return self.facts.pick(places[order].tolist())
        return sorted(self.facts_of([topic]), key=lambda fact: -fact.importance)

    def disputers(self) -> Sequence[Fact]:
        """Return the facts that dispute others, in the order of the base."""
        if isinstance(self.facts, LargeFacts):
            return self.facts.pick(self.facts.columns.disputes.nonzero()[0].tolist())
        return [fact for fact in self.facts.values() if fact.disputes]

    def dated(self, within: DateRange = ALWAYS) -> Sequence[Fact]:
        """Return the facts that have a day within a range, in the order of the base."""
        if isinstance(self.facts, LargeFacts):
            return self.facts.pick(self.facts.columns.dated(within).tolist())
        return [fact for fact in self.facts.values() if fact.when and fact.when in within]

    def dates(self) -> tuple[dt.date, ...]:
        """Return the days that have facts, earliest first."""
        if isinstance(self.facts, LargeFacts):
            days = self.facts.columns.days
            return tuple(map(dt.date.fromordinal, np.unique(days[days > 0]).tolist()))
        return tuple(sorted({fact.when for fact in self.facts.values() if fact.when}))


def _both_ways(disputers: Iterable[Fact]) -> Mapping[str, tuple[str, ...]]:
    """Return for each fact id the ids of the facts that it disputes or that dispute it, in the order of the base."""
    links: dict[str, dict[str, None]] = {}
    for fact in disputers:
        for other in fact.disputes:
            links.setdefault(fact.id, {})[other] = None
            links.setdefault(other, {})[fact.id] = None
    return MappingProxyType({key: tuple(ids) for key, ids in links.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFile:
    """How many facts a file has, and whether it has retired ones beside them."""

    facts: int
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedBase:
    """A base with the bytes that it was read from, by names such as knowledge/topics.yaml and seeds/article.txt.

    `warnings` is empty unless they were asked for. `fact_files` has the files of facts that were read, by their
    names in knowledge/, in the order of the facts.
    """

    knowledge: Knowledge
    files: Mapping[str, bytes]
    warnings: tuple[Problem, ...] = ()
    fact_files: Mapping[str, FactFile] = field(default_factory=lambda: MappingProxyType({}))
