"""Whether the aligned items of a clause play the same roles: who does what to whom, what belongs to what."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.core.factcheck import lexicon, things
from bot.core.factcheck.clause_builder import GIVING
from bot.core.factcheck.clauses import CORE, INFINITIVE, Item, ItemKind
from bot.core.factcheck.inflection import is_gerund, root
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.units import measure
from bot.core.knowledge.model import EntityKind
from bot.core.text.normalise import words

_METONYMS: Final = frozenset(map(root, "military government administration forces officials authorities".split()))
_LOCATED: Final = frozenset({"in", "on", "at", "across", "throughout"})
_EMPLOYED: Final = frozenset({"in", "at", "from"})
_COMING: Final = frozenset({"at", "from"})
_IMMOVABLE: Final = frozenset(map(root, things.IMMOVABLE))
_STAFF: Final = frozenset(map(root, things.STAFF))
_NOT: Final = "?not"
_OWNED: Final = 3  # items after a genitive of which one is what it belongs to


def role_faults(items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> Iterator[Difference]:
    """Yield where the roles differ. Two numbers in each other's place differ in their values."""
    ordered = sorted(pairs.items())
    sides = _equated(items, pairs)
    for index, (place, partner) in enumerate(ordered):
        item = items[place]
        if not _modifies_alike(place, items, available, pairs):
            other = _exchanged(place, items, available, pairs)
            if other is not None:
                said = f"{item.text} … {other.text}"
                yield Difference(kind=DifferenceKind.NUMBER, said=said, source=f"{other.text} … {item.text}")
                return
            yield Difference(kind=DifferenceKind.ORDER, said=item.text, source=partner.text)
            return
        for later, other_partner in ordered[index + 1 :]:
            other = items[later]
            if sides and sides.get(place) != sides.get(later):
                continue  # "Adm. Holsey is the officer" is "the officer is Adm. Holsey"
            if _are_apposed(item, other, items) and _are_apposed(partner, other_partner, available):
                continue  # "the cook Ivonne Caña" is "Ivonne Caña, a cook"
            if _names_exchanged(item, other, partner, other_partner, pairs.values()):
                yield Difference(kind=DifferenceKind.ORDER, said=f"{item.text} … {other.text}", source="")
                return
            if _turned(item, other, partner, other_partner):
                # "6.5 metres high and 340 metres long" may only be told the other way around, "4 to 7" is not.
                swapped = (
                    item.quantity is not None
                    and other.quantity is not None
                    and item.quantity.kind is other.quantity.kind
                    and measure(item.quantity) is None
                )
                yield Difference(
                    kind=DifferenceKind.NUMBER if swapped else DifferenceKind.ORDER,
                    said=f"{item.text} … {other.text}",
                    source=f"{other_partner.text} … {partner.text}",
                )
                return
    torn = _phrases_torn(items, pairs) or _is_attached_elsewhere(items, available, pairs)
    if torn or _denies_other_part(items, available, pairs) or _has_other_time(available, pairs):
        yield Difference(kind=DifferenceKind.ORDER, said="", source="")


