"""Which number of a fact a number of a sentence may exclude: one of the same things, not of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.core.factcheck.clauses import Item
from bot.core.factcheck.fact_texts import ClauseMatch
from bot.core.factcheck.relations import same
from bot.core.factcheck.units import measure
from bot.core.knowledge.quantities import Kind

_TOLD: Final = 3  # aligned items, at least: "three bombers flew" says nothing of the two of them that flew near
_EACH: Final = "?each"
_COUNTED: Final = 4  # items after a number of which one is what it counts


def count_same(item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether two numbers may count the same things: not if the words after them have nothing in common."""
    if item.quantity is None or other.quantity is None:
        return True
    said, source = _counted(item, match.items), _counted(other, match.available)
    rate = any(_EACH in one.keys and one.slot == "for" for one in match.available)
    if rate and not any(_EACH in one.keys for one in match.items):
        return False  # "two trees for each one that is felled" may be 92
    parts = [_is_part(number, each) for number, each in ((item, said), (other, source))]
    if (
        any(parts)
        and item.quantity.kind is Kind.COUNT
        and not (parts[1] and _has_same_verb(match) and len(match.pairs) >= _TOLD)
    ):
        return False  # "two of the bombers" are no contradiction to three bombers
    if item.quantity.kind is Kind.PERCENT:
        return bool(said) is bool(source) and (not said or _have_same(said, source))
    if measure(item.quantity) is not None or item.quantity.kind is Kind.TIME:
        return True
    return not said or not source or _have_same(said, source)


def _is_part(number: Item, counted: Sequence[Item]) -> bool:
    """Return whether a number is one of several: "two of the bombers"."""
    if number.quantity is not None and number.quantity.total is not None:
        return True
    return bool(counted) and counted[0].modifies and counted[0].run != number.run


def _counted(number: Item, among: Sequence[Item]) -> Sequence[Item]:
    """Return the items right after a number that it may count."""
    found: list[Item] = []
    for each in among:
        if each.phrase == number.phrase and 0 < each.place - number.place <= _COUNTED and not each.time:
            if each.verb or each.quantity is not None:
                break
            found.append(each)
    return found


def _has_same_verb(match: ClauseMatch) -> bool:
    return any(match.items[place].verb and partner.verb for place, partner in match.pairs.items())


def _have_same(said: Sequence[Item], source: Sequence[Item]) -> bool:
    return any(same(one, two) for one in said for two in source)


def nearest_numbers(item: Item, places: Iterable[int], match: ClauseMatch) -> list[int]:
    """Return those of some places first where a number stands before the same words; none if several measures may."""
    if _goes_on(item, match):
        return []
    available, partners = match.available, match.partners
    free = [place for place in places if id(available[place]) not in partners]
    beside = {place: _beside(item, available[place], match) for place in free}
    measures = [place for place in free if _measures_alike(item, available[place])]
    if len(measures) > 1 and not any(beside[place] for place in measures):
        return [place for place in free if place not in measures]  # a barrier's length or its height
    return sorted(free, key=lambda place: -beside[place])


def _goes_on(item: Item, match: ClauseMatch) -> bool:
    """Return whether a number is the rest of the one before it: "four hours and 20 minutes"."""
    before = match.items[item.place - 1] if 0 < item.place < len(match.items) else item
    joined = match.sentence.text[before.end : item.start].strip() in {"", "and"}
    return before is not item and joined and _measures_alike(before, item)


def _measures_alike(item: Item, other: Item) -> bool:
    said, source = (measure(each.quantity) if each.quantity is not None else None for each in (item, other))
    return said is not None and source is not None and said[0] == source[0]


def _beside(item: Item, other: Item, match: ClauseMatch) -> int:
    """Return before how many aligned words two numbers stand alike: "6.5 metres high"."""
    if other.quantity is None:
        return 0
    return sum(
        match.items[place].phrase == item.phrase
        and partner.phrase == other.phrase
        and match.items[place].place - item.place == partner.place - other.place > 0
        for place, partner in match.pairs.items()
    )
