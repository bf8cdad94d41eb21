"""A fact with its texts parsed, and how a clause of a sentence compares with a clause of one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from bot.core.factcheck.clauses import CORE, MOVED, Clause, Item, ItemKind, Link, Parsed
from bot.core.factcheck.item_index import ItemIndex, meant_by
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.knowledge.model import EntityKind, Fact
from bot.core.text.dates import PartialDate

MOST_READ: Final = 2_000
"""Facts of a base that are kept parsed, with their paraphrases: several hundred messages need no other.

Of those that were not needed for the longest time, the oldest are dropped.
"""

_PERSONAL: Final = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactClause:
    """A clause of a fact, and in which of its texts it is.

    `own` are its items; `available` those with which a clause may be aligned: with the person whom "he" refers to.
    """

    text: int
    clause: Clause
    own: ItemIndex
    available: ItemIndex


@dataclass(frozen=True, kw_only=True, eq=False)
class FactTexts:
    """A fact with its texts parsed: the statement's sentences first, then those of each quote; or a paraphrase alone.

    `quotes` has for each text the index of its quote; -1 for the statement or its paraphrase. `attribution` are the
    keys of who says it, `publishers` those of who publishes its sources. `wording` are the stems of its
    paraphrases. `whole` is the fact that a paraphrase is of. Two are equal only if they are the same object.
    """

    fact: Fact
    texts: tuple[Parsed, ...]
    quotes: tuple[int, ...]
    attribution: frozenset[str]
    publishers: frozenset[str]
    wording: frozenset[str] = frozenset()
    whole: FactTexts | None = None

    def paraphrased(self, texts: tuple[Parsed, ...]) -> FactTexts:
        """Return the fact with a paraphrase of its statement as all its texts.

        What stands in one text is not taken for another, where it may be denied or somebody's guess.
        """
        return replace(self, texts=texts, quotes=tuple(-1 for _ in texts), whole=self)

    @cached_property
    def clauses(self) -> tuple[FactClause, ...]:
        """The clauses of all its texts."""
        return tuple(
            _clause_of(clause, number, text) for number, text in enumerate(self.texts) for clause in text.clauses
        )

    @cached_property
    def keys(self) -> frozenset[str]:
        """What its items can be aligned by."""
        return frozenset(key for text in self.texts for item in text.items for key in (*item.keys, meant_by(item)))

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of its texts, and those of the fact that it is a paraphrase of."""
        return self.keys if self.whole is None else self.keys | self.whole.keys

    @cached_property
    def told(self) -> frozenset[str]:
        """The keys of all words in the texts of the fact and in its paraphrases."""
        return self.known | self.wording

    @cached_property
    def is_reported(self) -> bool:
        """Whether it is a paraphrase of what a statement gives as somebody's words: without them it is a claim."""
        if self.whole is None:
            return False
        texts = zip(self.whole.texts, self.whole.quotes, strict=True)
        spoken = (clause for text, quote in texts if quote < 0 for clause in text.clauses if is_speech(clause, text))
        return any(not clause.negations for clause in spoken)

    @cached_property
    def has_values(self) -> bool:
        """Whether its texts have a number or a date."""
        return any(each.own.dates or each.own.quantities for each in self.clauses)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names in its texts, and of who says it."""
        return frozenset(key for key in self.known | self.attribution if key.startswith("@"))

    @cached_property
    def statement_keys(self) -> frozenset[str]:
        """What the items of its statement can be aligned by."""
        own = (text for text, quote in zip(self.texts, self.quotes, strict=True) if quote < 0)
        return frozenset(key for text in own for item in text.items for key in item.keys)

    @property
    def dates(self) -> Iterator[PartialDate]:
        """The date of the fact, if it has one."""
        if self.fact.when is not None:
            yield PartialDate.of(self.fact.when)


@dataclass(slots=True, kw_only=True)
class ClauseMatch:
    """How a clause of a sentence and the clause `source` of a fact compare.

    `speech` is the clause that says who says it, outside of `clause`. `pairs` maps the index of an item to its partner,
    and to the item itself where another text of the fact has it. `conflicts` are slots with another value; `faults` are
    what else keeps it from being proven. `speakers` are the clauses of the fact that say who says it; the publisher of
    the source is none.
    """

    sentence: Parsed
    clause: Clause
    speech: Clause | None
    fact: FactTexts
    source: FactClause
    pairs: dict[int, Item] = field(default_factory=dict)
    conflicts: list[Difference] = field(default_factory=list)
    faults: list[Difference] = field(default_factory=list)
    speakers: list[Clause] = field(default_factory=list)

    @property
    def claimed(self) -> bool:
        """Whether the fact reports it only as what somebody says."""
        return bool(self.speakers)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the sentence's clause."""
        return self.clause.all_items

    @property
    def other(self) -> Clause:
        """The clause of the fact."""
        return self.source.clause

    @property
    def available(self) -> tuple[Item, ...]:
        """The items with which those of the clause may be aligned."""
        return self.source.available.items

    @property
    def parsed(self) -> Parsed:
        """The text of the fact."""
        return self.fact.texts[self.source.text]

    @property
    def partners(self) -> frozenset[int]:
        """The identities of the items of the fact that are aligned."""
        return frozenset(map(id, self.pairs.values()))

    @property
    def whole(self) -> bool:
        """Whether the clause is proven."""
        return not self.conflicts and not self.faults

    @property
    def rank(self) -> tuple[int, int, int]:
        """Sorts the best match first."""
        return 2 * len(self.faults) + len(self.conflicts), -len(self.pairs), self.source.text

    def add_fault(self, kind: DifferenceKind, *, said: str = "", source: str = "") -> None:
        """Note what keeps the clause from being proven."""
        self.faults.append(Difference(kind=kind, said=said, source=source))


def is_speech(clause: Clause, text: Parsed) -> bool:
    """Return whether a clause says who says what another clause of its text says."""
    return bool(clause.speech) and any(
        each.parent == clause.number and each.link is Link.COMPLEMENT for each in text.clauses
    )


def _may_mean(clause: Clause, item: Item) -> bool:
    """Return whether the pronoun of a clause may stand for an item: "he" is no organisation, and "it" no person."""
    pronoun = clause.references[0].word if clause.pronoun and clause.references else ""
    if item.kind is not ItemKind.NAME or item.entity is None or not pronoun:
        return True
    return (pronoun not in _PERSONAL or item.entity is EntityKind.PERSON) and (
        pronoun != "it" or item.entity is not EntityKind.PERSON
    )


def _clause_of(clause: Clause, number: int, text: Parsed) -> FactClause:
    own = available = ItemIndex.of(clause.all_items)
    if (clause.pronoun or clause.owned) and clause.parent >= 0:
        parent = text.clauses[clause.parent]
        meant = (item for item in parent.all_items if item.slot == CORE and not item.verb and _may_mean(clause, item))
        owner = not clause.pronoun
        before = (replace(item, free=True, owner=owner, order=item.order - 2 * MOVED) for item in meant)
        available = ItemIndex.of((*before, *own.items))
    return FactClause(text=number, clause=clause, own=own, available=available)
