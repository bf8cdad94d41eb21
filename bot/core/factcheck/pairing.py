"""Give each item of a clause its partner in a clause of the fact, and say what is left without one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Final

from bot.core.factcheck import things
from bot.core.factcheck.clauses import CORE, Item, ItemKind, Link
from bot.core.factcheck.coexistence import ACTORS, acts_too, may_both_hold
from bot.core.factcheck.counting import nearest_numbers
from bot.core.factcheck.fact_texts import ClauseMatch, FactTexts, is_speech
from bot.core.factcheck.inflection import root
from bot.core.factcheck.item_index import ItemIndex
from bot.core.factcheck.relations import (
    differing_kind,
    may_contain,
    opposite_slots,
    other_kinds,
    other_offices,
    places_of_rivals,
    places_of_same,
    relate_dates,
    relate_quantities,
    same,
    slots_agree,
)
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.roles import belongs_to, heads_of, role_faults
from bot.core.factcheck.units import measure
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Kind, Relation
from bot.core.text.normalise import words

_DATED_SLOTS: Final = frozenset({CORE, "in", "on", "at", "during", "as", "as_of"})
"""Slots in which the date of the fact may be; others, such as "before", mean something else."""
_LOCATING: Final = frozenset({EntityKind.PLACE, EntityKind.ORGANISATION})
_LOCATED: Final = frozenset({"in", "across", "throughout"})
_IMMOVABLE: Final = frozenset(map(root, things.IMMOVABLE))
_ONE_WAY: Final = frozenset({"beyond", "before", "after", "above", "below", "behind", "than"})
"""Prepositions of relations that do not hold the other way round."""
_ENDS: Final = frozenset({"from", "to", "between"})
_COMPASS: Final = frozenset({"north", "south", "east", "west"})
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_OPEN: Final = frozenset({"may", "might", "could"})
_EARLIER_OR_LATER: Final = frozenset({"last", "next", "previous", "ago", "earlier", "later"})
_BY_NOW: Final = frozenset({"yet", "so far", "as yet", "to date"})
"""Words that add nothing to a "no": "there is no sign yet"."""
_MORE_OR_LESS: Final = frozenset({"more", "less", "fewer", "over", "under", "larger", "bigger", "smaller", "other"})
_OF_THINGS: Final = frozenset({"on", "for", "by", "against", "about", "over", "of"})
"""Prepositions of what a noun may have before it: "tram ticket" for "ticket for the tram"."""
_COMPOUND: Final = 3  # items from a noun to what belongs to it behind a preposition
_OWN_HEAD: Final = 3  # words of two names that may be of two things with one head
_ENOUGH: Final = 3  # items that two texts share at least if they speak of the same


def pair(match: ClauseMatch) -> None:
    """Pair the items of a match, and note the conflicts and what is missing."""
    match.pairs = _partners(match.items, match.source.available, match.fact)
    _keep_day_of_telling(match)
    _pair_located(match)
    _pair_compounds(match)
    own, borrowed = len(match.pairs), dict[int, Item]()
    named = frozenset((*_renamed(match), *_all_of(match)))
    lacking: list[Item] = []
    turned, held = set[str](), set[int]()
    elsewhere = _Elsewhere(match)
    dated = any(each.date is not None and each is not match.items[place] for place, each in match.pairs.items())
    for place, item in enumerate(match.items):
        if place in named or place in match.pairs or _is_other_end(item, turned):
            continue
        conflict = _conflict(item, match)
        if conflict is not None:
            difference, match.pairs[place] = conflict
            match.conflicts.append(difference)
            if other_offices(item, match.pairs[place]) or other_kinds(item, match.pairs[place]):
                held.add(item.run)
            if opposite_slots(item, match.pairs[place]):
                turned.add(match.pairs[place].slot)
        elif (
            own >= 2 * (len(borrowed) + 1)
            and not ((item.verb and dated) or _is_listed_actor(item, match))
            and elsewhere.has(place)
        ):
            borrowed[place] = item
        else:
            lacking.append(item)
    lacking = [item for item in lacking if not (_is_other_end(item, turned) or item.run in held)]
    turned_around = _turned_around(lacking, match)
    if turned_around is not None:
        match.conflicts.append(turned_around)
        lacking = [item for item in lacking if item.slot == CORE or item.slot in _ONE_WAY]
        lacking = [item for item in lacking if not places_of_same(item, match.source.available) and not item.modifies]
    _add_lacking(lacking, match)
    match.pairs.update(borrowed)
    _join_located(match)


def _turned_around(lacking: Sequence[Item], match: ClauseMatch) -> Difference | None:
    """Return the difference if two sides of a relation that cannot be turned have changed places.

    "The airspace extends beyond the region" is not "the region extends beyond the airspace".
    """
    if not any(match.items[place].verb and partner.verb for place, partner in match.pairs.items()):
        return None
    for near, far in itertools.product(lacking, lacking):
        if near.slot != CORE or far.slot not in _ONE_WAY or near.verb:
            continue
        theirs = [[match.available[at] for at in places_of_same(each, match.source.available)] for each in (near, far)]
        if any(each.slot == far.slot for each in theirs[0]) and any(each.slot == CORE for each in theirs[1]):
            return Difference(
                kind=DifferenceKind.WORD,
                said=f"{near.text} … {far.text}",
                source=f"{theirs[1][0].text} … {theirs[0][0].text}",
            )
    return None


def _is_listed_actor(item: Item, match: ClauseMatch) -> bool:
    """Return whether an item is one of several that act: "the play and the party took place in the west"."""
    following = next((each.start for each in match.items if each.start >= item.end), item.end)
    joined = "and" in words(match.sentence.text[item.end : following])
    return joined and item.slot == CORE and any(each.verb and each.place > item.place for each in match.items)


def _keep_day_of_telling(match: ClauseMatch) -> None:
    """Take the day of a fact from what was on another: who said on a Thursday that he would go did not go then.

    Neither did what its text dates otherwise happen on that day: "where drills were held last month".
    """
    above = match.parsed.clauses[match.other.parent] if match.other.parent >= 0 else None
    told = above is not None and match.other.link is Link.COMPLEMENT and is_speech(above, match.parsed)
    uncertain = not _OPEN.isdisjoint(match.other.modals.values())  # "hears it on 9 June and may stop it"
    if not (told or uncertain) and not any(_is_other_time(each, match.fact) for each in match.other.items):
        return
    own = {id(each) for each in match.other.all_items}
    directly = match.clause.link is not Link.COMPLEMENT
    for place, item in enumerate(match.items):
        partner = match.pairs.get(place)
        if item.date is not None and partner is not None and (partner is item or (directly and id(partner) not in own)):
            del match.pairs[place]


def _is_other_time(item: Item, fact: FactTexts) -> bool:
    """Return whether a text dates something otherwise than its fact: "last month"."""
    if item.date is not None:
        return relate_dates(item.date, fact.dates) is Relation.DIFFERS
    return item.time and not _EARLIER_OR_LATER.isdisjoint(words(item.text))


def _pair_located(match: ClauseMatch) -> None:
    """Pair "campuses in Porto" with "Porto campuses", and "lawyers at the Pentagon" with "Pentagon lawyers"."""
    for place, item in enumerate(match.items):
        if place in match.pairs or item.entity not in _LOCATING or not place:
            continue
        for other in match.available:
            if other.entity in _LOCATING and same(item, other) and _stand_located(place, item, other, match):
                match.pairs[place] = item
                break


def _stand_located(place: int, item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether one of two names stands before what belongs to it, and the other after the same word."""
    before = match.pairs.get(place - 1)
    if before is not None and match.items[place - 1].phrase != item.phrase and belongs_to(before, item):
        theirs = heads_of(other, match.available)
        return any(head is before for head in theirs)
    own = [each for each in match.items if each.run == item.run and each.place > item.place and not each.verb]
    heads = [partner for index, partner in match.pairs.items() if match.items[index] in own]
    near = (each for each in match.available if each.place == other.place - 1 and each.phrase != other.phrase)
    return any(belongs_to(each, other) and any(each is head for head in heads) for each in near)


