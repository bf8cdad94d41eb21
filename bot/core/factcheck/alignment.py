"""Align a sentence with the texts of one fact, item by item, and say what differs.

A sentence is aligned whole if each of its clauses is: each item has a partner of its own in one clause of the fact, in
the same role, and nothing that limits or weakens the clause of the fact was dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.factcheck.articles import article_faults, owned_faults, plural_faults
from bot.core.factcheck.clause_builder import COPULAS
from bot.core.factcheck.clauses import Clause, ItemKind, Link, Parsed
from bot.core.factcheck.coexistence import open_conflicts
from bot.core.factcheck.fact_texts import ClauseMatch, FactTexts, is_speech
from bot.core.factcheck.pairing import pair
from bot.core.factcheck.pronouns import unnamed
from bot.core.factcheck.prospects import needs_of
from bot.core.factcheck.qualifiers import add_qualifiers
from bot.core.factcheck.results import Difference, DifferenceKind
from bot.core.factcheck.roles import role_faults
from bot.core.factcheck.speech import CLAIMS, SAYING, speaker_faults

_MEASURED: Final = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE})
_PROMISING: Final = 0.5  # share of the words that the nearest clause has which another must have to be compared
_HEADLINE: Final = 4  # words of a headline without a verb, at least
_QUOTED: Final = frozenset('“”"')
_QUOTED_NEAR: Final = 3  # words in which the mark before and the one after a quoted clause are
_QUOTED_LEAST: Final = 3  # aligned items of a quoted clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How a sentence and a fact compare: the match of each clause, all that differs, and how much is aligned.

    `conflicts` are those of the differences that are other values of the same slot.
    """

    fact: FactTexts
    matches: tuple[ClauseMatch, ...]
    differences: tuple[Difference, ...]
    conflicts: tuple[Difference, ...]
    claimed: bool

    @property
    def whole(self) -> bool:
        """Whether the fact proves every clause, one of which has a verb: a mere name says nothing.

        A headline has no verb: it is proven by most words of a paraphrase, from the first one on.
        """
        if self.differences:
            return False
        stated = (
            item.verb or (place in match.pairs and match.pairs[place].verb)
            for match in self.matches
            for place, item in enumerate(match.items)
        )
        return any(stated) or self._is_headline

    @property
    def _is_headline(self) -> bool:
        """Whether most words of a paraphrase are aligned, from its first one on."""
        partners = frozenset[int]().union(*(match.partners for match in self.matches))
        items = [
            item
            for text in self.fact.texts
            for clause in text.clauses
            if not is_speech(clause, text)
            for item in clause.items
        ]
        begun = bool(items) and id(items[0]) in partners and 2 * len(partners) > len(items)
        return self.fact.whole is not None and len(partners) >= _HEADLINE and begun

    @property
    def aligned(self) -> int:
        """How many items have a partner."""
        return sum(len(match.pairs) for match in self.matches)

    @property
    def stated(self) -> int:
        """How many items the fact's statement has: of facts with one quote, that is the one that is meant."""
        own = self.fact.statement_keys
        return sum(not item.keys.isdisjoint(own) for match in self.matches for item in match.items)

    @property
    def is_best_proof(self) -> bool:
        """Whether the statement itself says all of a proven sentence, and not as a claim: no other fact proves more."""
        items = sum(len(match.items) for match in self.matches)
        return self.whole and self.quote < 0 and self.stated == items and not self.claimed

    @property
    def states_other(self) -> bool:
        """Whether the statement itself has the other values: of facts with one quote, that is the one that is meant."""
        return all(str(each.source) in self.fact.fact.statement for each in self.conflicts)

    @property
    def quote(self) -> int:
        """The index of the quote that proves a clause; -1 if the statement proves all."""
        found = [self.fact.quotes[match.source.text] for match in self.matches]
        return next((each for each in found if each >= 0), -1)


def _only_names(clause: Clause, sentence: Parsed) -> bool:
    """Return whether a clause of several is a name and no more: "X as well as Y did it" is not read."""
    if clause.link is not Link.MAIN or len(sentence.clauses) == 1:
        return False
    told = any(each.parent == clause.number and each.link is Link.RELATIVE for each in sentence.clauses)
    return not told and all(item.kind is ItemKind.NAME for item in clause.items)


