"""Compare one sentence with one fact: what the fact covers, where they differ, and what rules out a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from bot.core.factcheck import entities, function_words
from bot.core.factcheck.parsing import IndexedWord, ParsedFact, ParsedSentence
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.knowledge.model import Standing, Vocabulary
from bot.core.knowledge.quantities import Quantity, Relation, relate
from bot.core.text.dates import PartialDate

CLAIMS: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})
"""Standings of facts that the source does not vouch for."""

CLOSE: Final = 0.6
"""Share of a passage's content words that a sentence must have to repeat it. The passage runs from the first to the
last word of a quote that the sentence shares."""

AHEAD: Final = 8
"""Words before such a passage that may qualify it: "the goal has been to pressure him to step down"."""

STATED: Final = 0.3
"""Share of a sentence that the statement must cover before a quote is compared: a quote may say more than its fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Weighs the words of a sentence by the rarity (idf) of their stems in the base.

    `vocabulary` has the names of the entities.
    """

    rarity: Callable[[str], float]
    vocabulary: Vocabulary

    def weigh(self, words: Iterable[IndexedWord]) -> float:
        """Return the sum of the words' rarities."""
        return sum(self.rarity(word.stem) for word in words)

    def share(self, words: Iterable[IndexedWord], among: Iterable[IndexedWord]) -> float:
        """Return the rarity of words as a share of the rarity of `among`."""
        whole = self.weigh(among)
        return self.weigh(words) / whole if whole else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a sentence is compared with: a text of a fact from the word at `start` to the word at `end`, inclusive.

    A sentence that says all of it mentions all `content_words`.
    """

    text: ParsedSentence
    start: int
    end: int
    content_words: tuple[IndexedWord, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """How a sentence and a passage of a fact compare.

    Shares are 0 to 1 and, except `back`, weighed by rarity: `stated` is the share of the sentence that the statement
    covers; `loose` the share that only other texts or questions of the fact cover; `bare` the share that nothing
    covers, not counting names that replace others; `literal` the share that is covered by the same words or names.
    `back` is the share of the words, numbers and dates of the passage that the sentence mentions. `own` are the words
    of the sentence that the passage or the attribution has. `quote` is the index of the nearest quote.

    What takes longer is computed on first use: most facts are ruled out by their shares.
    """

    sentence: ParsedSentence
    fact: ParsedFact
    passage: Passage
    renamed: tuple[entities.Renamed, ...]
    own: int
    stated: float
    loose: float
    bare: float
    literal: float
    back: float
    quote: int

    @property
    def translated(self) -> bool:
        """Whether the sentence is in another language than the base."""
        return self.sentence.spanish

    @cached_property
    def _measured(self) -> tuple[Difference | Relation, ...]:
        return (
            *(_number(quantity, self.sentence, self.fact) for quantity in self.sentence.quantities),
            *(_date(date, self.sentence, self.fact) for date in self.sentence.dates),
        )

    @cached_property
    def _relations(self) -> tuple[Difference | Relation, ...]:
        return (*self._measured, _negation(self.sentence, self.passage.text, self.passage.end))

    @property
    def points(self) -> int:
        """How many of the sentence's words, numbers and dates the fact confirms."""
        return self.own + self._measured.count(Relation.SAME)

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The points in which the sentence and the fact differ."""
        return (
            *(relation for relation in self._relations if isinstance(relation, Difference)),
            *(each.difference for each in self.renamed),
            *_opposites(self.sentence, self.passage.text, self.fact),
        )

    @property
    def open(self) -> bool:
        """Whether a number, a date or a negation can be neither confirmed nor contradicted."""
        return Relation.OPEN in self._relations

    @cached_property
    def barred(self) -> bool:
        """Whether function words or the order of names make the sentence say more than the fact, or something else."""
        return (
            _is_hedged(self.sentence, self.fact, self.passage)
            or _says_more(self.sentence, self.passage.text, self.fact)
            or entities.turned_round(self.sentence, self.passage.text)
        )


def compare(sentence: ParsedSentence, fact: ParsedFact, scale: Scale) -> Comparison:
    """Compare a sentence with a quote of a fact if it repeats a passage of it, or else with the statement."""
    in_statement = _shared(sentence, fact.statement)
    in_quotes = [_shared(sentence, quote) for quote in fact.quotes]
    covered = [scale.weigh(shared) for shared in in_quotes]
    quote = max(range(len(covered)), key=covered.__getitem__, default=0)
    stated = scale.weigh(in_statement)
    whole = scale.weigh(sentence.content_words)
    repeated = _repeated(sentence, fact.quotes[quote]) if fact.quotes and stated >= STATED * whole else None
    passage = repeated or _whole(in_statement, fact.statement)
    text = passage.text
    in_passage = {word.index for word in (in_quotes[quote] if repeated else in_statement)}
    in_passage.update(word.index for word in _shared(sentence, fact.attribution))
    own = [word for word in sentence.content_words if word.index in in_passage]
    other = [word for word in sentence.content_words if word.index not in in_passage]
    elsewhere = {word.index for shared in (in_statement, *in_quotes) for word in shared}
    # Another text of the fact may name a person or organisation in a different role.
    loose = [
        word
        for word in other
        if word.index not in sentence.actors and (word.index in elsewhere or _is_asked(word, sentence, fact))
    ]
    renamed = tuple(entities.renamed(sentence, text, frozenset(word.index for word in other), scale.vocabulary))
    indexes = {index for each in renamed for index in each.indexes}
    kept = [word for word in sentence.content_words if word.index not in indexes]
    return Comparison(
        sentence=sentence,
        fact=fact,
        passage=passage,
        renamed=renamed,
        own=len(own),
        stated=stated / whole if whole else 0.0,
        loose=scale.share(loose, kept),
        bare=scale.share((word for word in other if word.index not in indexes and word not in loose), kept),
        literal=scale.share((word for word in own if _is_literal(word, text)), kept),
        back=_spoken_of(sentence, passage, sum(each.replaced for each in renamed)),
        quote=quote,
    )


def _shared(sentence: ParsedSentence, text: ParsedSentence) -> list[IndexedWord]:
    """Return the content words of a sentence that a text has."""
    return [word for word in sentence.content_words if text.at(word)]


def _repeated(sentence: ParsedSentence, quote: ParsedSentence) -> Passage | None:
    """Return the passage of a quote that has all content words of a sentence in order and few others, or None."""
    indexes: list[int] = []
    for word in sentence.content_words:
        later = [index for index in quote.terms.get(word.stem, ()) if not indexes or index > indexes[-1]]
        if not later:
            return None
        indexes.append(later[0])
    if not indexes:
        return None
    between = tuple(word for word in quote.content_words if indexes[0] <= word.index <= indexes[-1])
    if len(indexes) < CLOSE * len(between):
        return None
    return Passage(text=quote, start=max(0, indexes[0] - AHEAD), end=indexes[-1], content_words=between)


def _whole(shared: Iterable[IndexedWord], statement: ParsedSentence) -> Passage:
    """Return a statement up to the last word that it shares with a sentence, taking each word where it first occurs."""
    ends = [min(statement.at(word)) for word in shared]
    return Passage(text=statement, start=0, end=max(ends, default=-1), content_words=statement.content_words)


def _is_asked(word: IndexedWord, sentence: ParsedSentence, fact: ParsedFact) -> bool:
    """Return whether the fact's questions have a word of a Spanish sentence: they translate the source."""
    return sentence.spanish and not fact.asked.isdisjoint(word.covers)


