"""A sentence encoder beside the word vectors: optional, read from a folder, never downloaded.

Any model of the sentence-transformers family in ONNX will do whose sentence vector is the mean of its token vectors,
such as all-MiniLM-L6-v2 (Reimers and Gurevych 2019, "Sentence-BERT").
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.vectors import WordVectors, load_word_vectors, unit
from bot.errors import UsageError

Floats = NDArray[np.float32]

MODEL: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
# How much of the likeness in meaning is the encoder's; the rest is the word vectors'.
SHARE: Final = 0.5
# Texts that are encoded at a time, and tokens of a text that are read: far more than an ask has.
_AT_ONCE: Final = 32
_LONGEST: Final = 128


class Encoder(Protocol):
    """Encodes texts as a whole."""

    @property
    def name(self) -> str:
        """The model's name, for the log."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, dimensions)."""


class EncodedVectors:
    """Word vectors and an encoder's vectors side by side, scaled so that a cosine is the weighted mean of both."""

    def __init__(self, words: WordVectors, encoder: Encoder) -> None:
        self._words = words
        self._encoder = encoder

    @property
    def name(self) -> str:
        """Both models."""
        return f"{self._words.name} and {self._encoder.name}"

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors of the texts, shape (texts, dimensions of both)."""
        worded = math.sqrt(1 - SHARE) * self._words.embed(texts)
        encoded = math.sqrt(SHARE) * self._encoder.encode(texts)
        return np.hstack([worded, encoded]).astype(np.float32)

    def embed_words(self, words: Sequence[str]) -> Floats:
        """Vectors of single words, which no encoder of sentences is made for: those of the word vectors."""
        return self._words.embed_words(words)

    def knows(self, word: str) -> bool:
        """As the word vectors say."""
        return self._words.knows(word)


class OnnxEncoder:
    """A model of `model.onnx` with the tokenizer of `tokenizer.json`, on one core."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime  # noqa: PLC0415 - an optional package
        from tokenizers import Tokenizer  # noqa: PLC0415 - the same

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._wanted = frozenset(given.name for given in self._session.get_inputs())
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()
        self._folder = folder

    @property
    def name(self) -> str:
        """The folder's name: a model has no other."""
        return self._folder.name

    def encode(self, texts: Sequence[str]) -> Floats:
        """Unit vectors, shape (texts, dimensions)."""
        return np.concatenate(list(self._batches(texts))) if texts else np.zeros((0, 0), dtype=np.float32)

    def _batches(self, texts: Sequence[str]) -> Iterator[Floats]:
        for start in range(0, len(texts), _AT_ONCE):
            read = self._tokenizer.encode_batch(list(texts[start : start + _AT_ONCE]))
            mask = np.array([text.attention_mask for text in read], dtype=np.int64)
            given: Mapping[str, NDArray[np.int64]] = {
                "input_ids": np.array([text.ids for text in read], dtype=np.int64),
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(mask),
            }
            (tokens,) = self._session.run(None, {name: given[name] for name in given if name in self._wanted})[:1]
            shown = mask[:, :, None].astype(np.float32)
            yield unit((tokens * shown).sum(axis=1) / np.maximum(shown.sum(axis=1), 1))


def load_vectors(encoder: Path | None = None) -> WordVectors | None:
    """What tells how near two texts are in meaning: the word vectors, with the encoder of a folder where one is given.

    None where the platform has no word vectors. Raises UsageError where there is an encoder and it cannot be used.
    """
    words = load_word_vectors()
    if encoder is None:
        return words
    if words is None:
        raise UsageError("An encoder works beside word vectors, and this platform has none: set `encoder: null`.")
    return EncodedVectors(words, load_encoder(encoder))


def load_encoder(folder: Path) -> Encoder:
    """The encoder in a folder. Raises UsageError where a package or a file is missing or cannot be read."""
    missing = [name for name in ("onnxruntime", "tokenizers") if importlib.util.find_spec(name) is None]
    if missing:
        raise UsageError(
            f"The encoder needs {' and '.join(missing)}: pip install '.[semantic]', or set `encoder: null` in the"
            " config."
        )
    for name in (MODEL, TOKENIZER):
        if not (folder / name).is_file():
            raise UsageError(
                f"The encoder's folder {folder} has no {name}: put it there, or set `encoder: null` in the config."
            )
    try:
        return OnnxEncoder(folder)
    except Exception as error:  # noqa: BLE001 - as follows
        # Both packages raise errors of their own, some of them bare Exceptions.
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"The encoder in {folder} cannot be read: {reason}") from None