def _denies_other_part(items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether a "not" stands before another word: "as criminals and not as combatants", the reverse."""
    for place, partner in pairs.items():
        following = pairs.get(place + 1) if _NOT in items[place].keys else None
        if following is not None and partner is not items[place]:
            denied = next((each for each in available if each.place == partner.place + 1), None)
            if denied is not following:
                return True
    return False


def _has_other_time(available: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether the source has something at a time of its own, which the sentence leaves out.

    "The barrier begins in May and the tram a month later" does not say that the tram begins in May.
    """
    partners = {id(partner) for partner in pairs.values()}
    times = [each for each in available if each.time or each.date is not None]
    joined = [
        each.place
        for each in available
        for told in times
        if id(told) in partners and told.group and told.group == each.group and each not in times
    ]
    left = [each.place for each in times if id(each) not in partners]
    return any(first <= partner.place < last for partner in pairs.values() for first in joined for last in left)


def _equated(items: Sequence[Item], pairs: Mapping[int, Item]) -> Mapping[int, int]:
    """Return on which side of "is" each item stands, if the source has both sides the other way round; else nothing.

    One side must be a name alone: "dogs are animals" does not say that animals are dogs.
    """
    verbs = [place for place in pairs if items[place].verb and items[place].slot == CORE]
    if len(verbs) != 1 or _IS not in items[verbs[0]].keys or _IS not in pairs[verbs[0]].keys:
        return {}
    ours, theirs = items[verbs[0]].order, pairs[verbs[0]].order
    core = [place for place in pairs if items[place].slot == CORE and place != verbs[0]]
    if any(pairs[place].slot != CORE or items[place].order == ours for place in core):
        return {}
    if any((items[place].order < ours) is (pairs[place].order < theirs) for place in core):
        return {}
    before = [place for place in core if items[place].order < ours]
    after = [place for place in core if items[place].order > ours]
    alone = any(len(side) == 1 and items[side[0]].kind is ItemKind.NAME for side in (before, after))
    if not before or not after or not alone:
        return {}
    sides = {place: int(items[place].order > ours) for place in pairs}
    return {**sides, verbs[0]: 2}


_IS: Final = "=be"


def _is_placed(item: Item) -> bool:
    """Return whether the order of an item among subjects, verbs and objects counts."""
    if item.time or item.kind is ItemKind.QUANTIFIER or item.text.lower() in lexicon.ADVERBS:
        return False
    return (
        item.slot in {CORE, INFINITIVE}
        and not any(key.startswith("+") for key in item.keys)
        and (not item.text.lower().endswith("ly") or item.text.lower() in lexicon.NOUNS_IN_LY)
    )


def _turned(one: Item, two: Item, partner: Item, other: Item) -> bool:
    """Return whether two items stand in another order than their partners, where the order says who does what."""
    if one is partner or two is other or one.slot != two.slot or partner.slot != other.slot:
        return False
    if (one.order < two.order) is (partner.order < other.order):
        return False
    if not all(map(_is_placed, (one, two, partner, other))):
        return False
    if any(item.verb for item in (one, two, partner, other)):
        return not ((one.free or two.free) and not (one.verb or two.verb))
    counted = (one.quantity is None) is not (two.quantity is None)
    belongs = any(item.modifies for item in (one, two, partner, other))
    return not (counted or belongs or _are_listed(one, two) or _are_listed(partner, other) or one.free or two.free)


def _names_exchanged(one: Item, two: Item, partner: Item, other: Item, partners: Iterable[Item]) -> bool:
    """Return whether two names stand in each other's place, by their prepositions or around another word.

    "US Secretary of Defense" may be "Secretary of Defense of the US"; "CNN reported Trump's decision" is not "Trump's
    reported CNN decision".
    """
    if not (one.kind is two.kind is partner.kind is other.kind is ItemKind.NAME) or one is partner or two is other:
        return False
    if one.slot != partner.slot:
        return one.slot == other.slot and two.slot == partner.slot
    if two.slot != other.slot or one.slot != two.slot or one.free or two.free:
        return False
    if (one.order < two.order) is (partner.order < other.order) or _are_listed(partner, other):
        return False
    first, last = sorted((partner.order, other.order))
    if one.modifies is not partner.modifies and two.modifies is not other.modifies:
        return True
    return any(first < each.order < last and each.slot == partner.slot for each in partners)


def _are_apposed(one: Item, two: Item, among: Sequence[Item]) -> bool:
    """Return whether a word stands right before a name as what it is, or after it in a phrase of its own."""
    first, second = (one, two) if one.place <= two.place else (two, one)
    if first.slot != second.slot or {first.kind, second.kind} != {ItemKind.WORD, ItemKind.NAME}:
        return False
    if second.place - first.place > _APPOSED or first.modifies or second.modifies or _are_listed(first, second):
        return False
    phrases = {first.phrase, second.phrase}
    between = [each for each in among if first.place <= each.place <= second.place and each.phrase in phrases]
    if any(each.verb for each in between):
        return False
    title = first.kind is ItemKind.WORD
    return all(each.run == second.run for each in between) if title else first.run != second.run


_APPOSED: Final = 3  # items from a name to the word that tells what it is, at most


def _are_listed(one: Item, two: Item) -> bool:
    return bool(one.group) and one.group == two.group


def _modifies_alike(place: int, items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether what an item belongs to is aligned with what its partner belongs to."""
    item, partner = items[place], pairs[place]
    if item is partner or item.time or item.text.lower() in lexicon.ADVERBS:
        return True
    if item.kind in {ItemKind.NUMBER, ItemKind.QUANTIFIER} or partner.kind is ItemKind.NUMBER:
        return _counts_alike(place, items, available, pairs)
    if partner.modifies and not item.modifies and _is_part(place, items, available, pairs):
        return True
    heads = heads_of(partner, available)
    if item.kind is ItemKind.NAME and item.modifies != partner.modifies and item.entity is EntityKind.THING:
        return False
    own = [
        pairs[index]
        for index, other in enumerate(items)
        if index in pairs and index != place and other.phrase == item.phrase
    ]
    if not heads and item.modifies and not partner.modifies:
        owners = {id(head) for head in heads_of(item, items)}
        owned = [each for index, each in pairs.items() if id(items[index]) in owners]
        if any(partner.entity is EntityKind.PERSON and _are_apposed(each, partner, available) for each in owned):
            owned = []  # "the cook Ivonne Caña" is not "Ivonne Caña's cook"
        return any(each.phrase == partner.phrase or _stands_before(each, partner) for each in owned)
    return not heads or any(head is each for each in own for head in heads)


def _is_part(place: int, items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether a number counts the same things in the source out of several: "two of the bombers" are two."""
    number = pairs.get(place - 1)
    if number is None or number.quantity is None or items[place - 1].phrase != items[place].phrase:
        return False
    partner = pairs[place]
    between = [each for each in available if number.place < each.place < partner.place]
    return number.phrase == partner.phrase and number.place < partner.place and all(each.modifies for each in between)


def _exchanged(place: int, items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> Item | None:
    """Return the number that stands beside what another counts in the source, and the other way round."""
    quantity = items[place].quantity
    for later, other in enumerate(items[place + 1 :], start=place + 1):
        if quantity is None or other.quantity is None or later not in pairs or other.quantity.kind is not quantity.kind:
            continue
        swapped = {**pairs, place: pairs[later], later: pairs[place]}
        if all(_counts_alike(each, items, available, swapped) for each in (place, later)):
            return other
    return None


def _stands_before(item: Item, name: Item) -> bool:
    """Return whether a phrase tells where the thing right before it belongs: "the theatre, in Porto"."""
    return item.place == name.place - 1 and belongs_to(item, name)


def belongs_to(item: Item, name: Item) -> bool:
    """Return whether the place or organisation that a phrase names may also stand before a word.

    What cannot move is where it belongs, as are those who work somewhere; "troops in Venezuela" may be of another
    country.
    """
    last = root(words(item.text)[-1]) if words(item.text) else ""
    keys = item.keys | {last}
    if name.entity is EntityKind.PLACE and name.slot in _LOCATED and keys & _IMMOVABLE:
        return True
    works = not item.verb and (bool(keys & _STAFF) or last.endswith("~er"))
    return works and name.slot in (_EMPLOYED if name.entity is EntityKind.ORGANISATION else _COMING)


def heads_of(item: Item, available: Sequence[Item]) -> list[Item]:
    """Return the items to one of which a genitive, or a name before a noun, belongs; none if it stands alone."""
    phrase = [other for other in available if other.phrase == item.phrase and other is not item]
    run = [other for other in phrase if other.run == item.run and other.place > item.place]
    run = list(itertools.takewhile(lambda other: not other.verb, sorted(run, key=lambda each: each.place)))
    if item.modifies:
        before = [other for other in phrase if other.place < item.place and not other.modifies][-2:]
        if item.entity is EntityKind.THING and before:
            return [*before, *run[:_OWNED]]
        return run[:_OWNED] or before
    following = next((other for other in phrase if other.place == item.place + 1 and other.run == item.run), None)
    received = item.kind is ItemKind.NAME and any(_receives(item, other) for other in phrase)
    if following is None or following.verb or following.modifies or item.verb or received:
        return []
    if item.kind is ItemKind.WORD and item.slot == CORE:
        return [] if item.text.lower().endswith("ly") else _nouns_after(item, run)
    if item.kind is ItemKind.NAME or item.kind is ItemKind.WORD:
        return [] if item.entity is EntityKind.THING or _is_no_head(following) else run[:_OWNED]
    return []


def _receives(item: Item, verb: Item) -> bool:
    """Return whether a name stands right after a verb of giving: "grant Maduro broad powers"."""
    return verb.verb and verb.place == item.place - 1 and not verb.keys.isdisjoint(GIVING)


def _nouns_after(item: Item, run: Sequence[Item]) -> list[Item]:
    """Return the words right after one, before any verb: the "barrier" of "flood barrier"."""
    found: list[Item] = []
    for other in sorted(run, key=lambda each: each.place)[:_OWNED]:
        if other.place != item.place + 1 + len(found) or other.modifies or _is_no_head(other):
            break
        if other.text.split()[0].lower() in lexicon.POSTPOSED or _acts_on_name(other, run):
            break
        found.append(other)
    return found


def _acts_on_name(item: Item, run: Sequence[Item]) -> bool:
    """Return whether a gerund has a name as its object: "the admiral overseeing US Southern Command"."""
    if not is_gerund(item.text.lower()):
        return False
    return any(other.place == item.place + 1 and other.kind is ItemKind.NAME for other in run)


def _is_no_head(item: Item) -> bool:
    if item.date is not None or item.quantity is not None or item.time or item.keys & _METONYMS:
        return True
    adverb = item.text.lower().endswith("ly") or item.text.lower() in lexicon.ADVERBS or item.text.lower() == "before"
    return adverb or any(key.startswith("+") for key in item.keys)


def _counts_alike(place: int, items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether a number or a quantifier stands before the same noun."""
    partner = pairs[place]
    own = [index for index, other in enumerate(items) if _is_counted(other, items[place], items)]
    theirs = [other for other in available if _is_counted(other, partner, available)]
    if not own or not theirs:
        return True
    return any(index in pairs and any(pairs[index] is other for other in theirs) for index in own)


def _is_counted(item: Item, number: Item, among: Sequence[Item]) -> bool:
    """Return whether an item stands behind a number, and before the next one."""
    if item.phrase != number.phrase or not 0 < item.place - number.place <= _COUNTED:
        return False
    return not any(
        each.kind is ItemKind.NUMBER and each.phrase == item.phrase and number.place < each.place <= item.place
        for each in among
    )


_COUNTED: Final = 5  # items after a number of which one is what it counts


def _is_attached_elsewhere(items: Sequence[Item], available: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether a phrase follows one of two equal words, and its partner follows the other."""
    for place, partner in pairs.items():
        before, theirs = items[place - 1] if place else None, _before(partner, available)
        if before is None or before.phrase == items[place].phrase or place - 1 not in pairs:
            continue
        owner = pairs[place - 1]
        joined = owner.alternative is not None and not owner.free and owner is not before
        if joined and owner.place > partner.place and not partner.time:
            return True  # "a barrier across the river and a tram line": the line is not across the river
        if theirs is None:
            continue
        if theirs is not owner and not theirs.keys.isdisjoint(before.keys):
            return True
    return False


def _before(item: Item, available: Sequence[Item]) -> Item | None:
    found = [each for each in available if each.place == item.place - 1 and each.phrase != item.phrase]
    return found[0] if found else None


def _phrases_torn(items: Sequence[Item], pairs: Mapping[int, Item]) -> bool:
    """Return whether words of one phrase have partners in several."""
    phrases: dict[int, set[int]] = {}
    for place, partner in pairs.items():
        item = items[place]
        if item.alternative or partner.alternative:
            continue
        if (
            item.slot in {CORE, INFINITIVE}
            or item.time
            or item.free
            or partner is item
            or item.modifies
            or partner.modifies
        ):
            continue
        phrases.setdefault(item.phrase, set()).add(partner.phrase)
    return any(len(found) > 1 for found in phrases.values())