def _spoken_of(sentence: ParsedSentence, passage: Passage, replaced: int) -> float:
    """Return the share of a passage's words, numbers and dates that a sentence mentions, counting `replaced` words."""
    text, content_words = passage.text, passage.content_words
    words = min(len(content_words), replaced + sum(bool(sentence.at(word)) for word in content_words))
    numbers = sum(any(each.counts(other) for each in sentence.quantities) for other in text.quantities)
    dates = len(text.dates) if sentence.dates else 0
    return (words + numbers + dates) / max(1, len(content_words) + len(text.quantities) + len(text.dates))


def _is_literal(word: IndexedWord, text: ParsedSentence) -> bool:
    return word.stem in text.terms or any(term in text.kinds and term in text.terms for term in word.covers)


# Numbers and dates.


def _number(quantity: Quantity, sentence: ParsedSentence, fact: ParsedFact) -> Difference | Relation:
    alike = [(relate(quantity, other), other, text) for text in fact.texts for other in text.quantities
             if quantity.counts(other)]  # fmt: skip
    relations = {relation for relation, _, _ in alike}
    if Relation.SAME in relations:
        return Relation.SAME
    if relations != {Relation.DIFFERS}:
        return Relation.OPEN
    _, other, text = alike[0]
    shared = quantity.terms & other.terms
    if not shared and not quantity.bare:
        return Relation.OPEN
    return Difference(
        kind=DifferenceKind.NUMBER,
        said=quantity.written(sentence.text, shared),
        source=other.written(text.text, shared),
    )


def _date(date: PartialDate, sentence: ParsedSentence, fact: ParsedFact) -> Difference | Relation:
    match relate_dates(date, fact.dates):
        case None:
            return Relation.OPEN
        case (Relation.DIFFERS, other):
            said = sentence.text[date.start : date.end]
            return Difference(kind=DifferenceKind.DATE, said=said, source=_written(other, fact))
        case (relation, _):
            return relation


