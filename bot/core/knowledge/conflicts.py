"""Find pairs of facts that say the same with another number or date, and are not linked to each other.

Two statements are about the same thing if they count the same, share nearly all other content words, and do not each
name something that the other does not. A statement of another time may well have another number.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.quantities import Kind, Quantity, Relation, relate
from bot.core.knowledge.schema import FactShape
from bot.core.knowledge.values import TextValues
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.text.dates import PartialDate
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import blanked, stem, words

_SHARED: Final = 0.8
"""Least share of the content words of the shorter statement that the other has as well."""
_SHARED_OF_LONGER: Final = 0.5
"""The same for the longer statement."""
_SHARED_WITH_DATE: Final = 0.8
"""The same for the longer statement where dates differ: much may happen to the same people on two days."""
_LEAST: Final = 2
"""Content words that two statements share at least, apart from what is counted."""
_LEAST_WITH_DATE: Final = 3
_COMPARED: Final = 50
"""Facts with the same rare word with which a fact is compared, so that the time grows with the facts and no faster."""


class Conflict(NamedTuple):
    """Two facts by their places among all, the later one first, with the words in which they differ."""

    fact: int
    other: int
    text: str
    other_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """A number or a date of a statement, with the content words, the names, the numbers and the dates of all of it."""

    fact: int
    value: Quantity | PartialDate
    text: str
    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[float]
    dates: tuple[PartialDate, ...]
    when: dt.date | None


def find_conflicts(
    facts: Sequence[FactShape], statements: Sequence[TextValues], vocabulary: Vocabulary
) -> Iterator[Conflict]:
    """Yield each pair of facts that contradict each other, once, in the order of the later fact."""
    claims = list(_claims(facts, statements, vocabulary))
    linked = {frozenset((fact.id, other)) for fact in facts for other in (*fact.related, *fact.disputes)}
    found: dict[tuple[int, int], Conflict] = {}
    for claim, other in _pairs(claims):
        first, last = sorted((claim, other), key=lambda each: each.fact)
        pair = (last.fact, first.fact)
        if pair in found or frozenset((facts[pair[0]].id, facts[pair[1]].id)) in linked:
            continue
        if _same_thing(first, last) and _differ(first.value, last.value):
            found[pair] = Conflict(*pair, last.text, first.text)
    yield from (found[pair] for pair in sorted(found))


def _claims(facts: Sequence[FactShape], statements: Sequence[TextValues], vocabulary: Vocabulary) -> Iterator[_Claim]:
    index = build_concept_index(Vocabulary(names=vocabulary.names))
    for place, (fact, statement) in enumerate(zip(facts, statements, strict=True)):
        dates = tuple(date for date in statement.dates if date.weekday is None)
        counted = [each for each in statement.quantities if each.kind is not Kind.ORDINAL]
        if not counted and len(dates) != 1:
            continue
        bare = blanked(statement.undated, (span for each in counted for span in each.digits))
        spelt = words(bare)
        stems = frozenset(stem(word) for word in spelt if word not in STOPWORDS)
        mentions = index.mentions(tuple(map(stem, spelt)))
        values: tuple[Quantity | PartialDate, ...] = (*counted, *(dates if len(dates) == 1 else ()))
        for value in values:
            yield _Claim(
                fact=place,
                value=value,
                text=_written(value, statement.text),
                stems=stems,
                names=frozenset(mention.concept for mention in mentions),
                numbers=frozenset(each.value for each in counted),
                dates=dates,
                when=fact.when,
            )


def _pairs(claims: Sequence[_Claim]) -> Iterator[tuple[_Claim, _Claim]]:
    """Yield the claims that share what they count and a rare word; the others differ in more than a value."""
    counts = Counter(root for claim in claims for root in claim.stems)
    alike: defaultdict[tuple[str, str], list[_Claim]] = defaultdict(list)
    for claim in claims:
        for key in _keys(claim.value):
            for root in claim.stems:
                alike[key, root].append(claim)
    for claim in claims:
        rarest = sorted(claim.stems, key=lambda root: (counts[root], root))
        # The other may lack so many words of a shorter statement that it has at least one of these.
        telling = rarest[: int((1 - _SHARED) * len(rarest)) + 1]
        for key in _keys(claim.value):
            for root in telling:
                yield from ((claim, other) for other in alike[key, root][:_COMPARED] if other.fact != claim.fact)


def _keys(value: Quantity | PartialDate) -> Iterable[str]:
    """Return what a value counts; two values that conflict share one of these."""
    if isinstance(value, PartialDate):
        return ("date",)
    if value.bare:
        return (value.kind,)
    return tuple(f"{value.kind} {term}" for noun in value.nouns[:1] for term in noun.terms)


def _same_thing(one: _Claim, other: _Claim) -> bool:
    shared = len(one.stems & other.stems)
    shorter, longer = sorted((len(one.stems), len(other.stems)))
    if (one.names - other.names) and (other.names - one.names):
        return False
    if isinstance(one.value, PartialDate):
        # Another number on another day is no contradiction.
        return one.numbers == other.numbers and shared >= max(
            _LEAST_WITH_DATE, _SHARED * shorter, _SHARED_WITH_DATE * longer
        )
    if one.when != other.when and None not in {one.when, other.when}:
        return False
    if one.dates and other.dates and not any(_compatible(a, b) for a in one.dates for b in other.dates):
        return False
    counted = int(not one.value.bare)
    return shared - counted >= _LEAST and shared >= max(_SHARED * shorter, _SHARED_OF_LONGER * longer)


def _differ(one: Quantity | PartialDate, other: Quantity | PartialDate) -> bool:
    match one, other:
        case PartialDate(), PartialDate():
            return not _compatible(one, other)
        case Quantity(), Quantity():
            return one.value != other.value and one.counts(other) and relate(one, other) is Relation.DIFFERS
        case _:
            return False


def _compatible(one: PartialDate, other: PartialDate) -> bool:
    """Return whether two dates may be the same day."""
    parts = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(None in pair or pair[0] == pair[1] for pair in parts)


def _written(value: Quantity | PartialDate, statement: str) -> str:
    if isinstance(value, PartialDate):
        return statement[value.start : value.end]
    return value.written(statement, value.nouns[0].terms if value.nouns else frozenset())