def _pair_compounds(match: ClauseMatch) -> None:
    """Pair "tram ticket" with "ticket for the tram", and "boat strikes" with "strikes on boats".

    Not the other way round: "strikes on boats" may be no "boat strikes", and "government pressure" no pressure on it.
    """
    for place, item in enumerate(match.items):
        head = match.pairs.get(place + 1)
        if place in match.pairs or head is None or not _stands_before_noun(item, match):
            continue
        partners = match.partners
        for other in match.available:
            near = head.place < other.place <= head.place + _COMPOUND and other.slot in _OF_THINGS
            if near and other.phrase != head.phrase and id(other) not in partners and same(item, other):
                match.pairs[place] = item
                break


def _stands_before_noun(item: Item, match: ClauseMatch) -> bool:
    """Return whether a word for a thing, which cannot act, stands right before a noun."""
    if item.kind is not ItemKind.WORD or item.verb or item.modifies or item.time or not item.keys.isdisjoint(ACTORS):
        return False
    head = match.items[item.place + 1] if item.place + 1 < len(match.clause.items) else None
    return head is not None and head.run == item.run and head.kind is ItemKind.WORD and not head.verb


def _is_other_end(item: Item, turned: Collection[str]) -> bool:
    """Return whether a name is the other end of a direction that the source turns: "to X from Y" for "from X"."""
    return item.kind is ItemKind.NAME and item.slot in turned


