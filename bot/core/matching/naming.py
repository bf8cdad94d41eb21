"""Which one: whether a statement names what is asked for, or only says that there is such a thing.

"Which theatre?" is answered by "the Sellick Theatre", and "which slogan?" by the words in quotation marks beside it.
"A musical opened" answers no "which musical?", though it holds every word of the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.facts import NameKind
from bot.core.language import DESCRIBED, STOPWORDS
from bot.core.matching.lexicon import Lexicon
from bot.core.matching.question import Parsed
from bot.core.text import stem, words

Floats = NDArray[np.float32]

# A name, or a quotation, so many words away still belongs to the noun: "messages such as “…”".
_REACH: Final = 2
# "Which three northern states": so many words behind "which" may be the noun.
_NOUN: Final = 2
_WHICH: Final = frozenset("which what cual cuales".split())
# In Spanish "que" asks only where it begins a question, or behind one of these.
_BEFORE_QUE: Final = frozenset("en de con a".split())
_OF: Final = (("name", "of"), ("names", "of"), ("title", "of"), ("nombre", "de"), ("nombres", "de"))
_TOKEN: Final = re.compile(r"[\"“”]|[\w'’-]+")
_QUOTATION: Final = frozenset('"“”')


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The stems of a statement's content words: those that are part of a name or stand beside one, and the `bare`."""

    named: frozenset[str]
    bare: frozenset[str]


NAMELESS: Final = Naming(named=frozenset(), bare=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    """A token of a statement: its stems, those of its content words, whether it is written small, whether it names."""

    stems: tuple[str, ...]
    content: tuple[str, ...]
    small: bool
    names: bool


def unnamed(question: Parsed, entries: Sequence[Naming]) -> Floats:
    """1 for each entry that speaks of what is asked for and leaves it unnamed, else 0, shape (entries,)."""
    asked = asked_which(question.words)
    left = (not asked.isdisjoint(entry.bare) and asked.isdisjoint(entry.named) for entry in entries)
    return np.fromiter(left, dtype=np.float32, count=len(entries))


def asked_which(spelt: Sequence[str]) -> frozenset[str]:
    """The stems of the noun of which a question asks which one it is; none where it asks for something else."""
    return frozenset(map(stem, _nouns(spelt)))


class NamingReader:
    """Reads which words of a statement stand in it without a name of their own.

    `names` are the stems that the base writes with a capital within its sentences. A place names nothing but itself:
    "a Venezuelan theatre" may be any. Tokens come again and again: each is read once.
    """

    def __init__(self, names: AbstractSet[str], lexicon: Lexicon) -> None:
        self._names = names
        self._lexicon = lexicon
        self._tokens: dict[str, _Token] = {}

    def read(self, statement: str) -> Naming:
        """The words of a statement."""
        tokens = [self._tokens.get(token) or self._learn(token) for token in _TOKEN.findall(statement)]
        naming = [place for place, token in enumerate(tokens) if token.names]
        near = {place + step for place in naming for step in range(-_REACH, _REACH + 1)}
        bare = {
            root
            for place, token in enumerate(tokens)
            if (token.small or place == 0) and place not in near
            for root in token.content
        }
        bare -= self._within_names(tuple(root for token in tokens for root in token.stems))
        content = frozenset(root for token in tokens for root in token.content)
        return Naming(named=content - bare, bare=frozenset(bare))

    def _learn(self, token: str) -> _Token:
        spelt = words(token)
        stems = tuple(map(stem, spelt))
        place = any(self._lexicon.kinds.get(each.concept) is NameKind.PLACE for each in self._lexicon.mentions(stems))
        learned = self._tokens[token] = _Token(
            stems=stems,
            content=tuple(root for word, root in zip(spelt, stems, strict=True) if word not in STOPWORDS),
            small=token.islower(),
            names=token in _QUOTATION or (token[0].isupper() and not place and not self._names.isdisjoint(stems)),
        )
        return learned

    def _within_names(self, stems: tuple[str, ...]) -> frozenset[str]:
        """The stems of the names that the vocabulary knows, written small as they may be: "the aviation authority"."""
        named = (each for each in self._lexicon.mentions(stems) if each.concept in self._lexicon.kinds)
        return frozenset(root for each in named for root in stems[each.start : each.end])


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
