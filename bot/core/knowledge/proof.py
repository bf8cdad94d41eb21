"""Find the numbers, dates and names of a statement that no quote of its fact proves.

A number is proven by the same number in a quote, in words or in digits; a date by a date, or by words from which it
follows (`dating`); a name by any of its spellings in the vocabulary. A source's title, publisher and note on dates
count as well. Places and things may be named shortly before the quote, where "the planes" refers to them. Persons and
organisations may not: who said or did something must not rest on a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

from bot.core.knowledge.dating import DatedPassage, refers_back
from bot.core.knowledge.model import EntityKind, Quote, Source, Vocabulary
from bot.core.knowledge.quantities import Kind, Quantity
from bot.core.knowledge.values import TextValues, dates_in, read_values, years_of
from bot.core.knowledge.vocabulary import ConceptIndex, build_concept_index
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, stem, words

_WRITTEN: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"[’']s$")
# What is before a word that begins a sentence or a quotation.
_OPENING: Final = re.compile(r"[.!?:…]\W*$|[\"“‘«(]$")
_OPENING_LENGTH: Final = 4  # characters
_AHEAD: Final = 2  # paragraphs before a quote in which a place or a thing may be named
_MANY_CAPITALS: Final = 0.28
"""Share of capitalised words above which a capital marks no name, as in German; English news has some 0.15."""
_TITLES: Final = frozenset(
    """
    adm admiral capt captain col colonel dr gen general gov governor i judge justice lt maj major mayor minister mr mrs
    ms president prime prof professor rep representative secretary sen senator sgt vice
    """.split()
)
_OPENERS: Final = frozenset(
    "amid among both despite during either few following half including inside neither outside several unlike within "
    "without".split()
)
_INFLECTED: Final = ("s", "ing", "ed", "ly")
"""Endings of ordinary words, by which "Builders" at the start of a sentence is no name."""
_ADJECTIVE: Final = re.compile(r"(?:[ei]?an|ese|ish|i)s?")  # after what Mexico and Mexican share
_MIN_ROOT: Final = 3  # letters that they share
_UNITS: Final = frozenset(
    map(
        stem,
        "second minute hour day week month year decade century mile km kilometre kilometer metre meter foot feet "
        "knot".split(),
    )
)
"""Units without synonyms: a number of one proves no number of anything else."""


_MEASURING: Final = frozenset(map(stem, "nautical square cubic metric long short light".split()))


class ProofKind(StrEnum):
    """What a quote has to prove."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"


class Unproven(NamedTuple):
    """Words of a statement, from the offset `start`, that no quote proves."""

    start: int
    kind: ProofKind
    text: str


