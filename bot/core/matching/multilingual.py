"""Compare questions in other languages with the base, by vectors that a text and its translation share.

A foreign word that the vocabulary does not translate is read as the word of the base that is nearest to it. The
question as a whole is compared with the examples too, because a word by itself may mean several things.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.files import NOTHING_KEPT, Kept
from bot.core.kept.packed import Arrays, pack_lines, unpack_lines
from bot.core.matching.arrays import Floats, Indexes
from bot.core.matching.classifier import LARGEST
from bot.core.matching.documents import Entries, TextRole, TrainingExample
from bot.core.matching.embeddings import SentenceVectors, UseVectors
from bot.core.matching.fitting import TrainingSet, fit
from bot.core.text.foreign_words import is_spanish
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, words

SAME_WORD: Final = 0.7
"""Least cosine of two words that mean the same; "Obama" and "Trump" have 0.62."""
CLASSIFIED: Final = 4.0
"""Weight of the classifier over whole questions in the score of an entry."""
NEAREST: Final = 6.0
"""Weight of the nearest example's cosine in the score of an entry."""
UNRELATED: Final = 0.6
"""Cosine of an example that speaks neither for nor against its entry."""

_RIDGE: Final = 1.0  # added to the diagonal of the kernel
_SHORTEST: Final = 3  # letters of a word that a foreign one is read as
# How much of a question is read: a text takes a millisecond for each word, and nobody needs as many.
_LONGEST_WORD: Final = 50  # characters
_MOST_WORDS: Final = 30
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 500  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """The questions, phrasings and statements of a base, with a kernel ridge classifier over them.

    `vectors` has the shape (texts, dimensions), `duals` (texts, entries); `starts` is where each entry's texts begin.
    """

    vectors: Floats
    duals: Floats
    starts: Indexes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Embedded:
    """The words of a base that a foreign one may be read as, and its texts unless they are too many to compare with.

    `vectors` are those of the words, shape (words, dimensions).
    """

    words: tuple[str, ...]
    vectors: Floats
    texts: _Texts | None


