"""Whether two values that differ may both hold: another group that voted, another day on which a river rose."""

from __future__ import annotations

from typing import Final

from bot.core.factcheck import lexicon, things
from bot.core.factcheck.clauses import CORE, Item, ItemKind
from bot.core.factcheck.counting import count_same
from bot.core.factcheck.fact_texts import ClauseMatch
from bot.core.factcheck.inflection import root
from bot.core.factcheck.item_index import office_of
from bot.core.factcheck.relations import is_undone
from bot.core.factcheck.results import DifferenceKind
from bot.core.factcheck.roles import heads_of
from bot.core.knowledge.model import EntityKind
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


def may_both_hold(kind: DifferenceKind | None, item: Item, other: Item, match: ClauseMatch) -> bool:
    """Return whether two values that differ in a way may be of different things."""
    match kind:
        case DifferenceKind.NUMBER:
            return not count_same(item, other, match)
        case DifferenceKind.DATE:
            return (other.modifies and dates_event(item, match)) or is_of_other_event(other, match)
        case DifferenceKind.WORD:
            return is_undone(item, other) and not _is_dated_alike(match)
        case DifferenceKind.NAME:
            return acts_too(item, other, match)
        case _:
            return False


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