def align(sentence: Parsed, fact: FactTexts) -> Alignment:
    """Align a sentence with a fact."""
    spoken = [clause for clause in sentence.clauses if is_speech(clause, sentence)]
    matches: list[ClauseMatch] = []
    differences: list[Difference] = []
    for clause in sentence.clauses:
        if clause in spoken or not clause.items:
            continue
        speech = next((each for each in sentence.ancestors(clause) if each in spoken), None)
        match = _best(clause, sentence, fact, speech)
        if match is None or _only_names(clause, sentence):
            missing = sentence.text[clause.items[0].start : clause.items[-1].end]
            differences.append(Difference(kind=DifferenceKind.MISSING, said=missing, source=""))
        else:
            matches.append(match)
        differences += unnamed(clause, sentence, match)
        if clause.number == 0 and clause.link is Link.MAIN and clause.pronoun and not clause.items[0].keys & COPULAS:
            who = sentence.text.split()[0]  # nobody knows who "they" are
            differences.append(Difference(kind=DifferenceKind.MISSING, said=who, source=""))
    _note_other_parents(sentence, matches)
    stated = sum(bool(clause.items) and clause not in spoken for clause in sentence.clauses)
    said: list[Difference] = []
    for clause in spoken:
        differences += unnamed(clause, sentence, None)
        speakers = [each for match in matches if match.speech is clause for each in match.speakers]
        said += speaker_faults(clause, fact, speakers)
        thinking = _thinking(clause, sentence)
        if thinking and all(each.link is not Link.COMPLEMENT for each in speakers):
            differences.append(Difference(kind=DifferenceKind.QUALIFIER, said=thinking, source=""))
    excluding = {DifferenceKind.WORD, *_MEASURED}
    if all(each.kind is DifferenceKind.NEGATION for each in said):
        excluding.add(DifferenceKind.NEGATION)  # who did not say it is the one who is said to
    if any(map(_is_quoted, matches)):
        excluding.add(DifferenceKind.NAME)  # others may say the same, but hardly in the same words
    told = all(not match.faults or match.speech is None for match in matches) and len(matches) == stated
    conflicts = [each for each in said if each.kind in excluding and (told or each.kind is not DifferenceKind.WORD)]
    conflicts += [each for match in matches for each in match.conflicts]
    differences += [*said, *(each for match in matches for each in (*match.conflicts, *match.faults))]
    return Alignment(
        fact=fact,
        matches=tuple(matches),
        differences=tuple(dict.fromkeys(differences)),
        conflicts=tuple(dict.fromkeys(conflicts)),
        claimed=fact.fact.standing in CLAIMS
        or any((match.claimed or fact.is_reported) and not _names_speaker(match) for match in matches),
    )


def _names_speaker(match: ClauseMatch) -> bool:
    """Return whether a sentence says who says it, other than the publisher of the source, who only reports it."""
    said = [item for item in match.speech.items if not item.keys & SAYING and not item.time] if match.speech else []
    return bool(match.speech) and not (said and all(item.keys & match.fact.publishers for item in said))


def _thinking(speech: Clause, sentence: Parsed) -> str:
    """Return what somebody does of what another says, or nothing: "doubts" of "doubts that he said so"."""
    above = sentence.clauses[speech.parent] if speech.link is Link.COMPLEMENT else None
    return above.items[-1].text if above is not None and above.items and not is_speech(above, sentence) else ""


def _note_other_parents(sentence: Parsed, matches: Sequence[ClauseMatch]) -> None:
    """Note where what somebody thinks is from another text than that they think so, and denied in one of them."""
    found = {match.clause.number: match for match in matches}
    for match in matches:
        above = found.get(match.clause.parent) if match.clause.link is Link.COMPLEMENT else None
        if above is None or above.source.text == match.source.text:
            continue
        theirs = match.parsed.clauses[match.other.parent].negations if match.other.parent >= 0 else ()
        if len(theirs) % 2 != len(sentence.clauses[match.clause.parent].negations) % 2:
            match.add_fault(DifferenceKind.ORDER)


def _is_quoted(match: ClauseMatch) -> bool:
    """Return whether a clause stands in quotation marks."""
    items, text = match.clause.items, match.sentence.text
    before, after = text[: items[0].start].split(), text[items[-1].end :].split()
    enclosed = all(_QUOTED & frozenset("".join(near)) for near in (before[-_QUOTED_NEAR:], after[:_QUOTED_NEAR]))
    return enclosed and len(match.pairs) >= _QUOTED_LEAST


def _best(clause: Clause, sentence: Parsed, fact: FactTexts, speech: Clause | None) -> ClauseMatch | None:
    """Return the match with the clause of the fact that comes nearest; None if none has a word of it."""
    needs = needs_of(clause.all_items)
    shared = [each.available.shared(needs.keys) for each in fact.clauses]
    least = max(max(shared, default=0) * _PROMISING, 1)
    promising = [
        (needs.fewest_differences(source, fact), place)
        for place, source in enumerate(fact.clauses)
        if shared[place] >= least
    ]
    found: list[tuple[tuple[int, int, int], int, ClauseMatch]] = []
    for fewest, place in sorted(promising):
        if found and fewest > min(found)[0][0]:
            break
        match = _compared(
            ClauseMatch(sentence=sentence, clause=clause, speech=speech, fact=fact, source=fact.clauses[place])
        )
        found.append((match.rank, place, match))
    return min(found)[2] if found else None


def _compared(match: ClauseMatch) -> ClauseMatch:
    pair(match)
    for difference in role_faults(match.items, match.available, match.pairs):
        (match.faults if difference.kind is DifferenceKind.ORDER else match.conflicts).append(difference)
    match.faults += [*plural_faults(match), *article_faults(match), *owned_faults(match)]
    add_qualifiers(match)
    for each in open_conflicts(match):
        match.conflicts.remove(each)
        match.faults.append(each)
    return match
