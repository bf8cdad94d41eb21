"""Correct words that the base does not have: typing and spelling errors, words run together or split."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core.text.language import ASKING, STOPWORDS
from bot.core.text.normalise import stem

# Edits that are forgiven in words up to a length: a short word with two edits is another word.
_FORGIVEN: Final = ((2, 0), (7, 1), (11, 2), (99, 3))
_ONLY_SWAPPED: Final = 3  # letters of a word in which nothing but two swapped letters is forgiven: "teh"
_SWAPPED: Final = 0.2  # edits of advantage for two swapped letters, the commonest slip: "faer" is fear, not far
_FREQUENT: Final = 0.08  # the same for a word that the base uses e times as often
_SHORTEST_PART: Final = 3
_CANDIDATES: Final = 8
_FAMILIAR: Final = 0.15  # edits of advantage for a question word: "meny" is many, not men


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was written, and what it was read as."""

    written: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A question's words after repair, and the repairs."""

    words: tuple[str, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, kw_only=True)
class Speller:
    """The words of the base, and how to tell that a word needs no repair.

    `counts` holds how often the base uses each word, `stems` their stems; `common` knows the words of the language.
    """

    counts: Mapping[str, int]
    stems: frozenset[str]
    common: Callable[[str], bool]

    @cached_property
    def choices(self) -> Mapping[str, tuple[str, ...]]:
        """The words with a letter in first or second place."""
        found: dict[str, list[str]] = {}
        for word in dict.fromkeys((*self.counts, *sorted(STOPWORDS))):
            if len(word) >= _SHORTEST_PART:
                for letter in dict.fromkeys(word[:2]):
                    found.setdefault(letter, []).append(word)
        return MappingProxyType({letter: tuple(listed) for letter, listed in found.items()})

    @cached_property
    def _near(self) -> dict[tuple[str, int, int], tuple[str, ...]]:
        """The choices for a letter that so few edits can make of a word so long; found when needed."""
        return {}

    def _choices_for(self, word: str, edits: int) -> tuple[str, ...]:
        # The first letter is seldom wrong, unless it was swapped with the second.
        letter, size = word[0], len(word)
        if letter not in self.choices:
            return ()
        found = self._near.get((letter, size, edits))
        if found is None:
            found = tuple(each for each in self.choices[letter] if abs(len(each) - size) <= edits)
            self._near[letter, size, edits] = found
        return found

    def repair(self, words: tuple[str, ...]) -> Repaired:
        """Read each unknown word as the nearest word of the base, if one is near enough."""
        read: list[str] = []
        repairs: list[Repair] = []
        place = 0
        while place < len(words):
            written, found = self._read_at(words, place)
            read += found
            if found != written:
                repairs.append(Repair(written=" ".join(written), read=" ".join(found)))
            place += len(written)
        return Repaired(words=tuple(read), repairs=tuple(repairs))

    def _read_at(self, words: tuple[str, ...], place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the next words at `place`, one or two, and what they are read as."""
        pair = words[place : place + 2]
        if len(pair) > 1 and "".join(pair) in self.counts and not all(map(self._known, pair)):
            return pair, ("".join(pair),)
        word = words[place]
        return (word,), (word,) if self._known(word) else self._nearest(word) or self._split(word) or (word,)

    def _known(self, word: str) -> bool:
        return (
            word in self.counts
            or word in STOPWORDS
            or word[0].isdigit()
            or stem(word) in self.stems
            or self.common(word)
        )

    def _nearest(self, word: str) -> tuple[str, ...]:
        edits = next((edits for length, edits in _FORGIVEN if len(word) <= length), 0)
        if not edits:
            return ()
        near = process.extract(
            word, self._choices_for(word, edits), scorer=OSA.distance, score_cutoff=edits, limit=_CANDIDATES
        )
        likely = [(self._strangeness(word, choice, int(edits)), choice) for choice, edits, _ in near]
        if len(word) <= _ONLY_SWAPPED:
            likely = [found for found in likely if _is_swapped(word, found[1])]
        return (min(likely)[1],) if likely else ()

    def _strangeness(self, word: str, choice: str, edits: int) -> float:
        """Return how unlikely it is that a word was meant: it grows with the edits.

        A shared beginning, swapped letters, question words and frequent words are likelier.
        """
        familiar = _FAMILIAR if choice in ASKING else 0.0
        frequent = _FREQUENT * math.log1p(self.counts.get(choice, 0))
        swapped = _SWAPPED if _is_swapped(word, choice) else 0.0
        return edits - JaroWinkler.similarity(word, choice) - familiar - frequent - swapped

    def _split(self, word: str) -> tuple[str, ...]:
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = (word[:cut], word[cut:])
            if all(part in self.counts for part in parts):
                return parts
        return ()


def _is_swapped(word: str, choice: str) -> bool:
    """Return whether two words have the same letters; those that are compared are one edit apart."""
    return word != choice and len(word) == len(choice) and sorted(word) == sorted(choice)


def build_speller(
    word_counts: Mapping[str, int], common: Callable[[str], bool], stems: Iterable[str] | None = None
) -> Speller:
    """Build a speller from the words of a base, with how often it uses each, and from function words.

    `stems` are those of the words, if they are known.
    """
    counts = {word: times for word, times in word_counts.items() if not word[0].isdigit()}
    return Speller(
        counts=MappingProxyType(counts),
        stems=frozenset(map(stem, counts) if stems is None else stems),
        common=common,
    )
