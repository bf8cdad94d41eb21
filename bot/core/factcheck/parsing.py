"""A sentence or a text of the base taken apart: what it says, and the small words that turn it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import function_words
from bot.core.factcheck.quantities import Kind, Quantity, quantities
from bot.core.knowledge.model import EntityKind, Fact
from bot.core.knowledge.vocabulary import ConceptIndex, Mention
from bot.core.matching.documents import Entries, TextRole
from bot.core.matching.query import CONCEPT_CREDIT
from bot.core.matching.ranker import Ranker
from bot.core.text.dates import PartialDate, find_dates
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words

Tell = Callable[[str], "ParsedFact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFact:
    """A fact's statement, who says it and its quotes, taken apart; of the ways in which it is asked for, the terms."""

    fact: Fact
    statement: ParsedSentence
    attribution: ParsedSentence
    quotes: tuple[ParsedSentence, ...]
    asked: frozenset[str]

    @property
    def texts(self) -> tuple[ParsedSentence, ...]:
        """The statement and the quotes."""
        return (self.statement, *self.quotes)

    @property
    def days(self) -> tuple[PartialDate, ...]:
        """The dates of its texts, then its own."""
        own = (PartialDate.of(self.fact.when),) if self.fact.when else ()
        return (*(day for text in self.texts for day in text.days), *own)


def teller(ranker: Ranker) -> Tell:
    """Tells facts by their ids, each taken apart once."""
    entries = {target.id: entry for entry, target in enumerate(ranker.entries.targets) if isinstance(target, Fact)}
    return lru_cache(maxsize=None)(lambda key: _tell(key, ranker, entries))


def _tell(key: str, ranker: Ranker, entries: Mapping[str, int]) -> ParsedFact:
    fact = ranker.knowledge.facts[key]
    return ParsedFact(
        fact=fact,
        statement=parse_sentence(fact.statement, ranker.concept_index),
        attribution=parse_sentence(fact.attribution, ranker.concept_index),
        quotes=tuple(parse_sentence(quote.exact, ranker.concept_index) for quote in fact.quotes),
        asked=_asked(ranker.entries, entries[key]),
    )


def _asked(entries: Entries, entry: int) -> frozenset[str]:
    questions = (entries.examples[place] for place in entries.span(entry))
    return frozenset(
        term for question in questions if question.role is TextRole.QUESTION for term in question.parsed.terms
    )


