"""Find what a question asks for: a who, a when, a how many, or the noun after "which".

Two questions can share every word and ask for different things: "Which musical does the theatre show?", "Which theatre
shows the musical?". A fact whose own questions never ask for what this one does is unlikely to answer it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from types import MappingProxyType
from typing import Final

from bot.core.text.language import DESCRIBED, STOPWORDS
from bot.core.text.normalise import stem

# Phrases by the kind of thing that they ask for; a bar separates alternative words.
_CUES: Final[Mapping[str, str]] = MappingProxyType({
    "who": "who|whom|whose|quien|quienes, which person|official|body|agency, name|names|called|named,"
    " identity|identities, llama|llaman, nombre|nombres",
    "which": "which, what kind|sort|type, title, cual|cuales, que tipo",
    "when": "when, cuando, what|which day|date|time|year|month|hour, que dia|fecha|hora, how long ago, date, fecha",
    "where": "where, donde, what|which place|location|city|country|base|island|state|port|town, location,"
    " nationality|nationalities, nacionalidad",
    "count": "how many|much|large|big|old, number|size of, count, total, cuanto|cuanta|cuantos|cuantas, percentage,"
    " age, cost, price",
    "span": "how long, duration, cuanto tiempo, how many hours|days|weeks|years",
    "distance": "how close|near|far, distance, que tan cerca, a que distancia, miles, kilometers|kilometres, km",
    "why": "why, reason|reasons, purpose, motive, how come, por que, what for, because",
})  # fmt: skip

# What only the questions of an entry tell, and not its statement.
_MANNERS: Final[Mapping[str, str]] = MappingProxyType({
    "how": "how am|are|can|could|did|do|does|had|has|have|is|might|must|should|was|were|will|would,"
    " in|by what|which way|means|manner, como",
})  # fmt: skip

_WHICH: Final = frozenset("which what cual cuales".split())
# In Spanish "que" asks only at the beginning of a question or after one of these.
_BEFORE_QUE: Final = frozenset("en de con a".split())
_OF: Final = (("name", "of"), ("names", "of"), ("title", "of"), ("nombre", "de"), ("nombres", "de"))
_ARTICLES: Final = frozenset("the el la los las".split())
_NOUN: Final = 2  # words after "which" that may be the noun: "which three northern states"
_SAYING: Final = frozenset(map(stem, "say said call think claim describe tell comment dijo dice".split()))


def _by_first_word(phrases_of: Mapping[str, str]) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
    """Return the phrases with their cues, by first word."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for cue, phrases in phrases_of.items():
        for phrase in phrases.split(", "):
            for spelt in itertools.product(*(place.split("|") for place in phrase.split())):
                found.setdefault(spelt[0], []).append((spelt, cue))
    return MappingProxyType(found)


_CUE_PHRASES: Final = _by_first_word(_CUES)
_MANNER_PHRASES: Final = _by_first_word(_MANNERS)


def find_cues(spelt: tuple[str, ...]) -> Iterator[str]:
    """Yield the kinds of thing that a question asks for, and for which a statement can be checked."""
    return _found(spelt, _CUE_PHRASES)


def _found(spelt: tuple[str, ...], phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]) -> Iterator[str]:
    for place, word in enumerate(spelt):
        for phrase, cue in phrases.get(word, ()):
            if spelt[place : place + len(phrase)] == phrase:
                yield cue


def find_focus(spelt: tuple[str, ...], checked: Iterable[str], covers: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return what a question asks for, as cues and as the terms of the noun after "which"; empty for "tell me of it".

    `checked` are the cues that `find_cues` has found; `covers` has the terms, stems or concepts, for each content word.
    """
    cues = {f"?{cue}" for cue in itertools.chain(checked, _found(spelt, _MANNER_PHRASES))}
    if _asks_what_is_said(spelt):
        cues.add("?say")
    nouns = {term for word in find_nouns(spelt, described=True) for term in covers.get(word, ())}
    if nouns:
        cues.discard("?which")
    return frozenset(cues | nouns)


def _asks_what_is_said(spelt: tuple[str, ...]) -> bool:
    return any(word in {"what", "que"} for word in spelt) and any(stem(word) in _SAYING for word in spelt)


def find_nouns(spelt: Sequence[str], *, described: bool = False) -> Iterator[str]:
    """Yield the noun in "which noun" with its adjectives; `described`: also one that is answered by a description."""
    for place, word in enumerate(spelt):
        if word in _WHICH or (word == "que" and (place == 0 or spelt[place - 1] in _BEFORE_QUE)):
            found = _noun(spelt[place + 1 :])
        elif tuple(spelt[place : place + 2]) in _OF:
            found = _noun(word for word in spelt[place + 2 :] if word not in _ARTICLES)
        else:
            continue
        if described or DESCRIBED.isdisjoint(found):
            yield from found


def _noun(following: Iterable[str]) -> tuple[str, ...]:
    """Return a noun with its adjectives; empty before a verb in -ed, and before a name that is a small word."""
    counted = (word for word in following if not word[:1].isdigit())
    return tuple(islice(takewhile(_is_part_of_noun, counted), _NOUN))


def _is_part_of_noun(word: str) -> bool:
    return bool(word) and word not in STOPWORDS and not word.endswith("ed")