def _add_lacking(lacking: Sequence[Item], match: ClauseMatch) -> None:
    listed = _longer_list(lacking, match)
    if listed is not None:
        match.conflicts.append(listed)
        return
    for item in lacking:
        if not (match.clause.negations and match.other.negations and item.text.lower() in _BY_NOW):
            _add_missing(match, item)


def _longer_list(lacking: Sequence[Item], match: ClauseMatch) -> Difference | None:
    """Return the difference if all that is lacking is one year of a list whose other years are all in the source."""
    years = [item for item in match.items if item.date is not None or item.text in _years(lacking)]
    theirs = [other for other in match.available if other.date is not None]
    listed = len(lacking) == 1 and lacking[0] in years and lacking[0] is not years[0] and len(theirs) > 1
    if not listed or len(years) != len(theirs) + 1 or years[-1].place - years[0].place != len(theirs):
        return None
    said = match.sentence.text[years[0].start : years[-1].end]
    return Difference(kind=DifferenceKind.DATE, said=said, source=match.parsed.text[theirs[0].start : theirs[-1].end])


def _years(items: Sequence[Item]) -> frozenset[str]:
    """Return the numbers that may be years: after one in a list, "2020" is read as a number."""
    return frozenset(item.text for item in items if item.quantity is not None and _YEAR.fullmatch(item.text))


def _join_located(match: ClauseMatch) -> None:
    """Make one conflict of a place and the place that it is in: "Minot in Dakota" for "Barksdale in Louisiana"."""
    for one, two in itertools.permutations(match.conflicts, 2):
        said, source = (f"{one.said} in {two.said}", f"{one.source} in {two.source}")
        if one.kind is two.kind is DifferenceKind.NAME and said in match.sentence.text and source in match.parsed.text:
            match.conflicts[match.conflicts.index(one)] = replace(one, said=said, source=source)
            match.conflicts.remove(two)
            return


