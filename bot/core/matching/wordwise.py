"""How near an entry comes to each single word of a question: the closest of all its words, by word vectors.

A question says "spies" where the entry says "CIA", and shares nothing else with it: the whole texts lie apart, the two
words do not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.entries import Entries
from bot.core.matching.features import Hidden
from bot.core.matching.question import Parsed
from bot.core.matching.ranges import parts
from bot.core.matching.vectors import WordVectors

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]

# Words whose closeness to all others is worked out at a time, so that a large base needs no large square.
_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMeanings:
    """The vectors of all content words of a base, and which entry holds which.

    `words` numbers the rows of `vectors`, shape (words, dimensions). The words of entry e stand at
    `starts[e]:starts[e + 1]` of `held`, and beside them in `texts` how many of its texts hold each. `closest`, shape
    (words, entries), is worked out ahead: how close each entry comes to a word that the base knows.
    """

    vectors: WordVectors
    words: Mapping[str, int]
    embedded: Floats
    starts: Numbers
    held: Numbers
    texts: Numbers
    closest: Floats

    def to(self, question: Parsed, hidden: Hidden, kept: NDArray[np.intp], entries: Entries) -> Floats:
        """How close some entries come to each content word, cosines 0 to 1, shape (words of the question, kept)."""
        spelt = [need.word for need in question.needs]
        strange = [word for word in spelt if word not in self.words]
        near = dict(zip(strange, self._embed(strange), strict=True)) if strange else {}
        close = self._strange(near, kept)
        found = np.zeros((len(spelt), len(kept)), dtype=np.float32)
        for row, word in enumerate(spelt):
            number = self.words.get(word)
            found[row] = close[word] if number is None else self.closest[number, kept]
        if hidden.example is not None:
            example = entries.examples[hidden.example]
            found[:, kept == example.entry] = self._without(spelt, near, example.entry, example.parsed)[:, np.newaxis]
        return found

    def _strange(self, near: Mapping[str, Floats], kept: NDArray[np.intp]) -> Mapping[str, Floats]:
        """How close some entries come to words that the base does not know, by their vectors."""
        if not near:
            return {}
        places, starts = parts(self.starts.astype(np.intp), kept)
        likeness = np.stack(list(near.values())) @ self.embedded.T
        return dict(zip(near, _closest(likeness, self.held[places], np.append(starts, len(places))), strict=True))

    def closest_word(self, word: str, entry: int) -> str:
        """The entry's word that comes closest to `word`; empty for an entry without words."""
        held = self.held[self.starts[entry] : self.starts[entry + 1]]
        if not len(held):
            return ""
        number = self.words.get(word)
        asked = self._embed([word])[0] if number is None else self.embedded[number]
        spelt = list(self.words)
        return spelt[int(held[np.argmax(self.embedded[held] @ asked)])]

    def _without(self, spelt: Sequence[str], near: Mapping[str, Floats], entry: int, lost: Parsed) -> Floats:
        """How close an entry comes by the words that it has from other texts than `lost`, shape (words,)."""
        span = slice(self.starts[entry], self.starts[entry + 1])
        only = {self.words[need.word] for need in lost.needs if need.word in self.words}
        kept = [
            number
            for number, texts in zip(self.held[span].tolist(), self.texts[span].tolist(), strict=True)
            if texts > 1 or number not in only
        ]
        if not kept or not spelt:
            return np.zeros(len(spelt), dtype=np.float32)
        asked = np.stack([near[word] if word in near else self.embedded[self.words[word]] for word in spelt])
        return np.asarray(np.clip((asked @ self.embedded[kept].T).max(axis=1), 0, 1), dtype=np.float32)

    def _embed(self, spelt: Sequence[str]) -> Floats:
        return self.vectors.embed_words(spelt)


def build_word_meanings(entries: Entries, vectors: WordVectors) -> WordMeanings:
    """Embed every content word of the entries' examples. Costs the square of the number of different words."""
    words: dict[str, int] = {}
    counted = [_count(entries, entry, words) for entry in range(len(entries.targets))]
    held = np.array([number for each in counted for number in each], dtype=np.int32)
    starts = np.cumsum([0, *map(len, counted)]).astype(np.int32)
    embedded = vectors.embed_words(list(words))
    parts = [
        _closest(embedded[first : first + _AT_ONCE] @ embedded.T, held, starts)
        for first in range(0, len(words), _AT_ONCE)
    ]
    return WordMeanings(
        vectors=vectors,
        words=words,
        embedded=embedded,
        starts=starts,
        held=held,
        texts=np.array([texts for each in counted for texts in each.values()], dtype=np.int32),
        closest=np.concatenate(parts) if parts else np.zeros((0, len(counted)), dtype=np.float32),
    )


def _count(entries: Entries, entry: int, words: dict[str, int]) -> Counter[int]:
    """How many texts of an entry hold each word, by the words' numbers; a new word is given the next number."""
    return Counter(
        words.setdefault(word, len(words)) for place in entries.span(entry) for word in _spelt(entries, place)
    )


def _spelt(entries: Entries, place: int) -> Iterator[str]:
    return iter(dict.fromkeys(need.word for need in entries.examples[place].parsed.needs))


def _closest(likeness: Floats, held: Numbers, starts: Numbers | NDArray[np.intp]) -> Floats:
    """The highest likeness of each entry's words, 0 to 1; `likeness` has the shape (…, words of the base).

    An entry without words is close to nothing.
    """
    filled = np.flatnonzero(np.diff(starts))
    found = np.zeros((*likeness.shape[:-1], len(starts) - 1), dtype=np.float32)
    if len(filled):
        found[..., filled] = np.maximum.reduceat(likeness[..., held], starts[filled], axis=-1)
    return np.clip(found, 0, 1)
