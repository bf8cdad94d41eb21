"""How an item of a sentence and one of a source relate: the same, another value of the same, or something else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from bot.core.factcheck import lexicon, opposites, things
from bot.core.factcheck.bounds import ROUNDED, bounded, is_reached, relate_bounds, step_of
from bot.core.factcheck.clauses import ADVERBIAL, CORE, INFINITIVE, Item, ItemKind
from bot.core.factcheck.fact_texts import FactTexts
from bot.core.factcheck.inflection import root
from bot.core.factcheck.item_index import ItemIndex, kind_word, meant_by, office_of
from bot.core.factcheck.places import Width, width_of
from bot.core.factcheck.results import DifferenceKind
from bot.core.factcheck.units import measure, same_measure
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Bound, Kind, Quantity, Relation
from bot.core.text.dates import PartialDate
from bot.core.text.normalise import words

_TIMES: Final = frozenset({"before", "after", "since", "until", "till", "by", "from", "ahead", "following", "prior"})
_OTHERS: Final = frozenset({"instead", "than", "except", "unlike", "without", "versus"})
"""Slots of what something else is said of: "17 minutes instead of 35"."""
_HALF: Final = 50.0  # per cent

_SHARES: Final = {"?half": 50.0, "?all": 100.0}  # per cent
_NEAR_SHARE: Final = 5.0  # per cent; "half" may be 48
_SHORTEST_ADVERB: Final = 5  # letters of "rarely" and more; "only" and "early" are placed with care
_DAY: Final = 86_400.0  # seconds
_MONTH: Final = 30.4  # days
_FAR: Final = 2
_MINUTES: Final = 10
"""Minutes by which times may differ without a contradiction."""
_OTHER_QUANTITIES: Final = (
    {"?all", "?half"}, {"?all", "?few"}, {"?all", "?part"}, {"?most", "?few"}, {"?many", "?few"}, {"?often", "?seldom"},
    {"?always", "?seldom"}, {"?always", "?sometimes"}, {"?half", "?most"},
)  # fmt: skip
_LEAST_DENIED: Final = 4  # letters of a word that "un" or "in" before it denies
_OPPOSITE_SLOTS: Final = frozenset(
    frozenset(pair.split())
    for pair in (
        "into out_of", "in out_of", "to from", "into from", "before after", "inside outside", "in outside",
        "above below",
        "over under", "with without", "for against", "since until", "on off", "toward from", "towards from", "onto off",
    )
)  # fmt: skip
_BEFORE_DAWN: Final = "_".join(map(root, ("before", "dawn")))
_OTHER_TIMES: Final = frozenset(
    frozenset((one, two))
    for row in (
        "day week month year hour minute decade centuri", "last_week last_month last_year",
        "next_week next_month next_year",
        "morn afternoon evening", "morn afternoon night", "spring summer autumn winter fall", "dawn noon dusk midnight",
    )
    for one in row.split() for two in row.split() if one != two and {one, two} != {"autumn", "fall"}
) | {
    frozenset((_BEFORE_DAWN, root(part)))
    for part in ("afternoon", "evening", "noon", "midday", "dusk", "sunset", "lunchtime")
}  # fmt: skip
_TIMES_OF_DAY: Final = (
    frozenset({"dawn", _BEFORE_DAWN}), frozenset({"morn"}), frozenset({"noon"}), frozenset({"afternoon"}),
    frozenset({"evening", "dusk"}), frozenset({"night", "midnight"}),
)  # fmt: skip
_OPPOSITE_ROOTS: Final = frozenset(
    frozenset("_".join(map(root, each.split("_"))) for each in pair) for pair in opposites.OPPOSITES
)


_UNDONE_ROOTS: Final = frozenset(
    frozenset("_".join(map(root, each.split("_"))) for each in pair) for pair in opposites.UNDONE
)


def same(item: Item, other: Item) -> bool:
    """Return whether two items say the same, in whatever role."""
    if item.kind is not ItemKind.WORD and (_is_valued(item) or _is_valued(other)):
        return _same_value(item, other)
    if item.entity is EntityKind.PLACE and f"{item.name}<" in other.keys:
        return True  # what the US Air Force does, the US does
    if item.kind is ItemKind.WORD and meant_by(other) in item.keys:
        return True
    shared = _own_keys(item) & other.keys
    return bool(shared) and not all(key.endswith("<") for key in shared)


def _own_keys(item: Item) -> frozenset[str]:
    """Return what must be in a source: for a name the name, and not only the word for what it is: "B-52 bomber"."""
    named = frozenset(key for key in item.keys if key.startswith("@")) if item.kind is ItemKind.NAME else None
    return named or item.keys


def places_of_same(item: Item, index: ItemIndex) -> Sequence[int]:
    """Return the places of the items that say the same as an item, in order."""
    if item.kind is ItemKind.WORD:
        return index.having(item.keys)
    if _is_valued(item):
        return [place for place in _valued_places(item, index) if same(item, index.items[place])]
    keys = _own_keys(item)
    if item.entity is EntityKind.ORGANISATION:
        keys = frozenset(key for key in keys if not key.endswith("<"))
    places = set(index.having(keys))
    if item.kind is ItemKind.QUANTIFIER:
        places.update(place for place in index.quantities if same(item, index.items[place]))
    elif item.entity is EntityKind.PLACE:
        places.update(index.having(frozenset({f"{item.name}<"})))
    return sorted(places)


def _valued_places(item: Item, index: ItemIndex) -> Sequence[int]:
    if item.date is not None:
        return index.dates
    return sorted({*index.quantities, *index.quantifiers})


def places_of_rivals(item: Item, index: ItemIndex) -> list[int]:
    """Return the places of the items of which one may exclude an item, in order."""
    if item.date is not None:
        return list(index.dates)
    if item.quantity is not None:
        return sorted({*index.quantities, *(index.quantifiers if item.quantity.kind is Kind.PERCENT else ())})
    places = set(index.having(_all_opposites(item.keys)))
    if item.kind is ItemKind.QUANTIFIER:
        places.update((*index.quantifiers, *index.quantities))
    if item.kind is ItemKind.NAME:
        places.update(index.names)
    if item.time:
        places.update(index.times)
    if kind_word(item) in things.OF_A_KIND:
        places.update(index.kinds)
    if office_of(item):
        places.update(index.offices)
    return sorted(places)


def _is_valued(item: Item) -> bool:
    return item.quantity is not None or item.date is not None


def _same_value(item: Item, other: Item) -> bool:
    if {item.kind, other.kind} == {ItemKind.NUMBER, ItemKind.QUANTIFIER}:
        number, word = (item, other) if item.quantity else (other, item)
        return "?half" in word.keys and _is_half(number.quantity)
    if item.date is not None or other.date is not None:
        if item.date is None or other.date is None:
            return False
        return relate_dates(item.date, [other.date]) is Relation.SAME
    if item.quantity is None or other.quantity is None:
        return False
    return relate_quantities(item.quantity, other.quantity) is Relation.SAME


def _is_half(quantity: Quantity | None) -> bool:
    return quantity is not None and quantity.kind is Kind.PERCENT and quantity.value == _HALF


def slots_agree(item: Item, other: Item) -> bool:
    """Return whether two items may play the same part by their prepositions."""
    if other.owner and not item.modifies:
        return False
    if item.slot == other.slot or (_is_adverb(item) and _is_adverb(other)):
        return True
    ours = {item.slot, item.slot if item.alternative is None else item.alternative}
    theirs = {other.slot, other.slot if other.alternative is None else other.alternative}
    return any(_slot_agrees(item, other, one, two) for one in ours for two in theirs)


def _is_adverb(item: Item) -> bool:
    """Return whether a word tells how something is done, wherever it stands: "kill all on board immediately"."""
    word = item.text.lower()
    if word in lexicon.ADVERB_PHRASES:
        return True
    ends = item.kind is ItemKind.WORD and word.endswith("ly") and len(word) > _SHORTEST_ADVERB
    return ends and word not in lexicon.NOUNS_IN_LY


def _slot_agrees(item: Item, other: Item, one: str, two: str) -> bool:
    if one == two or ADVERBIAL in {one, two} or (other.free and CORE in {one, two}):
        return True
    if item.date is not None or (item.time and other.time):
        return not {one, two} & (_TIMES | _OTHERS)
    relations = lexicon.PREPOSITIONS
    if one in relations and two in relations:
        return not relations[one].isdisjoint(relations[two])
    if not _OTHERS.isdisjoint({one, two}):
        return False
    if item.quantity is not None or item.kind is ItemKind.QUANTIFIER:
        amounts = {CORE, INFINITIVE, "by"} if _is_amount(item) and _is_amount(other) else {CORE, INFINITIVE}
        return {one, two} <= amounts or item.modifies or other.modifies
    return False


def _is_amount(item: Item) -> bool:
    """Return whether an item says how much: "rose by 3 metres" is "rose 3 metres"."""
    quantity = item.quantity
    return quantity is not None and (quantity.kind is Kind.PERCENT or measure(quantity) is not None)


def relate_quantities(said: Quantity, source: Quantity) -> Relation | None:
    """Relate two numbers that may count the same; None if they count different things."""
    if said.kind is not source.kind:
        return None
    if said.kind is Kind.TIME:
        apart = abs(said.value - source.value)
        return Relation.SAME if not apart else Relation.OPEN if apart <= _MINUTES else Relation.DIFFERS
    one, two = measure(said), measure(source)
    if (one is None) is not (two is None):
        bare = not (said.nouns and source.nouns)
        return Relation.SAME if bare and (said.value, said.bound) == (source.value, source.bound) else None
    if one is not None and two is not None:
        return _relate_measures(said, source, one, two)
    if (
        said.kind is Kind.COUNT
        and said.terms
        and source.terms
        and said.terms.isdisjoint(source.terms)
        and said.value != source.value
    ):
        return None
    return relate_bounds(said, source, step=step_of(said.value))


def _relate_measures(
    said: Quantity, source: Quantity, one: tuple[str, float], two: tuple[str, float]
) -> Relation | None:
    if _are_far_apart(one, two) and said.bound is source.bound is Bound.EXACTLY:
        return Relation.DIFFERS
    if one[0] != two[0]:
        return Relation.DIFFERS if said.value == source.value else None
    other_unit = said.value * two[1] != source.value * one[1]
    if other_unit and same_measure(one, two):
        return relate_bounds(replace(said, value=source.value), source, step=0)  # converted
    if other_unit and abs(one[1] - two[1]) <= ROUNDED * abs(two[1]):
        return Relation.OPEN  # converted and rounded: 53 miles are 85.3 kilometres
    step = step_of(said.value) * (one[1] / said.value if said.value else 1)
    return relate_bounds(replace(said, value=one[1]), replace(source, value=two[1]), step=step)


def _are_far_apart(one: tuple[str, float], two: tuple[str, float]) -> bool:
    """Return whether of two spans of time one is in days, the other in months, and twice as long or more."""
    spans = {one[0]: one[1], two[0]: two[1]}
    if spans.keys() != {"time^1", "months^1"}:
        return False
    days, month_days = spans["time^1"] / _DAY, spans["months^1"] * _MONTH
    return max(days, month_days) >= _FAR * min(days, month_days)


def relate_dates(said: PartialDate, source: Iterable[PartialDate]) -> Relation | None:
    """Relate a date of a sentence to the nearest of a source's dates; None if none can be compared."""
    order = (Relation.SAME, Relation.OPEN, Relation.DIFFERS)
    found = [relation for date in source if (relation := _relate_date(said, date)) is not None]
    return min(found, key=order.index, default=None)


