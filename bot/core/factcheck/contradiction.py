"""Whether what differs between a sentence and a fact excludes the sentence: one slot, and nothing else that counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.alignment import Alignment
from bot.core.factcheck.clause_builder import COPULAS
from bot.core.factcheck.clauses import CORE, Item, ItemKind, Link
from bot.core.factcheck.denials import REFUSALS
from bot.core.factcheck.fact_texts import ClauseMatch
from bot.core.factcheck.inflection import root
from bot.core.factcheck.relations import same
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.units import measure
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Kind
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words

_MEASURED: Final = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE})
_BELONGING: Final = frozenset({DifferenceKind.NUMBER, DifferenceKind.NEGATION})
_GENITIVES: Final = ("'s", "s'", "’s", "s’")
_SIDES: Final = frozenset({"above", "below"})
_SLIGHT: Final = frozenset({DifferenceKind.MISSING, DifferenceKind.ORDER})
_BETWEEN: Final = " … "  # stands between two words that changed places
_LITTLE: Final = 2  # aligned items, the other name among them
_LONG: Final = 5  # aligned items of a sentence in which one more word may differ
_ELSEWHERE: Final = 2  # aligned items for each that only other texts of the fact have, at least
_MOST_MORE: Final = 2  # words that a sentence adds to what its source denies
_UNNAMED: Final = frozenset({"him", "her", "them"})  # whom something is done to
_ONLY: Final = frozenset({"only", "just", "merely"})
_NOTED: Final = frozenset(
    {"known", "alleged", "suspected", "purported"}
)  # words that name things and leave their number open
_INTENSIFYING: Final = frozenset({"very", "really", "extremely", "highly", "quite", "clearly", "certainly"})
_CAN: Final = frozenset({"can", "could"})
_COMING: Final = frozenset({"", "will", "would", "is", "are", "have", "has", "must"})  # what is to be will be
_LIGHT: Final = frozenset(map(root, lexicon.LIGHT))
_SEVERAL: Final = frozenset({"some", "several", "many", "most"})  # more than none
_MAY: Final = frozenset({"may", "might"})  # what cannot be may not be
_TELLING_WHICH: Final = frozenset({"for", "against", "of", "with", "about"})
_WHERE: Final = frozenset({"in", "on", "at", "off", "near", "over", "inside", "aboard", "under"})
_OWNING: Final = frozenset({"has", "have", "had"})
_MOST_MEASURED: Final = 2  # numbers and dates in which a contradicted sentence differs at most; otherwise one slot


def contradicts(found: Alignment) -> bool:
    """Return whether a fact contradicts a sentence: all is aligned but one slot, which has another value."""
    return _Judged(found=found).contradicts


def excluding(found: Alignment) -> tuple[Difference, ...]:
    """Return what to show of a contradiction: the other values, and what the fact does not have at all."""
    return _Judged(found=found).excluding


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """An alignment whose differences are judged."""

    found: Alignment

    @property
    def contradicts(self) -> bool:
        """Whether all is aligned but one slot, or two numbers or dates, that have another value.

        Some words may be elsewhere in the fact instead. In a long sentence, one more may be missing.
        """
        kinds = {each.kind for each in self.found.conflicts}
        measured = kinds <= _MEASURED
        most = _MOST_MEASURED if measured or self._is_reversed else 1
        if any(each.said in _UNNAMED for each in self.found.differences):
            return False
        if not 1 <= len(self.found.conflicts) <= most or kinds == _MEASURED:
            return False  # another number on another day may be of another event
        others = self._others
        if any(each.kind not in _SLIGHT or each.source or not each.said for each in others):
            return False
        if measured and {each.said for each in self.found.conflicts} == {each.source for each in self.found.conflicts}:
            return all(each.kind is DifferenceKind.ORDER for each in others) and self.found.aligned >= _LONG  # "4 to 7"
        return not self._is_about_others(kinds, others) and self._is_told_enough(kinds, others)

    @property
    def _is_reversed(self) -> bool:
        """Whether both the verb and its direction are reversed: "fell below" for "rose above"."""
        words_only = len(self.found.differences) == len(self.found.conflicts)
        return words_only and any({each.said, each.source} == _SIDES for each in self.found.conflicts)

    def _is_about_others(self, kinds: set[DifferenceKind], others: Sequence[Difference]) -> bool:
        """Return whether what else differs shows that the sentence is about something else."""
        if self.found.fact.whole is not None and kinds & _BELONGING and self._belongs_elsewhere(others):
            return True  # in the words of a paraphrase, a number or a "no" may belong to something else
        if DifferenceKind.NAME in kinds and any(map(self._names_others, others)):
            return True
        if kinds & {DifferenceKind.DATE, DifferenceKind.NEGATION} and any(map(self._is_against, others)):
            return True  # "decided against it" for what the source says was not decided on
        if DifferenceKind.NEGATION in kinds and (
            any(map(self._is_denied, others)) or any(map(self._is_other_day, others)) or self._thinks_otherwise
        ):
            return True
        if self._counts_others(others) or any(map(self._is_relative, self.found.differences)):
            return True
        return any(self._is_of_another(each) or self._tells_which(each) for each in others)

    def _belongs_elsewhere(self, others: Sequence[Difference]) -> bool:
        """Return whether more than one word differs beside a value, or any beside two values that changed places."""
        exchanged = any(_BETWEEN in each.said for each in self.found.conflicts)
        return len(others) > (0 if exchanged else 1)

    def _names_others(self, difference: Difference) -> bool:
        """Return whether a word shows that another acts elsewhere: "Labour voted for it, the Greens against it"."""
        named = difference.kind is DifferenceKind.MISSING and not difference.said.islower()
        return named or difference.said in lexicon.PREPOSITIONS or self.found.aligned <= _LITTLE

    def _is_told_enough(self, kinds: set[DifferenceKind], others: Sequence[Difference]) -> bool:
        """Return whether the fact has nearly all else that differs, in this text or another."""
        kept = DifferenceKind.WORD in kinds or self.found.fact.whole is not None
        unwritten = any(not isinstance(each.source, str) for each in self.found.conflicts)
        lacking = [each for each in others if not self._is_elsewhere(each, told=not (kept or unwritten))]
        most = self.found.aligned if kinds == {DifferenceKind.NUMBER} else self.found.aligned // _ELSEWHERE
        if len(others) - len(lacking) > most:
            return False
        slight = len(self.found.conflicts) == 1 and self.found.conflicts[0].kind in {*_MEASURED, DifferenceKind.NAME}
        one_more = slight and len(lacking) == 1 and lacking[0].said.islower() and self.found.aligned >= _LONG
        return not lacking or (one_more and not self._narrows(lacking[0]))

    def _narrows(self, difference: Difference) -> bool:
        """Return whether a missing word tells which things are meant: "the bus line", "on market days"."""
        if any(each.kind is DifferenceKind.NAME or each.said == difference.said for each in self.found.conflicts):
            return False
        return any(
            item.text == difference.said
            and place not in match.pairs
            and (_stands_before(item, match) or item.slot in _WHERE or item.slot == "from")
            for match in self.found.matches
            for place, item in enumerate(match.items)
        )

    @property
    def _others(self) -> Sequence[Difference]:
        """What differs beside the other values and counts."""
        conflicts = self.found.conflicts
        return [each for each in self.found.differences if each not in conflicts and not self._changes_nothing(each)]

    @property
    def excluding(self) -> tuple[Difference, ...]:
        """What to show of a contradiction: the other values, and what the fact does not have at all."""
        return (*self.found.conflicts, *(each for each in self._others if not self._is_elsewhere(each, told=True)))

    def _is_elsewhere(self, difference: Difference, *, told: bool) -> bool:
        """Return whether the fact has what is missing in the clause that comes nearest; with `told`, in any wording."""
        found = (item for match in self.found.matches for item in match.items if item.text == difference.said)
        return any(
            not item.keys.isdisjoint(self.found.fact.keys) or item.keys & COPULAS or (told and self._is_told(item))
            for item in found
        )

    def _is_of_another(self, difference: Difference) -> bool:
        """Return whether a word or name that is missing shows that the sentence is about something else.

        It does if the text has it in another clause, or has another word in its place.
        """
        return difference.kind is DifferenceKind.MISSING and any(
            item.text == difference.said and place not in match.pairs and not item.verb and _is_replaced(item, match)
            for match in self.found.matches
            for place, item in enumerate(match.items)
        )

    def _is_relative(self, difference: Difference) -> bool:
        """Return whether a missing word is the first name of somebody else who has the name of a person of the fact."""
        return difference.said[:1].isupper() and any(
            item.text == difference.said
            and place not in match.pairs
            and following.entity is EntityKind.PERSON
            and following.run == item.run
            and not item.time
            for match in self.found.matches
            for place, (item, following) in enumerate(pairwise(match.items))
        )

    def _tells_which(self, difference: Difference) -> bool:
        """Return whether a name that is missing tells which things are meant: "banners in support of Maduro"."""
        return any(
            item.text == difference.said
            and item.kind is ItemKind.NAME
            and item.slot in _TELLING_WHICH
            and place - 1 in match.pairs
            and not match.items[place - 1].verb
            and place not in match.pairs
            for match in self.found.matches
            for place, item in enumerate(match.items)
        )

    def _counts_others(self, others: Sequence[Difference]) -> bool:
        """Return whether a number is of something that the fact does not count.

        "Killed 27" is another deed than "two survived", and "Eastbank has 4,000 homes" than "put 1,200 homes in
        Eastbank under water".
        """
        counting = [
            each for each in self.found.matches if any(found.kind is DifferenceKind.NUMBER for found in each.conflicts)
        ]
        moved = {each.kind for each in others} == _SLIGHT
        said = {each.said for each in others}
        return any(
            self._is_of_other_deed(each)
            or _is_of_other_subject(each, said)
            or (_only_owns(each) and (moved or not _has_same_verb(each) or _is_elsewhere_placed(each)))
            for each in counting
        )

    def _is_of_other_deed(self, match: ClauseMatch) -> bool:
        """Return whether the clause of the fact has no verb of this one, and another clause of the fact has one."""
        verbs = [item for item in match.items if item.verb and not item.keys & COPULAS]
        here = frozenset[str]().union(*(item.keys for item in match.available))
        return all(verb.keys.isdisjoint(here) for verb in verbs) and any(
            not verb.keys.isdisjoint(self.found.fact.keys) for verb in verbs
        )

    def _is_against(self, difference: Difference) -> bool:
        found = (item for match in self.found.matches for item in match.items if item.text == difference.said)
        return any(item.slot in {"against", "versus", "without"} for item in found)

    def _is_denied(self, difference: Difference) -> bool:
        """Return whether a word without a partner is a part of what is denied: "is not the secretary"."""
        return difference.kind is DifferenceKind.MISSING and any(
            item.text == difference.said
            and place not in match.pairs
            and (item.kind is ItemKind.NAME or (item.slot == CORE and not item.modifies))
            for match in self.found.matches
            for place, item in enumerate(match.items)
        )

    def _is_other_day(self, difference: Difference) -> bool:
        """Return whether a missing word is a date where the source has another: the flood of 1953, not of 2021."""
        return any(
            item.text == difference.said and item.date is not None and any(each.date for each in match.available)
            for match in self.found.matches
            for place, item in enumerate(match.items)
            if place not in match.pairs
        )

    @property
    def _thinks_otherwise(self) -> bool:
        """Whether what is thought differs: "he thought it slow" is no contradiction to "he did not think it fast"."""
        kinds = {match.clause.number: {each.kind for each in match.conflicts} for match in self.found.matches}
        denied = {number for number, found in kinds.items() if DifferenceKind.NEGATION in found}
        thought = [
            each for each in self.found.matches if each.clause.link is Link.COMPLEMENT and each.clause.parent in denied
        ]
        said = {each.said for each in self.found.differences if each.kind is DifferenceKind.MISSING}
        items = [item for match in thought for item in match.items if item.text in said]
        return any(item.keys.isdisjoint(self.found.fact.told | COPULAS) and not self._is_told(item) for item in items)

    def _is_told(self, item: Item) -> bool:
        """Return whether the paraphrases of the fact have all words of an item."""
        spelt = [stem(word) for word in words(item.text) if word not in STOPWORDS]
        return bool(spelt) and self.found.fact.wording.issuperset(spelt)

    def _changes_nothing(self, difference: Difference) -> bool:
        """Return whether a source that excludes a sentence excludes it with or without this word as well."""
        kinds = {each.kind for each in self.found.conflicts}
        said, source = difference.said.lower(), str(difference.source).lower().rsplit("-", maxsplit=1)[-1]
        match difference.kind:
            case DifferenceKind.MISSING:
                other_day = kinds == {DifferenceKind.NEGATION} and self._is_other_day(difference)
                return not other_day and self._adds_nothing(said, kinds)
            case DifferenceKind.ORDER:
                same = root(said) == root(source) and not (
                    self._is_number(difference.said) or self._owns(difference.said)
                )
                return kinds <= _MEASURED and (same or self._is_turned_genitive(difference))
            case DifferenceKind.QUALIFIER:
                if kinds <= _MEASURED and root(said) == root(source):
                    return True  # another tense of the verb
                return not (said and source) and self._limits_nothing(said, source, kinds)
            case _:
                return False

    def _is_turned_genitive(self, difference: Difference) -> bool:
        """Return whether a genitive acts in the source: "the owners' complaint was filed", "they filed a complaint"."""
        said, source = difference.said.lower().split(" … "), str(difference.source).lower().split(" … ")
        if any(not isinstance(each.source, str) for each in self.found.conflicts) or not len(said) == len(source) == 2:  # noqa: PLR2004
            return False
        owns = any(part.endswith(_GENITIVES) for part in (*said, *source))
        return owns and root(words(said[0])[0]) == root(words(source[1])[0])

    def _owns(self, said: str) -> bool:
        """Return whether a name owns something, so that what is its own is another: a country is not its army."""
        return any(
            item.text == said and item.kind is ItemKind.NAME and not item.modifies and _only_owns(match)
            for match in self.found.matches
            for item in match.items
        )

    def _is_number(self, said: str) -> bool:
        """Return whether a word is a number, or none at all."""
        found = [item for match in self.found.matches for item in match.items if item.text == said]
        return not said or any(item.quantity is not None for item in found)

    def _adds_nothing(self, said: str, kinds: set[DifferenceKind]) -> bool:
        """Return whether a word that the source does not have makes no difference to a contradiction."""
        if any(frozenset(words(said)) < frozenset(words(str(each.source))) for each in self.found.conflicts):
            return True  # "the US Secretary of State" for the "US Defense Secretary"
        if said in lexicon.UNNAMED or said in _INTENSIFYING or _is_light(said):
            return True
        if kinds == {DifferenceKind.NEGATION}:
            if said in REFUSALS:
                return True  # "refused to build" for what the source says was built
            if said == "too" and not self.found.conflicts[0].said:
                return True  # "too fast" for what the source says is not fast
            never = said == "longer" and any(
                match.clause.modals for match in self.found.matches
            )  # "can no longer stop it"
            return said == "any" or never if self.found.conflicts[0].said else self._says_more
        return said in _ONLY and kinds <= {*_MEASURED, DifferenceKind.WORD}

    def _limits_nothing(self, said: str, source: str, kinds: set[DifferenceKind]) -> bool:
        """Return whether a qualifier on one side makes no difference to a contradiction."""
        if kinds in ({DifferenceKind.NUMBER}, {DifferenceKind.NEGATION}) and {said, source} <= _COMING:
            return True
        if kinds == {DifferenceKind.NEGATION} and self.found.conflicts[0].said:
            impossible = any(each.said.lower() in _CAN for each in self.found.differences)
            known = source in _SEVERAL or source in _NOTED or source == "yet"
            return said in _CAN or known or (impossible and source in _MAY)
        excluding = {*_MEASURED, DifferenceKind.NAME, DifferenceKind.WORD}
        return (source in _NOTED or (source in _ONLY and not said)) and kinds <= excluding

    @property
    def _says_more(self) -> bool:
        """Whether the sentence has all that the source denies and a word or two more: that is denied too."""
        missing = [each for each in self.found.differences if each.kind is DifferenceKind.MISSING]
        here = {item.text for match in self.found.matches for item in match.items}
        return (
            here.issuperset(each.said for each in missing)
            and len(missing) <= _MOST_MORE
            and all(
                id(item) in match.partners or item.free or item.verb or item.time
                for match in self.found.matches
                for item in match.available
                if match.conflicts
            )
        )


def _is_light(said: str) -> bool:
    """Return whether a word or phrase is a light verb: "came", "gone up", but not "has concerns"."""
    first, *rest = said.split()
    return root(first) in _LIGHT and all(each in lexicon.PARTICLES or each in lexicon.PREPOSITIONS for each in rest)


def _only_owns(match: ClauseMatch) -> bool:
    """Return whether all that a clause says is what somebody has."""
    verbs = {item.text.lower() for item in match.items if item.verb}
    return bool(verbs) and verbs <= _OWNING


def _is_of_other_subject(match: ClauseMatch, missing: Collection[str]) -> bool:
    """Return whether what a clause tells a measure of has no partner: "the warships are 50 miles away"."""
    verbs = [each.order for each in match.items if each.verb and each.slot == CORE]
    subject = [
        place
        for place, each in enumerate(match.items)
        if each.slot == CORE and each.kind is ItemKind.WORD and not each.modifies and verbs and each.order < min(verbs)
    ]
    if not any(each.quantity is not None and measure(each.quantity) is not None for each in match.items):
        return False
    partner = match.pairs.get(subject[-1]) if subject else None
    if partner is not None:
        return partner.slot != CORE and not partner.free  # "the market is 3 kilometres from the bridge"
    return bool(subject) and match.items[subject[-1]].text in missing


def _is_elsewhere_placed(match: ClauseMatch) -> bool:
    """Return whether the source tells where, and the sentence does not: "had three bombers off Porto"."""
    partners = match.partners
    if all(each.kind is not ItemKind.NAME for each in match.items if each.slot == CORE):
        return False
    return any(each.slot in _WHERE and not each.time and id(each) not in partners for each in match.available)


def _has_same_verb(match: ClauseMatch) -> bool:
    return any(match.items[place].verb and partner.verb for place, partner in match.pairs.items())


def _stands_before(item: Item, match: ClauseMatch) -> bool:
    """Return whether a word stands right before another that is no verb, or is an ordinal or "once"."""
    ordinal = item.quantity is not None and item.quantity.kind is Kind.ORDINAL
    following = match.items[item.place + 1 : item.place + 2] if not item.verb else ()
    return ordinal or item.text.lower() == "once" or any(each.run == item.run and not each.verb for each in following)


def _is_replaced(item: Item, match: ClauseMatch) -> bool:
    if item.name and any(same(item, each) for each in match.parsed.items):
        return True
    partners = match.partners
    return (item.slot != CORE or item.modifies) and any(
        (each.slot, each.modifies) == (item.slot, item.modifies) and id(each) not in partners
        for each in match.available
        if not (each.verb or each.time)
    )
