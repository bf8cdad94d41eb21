"""One sentence held against one fact: what of it the fact covers, in what they differ, and what forbids a verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.core.factcheck import entities, function_words
from bot.core.factcheck.parsing import IndexedWord, ParsedFact, ParsedSentence
from bot.core.factcheck.quantities import Quantity, Relation, relate
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.knowledge.model import Standing, Vocabulary
from bot.core.text.dates import PartialDate


def relate_days(said: PartialDate, source: Iterable[PartialDate]) -> tuple[Relation, PartialDate] | None:
    """How a date of a sentence stands to those of a source, with the one that comes nearest; None where it has none."""
    related = [(_relate(said, day), day) for day in source if _comparable(said, day)]
    order = (Relation.SAME, Relation.OPEN, Relation.DIFFERS)
    return min(related, key=lambda pair: (order.index(pair[0]), -_alike(said, pair[1]), _fields(pair[1])), default=None)


def _alike(said: PartialDate, source: PartialDate) -> int:
    """How many parts both say themselves."""
    parts = (
        (said.year, source.year),
        (said.month, source.month),
        (said.day, source.day),
        (said.weekday, source.weekday),
    )
    return sum(None not in pair for pair in parts)


def _comparable(said: PartialDate, source: PartialDate) -> bool:
    """A mere weekday says nothing to a date, for there are many of them."""
    pairs = _pairs(said, source) if said.weekday is not None else _pairs(said, source)[:-1]
    return any(one is not None and other is not None for one, other in pairs)


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
        (_weekday(said), source.weekday if source.weekday is not None else _weekday(source)),
    )


def _weekday(day: PartialDate) -> int | None:
    """The weekday that is said; of a source's whole date the one that the calendar gives it."""
    if day.weekday is not None or day.year is None or day.month is None or day.day is None:
        return day.weekday
    return dt.date(day.year, day.month, day.day).weekday()


def _fields(day: PartialDate) -> int:
    return sum(part is not None for part in (day.year, day.month, day.day))


def numbers(said: ParsedSentence, told: ParsedFact) -> Iterator[Difference | Relation]:
    """What becomes of each number of a sentence."""
    return (_number(quantity, said, told) for quantity in said.quantities)


def dates(said: ParsedSentence, told: ParsedFact) -> Iterator[Difference | Relation]:
    """What becomes of each date of a sentence."""
    return (_date(day, said, told) for day in said.days)


def opposites(said: ParsedSentence, text: ParsedSentence, told: ParsedFact) -> Iterator[Difference]:
    """Small words in whose place the text has their opposite: after, where it says before."""
    held = {word for each in told.texts for word in each.words}
    for word in said.words:
        other = function_words.OPPOSITES.get(word)
        if other is not None and other in text.words and word not in held:
            yield Difference(kind=DifferenceKind.WORD, said=word, source=other)


def denial(said: ParsedSentence, text: ParsedSentence, until: int) -> Difference | Relation:
    """Whether a sentence denies what the text affirms, up to an index of its words, or the other way round.

    Where more than one word denies, nobody can tell.
    """
    ours, theirs = said.denials(), text.denials(until)
    if len(ours) == len(theirs):
        return Relation.SAME
    if len(ours) + len(theirs) > 1 or (ours and said.has(function_words.TURNING)):
        return Relation.OPEN
    return Difference(kind=DifferenceKind.NEGATION, said=next(iter(ours), ""), source=next(iter(theirs), ""))


def _number(quantity: Quantity, said: ParsedSentence, told: ParsedFact) -> Difference | Relation:
    alike = [(relate(quantity, other), other, text) for text in told.texts for other in text.quantities
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
        kind=DifferenceKind.NUMBER, said=quantity.written(said.text, shared), source=other.written(text.text, shared)
    )


def _date(day: PartialDate, said: ParsedSentence, told: ParsedFact) -> Difference | Relation:
    match relate_days(day, told.days):
        case None:
            return Relation.OPEN
        case (Relation.DIFFERS, other):
            return Difference(
                kind=DifferenceKind.DATE, said=said.text[day.start : day.end], source=_written(other, told)
            )
        case (relation, _):
            return relation


