"""Which one: whether a statement names what is asked for, or only says that there is such a thing.

"Which theatre?" is answered by "the Sellick Theatre", and "which slogan?" by the words in quotation marks beside it.
"A musical opened" answers no "which musical?", though it holds every word of the question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge.model import NameKind
from bot.core.matching.question import Parsed
from bot.core.matching.tokens import Token
from bot.core.text.language import DESCRIBED, STOPWORDS
from bot.core.text.normalise import stem

Floats = NDArray[np.float32]

# A name, or a quotation, so many words away still belongs to the noun: "messages such as “…”".
_REACH: Final = 2
# "Which three northern states": so many words behind "which" may be the noun.
_NOUN: Final = 2
_WHICH: Final = frozenset("which what cual cuales".split())
# In Spanish "que" asks only where it begins a question, or behind one of these.
_BEFORE_QUE: Final = frozenset("en de con a".split())
_OF: Final = (("name", "of"), ("names", "of"), ("title", "of"), ("nombre", "de"), ("nombres", "de"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The stems of a statement's content words: those that are part of a name or stand beside one, and the `bare`."""

    named: frozenset[str]
    bare: frozenset[str]


NAMELESS: Final = Naming(named=frozenset(), bare=frozenset())


def unnamed(question: Parsed, entries: Sequence[Naming]) -> Floats:
    """1 for each entry that speaks of what is asked for and leaves it unnamed, else 0, shape (entries,)."""
    asked = asked_which(question.words)
    if not asked:
        return np.zeros(len(entries), dtype=np.float32)
    left = (not asked.isdisjoint(entry.bare) and asked.isdisjoint(entry.named) for entry in entries)
    return np.fromiter(left, dtype=np.float32, count=len(entries))


def asked_which(spelt: Sequence[str]) -> frozenset[str]:
    """The stems of the noun of which a question asks which one it is; none where it asks for something else."""
    return frozenset(map(stem, _nouns(spelt)))


def naming(statement: Parsed, tokens: Sequence[Token], kinds: Mapping[str, NameKind]) -> Naming:
    """Which words of a statement have a name; `kinds` tells which concepts are names, and of what."""
    names = [place for place, token in enumerate(tokens) if token.naming]
    near = {place + step for place in names for step in range(-_REACH, _REACH + 1)}
    bare = {
        root
        for place, token in enumerate(tokens)
        if (token.small or place == 0) and place not in near
        for root in token.content
    }
    bare -= _within_names(statement, kinds)
    content = {root for token in tokens for root in token.content}
    return Naming(named=frozenset(content - bare), bare=frozenset(bare))


def _within_names(statement: Parsed, kinds: Mapping[str, NameKind]) -> set[str]:
    """The stems of the names that the vocabulary knows, written small as they may be: "the aviation authority"."""
    named = ((start, end) for concept, start, end in statement.mentions if concept in kinds)
    return {root for start, end in named for root in statement.stems[start:end]}


def _nouns(spelt: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(spelt):
        if word in _WHICH or (word == "que" and (place == 0 or spelt[place - 1] in _BEFORE_QUE)):
            yield from _noun(spelt[place + 1 :])
        if tuple(spelt[place : place + 2]) in _OF:
            yield from _noun(word for word in spelt[place + 2 :] if word not in {"the", "el", "la", "los", "las"})


def _noun(following: Iterable[str]) -> Iterator[str]:
    """The words of a noun with what describes it; a verb in -ed is none, and some nouns have no names."""
    counted = (word for word in following if not word[0].isdigit())
    noun = tuple(islice(takewhile(lambda word: word not in STOPWORDS and not word.endswith("ed"), counted), _NOUN))
    return iter(()) if not DESCRIBED.isdisjoint(noun) else iter(noun)
