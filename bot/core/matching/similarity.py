"""How like a question is to every example of the base: by words, by characters and by meaning."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.index import InvertedIndex, cosine_index, damped, unit
from bot.core.matching.question import Parsed
from bot.core.matching.vectors import WordVectors

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Cosines between texts and every example, each of shape (…, examples), 0 to 1 (meaning: -1 to 1)."""

    words: Floats
    characters: Floats
    meaning: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """The examples' vectors. `meaning` has the shape (examples, dimensions); 0 dimensions without word vectors."""

    words: InvertedIndex
    characters: InvertedIndex
    meaning: Floats
    vectors: WordVectors | None

    def to_all(self, question: Parsed) -> Likeness:
        """The likeness of a question to every example."""
        return Likeness(
            words=self.words.scores(unit(self.words, word_terms(question))),
            characters=self.characters.scores(unit(self.characters, damped(grams(question)))),
            meaning=self.meaning @ self.embed([question])[0],
        )

    def between_examples(self) -> Likeness:
        """The likeness of every example to every other, each of shape (examples, examples)."""
        return Likeness(
            words=self.words.gram(), characters=self.characters.gram(), meaning=self.meaning @ self.meaning.T
        )

    def embed(self, texts: Sequence[Parsed]) -> Floats:
        """Unit vectors of the texts, shape (texts, dimensions)."""
        return embed(texts, self.vectors)


def build_similarity(examples: Sequence[Parsed], vectors: WordVectors | None) -> Similarity:
    """Index the examples."""
    return Similarity(
        words=cosine_index([word_terms(example) for example in examples]),
        characters=cosine_index([damped(grams(example)) for example in examples]),
        meaning=embed(examples, vectors),
        vectors=vectors,
    )


def embed(texts: Sequence[Parsed], vectors: WordVectors | None) -> Floats:
    """Unit vectors of the texts, shape (texts, dimensions); no dimensions without word vectors."""
    if vectors is None or not texts:
        return np.zeros((len(texts), 0), dtype=np.float32)
    return vectors.embed([" ".join(text.words) for text in texts])


def word_terms(text: Parsed) -> Mapping[str, float]:
    """Stems, concepts, neighbouring pairs of stems and the kind of thing asked for, with their weights."""
    stems = [need.stem for need in text.needs]
    pairs = {f"{first} {second}": 0.5 for first, second in itertools.pairwise(stems)}
    return {**text.terms, **pairs, **{f"?{cue}": 1.0 for cue in text.cues}}


def grams(text: Parsed) -> list[str]:
    """Runs of three and four characters within the content words, their ends marked."""
    found: list[str] = []
    for need in text.needs:
        padded = f" {need.word} "
        found += [padded[i : i + size] for size in (3, 4) for i in range(len(padded) - size + 1)]
    return found
