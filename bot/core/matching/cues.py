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

from bot.core.facts import NameKind
from bot.core.matching.lexicon import Lexicon
from bot.core.matching.question import Parsed
from bot.core.text import stem, words

Floats = NDArray[np.float32]

_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE: Final = re.compile(rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}})?(?:,? \d{{4}})?|{_DAYS}|(?:19|20)\d\d)\b")
_CAPITAL: Final = re.compile(r"\b[^\W\d_a-zà-ÿ][\w'’-]*")
_WITHIN: Final = re.compile(r"(?<=[\w,;] )[^\W\d_a-zà-ÿ][\w'’-]*")
_QUOTED: Final = re.compile(r"[\"“]([^\"”]+)[\"”]")

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


def hold(statement: str, names: AbstractSet[str], lexicon: Lexicon, *, dated: bool) -> Held:
    """What a statement holds. `names` are the stems that the base writes with a capital within its sentences.

    A name of unknown kind may be anybody's and anything's. `dated` tells that its fact has a date beside the statement.
    """
    dated_by = [found.group() for found in _DATE.finditer(statement)]
    dates = frozenset(_both(" ".join(dated_by)))
    bare = _DATE.sub(" ", statement) if dated_by else statement
    spelt = words(bare)
    stems = frozenset(map(stem, spelt))
    numbers = frozenset(word for word in spelt if word[0].isdigit())
    named = frozenset(_named(bare, names))
    known = _known(tuple(map(stem, spelt)), lexicon)
    quoted = frozenset(_both(" ".join(_QUOTED.findall(statement))))
    return Held(
        by_cue=MappingProxyType(
            {
                "who": named - known[NameKind.PLACE] - known[NameKind.THING],
                "where": named - known[NameKind.PERSON] - known[NameKind.BODY] - known[NameKind.THING],
                "which": named | quoted | numbers,
                "when": dates | ({_DATED} if dated else set()),
                "count": numbers,
                "span": numbers | (stems & _SPANS),
                "distance": stems & _DISTANCES,
                "why": stems & _REASONS,
            }
        )
    )


def names_within(texts: Iterable[str]) -> frozenset[str]:
    """The stems of all words that some sentence writes with a capital elsewhere than at its beginning."""
    return frozenset(stem(word) for text in texts for word in words(" ".join(_WITHIN.findall(text))))


def _named(text: str, names: AbstractSet[str]) -> Iterator[str]:
    return (root for root in map(stem, words(" ".join(_CAPITAL.findall(text)))) if root in names)


def _known(stems: tuple[str, ...], lexicon: Lexicon) -> Mapping[NameKind, frozenset[str]]:
    """The stems of the names that the vocabulary knows, by their kinds."""
    found = [(lexicon.kinds.get(each.concept), stems[each.start : each.end]) for each in lexicon.mentions(stems)]
    return {kind: frozenset(root for held, roots in found if held is kind for root in roots) for kind in NameKind}


def _both(text: str) -> Iterator[str]:
    return iter(()) if not text else (form for word in words(text) for form in (word, stem(word)))
