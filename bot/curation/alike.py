"""Find questions that are easily confused: of the same kind and about nearly the same words."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, same_text, stem, words

_ASKING: Final = frozenset("who whom whose when where why how what which".split())
_SHARED: Final = 0.6
"""Share of the words of two questions that both have, from which they are easily confused."""
_FEWEST: Final = 2  # words that both have


class _Read(NamedTuple):
    """What a question asks for, such as "how many", and the stems of its other words."""

    asked: str
    about: frozenset[str]


def confused(questions: Collection[str], others: Collection[str]) -> str | None:
    """Return the first of the other questions that is easily confused with one of the questions, or None.

    None, too, where both have the same question, which is an error of its own.
    """
    read, theirs = [_read(question) for question in questions], {question: _read(question) for question in others}
    if not {*map(same_text, theirs)}.isdisjoint(map(same_text, questions)):
        return None
    return next((other for other, each in theirs.items() if any(_is_near(own, each) for own in read)), None)


@lru_cache(maxsize=20_000)
def _read(question: str) -> _Read:
    spelt = words(question)
    place = next((place for place, word in enumerate(spelt) if word in _ASKING), None)
    asked = "" if place is None else " ".join(spelt[place : place + 2]) if spelt[place] == "how" else spelt[place]
    return _Read(asked, frozenset(stem(fold(word)) for word in spelt if word not in STOPWORDS | _ASKING))


def _is_near(one: _Read, other: _Read) -> bool:
    shared = one.about & other.about
    return one.asked == other.asked and len(shared) >= _FEWEST and len(shared) >= _SHARED * len(one.about | other.about)
