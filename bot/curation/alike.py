"""Find questions that are easily confused: of the same kind and about nearly the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, same_text, stem, words

_ASKING: Final = frozenset("who whom whose when where why how what which".split())
_SHARED: Final = 0.6
"""Share of the words of two questions that both have, from which they are easily confused."""
_FEWEST: Final = 2  # words that both have


class _Read(NamedTuple):
    """A question as `same_text` returns it, what it asks for, such as "how many", and the stems of its other words."""

    same: str
    asked: str
    about: frozenset[str]


def confused(questions: Collection[str], others: Iterable[tuple[str, Collection[str]]]) -> Iterator[tuple[str, str]]:
    """Yield the names of the others that have a question easily confused with one of the questions, and the first such.

    Not those that have the same question, which is an error of its own.
    """
    own = [_read(question) for question in questions]
    same = {each.same for each in own}
    for name, asked in others:
        theirs = [(question, _read(question)) for question in asked]
        near = next((question for question, each in theirs if any(_is_near(one, each) for one in own)), None)
        if near is not None and same.isdisjoint(each.same for _, each in theirs):
            yield name, near


@lru_cache(maxsize=20_000)
def _read(question: str) -> _Read:
    spelt = words(question)
    place = next((place for place, word in enumerate(spelt) if word in _ASKING), None)
    asked = "" if place is None else " ".join(spelt[place : place + 2]) if spelt[place] == "how" else spelt[place]
    return _Read(
        same_text(question), asked, frozenset(stem(fold(word)) for word in spelt if word not in STOPWORDS | _ASKING)
    )


def _is_near(one: _Read, other: _Read) -> bool:
    shared = one.about & other.about
    return one.asked == other.asked and len(shared) >= _FEWEST and len(shared) >= _SHARED * len(one.about | other.about)
