"""Find the statements of a text that contradict each other, from who speaks, what both are about, and denials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import BE, HAVE, MODALS, NEGATED, VERB_FORMS
from bot.core.text.language import NUMBERS, STOPWORDS
from bot.core.text.normalise import fold, stem

NEAR: Final = 14
"""Most segments between a statement and the one that contradicts it."""

DENIAL: Final = re.compile(
    r"\b(?:(?:that[’']s|was|were|is|are) (?:lying|false|untrue|not true|wrong|baseless|not so sure)|no truth|"
    r"no (?:record|trace|knowledge) of (?:such|any|it|that|this)|at no point|"
    r"did not happen|(?:do|does|did) not (?:accept|recogni[sz]e)|any such\b|"
    r"stands? by (?:its|his|her|their|the|that|this)|never happened|ruled (?:that|this|it) out|no such|"
    r"such an? (?:thing|warning|claim|order|letter|request|report|call)|den(?:y|ies|ied))\b",
    re.IGNORECASE,
)
"""Words of somebody who contradicts what was said before."""

BARE_DENIAL: Final = re.compile(
    r"[“\"‘]?(?:no, )?(?:that|this|it)(?:[’']s| is| was) (?:simply |just |plainly )?"
    r"(?:not (?:true|correct|right|so|the case)|incorrect|untrue|false|wrong|baseless|lying)\W*",
    re.IGNORECASE,
)
"""A sentence that says of another that it is not so, and nothing else."""

NEGATIVE: Final = NEGATED | frozenset("no not never nobody nothing none neither nor without cannot".split())
"""Words that say that something is not so."""

_AHEAD: Final = re.compile(r"\b(?:will|would|plans?|expects?|going to)\b|[’']ll\b")
_FLATLY: Final = re.compile(r"[“\"‘]?(?:No|Never|Wrong|Nonsense|Not at all|Not true)[.,!]")
_POINTED: Final = re.compile(
    r"\b(?:disput\w+|reject\w*|den(?:y|ies|ied)|disagree\w*|rebut\w*|question\w*|challeng\w*|contradict\w*|ruled) "
    r"(?:it|(?:that|this|those|these|the)(?: \w+)?)(?=[,.;]| and| out|$)|^(?:in response|responding)\b",
    re.IGNORECASE,
)
"""A denial of what comes directly before."""
_COUNT: Final = re.compile(r"\bthe (?:figure|number|estimate|total|sum)s?\b")
_REPLYING: Final = frozenset("reply counter respond rebut contend".split())
_CHARGED: Final = re.compile(
    r"\b(?:pending|charged|convicted|acquitted|indicted|sentenced|filed|sued|accused of|pleaded)\b", re.IGNORECASE
)
_PROSECUTION: Final = re.compile(r"\bprosecut|(?:district|state[’']s|u\.s\.) attorney|for the crown\b", re.IGNORECASE)
_DEFENCE: Final = re.compile(
    r"\bdefending\b|\bdefen[cs]e\b|"
    r"\b(?:his|her|their|my) (?:client|lawyer|attorney|barrister|solicitor)\b|[’']s? (?:lawyer|attorney)\b",
    re.IGNORECASE,
)
_GENERAL: Final = STOPWORDS | NUMBERS.keys() | lexicon.MONTHS | lexicon.WEEKDAYS | lexicon.PEOPLE | BE | HAVE | MODALS
_ANYWHERE: Final = frozenset(
    "year years month months week weeks day days date number part family person last first new work works court jury "
    "jurors judge million billion percent hour hours morning night evening today yesterday two three".split()
)
_KEPT: Final = 6  # letters of a stem, so that "complain" is "complaint"
_BARE: Final = 2  # words with a meaning in a denial that gives no content
_SHORT: Final = 3  # letters of words that say too little, such as "the"
_NEXT: Final = 8  # segments, as each turn of a transcript is a paragraph
_SCOPE: Final = 2
"""Words with a meaning after a negation that it is about: "never touched a switch"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a segment says: its words, who says it ("" for the publisher), what they are, and the verb of speech.

    `fact`: it may become a fact; only such a claim is contradicted or contradicts. `proven`: a record or the publisher
    stands behind it, so that it takes a denial to contradict it.
    """

    text: str
    tokens: tuple[ProseToken, ...]
    who: str
    role: str
    verb: str
    paragraph: int
    fact: bool
    proven: bool


def is_charge(text: str) -> bool:
    """Return whether a sentence tells a step of a case, which is a fact even where the charge is denied."""
    return _CHARGED.search(text) is not None


def find_contradictions(claims: Sequence[Claim]) -> dict[int, int]:
    """Return the places of claims that contradict an earlier one, each with the place of that one.

    Another speaker contradicts who denies it, or says of the same that it is not so.
    """
    return dict(_pairs(claims))


def _pairs(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    subjects = [_subjects(claim) for claim in claims]
    last: tuple[int, int] | None = None
    for later, claim in enumerate(claims):
        if not claim.fact or not (claim.who or claim.verb or _denies(claim)):
            continue
        # "That is not true. We signed it in May."
        before = claims[later - 1] if later else claim
        denies = _denies(claim) or (not before.fact and before.who == claim.who and _denies(before))
        weights = {
            place: _weight(claims, place, later, subjects[place] & subjects[later], denies=denies)
            for place in range(max(0, later - NEAR), later)
            if claims[place].fact and not _is_same(claims[place].who, claim.who)
        }
        best = max(weights, key=lambda place: (weights[place], place), default=None)
        if best is not None and weights[best]:
            last = (later, best)
            yield last
        elif last and _goes_on(claims, *last, later):
            yield later, last[1]


def _goes_on(claims: Sequence[Claim], denial: int, target: int, later: int) -> bool:
    """Return whether a claim says what a bare denial before it left out: "They reject that. “There were ten,” …"."""
    claim = claims[later]
    apart = claim.paragraph - claims[denial].paragraph
    negative = any(token.small in NEGATIVE and token.quoted for token in claim.tokens)
    whole = claims[denial].text.rstrip("”’\"'").endswith(".")
    bare = whole and len(_subjects(claims[denial])) <= _BARE and bool(claim.who or claim.verb)
    return (
        not any(between.fact for between in claims[denial + 1 : later])
        and claims[target].who != claim.who
        and ((negative and apart <= 1) or (bare and apart == 0 and not claim.proven and not _AHEAD.search(claim.text)))
    )


def _weight(claims: Sequence[Claim], earlier: int, later: int, shared: frozenset[str], *, denies: bool) -> int:
    """Return how surely a claim contradicts an earlier one; 0 if it does not."""
    first, second = claims[earlier], claims[later]
    near = second.paragraph - first.paragraph <= 1 or later - earlier <= _NEXT
    spoken, answered = _mentioned(first, second), _mentioned(second, first)
    shared -= spoken | answered
    negative = not NEGATIVE.isdisjoint(token.small for token in second.tokens)
    last = not any(claim.fact for claim in claims[earlier + 1 : later])
    pointed = _POINTED.search(second.text) is not None
    counts = _COUNT.search(second.text) is not None
    if near and (denies or (answered and negative and not (first.proven or second.proven))):
        return (
            4
            + 3 * len(shared)
            + bool(first.who)
            + 4 * bool(answered)
            - 3 * first.proven
            + 4 * (counts and _counts(first))
            + last * (8 if pointed and not counts else 2)
            - 3 * _is_own(first)
        )
    same_time = bool(_AHEAD.search(first.text)) == bool(_AHEAD.search(second.text))
    opposite = bool(_negated(first) & shared) != bool(_negated(second) & shared) and same_time and bool(first.who)
    signs = (
        opposite,
        {_side(first), _side(second)} == {"prosecution", "defence"},
        bool(first.who) and near and second.verb in _REPLYING,
    )
    if first.proven or second.proven:
        return len(shared) if opposite else 0
    return len(shared) if any(signs) else 0


def _counts(claim: Claim) -> bool:
    return any(token.text[0].isdigit() or token.small in NUMBERS for token in claim.tokens)


def _is_own(claim: Claim) -> bool:
    """Return whether somebody speaks of themselves, which others can hardly deny."""
    return any(token.small in {"i", "we"} and token.quoted for token in claim.tokens)


def _denies(claim: Claim) -> bool:
    flat = not claim.fact and (_FLATLY.match(claim.text) or BARE_DENIAL.fullmatch(claim.text)) is not None
    return flat or claim.verb in lexicon.DENYING or DENIAL.search(claim.text) is not None


def _subjects(claim: Claim) -> frozenset[str]:
    """Return the stems of the words that a claim is about: no names, and no words that any text has."""
    return frozenset(stem for place, token in enumerate(claim.tokens) if (stem := _subject(claim, place, token)))


def _subject(claim: Claim, place: int, token: ProseToken) -> str:
    small = token.bare.lower()
    form = VERB_FORMS.get(small)
    base = form.base if form else small
    plain = token.word and len(small) > _SHORT and not (token.capital and place and not token.quoted)
    said = base == claim.verb and not token.quoted
    return "" if said or not plain or small in _GENERAL | _ANYWHERE else stem(fold(base))[:_KEPT]


def _negated(claim: Claim) -> frozenset[str]:
    """Return the stems of what a claim denies: "no clock", "has not spent", "the bubbles are not there"."""
    places = [place for place, token in enumerate(claim.tokens) if token.small in NEGATIVE]
    near: list[int] = []
    for place in places:
        near.extend(_in_scope(claim.tokens, place))
        if place >= _SCOPE and claim.tokens[place - 1].small in BE:
            near.append(place - _SCOPE)
    return frozenset(stem for place in near if (stem := _subject(claim, place, claim.tokens[place])))


def _in_scope(tokens: Sequence[ProseToken], place: int) -> Iterator[int]:
    """Yield the places of the words that a negation is about, up to a preposition or the end of the clause."""
    found = 0
    # "none of them answered"
    start = place + 3 if len(tokens) > place + 2 and tokens[place + 1].small == "of" else place + 1
    for after in range(start, len(tokens)):
        token = tokens[after]
        if not token.word or token.small in lexicon.PREPOSITIONS | lexicon.SUBORDINATORS or found >= _SCOPE:
            return
        if token.small not in STOPWORDS:
            found += 1
            yield after


def _mentioned(claim: Claim, other: Claim) -> frozenset[str]:
    """Return the stems of the words by which a claim names the speaker of another one."""
    heads = {_head(part) for part in (other.who, other.role)} & (lexicon.GROUPS | lexicon.ROLES)
    name = _name(other.who)
    group = not lexicon.ORGANISATION_WORDS.isdisjoint(name.lower().split())
    called = name if group else name.rpartition(" ")[2]
    named = {token.bare for token in claim.tokens} >= set(called.split()) if called else False
    words = called.split() if named else []
    words.extend(token.text for token in claim.tokens if token.small in heads)
    return frozenset(stem(fold(word))[:_KEPT] for word in words)


def _name(who: str) -> str:
    """Return the words of a speaker that begin with a capital letter: "Varn Club" of "the Varn Club"."""
    return " ".join(word for word in who.split() if word[0].isupper())


def _head(phrase: str) -> str:
    """Return the noun of a phrase: "supplier" of "the supplier of the rails"."""
    words = phrase.lower().replace(",", " ").split()
    end = next((place for place, word in enumerate(words) if place and word in lexicon.PREPOSITIONS), len(words))
    return words[end - 1] if words else ""


def _is_same(one: str, other: str) -> bool:
    """Return whether two speakers are the same or one is among the other: "Varn Rail" and "Varn Rail plc"."""
    first, second = set(_name(one).split()), set(_name(other).split())
    return one == other or (bool(first and second) and (first <= second or second <= first))


def _side(claim: Claim) -> str:
    about = f"{claim.role} {claim.text}"
    if not claim.who:
        return ""
    return "prosecution" if _PROSECUTION.search(about) else "defence" if _DEFENCE.search(about) else ""
