"""Who, when, where, how many, why: whether a statement holds such a thing, beyond what the question itself says.

"Which theatre shows the musical?" is answered by a statement that names one. "Which musical does the Teresa Carreño
show?" is not answered by the same statement, though it shares every word with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge.model import NameKind
from bot.core.matching.question import Parsed
from bot.core.matching.tokens import Token
from bot.core.text.normalise import stem, words

Floats = NDArray[np.float32]

_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE: Final = re.compile(rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}})?(?:,? \d{{4}})?|{_DAYS}|(?:19|20)\d\d)\b")
_QUOTED: Final = re.compile(r"[\"“]([^\"”]+)[\"”]")
_DATING: Final = frozenset(f"{_MONTHS}|{_DAYS}".lower().split("|"))

_SPANS: Final = frozenset(map(stem, "second minute hour day week month year decade".split()))
_DISTANCES: Final = frozenset(map(stem, "mile kilometre kilometer km metre meter foot".split()))
_REASONS: Final = frozenset(
    map(stem, "because since reason aim purpose meant goal due fear so order accuse claim concern".split())
)
# Stands for a date that no question can have said.
_DATED: Final = "a date beside"
# What must stand in the statement and not in the question already; of the others the mere kind will do.
_NEW: Final = frozenset({"who", "which", "where", "when", "count", "span"})
CHECKED: Final = (*sorted(_NEW), "distance", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a statement holds, by what is asked for with it: cue -> words and stems that may be the answer."""

    by_cue: Mapping[str, frozenset[str]]

    def answers(self, cue: str, said: AbstractSet[str]) -> bool:
        """Whether the statement holds what the cue asks for; what the question has `said` itself is no answer."""
        found = self.by_cue[cue]
        return bool(found - said if cue in _NEW else found)


def fit(question: Parsed, held: Sequence[Held | None]) -> tuple[Floats, Floats]:
    """For each statement the share of what is asked for that it holds, and that it lacks: each 0 to 1, shape (held,).

    Both are 0 where nothing definite is asked for, and for None: an unknown holds nothing, and is meant to.
    """
    asked = [cue for cue in CHECKED if cue in question.cues]
    shares, lacking = np.zeros((2, len(held)), dtype=np.float32)
    if asked:
        said = {*question.words, *map(stem, question.words)}
        for place, each in enumerate(held):
            if each is not None:
                shares[place] = sum(each.answers(cue, said) for cue in asked) / len(asked)
                lacking[place] = 1 - shares[place]
    return shares, lacking


def hold(statement: Parsed, tokens: Iterable[Token], kinds: Mapping[str, NameKind], *, dated: bool) -> Held:
    """What a statement holds.

    `kinds` tells which concepts are names, and of what; a name of unknown kind may be anybody's and anything's. `dated`
    tells that the statement's fact has a date beside it.
    """
    in_dates = _words_of_dates(statement)
    dates = frozenset(in_dates).union(map(stem, in_dates))
    numbers = _numbers(statement, in_dates)
    stems = frozenset(statement.stems)
    named = frozenset([root for token in tokens for root in token.capitals]) - dates
    known = _known(statement, kinds)
    return Held(
        by_cue=MappingProxyType(
            {
                "who": named - known[NameKind.PLACE] - known[NameKind.THING],
                "where": named - known[NameKind.PERSON] - known[NameKind.BODY] - known[NameKind.THING],
                "which": named.union(_quoted(statement), numbers),
                "when": dates | {_DATED} if dated else dates,
                "count": numbers,
                "span": numbers | (stems & _SPANS),
                "distance": stems & _DISTANCES,
                "why": stems & _REASONS,
            }
        )
    )


def _words_of_dates(statement: Parsed) -> tuple[str, ...]:
    # To look for dates costs as much as all else: many statements have none of their words.
    if not statement.numbers and _DATING.isdisjoint(statement.words):
        return ()
    return words(" ".join(_DATE.findall(statement.text)))


def _numbers(statement: Parsed, in_dates: Iterable[str]) -> frozenset[str]:
    """The numbers of a statement but for those of its dates."""
    numbers = [word for word in statement.words if word[0].isdigit()]
    for word in in_dates:
        if word in numbers:
            numbers.remove(word)
    return frozenset(numbers)


def _quoted(statement: Parsed) -> Iterator[str]:
    """The words in quotation marks, and their stems."""
    for found in _QUOTED.findall(statement.text):
        for word in words(found):
            yield from (word, stem(word))


def _known(statement: Parsed, kinds: Mapping[str, NameKind]) -> Mapping[NameKind, AbstractSet[str]]:
    """The stems of the names that the vocabulary knows, by their kinds."""
    found: dict[NameKind, set[str]] = {kind: set() for kind in NameKind}
    for concept, start, end in statement.mentions:
        if concept in kinds:
            found[kinds[concept]].update(statement.stems[start:end])
    return found