def _written(day: PartialDate, told: ParsedFact) -> str | dt.date:
    """A date in the words of the fact, or its own, which has none."""
    for text in told.texts:
        if day in text.days:
            return text.text[day.start : day.end]
    return told.fact.when or ""


CLAIMS: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})
"""Standings of what the source does not stand behind."""


def is_hedged(said: ParsedSentence, text: ParsedSentence, told: ParsedFact, span: tuple[int, int]) -> bool:
    """Whether the passage of a text (indexes of words, the last included) says less than the sentence.

    That a claim is one is told with it anyhow.
    """
    start, end = span
    claimed = told.fact.standing in CLAIMS
    hedges = function_words.HEDGES - function_words.CLAIMING if claimed else function_words.HEDGES
    within = [place for place in text.content_words if start <= place.index <= end and place.stem in hedges]
    if any(not said.at(place) for place in within):
        return True
    small = not function_words.MODALS.isdisjoint(text.words[start : end + 1])
    return small and function_words.HEDGES.isdisjoint(said.stems) and not said.has(function_words.MODALS)


def says_more(said: ParsedSentence, text: ParsedSentence, told: ParsedFact) -> bool:
    """Whether a sentence sets a condition, or speaks of the future, of all, of a time as the fact does not."""
    held = frozenset(word for each in told.texts for word in each.words)
    placing = said.has(function_words.PLACING) - held
    return bool(
        said.has(function_words.CONDITIONS)
        or said.has(function_words.RELATIVE_DAYS) - held
        or said.has(function_words.WEIGHTY) - held
        or (said.has(function_words.FUTURE) and not held & function_words.LATER)
        or any(function_words.OPPOSITES.get(word) not in text.words for word in placing)
    )


CLOSE: Final = 0.6
"""Share of a passage of a quote, from the first to the last word that a sentence has of it, that the sentence has."""

AHEAD: Final = 8
"""Words ahead of such a passage that may govern it: "the goal has been to pressure him to step down"."""