class Prover:
    """Compares statements with their quotes. A passage that several facts quote is read once."""

    def __init__(self, *, vocabulary: Vocabulary, sources: Mapping[str, Source], statements: Iterable[str]) -> None:
        self.entities = vocabulary.names
        self._index = build_concept_index(Vocabulary(names=vocabulary.names))
        self._sources = sources
        self._statements = tuple(statements)
        self._passages: dict[tuple[str, int, int], _Passage] = {}
        self._capitals: dict[str, bool] = {}
        self._years: dict[str, frozenset[int]] = {}
        spelt = (text for entity in vocabulary.names for text in (entity.name, *entity.aliases))
        self._names = frozenset(word for text in spelt for part in _parts(text) if part.capital for word in part.words)

    def unproven(self, statement: TextValues, quotes: Sequence[Quote]) -> tuple[Unproven, ...]:
        """Return what the quotes of a fact do not prove, in the order of the statement."""
        passages = [self._passage(quote) for quote in quotes]
        found = (
            *_unproven_numbers(statement, passages),
            *_unproven_dates(statement, passages),
            *self._unproven_names(statement, passages),
        )
        return tuple(sorted(found))

    def _passage(self, quote: Quote) -> _Passage:
        key = (quote.source, quote.start, quote.end)
        if key not in self._passages:
            source = self._sources[quote.source]
            self._passages[key] = _Passage(quote, source, years=self._years_of(source), index=self._index)
        return self._passages[key]

    def _years_of(self, source: Source) -> frozenset[int]:
        """Return the years of the whole dates in a source's text."""
        if source.id not in self._years:
            self._years[source.id] = years_of(source.text)
        return self._years[source.id]

    def _unproven_names(self, statement: TextValues, passages: Sequence[_Passage]) -> Iterator[Unproven]:
        text = statement.undated
        written = {_POSSESSIVE.sub("", each) for each in _WRITTEN.findall(text) if each[0].isupper()}
        if all(any(name in each.written for each in passages) for name in written):
            return  # as in most statements, which makes the rest rare
        parts = tuple(_parts(text))
        mentions = self._mentions(parts)
        proven = {place for concept, places in mentions if self._is_named(concept, passages) for place in places}
        actors = {place for concept, places in mentions if self._is_actor(concept) for place in places}
        doubtful = [
            part
            for place, part in enumerate(parts)
            if part.capital
            and place not in proven
            and not any(part.proven_by(each, setting=place not in actors) for each in passages)
        ]
        names = [part for part in doubtful if self._is_name(part, passages)]
        for first, last in _adjacent(names, text):
            yield Unproven(first.start, ProofKind.NAME, _POSSESSIVE.sub("", text[first.start : last.end]))

    def _mentions(self, parts: Sequence[_Part]) -> Sequence[tuple[str, frozenset[int]]]:
        """Return the entities that are named, each with the places of the words that name it."""
        flat = [(place, stem(word)) for place, part in enumerate(parts) for word in part.words]
        found = self._index.nested_mentions([root for _, root in flat])
        return [(each.concept, frozenset(place for place, _ in flat[each.start : each.end])) for each in found]

    def _is_named(self, concept: str, passages: Sequence[_Passage]) -> bool:
        setting = not self._is_actor(concept)
        return any(each.names(concept, setting=setting) for each in passages)

    def _is_actor(self, concept: str) -> bool:
        return self._index.kinds[concept] in {EntityKind.PERSON, EntityKind.ORGANISATION}

    def _is_name(self, part: _Part, passages: Sequence[_Passage]) -> bool:
        """Return whether a capitalised word is a name."""
        if _TITLES.issuperset(part.words):
            return False
        if not self._names.isdisjoint(part.words):
            return True
        if any(self._has_many_capitals(each.source) for each in passages):
            return False
        return not part.opens or not (self._ordinary.issuperset(part.words) or part.words[-1].endswith(_INFLECTED))

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        """The words that the base has in small letters, so that a capital at the start of a sentence is no name."""
        texts = (*(source.text for source in self._sources.values()), *self._statements)
        small = {written for text in texts for written in _WRITTEN.findall(text) if not written[0].isupper()}
        return STOPWORDS.union(_OPENERS, (word for written in small for word in (fold(written), *words(written))))

    def _has_many_capitals(self, source: Source) -> bool:
        if source.id not in self._capitals:
            inside = [part.capital for part in _parts(source.text) if not part.opens]
            self._capitals[source.id] = sum(inside) > _MANY_CAPITALS * len(inside)
        return self._capitals[source.id]


class _Passage:
    """A quote, with what its source says of itself. Each part is read on first use.

    The setting is what a statement may take from around the quote: the title, and the paragraphs before it.
    """

    def __init__(self, quote: Quote, source: Source, *, years: frozenset[int], index: ConceptIndex) -> None:
        self.source = source
        self._years = years
        self._quote = quote
        self._index = index
        self._text = f"{quote.exact}\n{source.publisher}"

    def names(self, concept: str, *, setting: bool) -> bool:
        """Return whether the quote names an entity, or its setting does."""
        return concept in self._concepts or (setting and concept in self._concepts_around)

    def has_word(self, word: str, *, setting: bool) -> bool:
        """Return whether the quote has a word, or the adjective of a name or the name of an adjective."""
        root = stem(word)
        if root in self._stems or (setting and root in self._stems_of_title):
            return True
        return any(_akin(word, other) for other in self._capitalised)

    def has_value(self, quantity: Quantity) -> bool:
        """Return whether the quote has the value of a quantity."""
        if any(_same(quantity, other) for other in self._values.quantities):
            return True
        if quantity.kind is Kind.TIME or _unit(quantity):
            return False
        dates = self._values.dates
        days = () if quantity.counts_something else {date.day for date in dates}
        return quantity.value in days or quantity.value in {date.year for date in dates}

    def has_total(self, total: float) -> bool:
        """Return whether the quote has the 23 of "20 of 23", alone or so."""
        return any(total in {other.value, other.total} for other in self._values.quantities)

    @cached_property
    def written(self) -> frozenset[str]:
        """Its words as they are written, without a possessive ending."""
        return frozenset(_POSSESSIVE.sub("", each) for each in _WRITTEN.findall(self._text))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(map(stem, words(self._text)))

    @cached_property
    def _stems_of_title(self) -> frozenset[str]:
        return frozenset(map(stem, words(self.source.title)))

    @cached_property
    def _capitalised(self) -> frozenset[str]:
        return frozenset(word for part in _parts(self._text) if part.capital for word in part.words)

    @cached_property
    def _values(self) -> TextValues:
        return read_values(f"{self._quote.exact}\n{self.source.title}")

    @cached_property
    def dated(self) -> DatedPassage:
        """Its dates."""
        return DatedPassage(
            text=self._quote.exact,
            dates=self._values.dates,
            earlier=dates_in(self._paragraphs(0)) if refers_back(self._quote.exact) else (),
            noted=dates_in(f"{self.source.dates}\n{self.source.title}"),
            years=self._years,
            published=self.source.published,
        )

    @cached_property
    def _concepts(self) -> frozenset[str]:
        return self._mentioned(self._text)

    @cached_property
    def _concepts_around(self) -> frozenset[str]:
        return self._mentioned(f"{self.source.title}\n{self._paragraphs(_AHEAD)}")

    def _mentioned(self, text: str) -> frozenset[str]:
        stems = tuple(map(stem, words(text)))
        return frozenset(mention.concept for mention in self._index.nested_mentions(stems))

    def _paragraphs(self, ahead: int) -> str:
        """Return the quote's paragraph, with some paragraphs before it."""
        paragraphs, place = self.source.paragraphs, self._quote.paragraph - 1
        return self.source.text[paragraphs[max(0, place - ahead)].start : paragraphs[place].end]


