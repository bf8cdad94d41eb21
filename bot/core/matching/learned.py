"""What a ranker learns from the texts of a base. It takes seconds, so it is kept for the next start."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.codec import to_json
from bot.core.kept.files import Kept
from bot.core.kept.lines import unpack_many_lines
from bot.core.kept.packed import (
    Arrays,
    beneath,
    lines_of,
    pack_lines,
    pack_sets,
    unpack,
    unpack_lines,
    unpack_sets,
    within,
)
from bot.core.knowledge.columns import digests_of, rows_of
from bot.core.knowledge.model import EntityKind, Fact, Knowledge, Vocabulary
from bot.core.knowledge.vocabulary import ConceptIndex, Node
from bot.core.matching.answer_type import AnswerWords, NamedWords
from bot.core.matching.arrays import Doubles, Floats
from bot.core.matching.autocomplete import Completer, complete_with
from bot.core.matching.classifier import Blend
from bot.core.matching.documents import Entries, Overlaps, find_overlaps
from bot.core.matching.embeddings import WordLlamaVectors, WordVectors
from bot.core.matching.exact import NO_QUESTION, AskedQuestions
from bot.core.matching.features import WordMeanings, build_word_meanings, weigh_examples
from bot.core.matching.fitting import TrainingSet, fit
from bot.core.matching.index import IndexBuilder, InvertedIndex
from bot.core.matching.relearning import LearnedPart, learn_again, pack_part, unpack_part
from bot.core.matching.similarity import Similarity
from bot.core.text.normalise import stem, words

PART: Final = "ranker"
"""The name under which it is kept."""


def hash_of_vocabulary(vocabulary: Vocabulary) -> str:
    """Return a hash of all that the reading of a text depends on."""
    return hashlib.sha256(to_json(vocabulary)).hexdigest()


def hash_of_texts(knowledge: Knowledge, vocabulary: str) -> str:
    """Return a hash of all that a ranker learns from, given the hash of the vocabulary."""
    return hashlib.sha256(vocabulary.encode() + _digests(knowledge).tobytes()).hexdigest()


def _digests(knowledge: Knowledge) -> NDArray[np.uint8]:
    """Return a hash of each entry, shape (entries, bytes)."""
    return np.concatenate([knowledge.columns.digests, digests_of(knowledge.unknowns.values())])


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseWords:
    """The words of a base: how often it and its vocabulary use each, the stems, and the tokens that vectors have."""

    counts: Mapping[str, int]
    stems: Collection[str]
    tokens: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The indexes and word lists of one base, with the names of the fields of `Ranker`.

    `foci` has what the questions of each entry ask for, `asking` how many ask for anything definite. `masses` are those
    of `Agreement`. `duals` is None for a base too large for a classifier.
    """

    similarity: Similarity
    entry_index: InvertedIndex
    words: BaseWords
    sorted_words: Sequence[str]
    answer_words: Sequence[AnswerWords | None]
    named_words: Sequence[NamedWords]
    foci: Sequence[Mapping[str, int]]
    asking: Sequence[int]
    exact: Mapping[str, int]
    overlaps: Overlaps
    duals: Floats | None
    meanings: WordMeanings | None
    masses: Doubles
    completing: Callable[[], Completer]


def learn(  # noqa: PLR0913 - what is read, by what, and what is known
    knowledge: Knowledge,
    entries: Entries,
    concept_index: ConceptIndex,
    vectors: WordVectors | None,
    kept: Kept,
    *,
    small: bool,
) -> Learned:
    """Read a base, but only the entries that were not kept. `kept` depends on the vocabulary alone.

    A `small` base has a classifier, whose earlier fit is updated.
    """
    name = f"{PART} {vectors.name if vectors else 'without vectors'}, {'small' if small else 'large'}"
    digests = _digests(knowledge)
    arrays = kept.find(name)
    old = None if arrays is None else unpack_part(arrays, small=small)
    if arrays is None or old is None or not old.has(digests):
        if arrays is not None and isinstance(vectors, WordLlamaVectors):
            vectors.remember(_unpack_words(arrays).tokens)
        part = learn_again(entries.targets, digests, concept_index, vectors, old, small=small)
        meanings = _meanings_again(part, vectors, old, arrays) if small and vectors else None
        duals = _fit(_similarity(part, vectors), entries, vectors, kept) if small else None
        arrays = {
            **pack_part(part),
            **_pack_derived(knowledge, entries, part, vectors),
            **({} if duals is None else {"duals": duals}),
            **({} if meanings is None else beneath("meanings", _pack_meanings(meanings))),
        }
        kept.keep(name, arrays)
        # What is mapped from a file takes a fraction of the memory, which counts where there is much of it.
        arrays = kept.find(name) or arrays
        old = unpack_part(arrays, small=small)
    return _learned(arrays, old, rows_of(knowledge.facts), knowledge.columns.importance, entries, vectors)