STATED: Final = 0.3
"""Share of a sentence that a statement must have for its quote to be the one that is repeated: a quote tells more than
what one fact takes from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What words are weighed by: how rare each stem is in the base; and the vocabulary that knows their names."""

    rarity: Callable[[str], float]
    vocabulary: Vocabulary

    def weigh(self, places: Iterable[IndexedWord]) -> float:
        """How much the words count together."""
        return sum(self.rarity(place.stem) for place in places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a sentence is held against: a text of a fact from one index of its words to another, that one included.

    `places` are the content words that the sentence would have to speak of to say all of it.
    """

    text: ParsedSentence
    start: int
    end: int
    content_words: tuple[IndexedWord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a fact says to a sentence. All shares are of words weighed by their rarity, 0 to 1, but `back`.

    `translated` tells that the sentence is in another language than the base. `stated` is the share that the statement
    covers; `loose` what only other texts of the fact cover, or its questions; `bare` what nothing of it covers, names
    in the place of others aside; `literal` what is covered by the very words, or by names of the same. `back` is the
    share of the words, numbers and dates of the fact's text that the sentence speaks of, `points` how many of the
    sentence's own it bears out. `open` tells that a number, a date or a denial can neither be borne out nor denied,
    `barred` that the sentence says more, or other, by its small words or the order of its names. `quote` is the quote
    that is nearest.
    """

    told: ParsedFact
    translated: bool
    stated: float
    loose: float
    bare: float
    literal: float
    back: float
    points: int
    differences: tuple[Difference, ...]
    open: bool
    barred: bool
    quote: int


def compare(said: ParsedSentence, told: ParsedFact, scale: Scale) -> Comparison:
    """Hold a sentence against a fact: against a quote where it repeats a passage of it, else against the statement."""
    quote = max(range(len(told.quotes)), key=lambda place: _covered(said, told.quotes[place], scale), default=0)
    stated = _covered(said, told.statement, scale) >= STATED * scale.weigh(said.content_words)
    repeated = _repeated(said, told.quotes[quote]) if told.quotes and stated else None
    return _hold(said, told, repeated or _whole(said, told.statement), scale, quote)


def _covered(said: ParsedSentence, text: ParsedSentence, scale: Scale) -> float:
    return scale.weigh(place for place in said.content_words if text.at(place))


def _repeated(said: ParsedSentence, quote: ParsedSentence) -> Passage | None:
    """Where a quote holds all content words of a sentence, in their order and with little else between; or None."""
    indexes: list[int] = []
    for place in said.content_words:
        later = [index for index in quote.terms.get(place.stem, ()) if not indexes or index > indexes[-1]]
        if not later:
            return None
        indexes.append(later[0])
    if not indexes:
        return None
    between = tuple(place for place in quote.content_words if indexes[0] <= place.index <= indexes[-1])
    if len(indexes) < CLOSE * len(between):
        return None
    return Passage(text=quote, start=max(0, indexes[0] - AHEAD), end=indexes[-1], content_words=between)


def _whole(said: ParsedSentence, statement: ParsedSentence) -> Passage:
    """A statement up to the last word that a sentence has of it, each where it first stands."""
    ends = [min(indexes) for indexes in map(statement.at, said.content_words) if indexes]
    return Passage(text=statement, start=0, end=max(ends, default=-1), content_words=statement.content_words)


def _hold(said: ParsedSentence, told: ParsedFact, passage: Passage, scale: Scale, quote: int) -> Comparison:
    text = passage.text
    own = [place for place in said.content_words if text.at(place) or told.attribution.at(place)]
    other = [place for place in said.content_words if not text.at(place) and not told.attribution.at(place)]
    # Whom the text does not name another text may name in quite another part.
    actors = entities.actors(said)
    loose = [place for place in other if place.index not in actors and _elsewhere(place, said, told)]
    renamed = tuple(entities.renamed(said, text, frozenset(place.index for place in other), scale.vocabulary))
    indexes = {index for each in renamed for index in each.indexes}
    kept = [place for place in said.content_words if place.index not in indexes]
    found = [*numbers(said, told), *dates(said, told)]
    verdicts = [*found, denial(said, text, passage.end)]
    literal = [place for place in own if _to_the_letter(place, text)]
    return Comparison(
        told=told,
        translated=said.spanish,
        stated=_share((place for place in said.content_words if told.statement.at(place)), said.content_words, scale),
        loose=_share(loose, kept, scale),
        bare=_share((place for place in other if place.index not in indexes and place not in loose), kept, scale),
        literal=_share(literal, kept, scale),
        back=_spoken_of(said, passage, sum(each.replaced for each in renamed)),
        points=len(own) + found.count(Relation.SAME),
        differences=(
            *(verdict for verdict in verdicts if isinstance(verdict, Difference)),
            *(each.difference for each in renamed),
            *opposites(said, text, told),
        ),
        open=Relation.OPEN in verdicts,
        barred=is_hedged(said, text, told, (passage.start, passage.end))
        or says_more(said, text, told)
        or entities.turned_round(said, text),
        quote=quote,
    )


def _elsewhere(place: IndexedWord, said: ParsedSentence, told: ParsedFact) -> bool:
    """Whether another text of a fact has a word; to a Spanish sentence its questions are what translates the source."""
    return any(each.at(place) for each in told.texts) or (said.spanish and not told.asked.isdisjoint(place.covers))


def _spoken_of(said: ParsedSentence, passage: Passage, replaced: int) -> float:
    """The share of a passage's words, numbers and dates that a sentence speaks of, `replaced` words among them."""
    text = passage.text
    words = min(len(passage.content_words), replaced + sum(bool(said.at(place)) for place in passage.content_words))
    numbers = sum(any(each.counts(other) for each in said.quantities) for other in text.quantities)
    dates = len(text.days) if said.days else 0
    return (words + numbers + dates) / max(1, len(passage.content_words) + len(text.quantities) + len(text.days))


def _to_the_letter(place: IndexedWord, text: ParsedSentence) -> bool:
    return place.stem in text.terms or any(term in text.kinds and term in text.terms for term in place.covers)


def _share(places: Iterable[IndexedWord], among: Iterable[IndexedWord], scale: Scale) -> float:
    whole = scale.weigh(among)
    return scale.weigh(places) / whole if whole else 0.0
