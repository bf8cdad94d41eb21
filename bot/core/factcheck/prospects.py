"""Tell how few differences a sentence and a fact can have, far faster than by aligning them.

They have at least one for each word that the fact lacks. What is compared by its value is not counted, nor is what
may be compared together with its neighbours.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.factcheck.clauses import CORE, Item, ItemKind, Parsed
from bot.core.factcheck.fact_texts import FactClause, FactTexts, is_speech
from bot.core.knowledge.model import EntityKind

MOST_LACKING: Final = 2
"""Words that a fact lacks and contradicts all the same: two slots, or one with a word more."""
_CHANGES_NOTHING: Final = "longer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """How many words of a sentence a fact lacks at least, of the words that are looked at.

    `untold` are those of them that no paraphrase of the fact has either. `elsewhere` are those that it has in other
    texts than the one that comes nearest; `size` is how many items the sentence has.
    """

    lacking: int
    untold: int
    elsewhere: int
    size: int

    @property
    def may_prove(self) -> bool:
        """Whether the fact may prove the sentence."""
        return not self.lacking and not self.elsewhere

    @property
    def may_contradict(self) -> bool:
        """Whether the fact may contradict the sentence."""
        return self.untold <= MOST_LACKING and 2 * self.elsewhere <= self.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a source must have to be without a difference from `size` items.

    `wanted` are the keys of each word, and for each name those of its words. `keys` are those of all items, and of what
    they share with another clause.
    """

    wanted: Sequence[Sequence[frozenset[str]]]
    size: int
    keys: frozenset[str]

    def lacking(self, keys: frozenset[str]) -> int:
        """Return how many words and names a source with these keys lacks."""
        return _lacking(self.wanted, keys)

    def fewest_differences(self, source: FactClause, fact: FactTexts) -> int:
        """Return how many differences there are at least from a clause of a fact.

        Other texts of the fact may have a word instead, for each two that this clause has.
        """
        keys = source.available.keys
        lacking = [each for each in self.wanted if any(map(keys.isdisjoint, each))]
        elsewhere = len(lacking) - _lacking(lacking, fact.keys)
        return len(lacking) - min(elsewhere, (self.size - len(lacking)) // 2)


def needs_of(items: Sequence[Item], shared: Sequence[Item] = ()) -> Needs:
    """Return what a source must have that says the same as some items."""
    first = 1 if len(items) > 1 and items[0].text[:1].isupper() and items[1].kind is ItemKind.NAME else 0
    keys = frozenset[str]().union(*(item.keys for item in (*shared, *items)))
    return Needs(wanted=tuple(_wanted(items[first:])), size=len(items), keys=keys)


def needs_of_clauses(sentence: Parsed) -> Sequence[Needs]:
    """Return what a source must have for each clause of a sentence that does not say who says it; each word once."""
    found: list[Needs] = []
    seen = set[str]()
    for clause in sentence.clauses:
        own = [item for item in clause.items if item.text not in seen]
        seen.update(item.text for item in own)
        if own and not is_speech(clause, sentence):
            found.append(needs_of(own, clause.all_items))
    return found


def prospect(clauses: Sequence[Needs], fact: FactTexts) -> Prospect:
    """Return what a fact can be for a sentence at best."""
    lacking = untold = elsewhere = 0
    for needs in clauses:
        nowhere, never = needs.lacking(fact.keys), needs.lacking(fact.told)
        if untold + never <= MOST_LACKING:
            elsewhere += min(needs.fewest_differences(source, fact) for source in fact.clauses) - nowhere
        nothing = not fact.has_values and needs.keys.isdisjoint(fact.keys)
        # A clause of which the fact has nothing is one difference.
        lacking += min(nowhere, 1) if nothing else nowhere
        untold += min(never, 1) if nothing else never
    return Prospect(lacking=lacking, untold=untold, elsewhere=elsewhere, size=sum(needs.size for needs in clauses))


def _wanted(items: Sequence[Item]) -> Iterator[Sequence[frozenset[str]]]:
    for (kind, slot, _), group in itertools.groupby(items, key=lambda each: (each.kind, each.slot, each.run)):
        if kind is ItemKind.WORD:
            yield from ([item.keys] for item in group if item.text.lower() != _CHANGES_NOTHING)
        elif kind is ItemKind.NAME and slot == CORE:
            yield [item.keys | _wholes(item) for item in group]


def _wholes(item: Item) -> frozenset[str]:
    """Return the key by which organisations of a place are found."""
    return frozenset({f"{item.name}<"} if item.entity is EntityKind.PLACE else ())


def _lacking(wanted: Sequence[Sequence[frozenset[str]]], keys: frozenset[str]) -> int:
    return sum(any(map(keys.isdisjoint, each)) for each in wanted)
