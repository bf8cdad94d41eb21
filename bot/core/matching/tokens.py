"""A statement's tokens as they are written: which are names, and which are mere words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import NameKind
from bot.core.knowledge.vocabulary import Lexicon
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words

_TOKEN: Final = re.compile(r"[\"“”]|[\w'’-]+")
_QUOTATION: Final = frozenset('"“”')
_CAPITAL: Final = re.compile(r"\b[^\W\d_a-zà-ÿ][\w'’-]*")
_WITHIN: Final = re.compile(r"(?<=[\w,;] )[^\W\d_a-zà-ÿ][\w'’-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word, or a quotation mark: the stems of its content words, and of those that the base writes as names.

    `small` tells whether it is written small; `naming` whether it gives what stands beside it a name.
    """

    content: tuple[str, ...]
    capitals: tuple[str, ...]
    small: bool
    naming: bool


class TokenReader:
    """Reads the tokens of statements; they come again and again, and each is read once.

    `names` are the stems that the base writes with a capital within its sentences. A place names nothing but itself:
    "a Venezuelan theatre" may be any.
    """

    def __init__(self, names: AbstractSet[str], lexicon: Lexicon) -> None:
        self._names = names
        self._lexicon = lexicon
        self._tokens: dict[str, Token] = {}

    def read(self, text: str) -> list[Token]:
        """The tokens of a text, in their order."""
        return [self._tokens.get(token) or self._learn(token) for token in _TOKEN.findall(text)]

    def _learn(self, token: str) -> Token:
        spelt = words(token)
        stems = tuple(map(stem, spelt))
        place = any(self._lexicon.kinds.get(each.concept) is NameKind.PLACE for each in self._lexicon.mentions(stems))
        names = token[0].isupper() and not place and not self._names.isdisjoint(stems)
        capitals = (stem(word) for part in _CAPITAL.findall(token) for word in words(part))
        learned = self._tokens[token] = Token(
            content=tuple(root for word, root in zip(spelt, stems, strict=True) if word not in STOPWORDS),
            capitals=tuple(root for root in capitals if root in self._names),
            small=token.islower(),
            naming=token in _QUOTATION or names,
        )
        return learned


def names_within(texts: Iterable[str]) -> frozenset[str]:
    """The stems of all words that some sentence writes with a capital elsewhere than at its beginning."""
    tokens = dict.fromkeys(token for text in texts for token in _WITHIN.findall(text))
    return frozenset(stem(word) for token in tokens for word in words(token))
