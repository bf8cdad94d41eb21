"""Numbers, dates, opposites and denials of a sentence, beside those of a fact.

Each is the same, or open (the fact can neither bear it out nor deny it), or a difference with the words of both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.core.support import small_words
from bot.core.support.day_relation import relate_days
from bot.core.support.findings import Difference, Point
from bot.core.support.quantities import Quantity, Relation, relate
from bot.core.support.spoken import Spoken
from bot.core.support.told import Told
from bot.core.text.dates import Day


def numbers(said: Spoken, told: Told) -> Iterator[Difference | Relation]:
    """What becomes of each number of a sentence."""
    return (_number(quantity, said, told) for quantity in said.quantities)


def dates(said: Spoken, told: Told) -> Iterator[Difference | Relation]:
    """What becomes of each date of a sentence."""
    return (_date(day, said, told) for day in said.days)


def opposites(said: Spoken, text: Spoken, told: Told) -> Iterator[Difference]:
    """Small words in whose place the text has their opposite: after, where it says before."""
    held = {word for each in told.texts for word in each.words}
    for word in said.words:
        other = small_words.OPPOSITES.get(word)
        if other is not None and other in text.words and word not in held:
            yield Difference(point=Point.WORD, said=word, source=other)


def denial(said: Spoken, text: Spoken, until: int) -> Difference | Relation:
    """Whether a sentence denies what the text affirms, up to an index of its words, or the other way round.

    Where more than one word denies, nobody can tell.
    """
    ours, theirs = said.denials(), text.denials(until)
    if len(ours) == len(theirs):
        return Relation.SAME
    if len(ours) + len(theirs) > 1 or (ours and said.has(small_words.TURNING)):
        return Relation.OPEN
    return Difference(point=Point.NEGATION, said=next(iter(ours), ""), source=next(iter(theirs), ""))


def _number(quantity: Quantity, said: Spoken, told: Told) -> Difference | Relation:
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
        point=Point.NUMBER, said=quantity.written(said.text, shared), source=other.written(text.text, shared)
    )


def _date(day: Day, said: Spoken, told: Told) -> Difference | Relation:
    match relate_days(day, told.days):
        case None:
            return Relation.OPEN
        case (Relation.DIFFERS, other):
            return Difference(point=Point.DATE, said=said.text[day.start : day.end], source=_written(other, told))
        case (relation, _):
            return relation


def _written(day: Day, told: Told) -> str | dt.date:
    """A date in the words of the fact, or its own, which has none."""
    for text in told.texts:
        if day in text.days:
            return text.text[day.start : day.end]
    return told.fact.when or ""