def _relate_date(said: PartialDate, source: PartialDate) -> Relation | None:
    pairs = (
        (said.year, source.year),
        (said.month, source.month),
        (said.day, source.day),
        (_weekday(said), _weekday(source)),
    )
    written = pairs if said.weekday is not None else pairs[:-1]
    if not any(None not in pair for pair in written):
        return None
    if any(one is not None and other is not None and one != other for one, other in pairs):
        return Relation.DIFFERS
    return Relation.OPEN if any(one is not None and other is None for one, other in written) else Relation.SAME


def _weekday(date: PartialDate) -> int | None:
    """Return the weekday that is written or, for a whole date, that of the calendar; 0 is Monday."""
    if date.weekday is not None or date.whole is None:
        return date.weekday
    return date.whole.weekday()


def opposite_slots(item: Item, other: Item) -> bool:
    """Return whether the prepositions of two items deny each other: "into" and "out of"."""
    return frozenset((item.slot, other.slot)) in _OPPOSITE_SLOTS


def other_kinds(item: Item, other: Item) -> bool:
    """Return whether two words mean two things of one kind: "oak" and "lime"."""
    if ItemKind.WORD not in {item.kind, other.kind}:
        return False
    one, two = kind_word(item), kind_word(other)
    return one != two and item.keys.isdisjoint(other.keys) and any({one, two} <= kinds for kinds in things.KINDS)


