"""Whether the people who say something in a sentence are those who say it in the fact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.clauses import CORE, MOVED, Clause, Item, ItemKind, Link
from bot.core.factcheck.fact_texts import FactTexts
from bot.core.factcheck.inflection import is_gerund, root
from bot.core.factcheck.relations import differing_kind, relate_dates, same, slots_agree
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.roles import heads_of, role_faults
from bot.core.knowledge.model import EntityKind, Standing
from bot.core.knowledge.quantities import Relation

CLAIMS: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})
"""Standings of facts that the source does not vouch for."""

SAYING: Final = frozenset(map(root, lexicon.SAYING))
"""The roots of verbs of speech."""


_TELLING: Final = frozenset({root("tell")})
_HEARD: Final = _TELLING | {root("warn")}
"""Verbs of speech whose object is a person."""
_ACTING: Final = frozenset({CORE, "by"})
"""Slots of those who say something."""


def speaker_faults(clause: Clause, fact: FactTexts, speakers: Sequence[Clause]) -> Sequence[Difference]:
    """Return why the fact does not say that these people say it: the fewest reasons, over those who may be meant.

    They are the `speakers` of what was aligned; without any, all who speak in its texts, and its attribution.
    """
    spoken = [other for text in fact.texts for other in text.clauses if other.speech]
    meant: Sequence[Clause | None] = speakers or [*spoken, None]
    return min((list(_faults(clause, fact, other)) for other in meant), key=len)


def _faults(clause: Clause, fact: FactTexts, other: Clause | None) -> Iterator[Difference]:
    theirs = other.all_items if other is not None else ()
    own = frozenset(key for item in theirs for key in item.keys)
    # The attribution says more of a speaker whom a text names, and who "he" is; where the text names another, it is
    # about another claim.
    attributed = other is None or other.pronoun or bool(own & fact.attribution)
    keys = own | fact.attribution if attributed else own
    if other is not None and _in_other_roles(clause, other):
        yield Difference(kind=DifferenceKind.ORDER, said=clause.items[0].text, source=other.items[0].text)
    if clause.link is Link.ADVERBIAL and (other is None or other.word != clause.word):
        source = other.word if other is not None else ""
        yield Difference(kind=DifferenceKind.QUALIFIER, said=clause.word, source=source)
    yield from _number_faults(clause.items, theirs, fact)
    for item in clause.items:
        if item.quantity is not None:
            continue
        if item.date is not None:
            yield from _date_faults(item, theirs, fact)
        elif _is_told(item, clause, fact):
            continue
        elif _hears(item, clause) and not any(same(item, each) and _hears(each, other) for each in theirs):
            yield Difference(kind=DifferenceKind.ORDER, said=item.text, source="")
        elif not item.keys & (SAYING | keys) and not any(same(item, each) for each in theirs):
            yield _fault(item, theirs, fact)
        elif item.name and item.slot not in _ACTING and item.keys.isdisjoint(own):
            yield Difference(kind=DifferenceKind.ORDER, said=item.text, source="")
    yield from _limits(clause, fact, other)


def _number_faults(items: Sequence[Item], theirs: Sequence[Item], fact: FactTexts) -> Iterator[Difference]:
    """Yield the numbers without a partner of their own: "two trees for each two" has one more than "for each one"."""
    left = [each for each in theirs if each.quantity is not None]
    for item in items:
        if item.quantity is None:
            continue
        partner = next((each for each in left if same(item, each)), None)
        if partner is None:
            yield _fault(item, theirs, fact)
        else:
            left.remove(partner)


def _hears(item: Item, clause: Clause | None) -> bool:
    """Return whether an item hears: "he" in "he was told", "them" in "he told them", not "they" in "say they"."""
    verbs = [each.order for each in clause.items if each.verb] if clause is not None else []
    if clause is None or not verbs or item.slot != CORE or item.verb or item.time or item.order < max(verbs):
        return False
    told = any(each.verb and each.keys & _HEARD for each in clause.items)
    return item.order >= MOVED or (told and any(each.slot == CORE and each.order < min(verbs) for each in clause.items))


def _is_told(item: Item, clause: Clause, fact: FactTexts) -> bool:
    """Return whether somebody is said to tell it to the publisher of the source, who reports it."""
    verbs = [each for each in clause.items if each.verb]
    told = bool(verbs) and verbs[-1].keys & _TELLING and item.order > verbs[-1].order
    published = item.name != "" and item.slot == CORE and not item.keys.isdisjoint(fact.publishers)
    return bool(told) and published and not fact.attribution <= fact.publishers


def _limits(clause: Clause, fact: FactTexts, other: Clause | None) -> Iterator[Difference]:
    """Yield what makes another statement of who says it: a negation, a modal verb, a stronger verb of speech."""
    said, source = clause.negations, other.negations if other is not None else ()
    if bool(said) is not bool(source):
        yield Difference(kind=DifferenceKind.NEGATION, said=next(iter(said), ""), source=next(iter(source), ""))
    for modal in clause.modals.keys() - (other.modals.keys() if other is not None else set()):
        yield Difference(kind=DifferenceKind.QUALIFIER, said=clause.modals[modal], source="")
    claims = fact.fact.standing in CLAIMS
    strength = other.speech if other is not None else "claim" if claims else lexicon.NEUTRAL
    if clause.speech not in {lexicon.NEUTRAL, strength} and not (clause.speech == "claim" and claims):
        yield Difference(kind=DifferenceKind.QUALIFIER, said=clause.speech, source=strength)


def _in_other_roles(clause: Clause, other: Clause) -> bool:
    """Return whether those who speak and those who are told change places."""
    pairs: dict[int, Item] = {}
    for place, item in enumerate(clause.items):
        taken = frozenset(map(id, pairs.values()))
        partner = next((each for each in other.items if same(item, each) and id(each) not in taken), None)
        if partner is not None and not item.verb:
            pairs[place] = partner
    for place, partner in pairs.items():
        item = clause.items[place]
        if item.name and not slots_agree(item, partner):
            return True
        if partner.entity is EntityKind.PERSON and _is_described(partner, other, pairs):
            return True
        if item.entity is EntityKind.ORGANISATION and _is_acted_on(partner, other) and not _is_acted_on(item, clause):
            return True
        if item.name and bool(heads_of(item, clause.items)) is not bool(heads_of(partner, other.items)):
            return True
    return any(role_faults(clause.items, other.items, pairs))


def _is_acted_on(name: Item, clause: Clause) -> bool:
    """Return whether a name is the object of a participle: "the admiral overseeing the command" is not the command."""
    return any(each.place == name.place - 1 and is_gerund(each.text.lower()) for each in clause.items)


def _is_described(name: Item, clause: Clause, pairs: Mapping[int, Item]) -> bool:
    """Return whether somebody's name tells whose people speak: "Trump officials" are not Trump."""
    following = (each for each in clause.items if each.place == name.place + 1 and each.run == name.run)
    return any(
        each.kind is ItemKind.WORD and not each.verb and all(each is not other for other in pairs.values())
        for each in following
    )


def _date_faults(item: Item, theirs: Sequence[Item], fact: FactTexts) -> Iterator[Difference]:
    if item.date is None:
        return
    written = [each for each in theirs if each.date is not None]
    relation = relate_dates(item.date, (*(each.date for each in written if each.date), *fact.dates))
    if relation is Relation.DIFFERS:
        source = written[0].text if written else fact.fact.when or ""
        yield Difference(kind=DifferenceKind.DATE, said=item.text, source=source)
    elif relation is not Relation.SAME:
        yield Difference(kind=DifferenceKind.MISSING, said=item.text, source="")


def _fault(item: Item, theirs: Sequence[Item], fact: FactTexts) -> Difference:
    for other in theirs:
        kind = differing_kind(item, other, fact)
        if kind in {DifferenceKind.WORD, DifferenceKind.NUMBER}:
            return Difference(kind=kind, said=item.text, source=other.text)
    if item.kind is ItemKind.NAME:
        return Difference(kind=DifferenceKind.NAME, said=item.text, source=fact.fact.attribution)
    return Difference(kind=DifferenceKind.MISSING, said=item.text, source="")