def _add_missing(match: ClauseMatch, item: Item) -> None:
    """Note an item without a partner; a number that the source gives less exactly, with that of the source."""
    partners = match.partners
    for other in match.available if item.quantity is not None else ():
        if other.quantity is None or item.quantity is None or id(other) in partners:
            continue
        if relate_quantities(item.quantity, other.quantity) is Relation.OPEN:
            match.add_fault(DifferenceKind.QUALIFIER, said=item.text, source=other.text)
            return
    elsewhere = places_of_same(item, match.source.available)
    match.add_fault(DifferenceKind.ORDER if elsewhere else DifferenceKind.MISSING, said=item.text)


def _partners(items: Sequence[Item], index: ItemIndex, fact: FactTexts) -> dict[int, Item]:
    """Give each item a partner of its own, those with the fewest choices first."""
    available = index.items
    choices: list[tuple[int, int, list[tuple[int, int]]]] = []
    for place, item in enumerate(items):
        fitting = [
            (_distance(item, available[other]), other)
            for other in places_of_same(item, index)
            if slots_agree(item, available[other])
        ]
        if fitting:
            choices.append((len(fitting), place, sorted(fitting)))
    taken: set[int] = set()
    pairs: dict[int, Item] = {}
    for _, place, fitting in sorted(choices):
        free = next((other for _, other in fitting if other not in taken), None)
        if free is not None:
            taken.add(free)
            pairs[place] = available[free]
    for place, item in enumerate(items):
        if place in pairs or item.kind not in {ItemKind.NUMBER, ItemKind.DATE}:
            continue
        if _is_converted(item, pairs.values()) or _is_date_of(item, fact):
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


class _Elsewhere:
    """Finds items that another text of the fact has in the same role, beside the same word, where it says the same."""

    def __init__(self, match: ClauseMatch) -> None:
        self._match = match

    def has(self, place: int) -> bool:
        """Return whether another text has an item."""
        items = self._match.items
        item = items[place]
        counts = item.quantity is not None and measure(item.quantity) is None
        if item.date is not None or counts or len(items) < _ENOUGH or item.kind is ItemKind.QUANTIFIER:
            return False
        if not _may_have(item, self._match.fact.keys):
            return False
        return any(
            place in pairs and (place - 1 in pairs or place + 1 in pairs) and not self._is_replaced(item, pairs[place])
            for pairs in self._alike
        )

    def _is_replaced(self, item: Item, partner: Item) -> bool:
        """Return whether the source has another subject in the place of one: "the party drew 1,000 people".

        "The bombers" may be the "B-52 bombers" of the other text, and so no other.
        """
        match = self._match
        acts = [(match.items[place], each) for place, each in match.pairs.items() if match.items[place].verb]
        if not acts or item.slot != CORE or item.verb or item.modifies or item.order > acts[0][0].order:
            return False
        partners, verb = match.partners, acts[0][1]
        return any(
            each.slot == CORE and each.order < verb.order and id(each) not in partners
            for each in match.source.own.items
            if each.kind in {ItemKind.WORD, ItemKind.NAME} and not (each.verb or each.time or each.modifies)
            if each.keys.isdisjoint(partner.keys)
        )

    @cached_property
    def _alike(self) -> Sequence[Mapping[int, Item]]:
        """The pairs with each clause of the fact that says much of the same, in the same roles."""
        match, items = self._match, self._match.items
        found: list[Mapping[int, Item]] = []
        for source in match.fact.clauses:
            other = source.clause
            denies = len(other.negations) == len(match.clause.negations)
            if other is match.other or not denies or other.modals.keys() != match.clause.modals.keys():
                continue
            if not self._is_enough(sum(_may_have(item, source.own.keys) for item in items)):
                continue
            pairs = _partners(items, source.own, match.fact)
            if self._is_enough(len(pairs)) and not any(role_faults(items, source.own.items, pairs)):
                found.append(pairs)
        return found

    def _is_enough(self, pairs: int) -> bool:
        return pairs >= _ENOUGH and 2 * pairs > len(self._match.items)


def _may_have(item: Item, keys: frozenset[str]) -> bool:
    """Return whether something with these keys may have an item; what is compared by its value always may."""
    compared = item.quantity is not None or item.date is not None or item.entity is EntityKind.PLACE
    return compared or item.kind is ItemKind.QUANTIFIER or not item.keys.isdisjoint(keys)