def other_offices(item: Item, other: Item) -> bool:
    """Return whether two items are two offices: "Secretary of State", "US Defense Secretary"."""
    said, source = office_of(item), office_of(other)
    if not said or not source or item.entity is EntityKind.PERSON:
        return False
    if said & things.OFFICES != source & things.OFFICES or said & things.DEPUTY != source & things.DEPUTY:
        return True
    fields = [each - things.OFFICES - things.DEPUTY for each in (said, source)]
    return all(fields) and fields[0].isdisjoint(fields[1])


def is_undone(item: Item, other: Item) -> bool:
    """Return whether one of two opposites undoes what the other did, so that both may have happened."""
    if not (item.verb and other.verb):
        return False
    ours, theirs = heads_of_groups(item.keys), heads_of_groups(other.keys)
    return any(frozenset((one, two)) in _UNDONE_ROOTS for one in ours for two in theirs)


def differing_kind(item: Item, other: Item, fact: FactTexts) -> DifferenceKind | None:
    """Return what an item of a sentence and one of a fact differ in, if each excludes the other; otherwise None."""
    if _is_valued(item) or _is_valued(other):
        return _differing_value(item, other)
    if _exclude(item, other):
        return DifferenceKind.WORD
    if item.time and other.time and _are_other_times(item, other):
        return DifferenceKind.DATE
    return DifferenceKind.NAME if _is_renamed(item, other, fact) else None