# A word of a text as it stands; one with an apostrophe or a dash within is one.
_PART: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_SHORT: Final = 3  # letters of words such as "the", which tell nothing of what is denied
_MOSTLY: Final = 0.75
"""Share of words with a capital from which on a capital tells nothing."""
_TICKED: Final = re.compile(r"[’']s$")


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWord:
    """A content word at `index` among all words; `covers` maps a term to the credit it earns, 0 to 1."""

    index: int
    word: str
    stem: str
    covers: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class ParsedSentence:
    """A text with its numbers and dates, and its words without these.

    `mentions` are the vocabulary's concepts among the words; `named` the stems that stand with a capital within.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    mentions: tuple[Mention, ...]
    content_words: tuple[IndexedWord, ...]
    quantities: tuple[Quantity, ...]
    days: tuple[PartialDate, ...]
    named: frozenset[str]
    kinds: Mapping[str, EntityKind]
    capital: bool

    @cached_property
    def terms(self) -> Mapping[str, tuple[int, ...]]:
        """Each stem and concept with the indexes of its words."""
        found: dict[str, list[int]] = {}
        for index, root in enumerate(self.stems):
            found.setdefault(root, []).append(index)
        for mention in self.mentions:
            found.setdefault(mention.concept, []).extend(range(mention.start, mention.end))
        return MappingProxyType({term: tuple(indexes) for term, indexes in found.items()})

    def at(self, place: IndexedWord) -> tuple[int, ...]:
        """The indexes here of what covers a place of another text, the best first; none where nothing does."""
        for term in sorted(place.covers, key=lambda term: -place.covers[term]):
            if term in self.terms:
                return self.terms[term]
        return ()

    @cached_property
    def persons(self) -> frozenset[str]:
        """The concepts of the persons whom it names."""
        return frozenset(each.concept for each in self.mentions if self.kinds.get(each.concept) is EntityKind.PERSON)

    @property
    def speaks_of_somebody_before(self) -> bool:
        """Whether it says "he" before it names anybody."""
        named = [each.start for each in self.mentions if self.kinds.get(each.concept) is EntityKind.PERSON]
        ahead = self.words[: min(named, default=len(self.words))]
        return not function_words.THIRD_PERSONS.isdisjoint(ahead)

    @cached_property
    def spanish(self) -> bool:
        """Whether it is written in Spanish, as far as its small words tell."""
        return len(self.has(function_words.SPANISH)) > 1

    def has(self, listed: frozenset[str]) -> frozenset[str]:
        """Which of the listed words it holds."""
        return listed.intersection(self.words)

    def denials(self, until: int | None = None) -> tuple[str, ...]:
        """The words that deny, each with what it denies, up to an index, that one included."""
        end = len(self.words) if until is None else until + 1
        return tuple(self._denying(end))

    def _denying(self, end: int) -> Iterator[str]:
        for index in range(end):
            last = self._last_denying(index)
            if last is not None:
                following = self.words[last + 1 : last + 2]
                told = 1 if following and len(following[0]) > _SHORT else 0
                yield " ".join(self.words[index : last + 1 + told])

    def _last_denying(self, index: int) -> int | None:
        """The last of the words that deny together from an index on, or None."""
        if self.words[index] in function_words.NEGATORS:
            return index
        return index + 1 if self.stems[index : index + 2] in function_words.NEGATING_PHRASES else None

    def written(self, indexes: tuple[int, ...]) -> str:
        """Words of it as they are written, as far as that can be told; else folded."""
        wanted = self.words[indexes[0] : indexes[-1] + 1]
        parts = list(_PART.finditer(self.text))
        for first in range(len(parts) - len(wanted) + 1):
            found = parts[first : first + len(wanted)]
            if all(words(part.group()) == (word,) for part, word in zip(found, wanted, strict=True)):
                return _TICKED.sub("", self.text[found[0].start() : found[-1].end()])
        return " ".join(wanted)


def parse_sentence(text: str, concept_index: ConceptIndex) -> ParsedSentence:
    """Read a text. Never raises; any text will do."""
    found_days = find_dates(text)
    without_days = _blank(text, ((day.start, day.end) for day in found_days))
    found = quantities(without_days, concept_index)
    counted = (span for quantity in found if quantity.kind is not Kind.ORDINAL for span in quantity.digits)
    bare = _blank(without_days, counted)
    spelt = words(bare)
    stems = tuple(map(stem, spelt))
    mentions = concept_index.mentions(stems)
    return ParsedSentence(
        text=text,
        words=spelt,
        stems=stems,
        mentions=mentions,
        content_words=tuple(_places(spelt, stems, mentions)),
        quantities=found,
        days=found_days,
        named=_named(bare),
        kinds=concept_index.kinds,
        capital=text.lstrip(" \"'“‘«([")[:1].isupper(),
    )


def _named(sentence: str) -> frozenset[str]:
    """The stems with a capital elsewhere than at the beginning; none where most words have one, as in a headline."""
    parts = [part.group() for part in _PART.finditer(sentence)]
    named = [part for part in parts[1:] if part[0].isupper()]
    if len(named) > _MOSTLY * len(parts):
        return frozenset()
    return frozenset(stem(word) for part in named for word in words(part))


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these passages as white space, so that every place stays where it is."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _places(spelt: tuple[str, ...], stems: tuple[str, ...], mentions: tuple[Mention, ...]) -> Iterator[IndexedWord]:
    concepts: dict[int, tuple[str, ...]] = {}
    for mention in mentions:
        for index in range(mention.start, mention.end):
            concepts[index] = (*concepts.get(index, ()), mention.concept)
    for index, word in enumerate(spelt):
        if word in STOPWORDS and not concepts.get(index):
            continue
        if word in STOPWORDS or word in function_words.NEGATORS:
            continue
        covers = {**dict.fromkeys(concepts.get(index, ()), CONCEPT_CREDIT), stems[index]: 1.0}
        yield IndexedWord(index=index, word=word, stem=stems[index], covers=covers)
