"""Whether two values that differ may both hold: another group that voted, another day on which a river rose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.factcheck import lexicon, things
from bot.core.factcheck.clauses import CORE, Item, ItemKind
from bot.core.factcheck.counting import count_same
from bot.core.factcheck.fact_texts import ClauseMatch
from bot.core.factcheck.inflection import root
from bot.core.factcheck.item_index import office_of
from bot.core.factcheck.relations import is_undone
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.roles import heads_of
from bot.core.factcheck.units import measure
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Kind
from bot.core.text.normalise import words

_SHARED: Final = frozenset(
    map(
        root,
        "vote support back favour favor welcome praise endorse approve oppose reject condemn denounce criticise "
        "criticize slam fear worry concern hope expect want demand call urge ask doubt question discuss debate weigh "
        "consider mull think believe know protest demonstrate march attend visit join sign see watch recognise "
        "recognize reposition move deploy send mobilise mobilize need use own".split(),
    )
) | {"=have"}
"""What several may do, each by themselves: that one did does not say that no other did."""
_RECURRING: Final = frozenset(
    map(root, "vote debate meet speak talk rise fall flood rain protest march demonstrate meet gather".split())
)
"""What the same people or things do on several days."""
_PERSONS: Final = frozenset(map(root, things.PERSONS))
ACTORS: Final = _PERSONS | frozenset(map(root, things.INSTITUTIONS))
"""Those who may act, so that before a noun they may be who does it: "government pressure"."""

_VALUES: Final = frozenset({DifferenceKind.NUMBER, DifferenceKind.NAME, DifferenceKind.DATE})
_ADDING: Final = frozenset({"also", "another", "additional", "additionally", "besides"})
"""Words of a sentence that tells of more than what is known: "the line will also cross the park"."""
_ADDING_LAST: Final = frozenset({"too", "as well"})
_SOME: Final = frozenset({"?some", "?many", "?several", "?few"})
_LIGHT: Final = frozenset(map(root, lexicon.LIGHT)) | {"=be", "=have"}
_LIMITING: Final = frozenset({"by", "before", "until", "since", "after", "as_of"})
"""Slots of a day up to which, or from which on, the source tells what had happened."""
_ARE: Final = frozenset({"is", "are"})
_DEFINITE: Final = frozenset({"the", "both", "these", "those", "all", "its", "their", "his", "her"})
_COUNTS: Final = frozenset({Kind.COUNT, Kind.PERCENT})


def may_both_hold(kind: DifferenceKind | None, item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether two values that differ in a way may be of different things."""
    match kind:
        case DifferenceKind.NUMBER:
            return not count_same(item, other, match)
        case DifferenceKind.DATE:
            return (
                _is_limit(item, other, match)
                or _does_other(match)
                or (other.modifies and dates_event(item, match))
                or is_of_other_event(other, match)
            )
        case DifferenceKind.WORD:
            return is_undone(item, other) and not _is_dated_alike(match)
        case DifferenceKind.NAME:
            return acts_too(item, other, match)
        case _:
            return False