def _differing_value(item: Item, other: Item) -> DifferenceKind | None:
    if ItemKind.QUANTIFIER in {item.kind, other.kind}:
        return DifferenceKind.NUMBER if _are_other_shares(item, other) else None
    if item.date is not None and other.date is not None:
        if is_reached(item.slot, _ordered(item.date), _ordered(other.date)):
            return None
        return DifferenceKind.DATE if relate_dates(item.date, [other.date]) is Relation.DIFFERS else None
    if item.quantity is not None and other.quantity is not None:
        said, source = bounded(item.quantity, item.slot), other.quantity
        if said.kind is source.kind is Kind.TIME and is_reached(item.slot, [said.value], [source.value]):
            return None
        return DifferenceKind.NUMBER if relate_quantities(said, source) is Relation.DIFFERS else None
    return None


def _ordered(date: PartialDate) -> Sequence[float | None]:
    return (date.year, date.month, date.day)


def _are_other_shares(item: Item, other: Item) -> bool:
    """Return whether one says "half" or "all", and the other another exact share."""
    quantity, word = (item.quantity, other) if item.quantity else (other.quantity, item)
    if quantity is None or quantity.kind is not Kind.PERCENT or quantity.bound not in {Bound.EXACTLY, Bound.ABOUT}:
        return False
    share = next((_SHARES[key] for key in word.keys if key in _SHARES), quantity.value)
    return abs(quantity.value - share) > _NEAR_SHARE


