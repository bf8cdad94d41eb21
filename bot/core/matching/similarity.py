"""Measure the likeness of a question to every example of the base: by words, by characters and by meaning."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from bot.core.matching.arrays import Floats, Indexes
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.index import IndexBuilder, InvertedIndex, PieceIndexBuilder, damped
from bot.core.matching.query import ParsedText
from bot.core.text.language import STOPWORDS
from bot.core.text.word_cache import cached_by_word, size_of_strings


def in_order(text: ParsedText) -> str:
    """Return the content words of a text in alphabetical order."""
    return " ".join(sorted(need.word for need in text.content_words))


def closeness(question: ParsedText, texts: Sequence[str]) -> Floats:
    """Return the likeness of a question to texts whose words are in alphabetical order; 0 to 1, shape (texts,)."""
    ratios = process.cdist([in_order(question)], texts, scorer=fuzz.ratio, dtype=np.float32)[0]
    return np.asarray(ratios / 100, dtype=np.float32)


_RUN: Final = 4  # characters; runs of three as well take longer and answer no more left-out questions
_PAIR: Final = 0.5  # what two neighbouring words count for, beside 1 for a word
_SMALL: Final = 0.3  # what a small word or a cue counts for


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Cosines between texts and every example, each of shape (…, examples), 0 to 1 (meaning: -1 to 1)."""

    words: Floats
    characters: Floats
    meaning: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """The examples' vectors.

    `meaning` has one for each different text, shape (texts, dimensions), with 0 dimensions without word vectors; `rows`
    has that of each example.
    """

    words: InvertedIndex
    characters: InvertedIndex
    meaning: Floats
    rows: Indexes
    vectors: WordVectors | None

    def to_all(self, question: ParsedText) -> Likeness:
        """Return the likeness of a question to every example."""
        return Likeness(
            words=self.words.scores(word_terms(question)),
            characters=self.characters.scores(damped(grams(question))),
            meaning=(self.meaning @ self.embed([question])[0]).take(self.rows),
        )

    def meaning_of(self, question: ParsedText, examples: Indexes) -> Floats:
        """Return the cosines of a question with some examples only, by their places, shape (examples,)."""
        return np.asarray(self.meaning[self.rows[examples]] @ self.embed([question])[0], dtype=np.float32)

    def embed(self, texts: Sequence[ParsedText]) -> Floats:
        """Return unit vectors of the texts, shape (texts, dimensions); no dimensions without word vectors."""
        return _embed(list(map(_as_written, texts)), self.vectors)


class SimilarityBuilder:
    """Indexes examples one by one, without keeping them parsed.

    For a base that is not `small`, the indexes have what answering needs without a classifier: the terms, unscaled.
    """

    def __init__(self, *, small: bool = True) -> None:
        self._small = small
        self._words = IndexBuilder()
        self._characters = PieceIndexBuilder(_grams_of)
        # Each text once: facts from one sentence share their quote.
        self._texts: dict[str, int] = {}
        self._rows: list[int] = []

    def add(self, example: ParsedText) -> None:
        """Add the next example."""
        if self._small:
            self._words.add(word_terms(example))
            self._characters.add(example.words)
        else:
            self._words.add(example.terms)
        self._rows.append(self._texts.setdefault(_as_written(example), len(self._texts)))

    def build(self, vectors: WordVectors | None) -> Similarity:
        """Return the examples' vectors."""
        return Similarity(
            # For a classifier, a text is the same vector whatever the others are.
            words=self._words.build(scaled=self._small, by_rarity=not self._small),
            characters=self._characters.build(),
            meaning=_embed(list(self._texts), vectors),
            rows=np.array(self._rows, dtype=np.intp),
            vectors=vectors,
        )


def _as_written(text: ParsedText) -> str:
    return " ".join(text.words)


def _embed(texts: Sequence[str], vectors: WordVectors | None) -> Floats:
    if vectors is None or not texts:
        return np.zeros((len(texts), 0), dtype=np.float32)
    return vectors.embed(texts)


def word_terms(text: ParsedText) -> Mapping[str, float]:
    """Return stems, concepts, pairs of neighbours, small words and the kinds of thing asked for, with their weights.

    They do not depend on the other texts of the base: weights by rarity would change each time that one is added.
    """
    pairs = {f"{first} {second}": _PAIR for first, second in itertools.pairwise(text.stems)}
    # Marked, because a stop word may have the stem of another word: "like" and "likeness".
    small = {f"_{root}": _SMALL for word, root in zip(text.words, text.stems, strict=True) if word in STOPWORDS}
    return {**small, **text.terms, **pairs, **{f"?{cue}": _SMALL for cue in text.cues}}


def grams(text: ParsedText) -> Iterator[str]:
    """Yield the runs of four characters within the words, whose ends are marked by spaces."""
    return itertools.chain.from_iterable(map(_grams_of, text.words))


@cached_by_word(size=size_of_strings)
def _grams_of(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[i : i + _RUN] for i in range(max(1, len(padded) - _RUN + 1)))