def _is_limit(item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether the source tells what had been up to a day, and the sentence what was on another."""
    before = words(match.parsed.text[: other.start])[-2:]
    return (
        (other.slot in _LIMITING or not _LIMITING.isdisjoint(before))
        and item.slot not in _LIMITING
        and not match.other.modals
    )


def _does_other(match: ClauseMatch) -> bool:
    """Return whether a clause has a verb, and none of its verbs a partner: "took command" for "announced it"."""
    acts = [place for place, each in enumerate(match.items) if each.verb]
    done = any(place in match.pairs or not match.items[place].keys.isdisjoint(_LIGHT) for place in acts)
    return bool(acts) and not done and not any(each.verb for each in match.pairs.values())


def _is_dated_alike(match: ClauseMatch) -> bool:
    """Return whether a clause gives the day of the source."""
    return any(match.items[place].date is not None for place in match.pairs)


def dates_event(item: Item, match: ClauseMatch) -> bool:
    """Return whether a date tells an event from others, as "the flood of 1953"; "the end of May" is a day."""
    dated = next((each.text.lower() for each in match.items if each.place == item.place - 1), "")
    return item.modifies and dated not in lexicon.PARTS_OF_PERIODS


def is_of_other_event(date: Item, match: ClauseMatch) -> bool:
    """Return whether a date of the source is of an event that the sentence does not name, or of one of several.

    "Two bridges were closed in 1987" says nothing of "the flood of January 2021", nor "the council voted in March" of
    its vote in May.
    """
    partners = match.partners
    named = heads_of(date, match.available) if date.modifies else []
    if named and not any(id(each) in partners or _is_period(each) for each in named):
        return True
    verbs = [each for each in match.items if each.verb]
    if len(verbs) != 1 or verbs[0].keys.isdisjoint(_RECURRING):
        return False
    return all(each.verb or each.time or each.date or each.order < verbs[0].order for each in match.items)


def _is_period(item: Item) -> bool:
    return item.time or item.text.lower() in lexicon.PARTS_OF_PERIODS


def acts_too(item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether somebody of whom the base knows nothing may do what the source says of another.

    "The Liberals voted against the plan" does not deny that the Greens did. Of two whom the base names, it tells both.
    """
    titled = any(office_of(each) for each in match.items if each.run == item.run)
    if titled or item.name or item.slot != CORE or other.slot != CORE or item.modifies:
        return False
    acts = [match.items[place] for place, partner in match.pairs.items() if partner.verb]
    return any(each.order > item.order and each.keys & _SHARED for each in acts)


def is_no_person(match: ClauseMatch) -> bool:
    """Return whether the subject of a clause is neither a person nor a bare number: "two dogs died"."""
    verbs = [each.order for each in match.items if each.verb]
    subject = [each for each in match.items if each.slot == CORE and verbs and each.order < min(verbs)]
    plain = [each for each in subject if each.kind is ItemKind.WORD and not each.modifies]
    return bool(plain) and not any(map(_is_person, subject))


def _is_person(item: Item) -> bool:
    if item.kind is ItemKind.NAME:
        return item.entity in {EntityKind.PERSON, None}
    last = words(item.text)[-1:]
    return any(root(word) in _PERSONS or root(word).endswith("~er") for word in last)


def open_conflicts(match: ClauseMatch) -> Sequence[Difference]:
    """Return the conflicts of a clause that deny nothing, as the rest of it shows that it may be of something else."""
    found = match.conflicts
    if not found:
        return ()
    ordinal = any(
        each.quantity is not None and each.quantity.kind is Kind.ORDINAL and _is_said(each, found)
        for each in match.items
    )
    if ordinal and len(found) > 1 and not _change_places(match):
        return tuple(found)  # "one survived the eighth strike" is no contradiction to two who survived the sixth
    return tuple(each for each in found if _is_open(each, match))


def _change_places(match: ClauseMatch) -> bool:
    """Return whether the numbers that differ are those of the source in each other's place."""
    numbers = [
        (item.quantity.value, partner.quantity.value)
        for place, partner in match.pairs.items()
        for item in (match.items[place],)
        if item.quantity is not None and partner.quantity is not None and _is_said(item, match.conflicts)
    ]
    return sorted(one for one, _ in numbers) == sorted(two for _, two in numbers)


def _is_said(item: Item, among: Sequence[Difference]) -> bool:
    return any(item.text == each.said for each in among)


def _is_open(conflict: Difference, match: ClauseMatch) -> bool:
    match conflict.kind:
        case DifferenceKind.NEGATION:
            return _is_how(match) or not _has_verb_in_common(match)
        case DifferenceKind.WORD:
            return _is_how(match) or _is_compared(conflict, match) or _is_of_some(conflict, match)
        case kind if kind in _VALUES:
            return _adds(match) or (kind is DifferenceKind.NUMBER and _only_counts(conflict, match))
        case _:
            return False


def _adds(match: ClauseMatch) -> bool:
    """Return whether a clause tells of more than what is known; "too" does so at its end."""
    first, last = min(each.start for each in match.items), max(each.end for each in match.items)
    spelt, after = words(match.sentence.text[first:last]), words(match.sentence.text[last:])
    return not _ADDING.isdisjoint(spelt) or " ".join(after[:2]) in _ADDING_LAST


def _is_how(match: ClauseMatch) -> bool:
    """Return whether the source asks to what degree something is so: "questioned how well they are trained"."""
    before = (words(match.parsed.text[: each.start])[-1:] for each in match.pairs.values())
    return any("how" in each for each in before)


def _has_verb_in_common(match: ClauseMatch) -> bool:
    """Return whether two texts have a verb in common, or more than who or what they are about."""
    acts = any(partner.verb and partner is not match.items[place] for place, partner in match.pairs.items())
    return acts or len(match.pairs) > 1


def _is_compared(conflict: Difference, match: ClauseMatch) -> bool:
    """Return whether the sentence compares two things of one kind: "the tram needs less time than the bus"."""
    return any(each.slot == "than" and each.text == conflict.source for each in match.items)


def _is_of_some(conflict: Difference, match: ClauseMatch) -> bool:
    """Return whether both tell of some, who may be others: "some show it openly", "two people died"."""
    said = next((each for each in match.items if each.text == conflict.said), None)
    verbs = [each.order for each in match.items if each.verb and each.slot == CORE]
    if said is None or not verbs:
        return False
    subjects = [place for place, each in enumerate(match.items) if each.slot == CORE and each.order < min(verbs)]
    return any(_tells_of_some(match.items[place], match, verb=said.verb) for place in subjects if place in match.pairs)


def _tells_of_some(item: Item, match: ClauseMatch, *, verb: bool) -> bool:
    if item.keys & _SOME:
        return True
    before, after = words(match.sentence.text[: item.start])[-1:], words(match.sentence.text[item.end :])[:1]
    counted = item.quantity is not None and item.quantity.kind is Kind.COUNT and item.quantity.total is None
    return verb and counted and _DEFINITE.isdisjoint(before) and "of" not in after


def _only_counts(conflict: Difference, match: ClauseMatch) -> bool:
    """Return whether a sentence only tells how many there are, and the source of how many something is said."""
    acts = any(each.verb and each.text.lower() not in _ARE for each in match.items)
    number = next((each for each in match.items if each.text == conflict.said), None)
    other = next((each for each in match.available if each.text == conflict.source), None)
    if acts or number is None or other is None or number.quantity is None or number.quantity.kind not in _COUNTS:
        return False
    if measure(number.quantity) is not None or other.slot != CORE or not any(each.verb for each in match.items):
        return False
    taken = {id(partner) for place, partner in match.pairs.items() if not match.items[place].verb}
    return any(each.verb and "=be" not in each.keys and id(each) not in taken for each in match.available)