def _meanings_again(
    part: LearnedPart, vectors: WordVectors, old: LearnedPart | None, arrays: Arrays | None
) -> WordMeanings:
    """Compare the words of the entries, but only those that were not compared in the `old` base of these arrays."""
    index = part.indexes["content"]
    if old is None or arrays is None:
        return build_word_meanings(index, vectors)
    return build_word_meanings(index, vectors, _unpack_meanings(arrays, old, vectors), old.places_of(part.digests))


def _similarity(part: LearnedPart, vectors: WordVectors | None) -> Similarity:
    return Similarity(
        words=part.indexes["words"],
        characters=part.indexes["characters"] if part.small else IndexBuilder().build(),
        meaning=part.meaning,
        rows=part.vectors,
        vectors=vectors,
    )


def _pack_derived(
    knowledge: Knowledge, entries: Entries, part: LearnedPart, vectors: WordVectors | None
) -> dict[str, NDArray[Any]]:
    """Return the arrays of what the parts of a base do not tell by themselves."""
    questions = part.asked != NO_QUESTION
    owners = np.repeat(np.arange(len(part.examples), dtype=np.int32), part.examples)[questions]
    hashes = part.asked[questions]
    order = np.argsort(hashes, kind="stable")
    return {
        **_pack_words(_words(knowledge, part.indexes["spelt"], vectors)),
        "masses": weigh_examples(questions, examples=part.indexes["words"], rarity=part.indexes["entries"]),
        "hashes": hashes[order],
        "owners": owners[order],
        **beneath("overlaps", pack_sets(find_overlaps(entries.targets))),
    }


def _learned(  # noqa: PLR0913, PLR0917 - what a base is made of
    arrays: Arrays,
    part: LearnedPart,
    facts: Sequence[Fact],
    importance: NDArray[np.int8],
    entries: Entries,
    vectors: WordVectors | None,
) -> Learned:
    """Return what was learned of a base."""
    folded = lines_of(part.rows["folded"])
    return Learned(
        similarity=_similarity(part, vectors),
        entry_index=part.indexes["entries"],
        words=_unpack_words(arrays),
        sorted_words=unpack_many_lines(lines_of(part.rows["sorted words"]), len(part.asked)),
        answer_words=unpack(_ANSWER_WORDS, part.rows["answer words"]),
        named_words=unpack(NamedWords, part.rows["named words"]),
        foci=unpack(_FOCI, part.rows["foci"]),
        asking=part.asking.tolist(),
        exact=AskedQuestions(hashes=arrays["hashes"], owners=arrays["owners"], targets=entries.targets),
        overlaps=unpack_sets(within(arrays, "overlaps")),
        duals=arrays.get("duals"),
        meanings=_unpack_meanings(arrays, part, vectors) if part.small and vectors else None,
        masses=arrays["masses"],
        completing=lambda: complete_with(
            facts,
            folded=unpack_many_lines(folded, 2 * len(facts)),
            index=part.indexes["completer"],
            importance=importance,
        ),
    )


_ANSWER_WORDS: Final[Any] = AnswerWords | None
_FOCI: Final[Any] = Mapping[str, int]


def _words(knowledge: Knowledge, index: InvertedIndex, vectors: WordVectors | None) -> BaseWords:
    """Return the words of a base, of whose entries `index` has them."""
    counts = _count_words(knowledge, index)
    return BaseWords(
        counts=counts,
        stems=dict.fromkeys(stem(word) for word in counts if not word[0].isdigit()),
        tokens=vectors.tokens_of(counts) if isinstance(vectors, WordLlamaVectors) else {},
    )


