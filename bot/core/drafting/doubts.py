"""Find what a draft cannot be sure of by itself, so that a curator looks at the passage before it is a fact.

Each kind of doubt was wrong more often than other facts in texts that the rules had not seen (docs/drafting.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from bot.core.drafting.contradictions import DENIAL, NEGATIVE
from bot.core.drafting.model import DraftFact
from bot.core.drafting.segments import NoFact
from bot.core.drafting.tokens import tokenize
from bot.core.knowledge.model import Standing

NO_SPEAKER: Final = "Who says this is not clear."
REFERS_BACK: Final = "What “{word}” stands for is not clear."
CONTRADICTS: Final = "It seems to contradict something, but what is not clear."
BESIDE: Final = "It stands next to what is disputed, and may be disputed too."
PAIRED: Final = "It may contradict another passage, but nothing there is denied."
OTHER_SIDE: Final = "The passage that contradicts it is not a fact yet."

_DISSENT: Final = re.compile(
    r"\b(?:disput\w+|reject\w*|den(?:y|ies|ied)|contest(?:s|ed)?|disagree\w*|contradict\w*|rebut\w*|refut\w*|"
    r"question(?:ed|s)|challeng(?:ed|es)|(?:not |un)convinced|s[ck]eptic\w*|doubt\w*|insist\w*|counter(?:s|ed)|"
    r"clarif\w*|respon\w*|repl(?:y|ies|ied)|concern\w*|with respect|argue[sd]?|critici[sz]\w+|misleading|exaggerat\w+|"
    r"unfair|overstat\w+|mistaken|nonsense|wrong|untrue|false|conced\w+|admit\w*|blam\w+|accus\w+)\b",
    re.IGNORECASE,
)


def find_doubts(facts: Sequence[DraftFact]) -> list[DraftFact]:
    """Return the facts with the doubt of each."""
    weak = _weak(facts)
    doubted = [replace(fact, doubt=next(_doubts(facts, place, weak), "")) for place, fact in enumerate(facts)]
    doubted = list(accumulate(doubted, _with_its_sentence))
    while (settled := _without_one_side(doubted)) != doubted:
        doubted = settled
    return doubted


def _with_its_sentence(former: DraftFact, fact: DraftFact) -> DraftFact:
    """Return a fact with the doubt of the one before if both are clauses of one sentence and say the same person's."""
    ended = _passage(former).rstrip("”’\"'").endswith((".", "!", "?", "…"))
    shares = not ended and former.doubt and not fact.doubt and _speaker(former) == _speaker(fact)
    return replace(fact, doubt=former.doubt) if shares else fact


def _doubts(facts: Sequence[DraftFact], place: int, weak: frozenset[str]) -> Iterator[str]:
    fact, passage = facts[place], _passage(facts[place])
    if not fact.sure:
        yield NO_SPEAKER
    if fact.pointer:
        yield REFERS_BACK.format(word=fact.pointer)
    if fact.little:
        yield NoFact.LITTLE.value
    if fact.id in weak:
        yield PAIRED
    if fact.standing is Standing.DISPUTED:
        return
    if fact.standing is not Standing.DOCUMENTED and _contradicts(passage, said=bool(fact.said_by)):
        yield CONTRADICTS
    beside = (facts[near] for near in (place - 1, place + 1) if 0 <= near < len(facts))
    if fact.standing is not Standing.DOCUMENTED and any(
        other.standing is Standing.DISPUTED and _speaker(other) != _speaker(fact) for other in beside
    ):
        yield BESIDE


def _contradicts(passage: str, *, said: bool) -> bool:
    """Return whether a passage has words of dissent, or somebody says in it that something is not so."""
    return _DISSENT.search(passage) is not None or (said and _negative(passage))


def _weak(facts: Sequence[DraftFact]) -> frozenset[str]:
    """Return the ids of the facts that are linked although the one that contradicts denies nothing."""
    links = [(fact, link) for fact in facts for link in fact.disputes]
    return frozenset(each for fact, link in links if not _is_explicit(_passage(fact)) for each in (fact.id, link))


def _is_explicit(passage: str) -> bool:
    return any(pattern.search(passage) for pattern in (_DISSENT, DENIAL)) or _negative(passage)


def _negative(passage: str) -> bool:
    return not NEGATIVE.isdisjoint(token.small for token in tokenize(passage))


def _without_one_side(facts: Sequence[DraftFact]) -> list[DraftFact]:
    """Return the facts; one that is disputed only with those in doubt is in doubt too."""
    sure = {fact.id for fact in facts if not fact.doubt}
    answered = {link for fact in facts if fact.id in sure for link in fact.disputes}
    alone = {
        fact.id
        for fact in facts
        if fact.standing is Standing.DISPUTED and fact.id not in answered and sure.isdisjoint(fact.disputes)
    }
    return [replace(fact, doubt=OTHER_SIDE) if fact.id in alone and not fact.doubt else fact for fact in facts]


def _passage(fact: DraftFact) -> str:
    return " ".join(quote.exact for quote in fact.quotes)


def _speaker(fact: DraftFact) -> str:
    return fact.attribution if fact.said_by else ""
