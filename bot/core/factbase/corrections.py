"""What counts as a correction: a fact says something else than before, or was retired.

What a fact says is its statement, its standing, its attribution, its day and its quotes. Other questions, phrasings,
topics or links are no correction, nor is a change that its curator marks as one of wording alone (`reworded`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter

from bot.core.knowledge.model import TRANSLATED, Fact, Knowledge, Quote, RetiredFact, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidQuote:
    """A quote as readers see it; what is beneath it says where it is from and makes no correction."""

    source: str
    exact: str
    publisher: str = field(default="", compare=False)
    published: dt.date | None = field(default=None, compare=False)
    paragraph: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a fact says, without what only finds it. `translations` has its statement by the codes of languages."""

    statement: str
    standing: Standing
    attribution: str
    when: dt.date | None = None
    quotes: tuple[SaidQuote, ...] = ()
    translations: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    def stated(self, language: str) -> str:
        """Return the statement in a language, or as it was written if nobody has translated it."""
        return dict(self.translations).get(language, self.statement)

    def reads_as(self, other: Said, language: str) -> bool:
        """Return whether both say the same to the readers of a language. A translation that is new corrects nothing."""
        mine, its = (dict(each.translations).get(language) for each in (self, other))
        return self == other and (mine is None or its is None or mine == its)


class CorrectionKind(StrEnum):
    """What happened to a fact. Its retirement may have been taken back, or a curator withdrew or deleted it."""

    CHANGED = "changed"
    RETIRED = "retired"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactCorrection:
    """A fact that says something else than before, or nothing any more.

    `old` is None for a fact that was restored, `new` for a retired one, whose `reason` is empty if nobody wrote it
    down. `wording` marks a change of the wording alone: it is no correction, but what the fact says now is known.
    """

    fact: str
    old: Said | None
    new: Said | None
    reason: str = ""
    wording: bool = False

    @property
    def kind(self) -> CorrectionKind:
        """What happened to the fact."""
        if self.new is None:
            return CorrectionKind.RETIRED
        return CorrectionKind.RESTORED if self.old is None else CorrectionKind.CHANGED

    def concerns(self, language: str) -> bool:
        """Return whether readers of a language see the difference: that of a translation only its own readers do."""
        return self.old is None or self.new is None or not self.old.reads_as(self.new, language)


SAID: Final = TypeAdapter(Said)
"""Writes what a fact says as JSON, and reads it. Reading raises ValueError."""


def said(fact: Fact, knowledge: Knowledge) -> Said:
    """Return what a fact of a base says."""
    return Said(
        statement=fact.statement,
        standing=fact.standing,
        attribution=fact.attribution,
        when=fact.when,
        quotes=tuple(_said_quote(quote, knowledge) for quote in fact.quotes),
        translations=tuple((each.language, each.statement) for each in fact.translations),
    )


def _said_quote(quote: Quote, knowledge: Knowledge) -> SaidQuote:
    source = knowledge.sources[quote.source]
    return SaidQuote(
        source=quote.source,
        exact=quote.exact,
        publisher=source.publisher,
        published=source.published,
        paragraph=quote.paragraph,
    )


def corrections(old: Knowledge, new: Knowledge) -> tuple[FactCorrection, ...]:
    """Return what another base corrects: the retired facts first, then the others in the order of the new base."""
    return (*_retired(old, new), *_changed(old, new), *_restored(old, new))


def with_wording(found: tuple[FactCorrection, ...], facts: frozenset[str]) -> tuple[FactCorrection, ...]:
    """Return the corrections, of which those of `facts` are marked as changes of the wording alone, and no others."""
    return tuple(replace(each, wording=each.kind is CorrectionKind.CHANGED and each.fact in facts) for each in found)


def _retired(old: Knowledge, new: Knowledge) -> Iterator[FactCorrection]:
    for key, fact in old.facts.items():
        if key not in new.facts:
            yield FactCorrection(fact=key, old=said(fact, old), new=None, reason=_reason(key, new.retired))


def _reason(fact: str, retired: Mapping[str, RetiredFact]) -> str:
    return retired[fact].reason if fact in retired else ""


def _changed(old: Knowledge, new: Knowledge) -> Iterator[FactCorrection]:
    for key, fact in new.facts.items():
        before = old.facts.get(key)
        if before is None or before == fact:
            continue
        was, now = said(before, old), said(fact, new)
        if not all(was.reads_as(now, language) for language in TRANSLATED):
            # A day that is not later is no new mark: an old version of the file came back.
            wording = fact.reworded is not None and (before.reworded is None or fact.reworded > before.reworded)
            yield FactCorrection(fact=key, old=was, new=now, wording=wording)


def _restored(old: Knowledge, new: Knowledge) -> Iterator[FactCorrection]:
    for key, fact in new.facts.items():
        if key not in old.facts and key in old.retired:
            yield FactCorrection(fact=key, old=None, new=said(fact, new))
