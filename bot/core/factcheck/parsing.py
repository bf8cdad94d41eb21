"""Parse the sentences of a message and the texts of a fact: numbers, dates, names and the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import function_words
from bot.core.knowledge.model import EntityKind, Fact
from bot.core.knowledge.quantities import Kind, Quantity, quantities
from bot.core.knowledge.vocabulary import ConceptIndex, Mention, concepts_by_word
from bot.core.matching.query import CONCEPT_CREDIT, parse
from bot.core.text.dates import PartialDate, find_dates
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import blanked, stem, words

ACTORS: Final = frozenset({EntityKind.PERSON, EntityKind.ORGANISATION})
"""Kinds of entities that act and speak."""

# A word as it is written; parts with an apostrophe or a dash between them are one word.
_WRITTEN: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"[’']s$")
_SHORT: Final = 3  # letters of words such as "the", which do not say what is negated
_HEADLINE: Final = 0.75  # share of capitalised words above which a capital does not mark a name


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWord:
    """A content word at `index` among all words of its text.

    `covers` maps its stem and concepts to the credit that each earns, 0 to 1, the highest first.
    """

    index: int
    word: str
    stem: str
    covers: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class ParsedSentence:
    """A sentence of a message, or a text of a fact.

    `words`, `stems`, `mentions` and `content_words` leave out the numbers and dates, which are in `quantities` and
    `dates`. `mentions` are the vocabulary's concepts among the words, `kinds` maps the concepts that are entities to
    their kind, `named` are the stems that are capitalised within the text. `capital`: the text begins with a capital.
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    mentions: tuple[Mention, ...]
    content_words: tuple[IndexedWord, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[PartialDate, ...]
    named: frozenset[str]
    kinds: Mapping[str, EntityKind]
    capital: bool

    @cached_property
    def terms(self) -> Mapping[str, tuple[int, ...]]:
        """The indexes of the words of each stem and concept."""
        found: dict[str, list[int]] = {}
        for index, root in enumerate(self.stems):
            found.setdefault(root, []).append(index)
        for mention in self.mentions:
            found.setdefault(mention.concept, []).extend(range(mention.start, mention.end))
        return MappingProxyType({term: tuple(indexes) for term, indexes in found.items()})

    def at(self, word: IndexedWord) -> tuple[int, ...]:
        """Return the indexes of what best covers a word of another text; empty if nothing does."""
        for term in word.covers:
            if term in self.terms:
                return self.terms[term]
        return ()

    @cached_property
    def entities(self) -> tuple[Mention, ...]:
        """The mentions of entities."""
        return tuple(mention for mention in self.mentions if mention.concept in self.kinds)

    @cached_property
    def actors(self) -> frozenset[int]:
        """The indexes of the words that name a person, an organisation, or something unknown to the vocabulary."""
        known = {index: each for each in self.entities for index in range(each.start, each.end)}
        acting = (index for index, each in known.items() if self.kinds[each.concept] in ACTORS)
        strange = (word.index for word in self.content_words if word.stem in self.named and word.index not in known)
        return frozenset((*acting, *strange))

    @cached_property
    def persons(self) -> frozenset[str]:
        """The persons that it names."""
        return frozenset(each.concept for each in self.mentions if self.kinds.get(each.concept) is EntityKind.PERSON)

    @property
    def refers_back(self) -> bool:
        """Whether it says "he", "she" or "they" before it names a person."""
        named = [each.start for each in self.mentions if self.kinds.get(each.concept) is EntityKind.PERSON]
        ahead = self.words[: min(named, default=len(self.words))]
        return not function_words.THIRD_PERSONS.isdisjoint(ahead)

    @cached_property
    def spanish(self) -> bool:
        """Whether it is in Spanish, judged by its function words."""
        return len(self.has(function_words.SPANISH)) > 1

    def has(self, listed: frozenset[str]) -> frozenset[str]:
        """Return the listed words that it has."""
        return listed.intersection(self.words)

    def negations(self, until: int | None = None) -> list[str]:
        """Return each negation with the word that it negates, up to and including the word at an index."""
        found = []
        for index in range(len(self.words) if until is None else until + 1):
            if self.words[index] in function_words.NEGATORS:
                end = index + 1
            elif self.stems[index : index + 2] in function_words.NEGATING_PHRASES:
                end = index + 2
            else:
                continue
            negated = any(len(word) > _SHORT for word in self.words[end : end + 1])
            found.append(" ".join(self.words[index : end + negated]))
        return found

    def written(self, indexes: tuple[int, ...]) -> str:
        """Return some words as they are written in the text or, if they cannot be found there, folded."""
        wanted = self.words[indexes[0] : indexes[-1] + 1]
        parts = list(_WRITTEN.finditer(self.text))
        for first in range(len(parts) - len(wanted) + 1):
            found = parts[first : first + len(wanted)]
            if all(words(part.group()) == (word,) for part, word in zip(found, wanted, strict=True)):
                return _POSSESSIVE.sub("", self.text[found[0].start() : found[-1].end()])
        return " ".join(wanted)


def parse_sentence(text: str, concept_index: ConceptIndex) -> ParsedSentence:
    """Parse any text. Never raises."""
    dates = find_dates(text)
    without_dates = blanked(text, ((date.start, date.end) for date in dates))
    found = quantities(without_dates, concept_index)
    digits = (span for quantity in found if quantity.kind is not Kind.ORDINAL for span in quantity.digits)
    bare = blanked(without_dates, digits)
    spelt = words(bare)
    stems = tuple(map(stem, spelt))
    mentions = concept_index.mentions(stems)
    return ParsedSentence(
        text=text,
        words=spelt,
        stems=stems,
        mentions=mentions,
        content_words=tuple(_content_words(spelt, stems, mentions)),
        quantities=found,
        dates=dates,
        named=_named(bare),
        kinds=concept_index.kinds,
        capital=text.lstrip(" \"'“‘«([")[:1].isupper(),
    )


@dataclass(frozen=True, kw_only=True)
class ParsedFact:
    """A fact with its texts parsed; `asked` holds the terms of its question and phrasings."""

    fact: Fact
    statement: ParsedSentence
    attribution: ParsedSentence
    quotes: tuple[ParsedSentence, ...]
    asked: frozenset[str]

    @cached_property
    def texts(self) -> tuple[ParsedSentence, ...]:
        """The statement and the quotes."""
        return (self.statement, *self.quotes)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its texts."""
        return frozenset(word for each in self.texts for word in each.words)

    @cached_property
    def dates(self) -> tuple[PartialDate, ...]:
        """The dates of its texts, then its own."""
        own = (PartialDate.of(self.fact.when),) if self.fact.when else ()
        return (*(date for text in self.texts for date in text.dates), *own)


def parse_fact(fact: Fact, concept_index: ConceptIndex) -> ParsedFact:
    """Parse all texts of a fact."""
    return ParsedFact(
        fact=fact,
        statement=parse_sentence(fact.statement, concept_index),
        attribution=parse_sentence(fact.attribution, concept_index),
        quotes=tuple(parse_sentence(quote.exact, concept_index) for quote in fact.quotes),
        asked=frozenset(term for question in fact.questions for term in parse(question, concept_index).terms),
    )


def _named(sentence: str) -> frozenset[str]:
    """Return the stems capitalised after the first word; none if most words are, as in a headline."""
    parts = [part.group() for part in _WRITTEN.finditer(sentence)]
    named = [part for part in parts[1:] if part[0].isupper()]
    if len(named) > _HEADLINE * len(parts):
        return frozenset()
    return frozenset(stem(word) for part in named for word in words(part))


def _content_words(
    spelt: tuple[str, ...], stems: tuple[str, ...], mentions: tuple[Mention, ...]
) -> Iterator[IndexedWord]:
    concepts = concepts_by_word(mentions)
    for index, word in enumerate(spelt):
        if word not in STOPWORDS and word not in function_words.NEGATORS:
            covers = {stems[index]: 1.0, **dict.fromkeys(concepts.get(index, ()), CONCEPT_CREDIT)}
            yield IndexedWord(index=index, word=word, stem=stems[index], covers=covers)