# Values that exclude each other.


def _conflict(item: Item, match: ClauseMatch) -> tuple[Difference, Item] | None:
    """Return the value that the fact has in the place of an item, if it excludes that of the sentence."""
    partners, available = match.partners, match.source.available
    equals = frozenset(places_of_same(item, available))
    for place in _places_of_values(item, match):
        other = available.items[place]
        if id(other) in partners:
            continue
        counts = item.kind is ItemKind.NUMBER and (item.modifies or other.modifies)
        if counts or slots_agree(item, other):
            kind = differing_kind(item, other, match.fact)
            if may_both_hold(kind, item, other, match) or (kind is DifferenceKind.NAME and _acts_only(item, other)):
                continue
            if kind is not None:
                return Difference(kind=kind, said=item.text, source=other.text), other
            if other_offices(item, other) and _is_held(item, match):
                return Difference(kind=DifferenceKind.WORD, said=item.text, source=other.text), other
            if other_kinds(item, other) and _is_value(item, other, match):
                return Difference(kind=DifferenceKind.WORD, said=item.text, source=other.text), other
        elif place in equals and opposite_slots(item, other) and _alike_measured(item, other, match):
            said, source = item.slot.replace("_", " "), other.slot.replace("_", " ")
            return Difference(kind=DifferenceKind.WORD, said=said, source=source), other
    return _other_rank(item, match) or _other_owner(item, match) or _date_conflict(item, match)


def _acts_only(item: Item, other: Item) -> bool:
    """Return whether the other of two names acts, and the one tells where, or how: "on Facebook"."""
    return other.free and other.slot == CORE and item.slot != CORE


def _places_of_values(item: Item, match: ClauseMatch) -> Sequence[int]:
    """Return the places of what the fact has of the same kind as an item."""
    before = match.items[item.place - 1].text.lower() if 0 < item.place < len(match.items) else ""
    if item.kind is ItemKind.QUANTIFIER and before in _MORE_OR_LESS:
        return ()  # "more than half" may be 60 per cent
    available = match.source.available
    places = sorted({*places_of_rivals(item, available), *places_of_same(item, available)})
    return places if item.quantity is None else nearest_numbers(item, places, match)


def _other_rank(item: Item, match: ClauseMatch) -> tuple[Difference, Item] | None:
    """Return the "first" that the source has before the same word as an ordinal: "the second time"."""
    if item.quantity is None or item.quantity.kind is not Kind.ORDINAL:
        return None
    index = match.items.index(item)
    counted = [each.text.lower() for each in match.items[index + 1 : index + 2]]
    for other in match.available:
        first, *rest = other.text.lower().split() or [""]
        if first == "first" and id(other) not in match.partners:
            if rest and rest == counted:
                match.pairs[index + 1] = other  # "first time" may be one phrase of the vocabulary
            elif not _describes_same(item, other, match):
                continue
            return Difference(kind=DifferenceKind.NUMBER, said=item.text, source=other.text), other
    return None


def _other_owner(item: Item, match: ClauseMatch) -> tuple[Difference, Item] | None:
    """Return the place that stands before the same word in a name: "Venezuela's aviation authority", not "Chile's"."""
    following = match.pairs.get(item.place + 1) if item.kind is ItemKind.NAME else None
    if following is None or item.entity not in {EntityKind.PLACE, None} or item.run != match.items[item.place + 1].run:
        return None
    owners = frozenset(key for key in following.keys if key.endswith("<"))
    own = words(match.items[item.place + 1].text)
    theirs = following.text[: following.text.lower().find(own[0])].strip() if own else ""
    if not owners or f"{item.name}<" in owners or not theirs[:1].isupper() or following.text == item.text:
        return None
    return Difference(kind=DifferenceKind.NAME, said=item.text, source=theirs), item