def _written(date: PartialDate, fact: ParsedFact) -> str | dt.date:
    """Return a date as a text of the fact writes it or, if none does, the date of the fact."""
    for text in fact.texts:
        if date in text.dates:
            return text.text[date.start : date.end]
    return fact.fact.when or ""


def relate_dates(said: PartialDate, source: Iterable[PartialDate]) -> tuple[Relation, PartialDate] | None:
    """Relate a date of a sentence to the nearest of a source's dates; None if it has no comparable date."""
    related = [(_relate(said, date), date) for date in source if _comparable(said, date)]
    order = (Relation.SAME, Relation.OPEN, Relation.DIFFERS)
    return min(
        related, key=lambda pair: (order.index(pair[0]), -_in_common(said, pair[1]), _known(pair[1])), default=None
    )


def _in_common(said: PartialDate, source: PartialDate) -> int:
    """Return how many parts both texts write down, whether equal or not."""
    written = (*_pairs(said, source)[:-1], (said.weekday, source.weekday))
    return sum(None not in pair for pair in written)


def _comparable(said: PartialDate, source: PartialDate) -> bool:
    """Return whether both have a part in common. A weekday alone does not count against a date: many dates share it."""
    pairs = _pairs(said, source) if said.weekday is not None else _pairs(said, source)[:-1]
    return any(None not in pair for pair in pairs)


def _relate(said: PartialDate, source: PartialDate) -> Relation:
    pairs = _pairs(said, source)
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return Relation.DIFFERS
    return Relation.OPEN if any(one is not None and other is None for one, other in pairs) else Relation.SAME


def _pairs(said: PartialDate, source: PartialDate) -> tuple[tuple[int | None, int | None], ...]:
    return (
        (said.year, source.year),
        (said.month, source.month),
        (said.day, source.day),
        (_weekday(said), _weekday(source)),
    )


def _weekday(date: PartialDate) -> int | None:
    """Return the weekday that is written or, for a whole date, that of the calendar; 0 is Monday."""
    if date.weekday is not None or date.year is None or date.month is None or date.day is None:
        return date.weekday
    return dt.date(date.year, date.month, date.day).weekday()


def _known(date: PartialDate) -> int:
    return sum(part is not None for part in (date.year, date.month, date.day))


# Function words that change what is said.


def _negation(sentence: ParsedSentence, text: ParsedSentence, until: int) -> Difference | Relation:
    """Compare the negations of a sentence with those of a text up to the word at `until`.

    With more than one negation in all, unequal numbers leave it open.
    """
    ours, theirs = sentence.negations(), text.negations(until)
    if len(ours) == len(theirs):
        return Relation.SAME
    if len(ours) + len(theirs) > 1 or (ours and sentence.has(function_words.TURNING)):
        return Relation.OPEN
    return Difference(kind=DifferenceKind.NEGATION, said=next(iter(ours), ""), source=next(iter(theirs), ""))


def _opposites(sentence: ParsedSentence, text: ParsedSentence, fact: ParsedFact) -> Iterator[Difference]:
    """Yield the function words of a sentence whose opposite the text has, such as "after" for "before"."""
    for word in sentence.words:
        opposite = function_words.OPPOSITES.get(word)
        if opposite is not None and opposite in text.words and word not in fact.words:
            yield Difference(kind=DifferenceKind.WORD, said=word, source=opposite)


def _is_hedged(sentence: ParsedSentence, fact: ParsedFact, passage: Passage) -> bool:
    """Return whether a passage is hedged ("may", "plans to") and the sentence is not.

    For a fact that is shown as a claim, words that mark a claim do not count as hedges.
    """
    text, start, end = passage.text, passage.start, passage.end
    claimed = fact.fact.standing in CLAIMS
    hedges = function_words.HEDGES - function_words.CLAIMING if claimed else function_words.HEDGES
    within = [word for word in text.content_words if start <= word.index <= end and word.stem in hedges]
    if any(not sentence.at(word) for word in within):
        return True
    modal = not function_words.MODALS.isdisjoint(text.words[start : end + 1])
    return modal and function_words.HEDGES.isdisjoint(sentence.stems) and not sentence.has(function_words.MODALS)


def _says_more(sentence: ParsedSentence, text: ParsedSentence, fact: ParsedFact) -> bool:
    """Return whether a sentence adds a condition, the future, an "all" or "only", or a time that the fact lacks."""
    placing = sentence.has(function_words.PLACING) - fact.words
    return bool(
        sentence.has(function_words.CONDITIONS)
        or sentence.has(function_words.RELATIVE_DAYS) - fact.words
        or sentence.has(function_words.WEIGHTY) - fact.words
        or (sentence.has(function_words.FUTURE) and not fact.words & function_words.LATER)
        or any(function_words.OPPOSITES.get(word) not in text.words for word in placing)
    )
