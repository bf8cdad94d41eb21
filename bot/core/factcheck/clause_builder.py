"""Build the clauses of a sentence item by item: their slots, what they share, passives turned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.clauses import CORE, INFINITIVE, MOVED, Clause, Item, ItemKind, Link, Reference
from bot.core.factcheck.inflection import root
from bot.core.factcheck.tokens import SentenceToken, is_time
from bot.core.factcheck.units import measure
from bot.core.knowledge.model import EntityKind

COPULAS: Final = frozenset({"=be", "=have"})
"""The keys of "be" and "have" where they are verbs of their own."""


OCCURS: Final = "~occurs"
"""The key of "there is" and of verbs of carrying out: "there were six strikes" says that six were carried out."""
_OCCURRING: Final = frozenset(
    ("_".join(map(root, ("carry", "out"))), *map(root, ("conduct", "perform", "occur", "happen")))
)
GIVING: Final = frozenset(map(root, ("give", "grant", "hand", "award", "lend", "confer")))
"""Roots of verbs before somebody to whom something is given."""
_LONGEST_DATIVE: Final = 8  # items; the orders of two that stand in their own place differ by ten
_BEING: Final = frozenset({"=be", *map(root, ("come", "get", "pass"))})
_FLYING: Final = frozenset(map(root, ("fly", "sail", "go", "stay", "remain", "drive")))
_CLOSEST: Final = frozenset(("_".join(map(root, ("closest", "point"))), "_".join(map(root, ("nearest", "point"))),
                             root("closest"), root("nearest")))  # fmt: skip


@dataclass(slots=True, kw_only=True)
class OpenClause:
    """A clause that is being built. `has_verb`: its finite verb was met; `shared` are items of another clause."""

    number: int
    link: Link
    word: str = ""
    parent: int = -1
    items: list[Item] = field(default_factory=list)
    shared: list[Item] = field(default_factory=list)
    negations: list[str] = field(default_factory=list)
    modals: dict[str, str] = field(default_factory=dict)
    speech: str = ""
    passive: bool = False
    has_verb: bool = False
    pronoun: bool = False
    owned: bool = False
    references: list[Reference] = field(default_factory=list)

    def subject(self) -> list[Item]:
        """Return the items before its verb, for a clause that shares them."""
        found = [each for each in self.shared if each.slot == CORE]
        for item in self.items:
            if item.verb and item.slot == CORE:
                break
            if item.slot == CORE and item.kind is not ItemKind.DATE:
                found.append(item)
        subject = [replace(item, order=item.order - MOVED, free=True) for item in found if not item.keys & COPULAS]
        return [*self._fronted_times(), *subject] if subject else []

    def _fronted_times(self) -> list[Item]:
        """Return the times at the beginning, which hold for all its verbs: "in recent weeks they left and came"."""
        found: list[Item] = []
        for item in self.items:
            if item.slot in {CORE, INFINITIVE} or not (item.time or item.date):
                break
            found.append(replace(item, order=item.order - 2 * MOVED, free=True))
        return found

    def object(self) -> list[Item]:
        """Return the items after its verb, as the subject of a clause that shares them."""
        verb = max((item.place for item in self.items if item.verb), default=-1)
        after = [item for item in self.items if item.place > verb and item.slot == CORE]
        return [replace(item, order=item.order - MOVED, free=True) for item in after]

    def last_phrase(self) -> list[Item]:
        """Return the items of its last noun phrase, for a clause that shares them."""
        return _phrase_shared(self.items)

    def thing_before_place(self) -> list[Item]:
        """Return the items of its last noun phrase that is no place: the boats of "boats off Porto it hit"."""
        items = self.items
        while items and items[-1].entity is EntityKind.PLACE and items[-1].slot not in {CORE, INFINITIVE}:
            items = items[:-1]
        return _phrase_shared(items or self.items)

    def turn_passive(self) -> None:
        """Move the subject behind the verb: it is what something is done to."""
        self.passive = True
        for place, item in enumerate(self.items):
            if item.slot == CORE and item.kind is not ItemKind.DATE and not item.verb:
                self.items[place] = replace(item, order=item.order + MOVED)
        self.shared = [replace(each, order=MOVED + each.order) if each.slot == CORE else each for each in self.shared]

    def _turn_dative(self) -> None:
        """Read "grant powers to him" as "grant him powers"."""
        giving = next((item for item in self.items if item.verb and item.slot == CORE and item.keys & GIVING), None)
        if giving is None:
            return
        for place, item in enumerate(self.items):
            if item.slot == "to" and item.place > giving.place and not item.time:
                order = giving.order + 1 + min(item.place - giving.place, _LONGEST_DATIVE)
                self.items[place] = replace(item, slot=CORE, order=order)

    def _note_distance(self) -> None:
        """Let verbs of being and moving stand for each other before a distance: "were 132 miles from the coast"."""
        if not any(_is_distance(item, self.items) for item in self.items):
            return
        keys = frozenset(key for item in self.items for key in item.keys)
        near = bool(keys & _CLOSEST) or any(item.slot == "within" for item in self.items)
        for place, item in enumerate(self.items):
            if item.verb and (item.keys & _BEING or (near and item.keys & _FLYING)):
                self.items[place] = replace(item, keys=item.keys | {"~away"})

    def finish(self) -> Clause:
        """Number the members of lists, put the actor of a passive before its verb, and return the clause."""
        for place, item in enumerate(self.items):
            follows = self.link is Link.RELATIVE or any(each.verb for each in self.items[:place])
            acts = follows and item.slot == "by" and (item.modifies or self._may_act(place))
            if acts and (self.passive or self._follows_participle(item)):
                self.items[place] = replace(item, slot=CORE, order=item.order - MOVED)
        self._note_distance()
        self._turn_dative()
        groups = {place + 1: item.group for place, item in enumerate(self.items[:-1]) if item.group}
        for place, group in groups.items():
            self.items[place] = replace(self.items[place], group=group)
        return Clause(
            number=self.number,
            link=self.link,
            word=self.word,
            parent=self.parent,
            items=tuple(self.items),
            all_items=(*self.shared, *self.items),
            negations=tuple(self.negations),
            modals=MappingProxyType(self.modals),
            speech=self.speech,
            pronoun=self.pronoun,
            owned=self.owned,
            references=tuple(self.references),
        )

    def _may_act(self, place: int) -> bool:
        """Return whether an item after "by" may act: "made by three B-52s", unlike "cut by three points"."""
        item = self.items[place]
        if item.quantity is None:
            return item.date is None
        counted = self.items[place + 1] if place + 1 < len(self.items) else None
        names = counted is not None and counted.phrase == item.phrase and counted.kind is ItemKind.NAME
        return names and measure(item.quantity) is None

    def _follows_participle(self, item: Item) -> bool:
        before = [each for each in self.items if each.phrase < item.phrase]
        return bool(before) and before[-1].verb


class ClauseBuilder:
    """Builds clauses from left to right. Items are added to the `clause` that is open, in the present `slot`.

    `expected`: a verb in its plain form may follow, as after "to"; `pending`: an auxiliary waits for its verb.
    """

    def __init__(self) -> None:
        self.clauses: list[OpenClause] = []
        self.clause: OpenClause
        self.slot = CORE
        self.phrase = 0
        self.expected = False
        self.pending = False
        self._run = 0
        self._group = 0
        self._listing = False
        self._before = CORE
        self._of = False
        self._alternative: str | None = None

    def finish(self) -> tuple[Clause, ...]:
        """Return the clauses."""
        return tuple(clause.finish() for clause in self.clauses)

    def open(self, link: Link, *, word: str = "", parent: int, shared: Sequence[Item] = ()) -> OpenClause:
        """Begin a clause."""
        self.clause = OpenClause(number=len(self.clauses), link=link, word=word, parent=parent, shared=list(shared))
        self.clauses.append(self.clause)
        self.begin_phrase(CORE)
        return self.clause

    def move_last(self, clause: OpenClause) -> None:
        """Put a clause behind those that were opened after it, and go on with it."""
        self.clauses.remove(clause)
        first, last = clause.number, len(self.clauses)
        for each in self.clauses:
            each.number -= each.number > first
            each.parent = last if each.parent == first else each.parent - (each.parent > first)
        clause.number = last
        self.clauses.append(clause)
        self.clause = clause
        self.begin_phrase(CORE)

    def begin_phrase(self, slot: str) -> None:
        """Begin a phrase in a slot."""
        self.phrase += 1
        self._run += 1
        self._before = self.slot if self.slot in {CORE, INFINITIVE} else self._before
        self.slot, self._of, self._alternative = slot, False, None

    def begin_run(self) -> None:
        """Note a function word between two items of a phrase."""
        self._run += 1

    def begin_genitive(self) -> None:
        """Note an "of": what follows belongs to what is before it."""
        self._run += 1
        self._of = True

    def end_genitive(self) -> None:
        """Note that what follows no longer belongs to what was before "of"."""
        self._of = False

    def join(self, *, starts: bool) -> None:
        """Note an "and" in a list. `starts`: what follows may be another object instead of one more of this phrase."""
        self._run += 1
        if self.slot not in {CORE, INFINITIVE} and starts:
            self._alternative = self._before
        self._group += not self._listing
        self._listing = False
        if self.clause.items:
            self.clause.items[-1] = replace(self.clause.items[-1], group=self._group)

    def continue_list(self) -> None:
        """Note a comma between members of a list, before its "and"."""
        self._group += not self._listing
        self._listing = True
        if self.clause.items:
            self.clause.items[-1] = replace(self.clause.items[-1], group=self._group)

    def meet_verb(self) -> None:
        """Note a finite verb: it ends a phrase before it, and a relative clause that has its own."""
        while not self.pending and self.is_over(self.clause):
            self.clause = self.clauses[self.clause.parent]
            self.begin_phrase(CORE)
        if not self.clause.has_verb and self.slot != CORE:
            self.begin_phrase(CORE)
        self._of = False
        self.clause.has_verb = True

    def is_over(self, clause: OpenClause) -> bool:
        """Return whether a relative clause has its verb, and the clause around it does not."""
        has_both = clause.has_verb and clause.parent >= 0
        return clause.link is Link.RELATIVE and has_both and not self.clauses[clause.parent].has_verb

    def add(self, token: SentenceToken, *, verb: bool = False) -> None:
        """Add an item."""
        items = self.clause.items
        kind, keys = _kind_and_keys(token)
        if token.possessive:
            self._own_up()
        if verb and keys & _OCCURRING:
            keys |= {OCCURS}
        items.append(
            Item(
                kind=kind, text=token.text, keys=keys, start=token.start, end=token.end, slot=self.slot,
                phrase=self.phrase, place=len(items), order=10 * len(items), run=self._run,
                modifies=token.possessive or self._of, verb=verb, entity=token.entity, quantity=token.quantity,
                date=token.date, alternative=self._alternative, time=is_time(token),
            )
        )  # fmt: skip

    def add_denied(self, token: SentenceToken) -> None:
        """Add a "not" that denies a part of the clause: "as combatants and not as criminals"."""
        self.add(replace(token, word="not", keys=frozenset({"?not"})))
        self.clause.items[-1] = replace(self.clause.items[-1], kind=ItemKind.QUANTIFIER)

    def _own_up(self) -> None:
        """Mark the words before a genitive that belong to it: "the ferry Petrel's crossing"."""
        items = self.clause.items
        for place in range(len(items) - 1, -1, -1):
            if items[place].run != self._run or items[place].verb:
                return
            items[place] = replace(items[place], modifies=True)


def _phrase_shared(items: Sequence[Item]) -> list[Item]:
    if not items:
        return []
    last = items[-1]
    after = max((item.place for item in items if item.verb), default=-1)
    phrase = [item for item in items if item.phrase == last.phrase and item.place > after]
    near = [item for item in phrase if item.run == last.run or (item.group and item.group == last.group)]
    near = [*_apposed(phrase, near), *near]
    return [
        replace(item, slot=CORE, order=item.order - MOVED, free=True, modifies=item.modifies and item is not last)
        for item in near
        if not item.keys & COPULAS
    ]


def _is_distance(item: Item, items: Sequence[Item]) -> bool:
    """Return whether an item is a length and "from" or "of" follows."""
    if item.quantity is None:
        return False
    measured = measure(item.quantity)
    following = next((each for each in items if each.place == item.place + 1), None)
    if measured is None or not measured[0].startswith("length") or following is None:
        return False
    return following.slot == "from" or (item.slot == "within" and following.modifies)


def _apposed(phrase: Sequence[Item], near: Sequence[Item]) -> list[Item]:
    """Return the name to which the last words of a phrase are an apposition: "Northline, the company"."""
    if not near or near[0].kind is not ItemKind.WORD:
        return []
    before = [item for item in phrase if item.place == near[0].place - 1]
    return [item for item in before if item.kind is ItemKind.NAME and not item.group and not item.modifies]


def _kind_and_keys(token: SentenceToken) -> tuple[ItemKind, frozenset[str]]:
    if token.quantity is not None:
        return ItemKind.NUMBER, token.keys
    if token.date is not None:
        return ItemKind.DATE, token.keys
    only = lexicon.QUANTIFIERS.get(token.word) == "only" and " " in token.text  # "only one", a phrase of its own
    if token.word in lexicon.QUANTIFIERS and not token.name and not only:
        return ItemKind.QUANTIFIER, frozenset({f"?{lexicon.QUANTIFIERS[token.word]}"})
    return (ItemKind.NAME if token.name else ItemKind.WORD), token.keys