def _alike_measured(item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether two prepositions both belong to a number or neither does.

    "132 miles from the mainland" is no movement, so "to the mainland" is not its opposite.
    """
    return _is_measured(item, match.items) is _is_measured(other, match.available)


def _is_measured(item: Item, clause: Sequence[Item]) -> bool:
    before = [each for each in clause if each.place < item.place and each.phrase != item.phrase]
    return bool(before) and max(before, key=lambda each: each.place).quantity is not None


def _is_value(item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether a word says what somebody is, what is counted, or which of several.

    Who does something else is no contradiction.
    """
    if _describes_same(item, other, match) or (item.slot == other.slot != CORE and item.text.lower() in _COMPASS):
        return True
    if item.slot == other.slot and item.slot in _ENDS and _is_other_end_same(match):
        return True
    before = [each for each in match.items if each.place < item.place and each.phrase == item.phrase]
    return any(each.quantity is not None or "=be" in each.keys for each in before)


def _is_other_end_same(match: ClauseMatch) -> bool:
    """Return whether the verb, and the other end of a way or the other side of something, are the same."""
    paired = [match.items[place] for place in match.pairs]
    return any(each.slot in _ENDS for each in paired) and any(each.verb for each in paired)


def _is_held(item: Item, match: ClauseMatch) -> bool:
    """Return whether an office is what somebody is: after "is", or after "as"."""
    if item.slot == "as":
        return True
    verbs = [each for each in match.items if each.verb and each.slot == CORE]
    named = any(each.kind is ItemKind.NAME for each in match.items if each.order > item.order)
    return any("=be" in each.keys and (each.order < item.order or (named and len(verbs) == 1)) for each in verbs)


def _describes_same(item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether two words stand before the same word: "bus station" and "railway station"."""
    following = item.place + 1
    for place, partner in match.pairs.items():
        each = match.items[place]
        if each.place == following and each.run == item.run:
            return partner.place == other.place + 1 and partner.run == other.run
    return False


def _date_conflict(item: Item, match: ClauseMatch) -> tuple[Difference, Item] | None:
    if item.date is None or item.slot not in _DATED_SLOTS:
        return None
    dated = [other for other in match.available if other.date is not None and slots_agree(item, other)]
    if any(may_both_hold(DifferenceKind.DATE, item, other, match) for other in dated):
        return None
    if not dated:
        if match.source.clause.link is Link.RELATIVE or _does_more(match):
            return None  # the day of "the admiral, who oversees it, retires" is that of the retirement
        differs = relate_dates(item.date, match.fact.dates) is Relation.DIFFERS
        source = match.fact.fact.when or ""
        return (Difference(kind=DifferenceKind.DATE, said=item.text, source=source), item) if differs else None
    if all(relate_dates(item.date, [other.date]) is Relation.DIFFERS for other in dated if other.date is not None):
        return Difference(kind=DifferenceKind.DATE, said=item.text, source=dated[0].text), item
    return None


def _does_more(match: ClauseMatch) -> bool:
    """Return whether a clause of the fact has a verb that the sentence does not have."""
    partners = match.partners
    verbs = (item for item in match.source.own.items if item.verb and "=be" not in item.keys)
    return any(id(verb) not in partners for verb in verbs)


def _renamed(match: ClauseMatch) -> Sequence[int]:
    """Note a conflict for each name of several words in the place of another; return the places of its words."""
    found: list[int] = []
    for places in _name_runs(match):
        named = [match.items[place] for place in places]
        lacking = [match.items[place] for place in places if place not in match.pairs]
        if not lacking or all(item.keys & match.fact.known for item in lacking):
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
        said = match.sentence.text[named[0].start : named[-1].end]
        if may_contain(named[-1], others[0], said) or acts_too(named[-1], others[0], match):
            continue
        within = any(item.entity is EntityKind.PLACE and f"{item.name}<" in others[0].keys for item in named)
        if within and not _are_other_branches(named, others[0]) and not _have_same_head(named, others[0]):
            continue  # the US Army may be part of the US military
        shared = others[0].keys & frozenset(key for item in named for key in item.keys)
        if (shared and all(item.entity for item in lacking)) or (
            len(lacking) < len(named) and all(item.entity for item in named)
        ):
            continue
        for place in places:
            match.pairs.pop(place, None)
        match.conflicts.append(Difference(kind=DifferenceKind.NAME, said=said, source=others[0].text))
        match.pairs[places[-1]] = others[0]
        found += places
    return found


def _are_other_branches(named: Sequence[Item], other: Item) -> bool:
    """Return whether two names of forces have two branches: "US Coast Guard" and "US Navy"."""
    said, source = (
        {branch for branch in things.BRANCHES if branch in text.lower()}
        for text in (" ".join(item.text for item in named), other.text)
    )
    return bool(said and source) and said.isdisjoint(source)


def _have_same_head(named: Sequence[Item], other: Item) -> bool:
    """Return whether two names have the same last word after others: "US Central Command", "US Southern Command"."""
    said, source = (words(text) for text in (" ".join(item.text for item in named), other.text))
    long = min(len(said), len(source)) >= _OWN_HEAD
    return long and said[-1] == source[-1] and said[:-1] != source[:-1]


def _name_runs(match: ClauseMatch) -> Iterator[Sequence[int]]:
    """Yield the places of the words of each name that has several, with a title or first name that opens a sentence."""
    items = match.items
    grouped = itertools.groupby(enumerate(items), key=lambda each: (_is_name(each[1]), each[1].run, each[1].slot))
    for (capital, _, _), group in grouped:
        places = [place for place, _ in group]
        if places[0] == 1 and 1 not in match.pairs and _opens_name(items[0], items[1]):
            places.insert(0, 0)
        if capital and len(places) > 1:
            yield places


def _opens_name(first: Item, second: Item) -> bool:
    """Return whether a title or first name opens a sentence: its capital does not show that it is part of a name."""
    person = second.entity in {EntityKind.PERSON, None}
    return person and first.kind is ItemKind.WORD and first.text[:1].isupper() and first.run == second.run


def _is_name(item: Item) -> bool:
    return item.kind is ItemKind.NAME and item.text[:1].isupper() and item.date is None


def _all_of(match: ClauseMatch) -> Sequence[int]:
    """Note a conflict for "all 23" where the fact has "20 of 23"; return the places of both words.

    So with "all three bombers" and "all of the bombers" where it has "two of the bombers".
    """
    for place, item in enumerate(match.items[:-1]):
        numbered = match.items[place + 1].quantity is not None
        places = [place, place + 1] if numbered else [place]
        if "?all" not in item.keys or not match.pairs.keys().isdisjoint(places):
            continue
        of_all = match.items[place + 1 : place + 2 + numbered]
        for other in match.available:
            if _leaves_some(other, of_all, match):
                said = " ".join(match.items[each].text for each in places)
                match.conflicts.append(Difference(kind=DifferenceKind.NUMBER, said=said, source=other.text))
                match.pairs[places[-1]] = other
                return places
    return ()


def _leaves_some(number: Item, of_all: Sequence[Item], match: ClauseMatch) -> bool:
    """Return whether a number is one of several of the same: "20 of 23 states", "two of the bombers"."""
    if number.quantity is None or not any(each.verb for each in match.pairs.values()):
        return False
    if of_all[0].quantity is not None and number.quantity.total == of_all[0].quantity.value:
        return True
    counted = [each for each in match.available if each.phrase == number.phrase and each.place > number.place]
    partners = [match.pairs.get(place) for place, item in enumerate(match.items) if item is of_all[-1]]
    whole = (
        len(match.pairs) >= _ENOUGH
        and bool(counted)
        and counted[0].modifies
        and any(each is partners[0] for each in counted)
    )
    return whole and number.quantity.kind is Kind.COUNT and measure(number.quantity) is None
