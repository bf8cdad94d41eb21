"""A source's text -> a draft of its facts, each proven; frozen, before a line of it is written."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from bot.core.drafting.attributions import Said, said_in
from bot.core.drafting.candidates import Passages, Selector, passages
from bot.core.drafting.names import FoundName, names_in
from bot.core.drafting.wording import asks, fact_id, last_resort, pointer, statement
from bot.core.knowledge.model import Sentence, Source, Standing
from bot.core.knowledge.schema import MAX_QUOTES
from bot.core.progress import Tell, told, untold
from bot.core.text.dates import full_days, loose_days, spoken
from bot.core.text.normalise import same_text

MOST_ASKS: Final = 4
"""Asks that are guessed for one fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """The document. `guessed` holds the names of those fields that nobody named."""

    source: Source
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFact:
    """A candidate. `said_by` tells what the attribution was guessed from; it is empty where the source itself tells it.

    `loose` holds the words on time that no calendar places yet, `pointer` the one that points back to another sentence.
    """

    id: str
    statement: str
    attribution: str
    said_by: str
    standing: Standing
    when: dt.date | None
    loose: tuple[str, ...]
    pointer: str
    quotes: tuple[Selector, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the base has already: ids of facts and unknowns, asks and names, the latter two folded."""

    ids: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that a first YAML holds."""

    source: DraftSource
    facts: tuple[DraftFact, ...]
    headings: tuple[Selector, ...]
    passed_over: tuple[Sentence, ...]
    names: tuple[FoundName, ...]
    days: tuple[dt.date, ...]


def draft(source: DraftSource, known: Known, *, tell: Tell = untold) -> Draft:
    """Draft a source's facts. What says the same twice becomes one fact with two quotes."""
    found = passages(source.source)
    groups = _grouped(found)
    names = names_in(source.source)
    spelt = frozenset(word for name in names for word in name.name.split())
    drafting = _Drafting(source=source.source, names=spelt, ids=set(known.ids), asks=set(known.asks))
    facts = [drafting.fact(group) for group in told(groups, tell, "Drafting the facts", len(groups))]
    return Draft(
        source=source,
        facts=tuple(facts),
        headings=found.headings,
        passed_over=found.passed_over,
        names=tuple(name for name in names if same_text(name.name) not in known.names),
        days=full_days(source.source.text),
    )


def _grouped(found: Passages) -> tuple[tuple[Selector, ...], ...]:
    """The candidates, those of the same words together."""
    groups: dict[str, list[Selector]] = {}
    for candidate in found.candidates:
        groups.setdefault(same_text(candidate.exact), []).append(candidate)
    return tuple(tuple(group[:MAX_QUOTES]) for group in groups.values())


@dataclass(slots=True, kw_only=True)
class _Drafting:
    """Remembers what was given away, for each id and each ask leads to one fact only; and who spoke last, and where."""

    source: Source
    names: frozenset[str]
    ids: set[str]
    asks: set[str]
    speaker: str = ""
    spoke_in: int = 0

    def fact(self, group: Sequence[Selector]) -> DraftFact:
        """The fact of some passages that say the same."""
        passage = group[0].exact
        attribution, said_by, standing = self._attributed(passage, self._paragraph(group[0].start))
        days = full_days(passage)
        when = days[0] if len(days) == 1 else None
        return DraftFact(
            id=self._id(passage),
            statement=statement(passage),
            attribution=attribution,
            said_by=said_by,
            standing=standing,
            when=when,
            loose=loose_days(passage),
            pointer=pointer(passage),
            quotes=tuple(group),
            asks=self._asks(passage, asks(passage, attribution if said_by else "", spoken(when) if when else "")),
        )

    def _attributed(self, passage: str, paragraph: int) -> tuple[str, str, Standing]:
        """Who says it, what that was guessed from, and the standing."""
        match said_in(passage):
            case None:
                return self.source.publisher, "", Standing.REPORTED
            case Said(named=True, who=who, standing=standing):
                self.speaker, self.spoke_in = self._within(who, passage), paragraph
                return self.speaker, f"the words “{who}”", standing
            case Said(who=who, standing=standing) if self.speaker and paragraph - self.spoke_in <= 1:
                self.spoke_in = paragraph
                return self.speaker, f"“{who}”, who may be another", standing
            case Said(who=who, standing=standing):
                return self.source.publisher, f"“{who}”, whom the text does not make out", standing

    def _within(self, who: str, passage: str) -> str:
        """A speaker as within a sentence: a capital that only the passage's beginning gave is taken away."""
        begins = passage.startswith(who) and who.split(maxsplit=1)[0] not in self.names
        return who[0].lower() + who[1:] if begins else who

    def _paragraph(self, offset: int) -> int:
        after = bisect_right(self.source.paragraphs, offset, key=lambda paragraph: paragraph.start)
        return self.source.paragraphs[after - 1].number

    def _id(self, passage: str) -> str:
        wanted = fact_id(passage)
        numbered = (f"{wanted}-{number}" for number in count(2))
        free = next(name for name in chain((wanted,), numbered) if name not in self.ids)
        self.ids.add(free)
        return free

    def _asks(self, passage: str, guessed: Iterator[str]) -> tuple[str, ...]:
        numbered = (last_resort(passage, number) for number in count(2))
        kept = [ask for ask in guessed if self._is_free(ask)][:MOST_ASKS]
        return tuple(kept) or (next(ask for ask in numbered if self._is_free(ask)),)

    def _is_free(self, ask: str) -> bool:
        """Whether no other fact has the ask; from now on this one has it."""
        key = same_text(ask)
        if not key or key in self.asks:
            return False
        self.asks.add(key)
        return True
