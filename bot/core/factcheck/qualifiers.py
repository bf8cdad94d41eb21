"""What limits or weakens a clause of the fact and is not in the sentence, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.clause_builder import COPULAS
from bot.core.factcheck.clauses import CORE, INFINITIVE, Clause, Item, ItemKind, Link, Parsed
from bot.core.factcheck.coexistence import is_no_person
from bot.core.factcheck.fact_texts import ClauseMatch, FactTexts, is_speech
from bot.core.factcheck.inflection import is_participle, root
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.speech import SAYING
from bot.core.text.normalise import words

_SPEECH_NOUNS: Final = frozenset(map(root, lexicon.SPEECH_NOUNS))
_ATTRIBUTING: Final = frozenset(map(root, lexicon.ATTRIBUTING))
_GENERAL: Final = frozenset({"?all", "?each", "?any"})
_MEANWHILE: Final = frozenset({"when", "while", "as"})
_SHOWN: Final = frozenset({"displayed", "located", "situated"})
"""Participles after a noun that add nothing: "have seen banners displayed"."""
_PARTS: Final = frozenset({"?half", "?some", "?many", "?several", "?few", "?part"})
_OF_NONE: Final = frozenset({"no", "nobody", "none", "nothing", "neither", "never"})
_RANKS: Final = re.compile(r"^(?:first|last|only)\b")
"""Words that single one out of those of which a clause behind it tells."""
_UNLIKELY: Final = frozenset({"unlikely", "improbable", "doubtful", "impossible", "untrue"})
_TELLING: Final = SAYING | frozenset(map(root, lexicon.THINKING))
"""Verbs whose object, rather than they, has a day: "the data shows a flight on Monday"."""
_SHOWING: Final = frozenset({root("show")})
"""What records show they say."""
_PRESENT: Final = frozenset({"is", "are"})
_SIGNS: Final = frozenset(map(root, "sign indication evidence hint proof suggestion".split()))
_STANDPOINTS: Final = frozenset(
    map(
        root,
        "eye view opinion judgment judgement estimate estimation telling account version word designation "
        "classification announcement admission assessment reckoning".split(),
    )
)
_STANDING: Final = frozenset({"in", "by", "under", "from"})
_PERFECT: Final = frozenset({"has", "have"})
_PLUPERFECT: Final = frozenset({"had"})
_PASSED: Final = frozenset({"was", "were"})
_HELPING: Final = 3  # words before a verb among which its auxiliaries are
_WHOLE: Final = frozenset(
    map(
        root,
        "vote rise fall begin start end finish fly leave depart arrive retire resign die survive sleep speak talk grow "
        "shrink open close premiere happen occur win lose escalate intensify continue cook drill run act work live "
        "agree advance retreat change improve worsen increase decrease debate complain protest sell run".split(),
    )
)
"""Verbs that tell enough by themselves."""
_LEANING: Final = frozenset(map(root, "stop remain stay stand call come keep consist depend refer belong rely".split()))
"""Verbs that tell little without the phrase behind them: "stand between the mill and the bridge"."""
_NO_OBJECTS: Final = lexicon.ADVERBS | {"short"}
_LIMITS: Final = frozenset({"until", "till"})
_LIMITED: Final = 3  # items after a word such as "some" of which one is what it limits


def add_qualifiers(match: ClauseMatch) -> None:
    """Note all that was dropped or added, and who says it."""
    _add_dropped(match)
    _add_hidden_actors(match)
    _add_widened(match)
    _add_conditions(match)
    _add_defining(match)
    _add_negations(match)
    _add_tense(match)
    _add_cut_off(match)
    _add_choice(match)
    _add_modals(match)
    _add_links(match)
    _add_ancestors(match)


def _add_dropped(match: ClauseMatch) -> None:
    partners = match.partners
    phrases = {item.phrase for item in match.pairs.values()}
    general = _is_general(match)
    only = {item.phrase for item in match.available if "?only" in item.keys}
    for item in match.available:
        if id(item) in partners:
            continue
        limits = general or item.phrase in only
        if _denies(item) or _is_standpoint(item, match) or _is_needed(item, match, phrases, general=limits):
            match.add_fault(DifferenceKind.QUALIFIER, source=item.text)


def _is_needed(item: Item, match: ClauseMatch, phrases: set[int], *, general: bool) -> bool:
    word = item.text.lower()
    beside = item.phrase in phrases
    spelt = words(word)
    if item.kind is ItemKind.QUANTIFIER or word in lexicon.HEDGES:
        return beside and _has_kept(item, match)
    if len(spelt) > 1 and spelt[0] in lexicon.WEIGHING and not item.verb:
        return item.slot == CORE and _stands_between(item, match)  # "aims to", one phrase of the vocabulary
    if item.quantity is not None:
        return _is_partitive(item, match)
    if not item.verb:
        return general and _restricts(item, match)
    if item.slot == CORE and match.fact.whole is not None:
        # What a paraphrase says with its verb is more than a part of it.
        return word not in _SHOWN or len([each for each in match.available if each.verb]) < 2  # noqa: PLR2004
    return (beside and word in lexicon.WEIGHING) or (item.slot == CORE and _stands_between(item, match))


def _denies(item: Item) -> bool:
    """Return whether a word or phrase is as good as a "not": "unlikely", "probably not"."""
    spelt = words(item.text)
    return item.text.lower() in _UNLIKELY or (len(spelt) > 1 and not lexicon.NEGATORS.isdisjoint(spelt))


def _is_standpoint(item: Item, match: ClauseMatch) -> bool:
    """Return whether a text says so only "in the eyes of" somebody, or tells that there is no sign of it."""
    if item.keys & _SIGNS:
        return bool(match.clause.negations and match.other.negations)
    return item.slot in _STANDING and bool(item.keys & _STANDPOINTS)


def _is_general(match: ClauseMatch) -> bool:
    """Return whether a clause speaks of none or of all, so that it says more with a word less."""
    return bool(match.other.negations) or any(item.keys & _GENERAL for item in match.available)


def _restricts(item: Item, match: ClauseMatch) -> bool:
    """Return whether a word stands right before an aligned one: "no other local tax"."""
    if item.time or item.text.lower() in lexicon.ADVERBS or item.modifies:
        return False
    following = (each for each in match.available if each.run == item.run and 0 < each.place - item.place <= 1)
    return any(id(each) in match.partners and not each.verb for each in following)


def _has_kept(item: Item, match: ClauseMatch) -> bool:
    """Return whether what a word limits was not dropped with it."""
    after = [each for each in match.available if each.phrase == item.phrase and 0 < each.place - item.place <= _LIMITED]
    return not after or any(id(each) in match.partners for each in after)


def _is_partitive(item: Item, match: ClauseMatch) -> bool:
    """Return whether a number before "of" was dropped: "two of the bombers"."""
    return any(
        each.phrase == item.phrase and each.modifies and each.place == item.place + 1 and id(each) in match.partners
        for each in match.available
    )


def _stands_between(item: Item, match: ClauseMatch) -> bool:
    """Return whether a verb was dropped between two aligned subjects or objects."""
    orders = [each.order for each in match.pairs.values() if each.slot == CORE and each.date is None]
    return bool(orders) and min(orders) < item.order < max(orders)


def _add_hidden_actors(match: ClauseMatch) -> None:
    """Note who was dropped that judges: "is tied to cartels" for "the administration ties him to cartels"."""
    for partner in list(match.pairs.values()):
        if partner.verb and partner.slot == CORE and partner.keys & _ATTRIBUTING:
            actors = [each for each in match.available if _acts_before(each, partner)]
            named = not (match.clause.pronoun and all(each.free for each in actors))  # both may say "he"
            if actors and named and not any(id(each) in match.partners for each in actors):
                match.add_fault(DifferenceKind.QUALIFIER, source=actors[0].text)


def _add_widened(match: ClauseMatch) -> None:
    """Note "nobody" for one who did not, and a number of all for one "for each"."""
    if "nobody" in match.clause.negations and "nobody" not in match.other.negations:
        for verb in (other for _, other in _acts(match)):
            actors = [each for each in match.available if _acts_before(each, verb) and _may_act(each)]
            if actors or (match.fact.whole is not None and not _tells_of_nobody(match.fact.whole)):
                match.add_fault(DifferenceKind.QUALIFIER, said="nobody", source=actors[0].text if actors else "")
                break
    counts = any(match.items[place].quantity is not None for place in match.pairs)
    for item in match.available:
        if counts and item.slot == "for" and "?each" in item.keys and id(item) not in match.partners:
            match.add_fault(DifferenceKind.QUALIFIER, source=item.text)


def _tells_of_nobody(fact: FactTexts) -> bool:
    return any("nobody" in clause.negations for text in fact.texts for clause in text.clauses)


def _may_act(item: Item) -> bool:
    return item.kind in {ItemKind.WORD, ItemKind.NAME} and item.text.lower() not in lexicon.ADVERBS


def _acts_before(item: Item, verb: Item) -> bool:
    return item.slot == CORE and item.order < verb.order and not item.verb and not item.time


def _add_defining(match: ClauseMatch) -> None:
    """Note a dropped clause that tells of which things one is the first: "the first strike that killed nobody"."""
    ranks = [place for place, each in match.pairs.items() if _RANKS.search(each.text.lower())]
    if not ranks:
        return
    own, theirs = match.items[ranks[0]], match.pairs[ranks[0]]
    if any(_defining(own, match.clause, match.sentence)):
        return
    for clause in _defining(theirs, match.other, match.parsed):
        source = match.parsed.text[clause.items[0].start : clause.items[-1].end]
        match.add_fault(DifferenceKind.QUALIFIER, source=source)


def _defining(rank: Item, clause: Clause, text: Parsed) -> Iterator[Clause]:
    """Yield the relative clauses about what stands behind an item of a clause."""
    for each in text.clauses:
        about = any(item.start > rank.start for item in each.shared)
        if about and each.link is Link.RELATIVE and each.parent == clause.number and each.items:
            yield each


def _add_conditions(match: ClauseMatch) -> None:
    own = {each.word for each in match.sentence.clauses if each.parent == match.clause.number}
    for clause in match.parsed.clauses:
        limits = clause.word in lexicon.CONDITIONS or (clause.word == "when" and bool(match.other.modals))
        depends = clause.parent == match.other.number and clause.link is Link.ADVERBIAL
        if depends and limits and clause.word not in own:
            match.add_fault(DifferenceKind.QUALIFIER, source=clause.word)


def _add_negations(match: ClauseMatch) -> None:
    if _is_share(match):
        verbs = {item.text for item in match.items if item.verb}
        open_words = [each for each in match.conflicts if each.kind is DifferenceKind.WORD and each.said in verbs]
        match.conflicts[:] = [each for each in match.conflicts if each not in open_words]
        match.faults += open_words
    said, source = match.clause.negations, match.other.negations
    if len(said) == len(source):
        if _denies_any(said) and not _denies_any(source) and any("?all" in each.keys for each in match.available):
            match.add_fault(DifferenceKind.QUALIFIER, said=said[0], source=source[0])
        return
    difference = Difference(kind=DifferenceKind.NEGATION, said=next(iter(said), ""), source=next(iter(source), ""))
    limited = (said and _is_limited(match.items)) or (source and _is_limited(match.available)) or _is_not_before(match)
    nobody = "nobody" in map(str.lower, source) and not said and is_no_person(match)
    settles = (
        _is_denied(said) is not _is_denied(source)
        and not (limited or nobody)
        and not (_is_share(match) or _is_below_no(match))
    )
    (match.conflicts if settles else match.faults).append(difference)


def _is_denied(negations: Sequence[str]) -> bool:
    """Return whether words that deny, "neither … nor" being one of them, add up to a "not"."""
    spelt = [each.lower() for each in negations]
    return len(spelt) % 2 != min(spelt.count("neither"), spelt.count("nor")) % 2


def _is_below_no(match: ClauseMatch) -> bool:
    """Return whether a clause is what something denied is about: "no sign that he will" says nothing of "will not"."""
    clause, above = match.clause, match.sentence.clauses[match.clause.parent]
    return clause.link is Link.COMPLEMENT and bool(above.negations) and not above.speech


def _is_limited(items: Iterable[Item]) -> bool:
    """Return whether a "not" holds only to a limit: "did not vote until midnight", "is not longer than 340 metres"."""
    return any(each.slot in _LIMITS or (each.slot == "than" and each.quantity is not None) for each in items)


def _is_not_before(match: ClauseMatch) -> bool:
    """Return whether a sentence says "before" of a time of which the source does not: "will not begin before May"."""
    partners = (match.pairs.get(place) for place, item in enumerate(match.items) if item.slot == "before" and item.time)
    return any(other is None or other.slot != "before" for other in partners)


def _denies_any(negations: Sequence[str]) -> bool:
    """Return whether a clause denies something of each: "no strike killed everyone", but not "one did not"."""
    return any(each.lower() in _OF_NONE for each in negations)


def _is_share(match: ClauseMatch) -> bool:
    """Return whether a clause is about a part of a group: "half of them signed" leaves a half that did not."""
    verbs = [item.order for item in match.items if item.verb]
    return any(
        item.keys & _PARTS and partner is not item and not partner.keys.isdisjoint(item.keys)
        for place, partner in match.pairs.items()
        for item in (match.items[place],)
        if verbs and item.order < min(verbs)
    )


def _add_tense(match: ClauseMatch) -> None:
    """Note where the sentence tells as past what is to come or goes on, or as present what is dated in the past.

    "The court hears it on 9 June" does not say that it has heard it; "recognized him in 2019" not that it does so now.
    What the council had done before another vote is not what it has done.
    """
    if match.clause.modals or match.other.modals or match.speech is not None or _is_reported(match.other, match.parsed):
        return  # what somebody says changes its tense, and modals are compared by themselves
    for item, other in _acts(match):
        here, there = _is_now(item, match.sentence), _is_now(other, match.parsed)
        to_come = there and here is False and not other.keys & _TELLING
        lasting = (
            here and there is False and _is_dated(match) and not any(each.date is not None for each in match.items)
        )
        before_then = (
            not (match.conflicts or match.other.link is Link.COMPLEMENT)
            and _has_helper(item, match.sentence, _PERFECT)
            and _has_helper(other, match.parsed, _PLUPERFECT)
        )
        if to_come or lasting or (before_then and not any(each.date is not None for each in match.items)):
            match.add_fault(DifferenceKind.QUALIFIER, said=item.text, source=other.text)


def _acts(match: ClauseMatch) -> Iterator[tuple[Item, Item]]:
    """Yield the verbs of a clause with their partners."""
    verbs = [each for each in match.available if each.verb and each.slot == CORE]
    for place, other in match.pairs.items():
        item = match.items[place]
        if other is item and item.verb and item.keys & COPULAS and verbs:
            yield item, verbs[0]  # "the hearing was on 9 June" for "the court hears it on 9 June"
        elif other.verb and other.slot == CORE:
            yield item, other


def _has_own_day(match: ClauseMatch) -> bool:
    """Return whether the clause of the fact has the day that the sentence gives."""
    return any(other.date is not None and match.items[place] is not other for place, other in match.pairs.items())


def _is_dated(match: ClauseMatch) -> bool:
    """Return whether a clause has a day, or the statement that a quote or a paraphrase belongs to."""
    statement = (match.fact.whole or match.fact).texts[0]
    return any(item.date is not None and item.slot in {"on", "in"} for item in (*match.available, *statement.items))


def _has_helper(item: Item, text: Parsed, helpers: frozenset[str]) -> bool:
    return not helpers.isdisjoint(words(text.text[: item.start])[-_HELPING:])


def _is_now(item: Item, text: Parsed) -> bool | None:
    """Return whether a verb tells what is so now, "hears" or "is heard", or has been; None if it tells neither."""
    word, near = item.text.lower(), words(text.text[: item.start])[-_HELPING:]
    if _is_present(word) or word in _PRESENT or not _PRESENT.isdisjoint(near):
        return True
    return False if is_participle(word) or word in _PASSED else None


def _add_modals(match: ClauseMatch) -> None:
    said, source = match.clause.modals, match.other.modals
    if said.keys() == {"will"} and source.keys() == {"would"} and _was_said(match.other, match.parsed):
        return  # "she promised that she would" told directly is "she will"
    if not said and source.keys() == {"will"} and _is_scheduled(match):
        return
    for modal in said.keys() - source.keys():
        match.add_fault(DifferenceKind.QUALIFIER, said=said[modal])
    for modal in source.keys() - said.keys():
        match.add_fault(DifferenceKind.QUALIFIER, source=source[modal])


def _add_cut_off(match: ClauseMatch) -> None:
    """Note a verb at the end of a clause without what completes it in the source: "Trump stopped short"."""
    acts = [
        (place, match.items[place])
        for place, each in match.pairs.items()
        if each.verb and each is not match.items[place]
    ]
    if not acts or match.conflicts:
        return
    place, verb = max(acts, key=lambda each: each[1].place)
    if any(_completes(each, verb) for each in match.items) or _has_complement(match.clause, match.sentence):
        return
    partner = match.pairs[place]
    if verb.keys & _WHOLE or partner.keys & _WHOLE:
        return
    leans = bool(partner.keys & _LEANING)
    left = [each for each in match.available if _completes(each, partner)]
    left = [each for each in left if leans or each.slot in {CORE, INFINITIVE}]
    if left or _has_complement(match.other, match.parsed):
        match.add_fault(DifferenceKind.QUALIFIER, source=left[0].text if left else "")


def _add_choice(match: ClauseMatch) -> None:
    """Note an "or" where the source has none: "a barrier or a tram" for both of them."""
    if not match.clause.negations and _has_choice(match.items, match.sentence):
        theirs = [each for each in match.available if id(each) in match.partners]
        if theirs and not _has_choice(theirs, match.parsed):
            match.add_fault(DifferenceKind.QUALIFIER, said="or")


def _has_choice(items: Sequence[Item], text: Parsed) -> bool:
    """Return whether an "or" stands between two items, and not in one, as in "ten or more"."""
    ordered = sorted(items, key=lambda each: each.start)
    between = (text.text[one.end : two.start] for one, two in pairwise(ordered))
    return any("or" in words(each) for each in between)


def _completes(item: Item, verb: Item) -> bool:
    """Return whether an item may complete a verb: its object, the subject of a passive, a phrase behind it."""
    if (item.time and item.quantity is None) or item.verb or item.date is not None or item.text.lower() in _NO_OBJECTS:
        return False
    return item.order > verb.order if item.slot == CORE else item.place > verb.place


def _has_complement(clause: Clause, text: Parsed) -> bool:
    return any(each.parent == clause.number and each.link is not Link.ADVERBIAL for each in text.clauses)


def _is_scheduled(match: ClauseMatch) -> bool:
    """Return whether a date goes with a plain present: "work starts in February" is "work will start in February"."""
    dated = any(item.date is not None and match.pairs.get(place) is not item for place, item in enumerate(match.items))
    acts = [match.items[place] for place, each in match.pairs.items() if each.verb and each.slot == CORE]
    present = [item.text.lower() for item in acts]
    return dated and bool(present) and all(map(_is_present, present))


def _is_present(word: str) -> bool:
    return word.endswith("s") and word not in lexicon.BE and word not in lexicon.HAVE and not is_participle(word)


def _is_reported(clause: Clause, text: Parsed) -> bool:
    """Return whether a clause is what somebody says in its text."""
    return clause.link is Link.COMPLEMENT and clause.parent >= 0 and is_speech(text.clauses[clause.parent], text)


def _was_said(clause: Clause, text: Parsed) -> bool:
    """Return whether a clause is what somebody said: "would" is then "will", unlike after "according to"."""
    verbs = [item for item in text.clauses[clause.parent].items if item.verb] if _is_reported(clause, text) else []
    return bool(verbs) and is_participle(verbs[-1].text.lower())


def _add_links(match: ClauseMatch) -> None:
    clause, other = match.clause, match.other
    joints = {clause.word, other.word}
    alike = len(joints) == 1 or joints <= _MEANWHILE
    if clause.link is other.link is Link.ADVERBIAL and joints == {"before", "after"}:
        match.conflicts.append(Difference(kind=DifferenceKind.WORD, said=clause.word, source=other.word))
    elif clause.link is Link.ADVERBIAL and (other.link is not Link.ADVERBIAL or not alike):
        match.add_fault(DifferenceKind.QUALIFIER, said=clause.word, source=other.word)
    if other.link is Link.ADVERBIAL and other.word in lexicon.CONDITIONS and clause.word != other.word:
        match.add_fault(DifferenceKind.QUALIFIER, source=other.word)
    if match.fact.whole is not None and _is_stated(clause, match.sentence) and not _is_stated(other, match.parsed):
        match.add_fault(DifferenceKind.QUALIFIER, source=other.word)
    inside = clause.parent >= 0 and match.sentence.clauses[clause.parent] is not match.speech
    if clause.link is Link.COMPLEMENT and inside and other.link is not Link.COMPLEMENT:
        match.add_fault(DifferenceKind.ORDER)


def _is_stated(clause: Clause, text: Parsed) -> bool:
    """Return whether a text states a clause by itself, or as what somebody says."""
    return clause.link in {Link.MAIN, Link.COORDINATE} or _is_reported(clause, text)


def _add_ancestors(match: ClauseMatch) -> None:
    """Note in what the clause of the fact is embedded: what somebody says, thinks or makes a condition."""
    clauses = match.sentence.clauses
    current, ours = match.other, match.clause
    for above in match.parsed.ancestors(match.other):
        embeds = ours.link is Link.COMPLEMENT and ours.parent >= 0
        if current.link is Link.COMPLEMENT:
            if is_speech(above, match.parsed):
                if embeds and not _tells_alike(clauses[ours.parent], above, match):
                    match.add_fault(DifferenceKind.QUALIFIER, said=_written(clauses[ours.parent], match.sentence.text))
                _add_speaker(match, above)
                _add_unsaid(match, above)
            elif above.items and above.items[-1].keys & _SPEECH_NOUNS:
                match.speakers.append(above)
                if match.speech is not None and any(
                    each.verb for each in above.items[:-1]
                ):  # who questions a claim does not make it
                    match.add_fault(DifferenceKind.QUALIFIER, source=_written(above, match.parsed.text))
            elif not embeds or not _parents_agree(clauses[ours.parent], above):
                match.add_fault(DifferenceKind.QUALIFIER, source=_written(above, match.parsed.text))
                return
        elif current.link is Link.ADVERBIAL and current.word in lexicon.REASONS and _calls(above):
            match.speakers.append(above)
        elif current.link is Link.ADVERBIAL and current.word in lexicon.CONDITIONS and current is not match.other:
            match.add_fault(DifferenceKind.QUALIFIER, source=current.word)
        ours = clauses[ours.parent] if ours.parent >= 0 else ours
        current = above


def _tells_alike(ours: Clause, theirs: Clause, match: ClauseMatch) -> bool:
    """Return whether a clause says what another does of what depends on both: "doubts that" is not "says that"."""
    shown = any(item.keys & _SHOWING for item in ours.items)
    return shown or is_speech(ours, match.sentence) or _parents_agree(ours, theirs, last=1)


def _add_unsaid(match: ClauseMatch, speech: Clause) -> None:
    """Note that nobody says it: "he did not say that". A sentence with its own speaker is compared with them."""
    if speech.negations and match.speech is None:
        match.add_fault(DifferenceKind.NEGATION, source=speech.negations[0])


def _calls(clause: Clause) -> bool:
    """Return whether somebody calls or describes something in a clause: a reason in it is what they say."""
    return any(item.verb and item.keys & SAYING for item in clause.items)


def _add_speaker(match: ClauseMatch, speech: Clause) -> None:
    said = [item for item in speech.items if not item.keys & SAYING and not item.time]
    if not said or not all(item.keys & match.fact.publishers for item in said):
        match.speakers.append(speech)


def _parents_agree(ours: Clause, theirs: Clause, *, last: int = 2) -> bool:
    said = [item for item in ours.items if item.kind is ItemKind.WORD][-last:]
    return any(not item.keys.isdisjoint(each.keys) for item in said for each in theirs.all_items)


def _written(clause: Clause, text: str) -> str:
    if not clause.items:
        return ""
    return text[min(item.start for item in clause.items) : max(item.end for item in clause.items)]