class _Part(NamedTuple):
    """A word as it is written; `opens` if it begins a sentence or a quotation, where a capital proves nothing."""

    start: int
    end: int
    capital: bool
    opens: bool
    words: tuple[str, ...]

    def proven_by(self, passage: _Passage, *, setting: bool) -> bool:
        """Return whether a passage has the word."""
        return all(passage.has_word(word, setting=setting) for word in self.words)


def _parts(text: str) -> Iterator[_Part]:
    for found in _WRITTEN.finditer(text):
        start = found.start()
        before = text[max(0, start - _OPENING_LENGTH) : start]
        opens = not before.strip() or _OPENING.search(before) is not None
        yield _Part(start, found.end(), found.group()[0].isupper(), opens, words(found.group()))


def _akin(word: str, other: str) -> bool:
    """Return whether one is the adjective of the other: Mexico and Mexican."""
    short, long = sorted((word, other), key=len)
    root = short.rstrip("aeiouy")
    return len(root) >= _MIN_ROOT and long.startswith(root) and bool(_ADJECTIVE.fullmatch(long, len(root)))


def _adjacent(parts: Sequence[_Part], text: str) -> Iterator[tuple[_Part, _Part]]:
    """Yield the first and the last part of each name: parts with a space between them."""
    first = last = None
    for part in parts:
        if first is not None and last is not None and text[last.end : part.start].strip(" .") == "":
            last = part
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = part
    if first is not None and last is not None:
        yield first, last


def _unproven_numbers(statement: TextValues, passages: Sequence[_Passage]) -> Iterator[Unproven]:
    for quantity in statement.quantities:
        if _says_one(quantity):
            continue
        if not any(each.has_value(quantity) for each in passages):
            yield _unproven_number(statement.text, quantity.digits[0])
        total = quantity.total
        if total is not None and not any(each.has_total(total) for each in passages):
            yield _unproven_number(statement.text, quantity.digits[1])


def _unproven_number(statement: str, span: tuple[int, int]) -> Unproven:
    return Unproven(span[0], ProofKind.NUMBER, statement[slice(*span)])


def _unproven_dates(statement: TextValues, passages: Sequence[_Passage]) -> Iterator[Unproven]:
    """Yield the dates without proof. A weekday before a whole date is proven by the calendar or by nothing."""
    text, dates = statement.text, statement.dates
    for date, following in zip(dates, (*dates[1:], None), strict=False):
        day = following.whole if following and text[date.end : following.start] in {" ", ", "} else None
        if date.weekday is not None and day is not None:
            proven = date.weekday == day.weekday()
        else:
            proven = any(each.dated.dates_to(date) for each in passages)
        if not proven:
            yield Unproven(date.start, ProofKind.DATE, text[date.start : date.end])


def _says_one(quantity: Quantity) -> bool:
    """Return whether a number is only a word of the language: "one of them", "at first"."""
    ordinary = quantity.kind is Kind.ORDINAL or not _unit(quantity)
    return ordinary and quantity.value == 1 and quantity.total is None


def _unit(quantity: Quantity) -> str:
    """Return the unit that a number counts, as in "21 nautical miles", or nothing."""
    nouns = [noun.terms for noun in quantity.nouns if not noun.apart and _MEASURING.isdisjoint(noun.terms)]
    return next((term for terms in nouns[:1] for term in terms if term in _UNITS), "")


def _same(quantity: Quantity, other: Quantity) -> bool:
    """Return whether another quantity has the value of one, of the same kind and not with another unit.

    Nouns may differ, as "members" and "soldiers" do, but four hours are no proof of four planes.
    """
    if (quantity.kind is Kind.TIME) is not (other.kind is Kind.TIME):
        return False
    if quantity.value != other.value:
        return quantity.total is None and quantity.value == other.total
    units = {_unit(quantity), _unit(other)} - {""}
    return not (quantity.nouns and other.nouns) or all(unit in quantity.terms & other.terms for unit in units)