@dataclass(frozen=True, kw_only=True)
class Multilingual:
    """Compares questions with one base. What takes seconds is computed on first use, or by `prepare`, and `kept`.

    `kept_texts` has the fit of an earlier base, which is updated.
    """

    vectors: SentenceVectors
    entries: Entries
    kept: Kept = NOTHING_KEPT
    kept_texts: Kept = NOTHING_KEPT

    def prepare(self) -> None:
        """Compute what the first question needs."""
        _ = self._embedded

    def translate(self, words: Sequence[str]) -> Sequence[str | None]:
        """Return the words of the base that mean the same as foreign ones; None for a word that has none."""
        known = self._embedded
        read = [word for word in dict.fromkeys(words) if len(word) <= _LONGEST_WORD][:_MOST_WORDS]
        if not read or not known.words:
            return [None] * len(words)
        alike = self.vectors.embed(read) @ known.vectors.T
        nearest = (known.words[place] for place in alike.argmax(axis=1).tolist())
        pairs = zip(read, nearest, alike.max(axis=1).tolist(), strict=True)
        meanings = {word: same for word, same, cosine in pairs if cosine >= SAME_WORD}
        return [meanings.get(word) for word in words]

    def scores(self, question: str, read: Collection[str]) -> Floats:
        """Return what the whole question adds to the score of each entry, shape (entries,).

        `read` are the words that the question was read as. Nothing is added to any entry if the question has a name
        that the base does not: "What did Obama say about the bombers?" is near to what others said about them.
        """
        texts = self._embedded.texts
        if texts is None:
            return np.zeros(len(self.entries.targets), dtype=np.float32)
        alike = texts.vectors @ self.vectors.embed([question[:_LONGEST]])[0]
        classified = np.square(np.maximum(alike, 0)) @ texts.duals
        nearest = np.maximum.reduceat(alike, texts.starts)
        scores = CLASSIFIED * classified + NEAREST * (nearest - UNRELATED)
        if self._has_strange_name(question, read):
            scores -= max(scores.max(), 0)
        return np.asarray(scores, dtype=np.float32)

    def _has_strange_name(self, question: str, read: Collection[str]) -> bool:
        """Return whether a word with a capital, apart from the first, was left as it is and is not in the base."""
        tokens = _LETTERS.findall(question)[1:]
        capitals = (fold(token) for token in tokens if token[0].isupper())
        return any(word in read and word not in self._embedded.words for word in capitals)

    @cached_property
    def _embedded(self) -> _Embedded:
        part = f"{self.vectors.name} of texts"
        arrays = self.kept.find(part)
        if arrays is not None:
            found = _unpack(arrays)
            self._remember(found)
            return found
        embedded = self._embed()
        self.kept.keep(part, _pack(embedded))
        return embedded

    def _remember(self, found: _Embedded) -> None:
        """Let the next base, which a reload builds, embed its new texts only."""
        if isinstance(self.vectors, UseVectors):
            texts = [example.text for example in self._compared()] if found.texts else []
            vectors = (*found.vectors, *(found.texts.vectors if found.texts else ()))
            self.vectors.remember(dict(zip((*found.words, *texts), vectors, strict=True)))

    def _compared(self) -> list[TrainingExample]:
        """Return the examples with which a question is compared: none of a base that has too many."""
        compared = len(self.entries.examples) <= LARGEST
        return [each for each in self.entries.examples if compared and each.role is not TextRole.QUOTE]

    def _embed(self) -> _Embedded:
        examples = self._compared()
        listed = _words(self.entries)
        vectors = self.vectors.embed_base([*listed, *(example.text for example in examples)])
        return _Embedded(
            words=listed,
            vectors=vectors[: len(listed)],
            texts=self._fit(vectors[len(listed) :], examples) if examples else None,
        )

    def _fit(self, vectors: Floats, examples: Sequence[TrainingExample]) -> _Texts:
        owners = [example.entry for example in examples]
        fitted = TrainingSet(
            texts=[example.text for example in examples],
            owners=owners,
            entries=len(self.entries.targets),
            ridge=_RIDGE,
            kernel=lambda: _alike(vectors, vectors),
            rows=lambda places: _alike(vectors[places], vectors),
        )
        duals = fit(fitted, self.kept_texts, f"fit by {self.vectors.name}")
        return _Texts(vectors=vectors, duals=duals, starts=np.searchsorted(owners, np.arange(fitted.entries)))


def _alike(some: Floats, others: Floats) -> Floats:
    return np.asarray(np.square(np.maximum(some @ others.T, 0)))


def _pack(embedded: _Embedded) -> dict[str, NDArray[Any]]:
    texts = embedded.texts
    arrays: dict[str, NDArray[Any]] = {"words": pack_lines(embedded.words), "vectors": embedded.vectors}
    if texts is not None:
        arrays |= {"texts": texts.vectors, "duals": texts.duals, "starts": texts.starts}
    return arrays


def _unpack(arrays: Arrays) -> _Embedded:
    compared = "texts" in arrays
    return _Embedded(
        words=tuple(unpack_lines(arrays["words"])),
        vectors=arrays["vectors"],
        texts=_Texts(vectors=arrays["texts"], duals=arrays["duals"], starts=arrays["starts"]) if compared else None,
    )


def _words(entries: Entries) -> tuple[str, ...]:
    """Return the words with a subject in the texts that are in the language of most statements."""
    statements = [example for example in entries.examples if example.role is TextRole.STATEMENT]
    spanish = sum(map(_is_spanish, statements)) * 2 > len(statements)
    own = (example for example in entries.examples if _is_spanish(example) == spanish)
    found = dict.fromkeys(word for example in own for word in words(example.text))
    return tuple(word for word in found if len(word) >= _SHORTEST and word.isalpha() and word not in STOPWORDS)


def _is_spanish(example: TrainingExample) -> bool:
    return is_spanish(fold(example.text))
