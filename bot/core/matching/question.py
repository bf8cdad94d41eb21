"""A question taken apart: the words that need an answer, what they may stand for, and what kind of thing is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from bot.core.language import STOPWORDS
from bot.core.matching.lexicon import Lexicon, Mention
from bot.core.text import CACHED_WORDS, stem, words

# A synonym says almost, not quite, the same.
CONCEPT_CREDIT: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A word of the question that a fact should cover; `covers` maps a term to the credit it earns, 0 to 1."""

    word: str
    stem: str
    covers: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A text as the matcher sees it.

    `terms` maps stems and concepts to their weight; `cues` are the kinds of thing asked for;
    `negated` tells whether the text denies something.
    """

    text: str
    words: tuple[str, ...]
    needs: tuple[Need, ...]
    terms: Mapping[str, float]
    cues: frozenset[str]
    numbers: frozenset[str]
    negated: bool

    @property
    def plain(self) -> str:
        """The content words with single spaces, for comparing whole texts."""
        return " ".join(need.word for need in self.needs)


_CUES: Final[Sequence[tuple[str, re.Pattern[str]]]] = tuple(
    (cue, re.compile(rf"\b(?:{pattern})\b"))
    for cue, pattern in (
        ("who", "who|whom|whose|quien|quienes|which (?:person|official|body|agency)|names? of|names"),
        ("which", "which|what kind|what sort|what type|cual|cuales|que tipo"),
        (
            "when",
            "when|cuando|(?:what|which) (?:day|date|time|year|month|hour)|que (?:dia|fecha|hora)|how long ago|date",
        ),
        (
            "where",
            "where|donde|(?:what|which) (?:place|location|city|country|base|island|state)|location",
        ),
        ("count", "how many|how much|number of|count|total|cuant[oa]s?|how large|how big|size of|percentage"),
        ("span", "how long|duration|cuanto tiempo|how many (?:hours|days|weeks|years)"),
        ("distance", "how (?:close|near|far)|distance|que tan cerca|a que distancia|miles|kilometers|kilometres|km"),
        ("why", "why|reason|reasons|purpose|motive|how come|por que|what for|because"),
    )
)
_NEGATION = re.compile(r"\b(?:not|no|never|without|nobody|none|neither|nor|nunca|ningun|sin)\b")


def parse(text: str, lexicon: Lexicon) -> Parsed:
    """Take a question, an ask, a statement or a quote apart."""
    return parse_words(text, words(text), lexicon)


def parse_words(text: str, spelt: tuple[str, ...], lexicon: Lexicon) -> Parsed:
    """The same for words that were already split, and repaired where needed."""
    stems = tuple(stem(word) for word in spelt)
    mentions = lexicon.mentions(stems)
    needs = tuple(
        Need(word=word, stem=stems[place], covers=_covers(place, stems, mentions))
        for place, word in enumerate(spelt)
        if word not in STOPWORDS
    )
    terms = {need.stem: 1.0 for need in needs} | {mention.concept: CONCEPT_CREDIT for mention in mentions}
    joined = " ".join(spelt)
    return Parsed(
        text=text,
        words=spelt,
        needs=needs,
        terms=terms,
        cues=frozenset(cue for cue, pattern in _CUES if pattern.search(joined)),
        numbers=frozenset(word for word in spelt if word[0].isdigit()),
        negated=_NEGATION.search(joined) is not None,
    )


def _covers(place: int, stems: tuple[str, ...], mentions: tuple[Mention, ...]) -> Mapping[str, float]:
    spanning = {mention.concept: CONCEPT_CREDIT for mention in mentions if mention.start <= place < mention.end}
    return {**spanning, stems[place]: 1.0} if spanning else _alone(stems[place])


@lru_cache(maxsize=CACHED_WORDS)
def _alone(stem: str) -> Mapping[str, float]:
    """What covers a word that no concept spans; shared, because a large base holds millions of them."""
    return MappingProxyType({stem: 1.0})
