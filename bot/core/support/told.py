"""A fact as it is told: the texts that a sentence is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.core.knowledge.model import Fact
from bot.core.matching.entries import Entries, Role
from bot.core.matching.matcher import Matcher
from bot.core.support.spoken import Spoken, take_apart
from bot.core.text.dates import Day, of_date

Tell = Callable[[str], "Told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A fact's statement, who says it and its quotes, taken apart; of the ways in which it is asked for, the terms."""

    fact: Fact
    statement: Spoken
    attribution: Spoken
    quotes: tuple[Spoken, ...]
    asked: frozenset[str]

    @property
    def texts(self) -> tuple[Spoken, ...]:
        """The statement and the quotes."""
        return (self.statement, *self.quotes)

    @property
    def days(self) -> tuple[Day, ...]:
        """The dates of its texts, then its own."""
        own = (of_date(self.fact.when),) if self.fact.when else ()
        return (*(day for text in self.texts for day in text.days), *own)


def teller(matcher: Matcher) -> Tell:
    """Tells facts by their ids, each taken apart once."""
    entries = {target.id: entry for entry, target in enumerate(matcher.entries.targets) if isinstance(target, Fact)}
    return lru_cache(maxsize=None)(lambda key: _tell(key, matcher, entries))


def _tell(key: str, matcher: Matcher, entries: Mapping[str, int]) -> Told:
    fact = matcher.knowledge.facts[key]
    return Told(
        fact=fact,
        statement=take_apart(fact.statement, matcher.lexicon),
        attribution=take_apart(fact.attribution, matcher.lexicon),
        quotes=tuple(take_apart(quote.exact, matcher.lexicon) for quote in fact.quotes),
        asked=_asked(matcher.entries, entries[key]),
    )


def _asked(entries: Entries, entry: int) -> frozenset[str]:
    asks = (entries.examples[place] for place in entries.span(entry))
    return frozenset(term for ask in asks if ask.role is Role.ASK for term in ask.parsed.terms)