def _pack_words(found: BaseWords) -> dict[str, NDArray[Any]]:
    tokens = found.tokens.values()
    return {
        "counted": pack_lines(found.counts),
        "counts": np.array(list(found.counts.values()), dtype=np.int64),
        "stems": pack_lines(found.stems),
        "tokens": pack_lines(found.tokens),
        "token sizes": np.array(list(map(len, tokens)), dtype=np.int64),
        "token numbers": np.array(list(itertools.chain.from_iterable(tokens)), dtype=np.int64),
    }


def _unpack_words(arrays: Arrays) -> BaseWords:
    tokens = iter(arrays["token numbers"].tolist())
    spelt = zip(unpack_lines(arrays["tokens"]), arrays["token sizes"].tolist(), strict=True)
    return BaseWords(
        counts=dict(zip(unpack_lines(arrays["counted"]), arrays["counts"].tolist(), strict=True)),
        stems=unpack_lines(arrays["stems"]),
        tokens={word: tuple(itertools.islice(tokens, size)) for word, size in spelt},
    )


def _count_words(knowledge: Knowledge, index: InvertedIndex) -> Mapping[str, int]:
    """Return how often a base and its vocabulary use each word; `index` has the words of the entries."""
    names = (text for name in knowledge.vocabulary.names for text in (name.name, *name.aliases))
    groups = itertools.chain(*knowledge.vocabulary.same, *knowledge.vocabulary.near)
    numbers = np.arange(len(index.terms)).repeat(np.diff(index.offsets))
    counts = np.bincount(numbers, weights=index.weights, minlength=len(index.terms)).astype(np.int64)
    counted = Counter(dict(zip(index.terms, counts.tolist(), strict=True)))
    return counted + Counter(itertools.chain.from_iterable(map(words, itertools.chain(names, groups))))


def _fit(similarity: Similarity, entries: Entries, vectors: WordVectors | None, fits: Kept) -> Floats:
    blend = Blend()
    examples = TrainingSet(
        texts=[example.text for example in entries.examples],
        owners=[example.entry for example in entries.examples],
        entries=len(entries.targets),
        ridge=blend.ridge,
        kernel=lambda: blend.between_examples(similarity),
        rows=lambda places: [blend.mix(similarity.to_all(entries.examples[each].parsed)) for each in places],
    )
    return fit(examples, fits, f"fit by {vectors.name if vectors else 'words'}")


_COMPARED: Final = ("embedded", "starts", "held", "texts", "closest")


def _pack_meanings(meanings: WordMeanings) -> dict[str, NDArray[Any]]:
    return {name: getattr(meanings, name) for name in _COMPARED}


def _unpack_meanings(arrays: Arrays, part: LearnedPart, vectors: WordVectors) -> WordMeanings:
    held: dict[str, Any] = dict(within(arrays, "meanings"))
    return WordMeanings(vectors=vectors, words=part.indexes["content"].terms, **held)


def concepts(kept: Kept, build: Callable[[], ConceptIndex]) -> ConceptIndex:
    """Return the kept concepts of a base's vocabulary, or else build and keep them."""
    arrays = kept.find("concepts")
    if arrays is not None:
        tree, kinds, members, small_names = json.loads(arrays["all"].tobytes())
        return ConceptIndex(
            beginnings=_grown(tree),
            kinds=MappingProxyType({concept: EntityKind(kind) for concept, kind in kinds.items()}),
            members=MappingProxyType({concept: tuple(texts) for concept, texts in members.items()}),
            small_names=MappingProxyType({word: tuple(named) for word, named in small_names.items()}),
        )
    built = build()
    kept.keep("concepts", {"all": np.frombuffer(to_json(built), dtype=np.uint8)})
    return built


def _grown(plain: Mapping[str, Any]) -> Mapping[str, Node]:
    """Return the nodes of a tree, given what JSON has for it. Most have nothing behind them."""
    return {root: Node(tuple(named), _grown(behind) if behind else {}) for root, (named, behind) in plain.items()}
