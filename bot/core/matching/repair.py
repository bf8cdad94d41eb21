"""Repair of words that the base does not know: slips of the finger and of the ear, words run together or split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from bot.core.language import STOPWORDS
from bot.core.text import stem

# Edits that are forgiven, by the word's length: a short word with two edits is another word, a longer run is none.
_FORGIVEN: Final = ((3, 0), (7, 1), (11, 2), (99, 3))
_SHORTEST_PART: Final = 3
_CANDIDATES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What was written and what it was read as."""

    written: str
    read: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """A question's words after repair, and the repairs."""

    words: tuple[str, ...]
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Speller:
    """`counts` holds how often the base uses each word, `stems` their stems; `common` knows the language's words."""

    counts: Mapping[str, int]
    stems: frozenset[str]
    choices: tuple[str, ...]
    common: Callable[[str], bool]

    def repair(self, words: tuple[str, ...]) -> Repaired:
        """Read each unknown word as the base's nearest, where one is near enough."""
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
        """The words consumed at `place` and what they are read as."""
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
            word, self.choices, scorer=OSA.distance, score_cutoff=edits, limit=_CANDIDATES, processor=None
        )
        # The first letter is seldom wrong, unless it was swapped with the second.
        begun = [found for found in near if word[0] in found[0][:2]]
        ranked = sorted(begun, key=lambda found: self._strangeness(word, found[0], int(found[1])))
        return (ranked[0][0],) if ranked else ()

    def _strangeness(self, word: str, choice: str, edits: int) -> tuple[float, int]:
        """Fewer edits first, a shared beginning next; then the more frequent word."""
        return edits - JaroWinkler.similarity(word, choice), -self.counts.get(choice, 0)

    def _split(self, word: str) -> tuple[str, ...]:
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            parts = (word[:cut], word[cut:])
            if all(part in self.counts for part in parts):
                return parts
        return ()


def build_speller(texts: Iterable[Iterable[str]], common: Callable[[str], bool]) -> Speller:
    """A speller over the words of a base; function words can be meant as well."""
    counts = Counter(word for text in texts for word in text if not word[0].isdigit())
    choices = tuple(word for word in dict.fromkeys((*counts, *sorted(STOPWORDS))) if len(word) >= _SHORTEST_PART)
    return Speller(counts=counts, stems=frozenset(map(stem, counts)), choices=choices, common=common)