def _are_other_times(item: Item, other: Item) -> bool:
    ours, theirs = heads_of_groups(item.keys), heads_of_groups(other.keys)
    differs = any(frozenset((one, two)) in _OTHER_TIMES for one in ours for two in theirs)
    return differs and not is_reached(item.slot, _time_of_day(ours), _time_of_day(theirs))


def _time_of_day(keys: frozenset[str]) -> Sequence[float | None]:
    """Return which of the times of a day a word means, if any: "before noon" holds before dawn."""
    return [next((place for place, words in enumerate(_TIMES_OF_DAY) if not words.isdisjoint(keys)), None)]


def _exclude(item: Item, other: Item) -> bool:
    if item.kind is ItemKind.QUANTIFIER and other.kind is ItemKind.QUANTIFIER:
        return {*item.keys, *other.keys} in _OTHER_QUANTITIES
    return not _all_opposites(item.keys).isdisjoint(heads_of_groups(other.keys))


def _is_renamed(item: Item, other: Item, fact: FactTexts) -> bool:
    """Return whether a name stands in the place of another of the same kind."""
    if not (item.kind is other.kind is ItemKind.NAME) or item.verb or other.verb or other.text.islower():
        return False  # "states" may name the United States, and may not
    if item.name in fact.names if item.name else item.keys & fact.known:
        return False
    written = {frozenset(words(each.text)) for each in (item, other)}
    if may_contain(item, other):
        return False
    if any(one < two for one in written for two in written):
        return False  # one may be a part of the other, as Venezuela of its airspace
    if other.entity is EntityKind.ORGANISATION and any(key.endswith("<") for key in item.keys & other.keys):
        return False  # the US Army may be part of the US military
    return item.entity is other.entity or None in {item.entity, other.entity}


def may_contain(item: Item, other: Item, said: str = "") -> bool:
    """Return whether one of two names may be that of a place in the other: Puerto Rico is in the Caribbean.

    `said` is the whole name of which the item is the last word.
    """
    widths = {width_of(said or item.text), width_of(other.text)}
    of_places = {item.entity, other.entity} <= {EntityKind.PLACE, None}
    return len(widths) > 1 and (of_places or Width.REGION in widths)


def heads_of_groups(keys: Iterable[str]) -> frozenset[str]:
    """Return keys with those of groups of words replaced by their first word: its opposite is that of all."""
    return frozenset(key.partition(":")[2] if key.startswith("#") else key for key in keys)


@lru_cache(maxsize=10_000)
def _all_opposites(keys: frozenset[str]) -> frozenset[str]:
    return frozenset[str]().union(*map(_opposites, heads_of_groups(keys)))


@lru_cache(maxsize=10_000)
def _opposites(key: str) -> frozenset[str]:
    """Return the roots of the words that deny a word: its opposites, and itself with or without "un"."""
    named = {other for pair in _OPPOSITE_ROOTS if key in pair for other in pair - {key}}
    prefixes = ("un", "in", "im", "il", "ir", "dis", "non")
    denied = {prefix + key for prefix in prefixes if len(key) >= _LEAST_DENIED}
    plain = {key.removeprefix(prefix) for prefix in prefixes if key.startswith(prefix)}
    return frozenset({*named, *denied, *(each for each in plain if len(each) >= _LEAST_DENIED)})
