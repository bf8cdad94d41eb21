"""What a draft is: its source, facts, topics, unknowns and names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.core.drafting.candidates import DraftQuote, Skipped
from bot.core.drafting.days import FoundDay
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.unknowns import DraftUnknown
from bot.core.knowledge.model import Source, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """The source. `guessed` has the names of the fields that were not given."""

    source: Source
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFact:
    """A candidate. `said_by` is what the attribution was guessed from, or "" if the source itself says it.

    `sure` is false where somebody else may say it, and `doubt` says why a curator has to look at the passage first, ""
    where nothing speaks against it. `derived` has the words that `when` was worked out from, "" if the
    passage has the whole date. `loose` has the words for a time without a date, `open_days` the days worked out after
    "since" or "until", `pointer` the first word if it refers back to another sentence, and `meant` what was
    written for "it" or "they". `named_by` is the passage that
    names who speaks, or that leads to an item of a list, where the quotes do not; `disputes` has the ids of the facts
    that this one contradicts. `little`: it may say too little by itself.
    """

    id: str
    statement: str
    attribution: str
    said_by: str
    sure: bool
    standing: Standing
    when: dt.date | None
    derived: str
    loose: tuple[str, ...]
    pointer: str
    quotes: tuple[DraftQuote, ...]
    questions: tuple[str, ...]
    topic: str
    open_days: tuple[FoundDay, ...] = ()
    meant: str = ""
    named_by: DraftQuote | None = None
    disputes: tuple[str, ...] = ()
    doubt: str = ""
    little: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingBase:
    """What the base already has: ids of facts and unknowns, and folded questions and names."""

    ids: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTopic:
    """A heading for some of the facts."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that the drafted files contain; `facts` are also those in doubt."""

    source: DraftSource
    facts: tuple[DraftFact, ...]
    skipped: tuple[Skipped, ...]
    names: tuple[FoundEntity, ...]
    topics: tuple[DraftTopic, ...]
    unknowns: tuple[DraftUnknown, ...]
    near: tuple[tuple[str, ...], ...]
    days: tuple[dt.date, ...]

    @property
    def offered(self) -> tuple[DraftFact, ...]:
        """The facts that nothing speaks against, without links to the others; all facts if there is none."""
        sure = tuple(fact for fact in self.facts if not fact.doubt) or self.facts
        left_out = {fact.id for fact in self.facts} - {fact.id for fact in sure}
        return tuple(
            replace(fact, disputes=tuple(link for link in fact.disputes if link not in left_out)) for fact in sure
        )

    @property
    def doubtful(self) -> tuple[DraftFact, ...]:
        """The other facts: their passages are listed for a curator to look at."""
        offered = {fact.id for fact in self.offered}
        return tuple(fact for fact in self.facts if fact.id not in offered)
