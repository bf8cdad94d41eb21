"""Give each item of a clause its partner in a clause of the fact, and say what is left without one."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.core.factcheck.fact_texts import ClauseMatch, FactTexts
from bot.core.factcheck.parsing import CORE, Clause, Item, ItemKind
from bot.core.factcheck.relations import (
    differing_kind,
    opposite_slots,
    relate_dates,
    relate_quantities,
    same,
    slots_agree,
)
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.roles import role_faults
from bot.core.factcheck.units import measure
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Relation

_DATED_SLOTS: Final = frozenset({CORE, "in", "on", "at", "during", "as", "as_of"})
"""Slots in which the date of the fact may be; others, such as "before", mean something else."""
_ENOUGH: Final = 3  # items that two texts share at least if they speak of the same


def pair(match: ClauseMatch) -> None:
    """Pair the items of a match, and note the conflicts and what is missing."""
    match.pairs = _partners(match.items, match.available, match.fact)
    own, borrowed = len(match.pairs), dict[int, Item]()
    named = frozenset((*_renamed(match), *_all_of(match)))
    for place, item in enumerate(match.items):
        if place in named or place in match.pairs:
            continue
        if item.kind is ItemKind.QUANTIFIER and item in match.clause.shared:
            continue
        conflict = _conflict(item, match)
        if conflict is not None:
            difference, match.pairs[place] = conflict
            match.conflicts.append(difference)
        elif own >= 2 * (len(borrowed) + 1) and _is_elsewhere(place, match):
            borrowed[place] = item
        else:
            _add_missing(match, item)
    match.pairs.update(borrowed)


def _add_missing(match: ClauseMatch, item: Item) -> None:
    """Note an item without a partner; a number that the source gives less exactly, with that of the source."""
    partners = match.partners
    for other in match.available if item.quantity is not None else ():
        if other.quantity is None or item.quantity is None or id(other) in partners:
            continue
        if relate_quantities(item.quantity, other.quantity) is Relation.OPEN:
            match.add_fault(DifferenceKind.QUALIFIER, said=item.text, source=other.text)
            return
    elsewhere = any(same(item, other) for other in match.available)
    match.add_fault(DifferenceKind.ORDER if elsewhere else DifferenceKind.MISSING, said=item.text)


def _partners(items: Sequence[Item], available: Sequence[Item], fact: FactTexts) -> dict[int, Item]:
    """Give each item a partner of its own, those with the fewest choices first."""
    choices: list[tuple[int, int, list[tuple[int, int]]]] = []
    for place, item in enumerate(items):
        fitting = [
            (_distance(item, other), index)
            for index, other in enumerate(available)
            if same(item, other) and slots_agree(item, other)
        ]
        if fitting:
            choices.append((len(fitting), place, sorted(fitting)))
    taken: set[int] = set()
    pairs: dict[int, Item] = {}
    for _, place, fitting in sorted(choices):
        index = next((index for _, index in fitting if index not in taken), None)
        if index is not None:
            taken.add(index)
            pairs[place] = available[index]
    for place, item in enumerate(items):
        if place not in pairs and (_is_converted(item, pairs.values()) or _is_date_of(item, fact)):
            pairs[place] = item
    return pairs


def _distance(item: Item, other: Item) -> int:
    return (
        1_000 * (item.slot != other.slot)
        + 100 * (item.modifies != other.modifies)
        + 50 * (item.verb != other.verb)
        + abs(min(item.order, 400) - min(other.order, 400)) // 10
    )


def _is_converted(item: Item, partners: Iterable[Item]) -> bool:
    """Return whether a number only repeats another in another unit: "132 miles (212 km)"."""
    if item.quantity is None or measure(item.quantity) is None:
        return False
    return any(each.quantity is not None and same(item, each) for each in partners)


def _is_date_of(item: Item, fact: FactTexts) -> bool:
    return item.date is not None and item.slot in _DATED_SLOTS and relate_dates(item.date, fact.dates) is Relation.SAME


def _is_elsewhere(place: int, match: ClauseMatch) -> bool:
    """Return whether another text of the fact says the same and has the item in the same role, beside the same word."""
    items = match.items
    item = items[place]
    counts = item.quantity is not None and measure(item.quantity) is None
    if item.date is not None or counts or len(items) < _ENOUGH or item.kind is ItemKind.QUANTIFIER:
        return False
    return any(_has(place, items, other, match.fact) for other in _alike(match))


def _alike(match: ClauseMatch) -> Iterator[Clause]:
    for text in match.fact.texts:
        for other in text.clauses:
            denies = len(other.negations) == len(match.clause.negations)
            if other is not match.other and denies and other.modals.keys() == match.clause.modals.keys():
                yield other


def _has(place: int, items: Sequence[Item], other: Clause, fact: FactTexts) -> bool:
    available = other.all_items
    if not any(same(items[place], each) and slots_agree(items[place], each) for each in available):
        return False
    pairs = _partners(items, available, fact)
    if place not in pairs or len(pairs) < _ENOUGH or 2 * len(pairs) <= len(items):
        return False
    beside = place - 1 in pairs or place + 1 in pairs
    return beside and not any(role_faults(items, available, pairs))


# Values that exclude each other.


def _conflict(item: Item, match: ClauseMatch) -> tuple[Difference, Item] | None:
    """Return the value that the fact has in the place of an item, if it excludes that of the sentence."""
    partners = match.partners
    for other in match.available:
        if id(other) in partners:
            continue
        counts = item.kind is ItemKind.NUMBER and (item.modifies or other.modifies)
        if counts or slots_agree(item, other):
            kind = differing_kind(item, other, match.fact)
            if kind is not None:
                return Difference(kind=kind, said=item.text, source=other.text), other
        elif same(item, other) and opposite_slots(item, other):
            said, source = item.slot.replace("_", " "), other.slot.replace("_", " ")
            return Difference(kind=DifferenceKind.WORD, said=said, source=source), other
    return _date_conflict(item, match)


def _date_conflict(item: Item, match: ClauseMatch) -> tuple[Difference, Item] | None:
    if item.date is None or item.slot not in _DATED_SLOTS:
        return None
    dated = [other for other in match.available if other.date is not None and slots_agree(item, other)]
    if not dated:
        differs = relate_dates(item.date, match.fact.dates) is Relation.DIFFERS
        source = match.fact.fact.when or ""
        return (Difference(kind=DifferenceKind.DATE, said=item.text, source=source), item) if differs else None
    if all(relate_dates(item.date, [other.date]) is Relation.DIFFERS for other in dated if other.date is not None):
        return Difference(kind=DifferenceKind.DATE, said=item.text, source=dated[0].text), item
    return None


def _renamed(match: ClauseMatch) -> Sequence[int]:
    """Note a conflict for a name of several words in the place of another; return the places of its words."""
    for places in _name_runs(match.items):
        named = [match.items[place] for place in places]
        lacking = [match.items[place] for place in places if place not in match.pairs]
        if not lacking or all(item.keys & match.fact.keys for item in lacking):
            continue
        partners = {id(match.pairs[place]) for place in places if place in match.pairs}
        taken = match.partners - partners
        others = [
            each
            for each in match.available
            if _is_name(each) and id(each) not in taken and slots_agree(named[-1], each)
        ]
        if not others:
            continue
        if any(item.entity is EntityKind.PLACE and f"{item.name}<" in others[0].keys for item in named):
            continue  # the US Army may be part of the US military
        shared = others[0].keys & frozenset(key for item in named for key in item.keys)
        if (shared and all(item.entity for item in lacking)) or (
            len(lacking) < len(named) and all(item.entity for item in named)
        ):
            continue
        for place in places:
            match.pairs.pop(place, None)
        said = match.sentence.text[named[0].start : named[-1].end]
        match.conflicts.append(Difference(kind=DifferenceKind.NAME, said=said, source=others[0].text))
        return places
    return ()


def _name_runs(items: Sequence[Item]) -> Iterator[Sequence[int]]:
    """Yield the places of the words of each name that has several."""
    grouped = itertools.groupby(enumerate(items), key=lambda each: (_is_name(each[1]), each[1].run, each[1].slot))
    for (capital, _, _), group in grouped:
        places = [place for place, _ in group]
        if capital and len(places) > 1:
            yield places


def _is_name(item: Item) -> bool:
    return item.kind is ItemKind.NAME and item.text[:1].isupper() and item.date is None


def _all_of(match: ClauseMatch) -> Sequence[int]:
    """Note a conflict for "all 23" where the fact has "20 of 23"; return the places of both words."""
    for place, (item, following) in enumerate(itertools.pairwise(match.items)):
        if "?all" not in item.keys or following.quantity is None or place + 1 in match.pairs:
            continue
        for other in match.available:
            if other.quantity is not None and other.quantity.total == following.quantity.value:
                said = f"{item.text} {following.text}"
                match.conflicts.append(Difference(kind=DifferenceKind.NUMBER, said=said, source=other.text))
                match.pairs[place + 1] = other
                return place, place + 1
    return ()
