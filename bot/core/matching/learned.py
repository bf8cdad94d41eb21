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
from bot.core.kept.lines import pack_numbered, unpack_many_lines, unpack_numbered
from bot.core.kept.packed import Arrays, beneath, compact, pack, pack_lines, unpack, unpack_lines, within
from bot.core.knowledge.model import EntityKind, Fact, Knowledge, Vocabulary
from bot.core.knowledge.vocabulary import ConceptIndex, Node
from bot.core.matching.answer_type import AnswerWords, NamedWords
from bot.core.matching.arrays import Doubles, Floats
from bot.core.matching.autocomplete import Completer, build_completer, complete_with
from bot.core.matching.classifier import Blend, fit_classifier
from bot.core.matching.documents import Entries, Overlaps, TextRole, find_overlaps
from bot.core.matching.embeddings import WordLlamaVectors, WordVectors
from bot.core.matching.features import WordMeanings, build_word_meanings, weigh_examples
from bot.core.matching.index import InvertedIndex
from bot.core.matching.reading import read_texts
from bot.core.matching.similarity import Similarity
from bot.core.text.normalise import same_text, stem, words

PART: Final = "ranker"
"""The name under which it is kept."""


def hash_of_vocabulary(vocabulary: Vocabulary) -> str:
    """Return a hash of all that the reading of a text depends on."""
    return hashlib.sha256(to_json(vocabulary)).hexdigest()


def hash_of_texts(knowledge: Knowledge, vocabulary: str) -> str:
    """Return a hash of all that a ranker learns from, given the hash of the vocabulary.

    What it does not depend on, such as a topic, does not count.
    """
    facts = (
        (
            fact.statement,
            fact.questions,
            fact.attribution,
            fact.standing.value,
            fact.when is None,
            [(each.source, each.paragraph, each.start, each.end, each.exact) for each in fact.quotes],
        )
        for fact in knowledge.facts.values()
    )
    unknowns = ((each.statement, each.questions, each.nearest) for each in knowledge.unknowns.values())
    whole = hashlib.sha256(vocabulary.encode())
    for each in itertools.chain(facts, [None], unknowns):
        # Texts, numbers and tuples of them, which repr writes unambiguously, many times faster than JSON.
        whole.update(repr(each).encode("utf-8", errors="backslashreplace"))
    return whole.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """The indexes and word lists of one base, with the names of the fields of `Ranker`.

    `word_counts` is how often the base and its vocabulary use each word, `stems` are the stems of these words, and
    `tokens` those that word vectors know them by. `foci` has what the questions of each entry ask for, `asking` how
    many ask for anything definite. `masses` are those of `Agreement`. `duals` is None for a base too large for a
    classifier.
    """

    similarity: Similarity
    entry_index: InvertedIndex
    word_counts: Mapping[str, int]
    stems: Collection[str]
    tokens: Mapping[str, Sequence[int]]
    sorted_words: Sequence[str]
    numbers: Sequence[frozenset[str]]
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


def learn(
    knowledge: Knowledge, entries: Entries, concept_index: ConceptIndex, vectors: WordVectors | None, *, small: bool
) -> Learned:
    """Read all texts of a base. A `small` base gets a classifier."""
    found = read_texts(entries, concept_index, vectors)
    word_counts = _count_words(knowledge, found.word_counts)
    completer = build_completer(tuple(knowledge.facts.values()))
    return Learned(
        similarity=found.similarity,
        entry_index=found.entry_index,
        word_counts=word_counts,
        stems=dict.fromkeys(stem(word) for word in word_counts if not word[0].isdigit()),
        tokens=vectors.tokens_of(word_counts) if isinstance(vectors, WordLlamaVectors) else {},
        sorted_words=found.sorted_words,
        numbers=compact(frozenset[str], found.numbers),
        answer_words=compact(_ANSWER_WORDS, found.answer_words),
        named_words=compact(NamedWords, found.named_words),
        foci=compact(Mapping[str, int], found.foci),  # type: ignore[type-abstract]  # read as a dict
        asking=found.asking,
        exact={same_text(each.text): each.entry for each in entries.examples if each.role is TextRole.QUESTION},
        overlaps=compact(frozenset[int], find_overlaps(entries.targets)),
        duals=_fit(found.similarity, entries) if small else None,
        meanings=build_word_meanings(entries, vectors) if vectors and small else None,
        masses=weigh_examples(entries, examples=found.similarity.words, rarity=found.entry_index),
        completing=lambda: completer,
    )


_ANSWER_WORDS: Final[Any] = AnswerWords | None


def _count_words(knowledge: Knowledge, counted: Counter[str]) -> Mapping[str, int]:
    names = (text for name in knowledge.vocabulary.names for text in (name.name, *name.aliases))
    groups = itertools.chain(*knowledge.vocabulary.same, *knowledge.vocabulary.near)
    return counted + Counter(itertools.chain.from_iterable(map(words, itertools.chain(names, groups))))


def _fit(similarity: Similarity, entries: Entries) -> Floats:
    blend = Blend()
    owners = [example.entry for example in entries.examples]
    return fit_classifier(blend.between_examples(similarity), owners, len(entries.targets), blend)


def keep(learned: Learned, kept: Kept) -> None:
    """Keep what was learned."""
    similarity, meanings = learned.similarity, learned.meanings
    few = [
        learned.asking,
        list(learned.word_counts.values()),
        list(learned.exact.values()),
        list(map(len, learned.tokens.values())),
        list(itertools.chain.from_iterable(learned.tokens.values())),
    ]
    kept.keep(
        PART,
        {
            **beneath("words", _pack_index(similarity.words)),
            **beneath("characters", _pack_index(similarity.characters)),
            **beneath("entries", _pack_index(learned.entry_index)),
            "meaning": similarity.meaning,
            "rows": similarity.rows,
            "counted": pack_lines(learned.word_counts),
            "stems": pack_lines(learned.stems),
            "tokens": pack_lines(learned.tokens),
            "exact": pack_lines(learned.exact),
            **{f"few/{number}": np.array(each, dtype=np.int64) for number, each in enumerate(few)},
            "sorted words": pack_lines(learned.sorted_words),
            "masses": learned.masses,
            **beneath("numbers", pack(learned.numbers)),
            **beneath("answer words", pack(learned.answer_words)),
            **beneath("named words", pack(learned.named_words)),
            **beneath("foci", pack(learned.foci)),
            **beneath("overlaps", pack(learned.overlaps)),
            **({} if learned.duals is None else {"duals": learned.duals}),
            **({} if meanings is None else beneath("meanings", _pack_meanings(meanings))),
            **beneath("completer", _pack_completer(learned.completing())),
        },
    )


def find(kept: Kept, knowledge: Knowledge, vectors: WordVectors | None) -> Learned | None:
    """Return what was kept of the same base; None if there is nothing."""
    arrays = kept.find(PART)
    if arrays is None:
        return None
    asking, counts, owners, sizes, numbers = (arrays[f"few/{number}"].tolist() for number in range(5))
    tokens = iter(numbers)
    spelt = zip(unpack_lines(arrays["tokens"]), sizes, strict=True)
    held = within(arrays, "meanings")
    foci: Any = Mapping[str, int]
    return Learned(
        similarity=Similarity(
            words=_unpack_index(within(arrays, "words")),
            characters=_unpack_index(within(arrays, "characters")),
            meaning=arrays["meaning"],
            rows=arrays["rows"],
            vectors=vectors,
        ),
        entry_index=_unpack_index(within(arrays, "entries")),
        word_counts=dict(zip(unpack_lines(arrays["counted"]), counts, strict=True)),
        stems=unpack_lines(arrays["stems"]),
        tokens={word: tuple(itertools.islice(tokens, size)) for word, size in spelt},
        sorted_words=unpack_many_lines(arrays["sorted words"], len(arrays["rows"])),
        numbers=unpack(frozenset[str], within(arrays, "numbers")),
        answer_words=unpack(_ANSWER_WORDS, within(arrays, "answer words")),
        named_words=unpack(NamedWords, within(arrays, "named words")),
        foci=unpack(foci, within(arrays, "foci")),
        asking=asking,
        exact=dict(zip(unpack_lines(arrays["exact"]), owners, strict=True)),
        overlaps=unpack(frozenset[int], within(arrays, "overlaps")),
        duals=arrays.get("duals"),
        meanings=_unpack_meanings(held, vectors) if held and vectors else None,
        masses=arrays["masses"],
        completing=lambda: _unpack_completer(within(arrays, "completer"), tuple(knowledge.facts.values())),
    )


def _pack_index(index: InvertedIndex) -> dict[str, NDArray[Any]]:
    return {
        **pack_numbered(index.terms),
        "size": np.array(index.size),
        **{name: getattr(index, name) for name in ("offsets", "texts", "weights", "idf")},
    }


def _unpack_index(arrays: Arrays) -> InvertedIndex:
    return InvertedIndex(
        size=int(arrays["size"]),
        terms=unpack_numbered(arrays),
        offsets=arrays["offsets"],
        texts=arrays["texts"],
        weights=arrays["weights"],
        idf=arrays["idf"],
    )


def _pack_meanings(meanings: WordMeanings) -> dict[str, NDArray[Any]]:
    arrays = {name: getattr(meanings, name) for name in ("embedded", "starts", "held", "texts", "closest")}
    return {"words": pack_lines(meanings.words), **arrays}


def _unpack_meanings(arrays: Arrays, vectors: WordVectors) -> WordMeanings:
    spelt = unpack_lines(arrays["words"])
    others: dict[str, Any] = {name: array for name, array in arrays.items() if name != "words"}
    return WordMeanings(vectors=vectors, words=dict(zip(spelt, range(len(spelt)), strict=True)), **others)


def _pack_completer(completer: Completer) -> dict[str, NDArray[Any]]:
    asked = [each.text for each in completer.completions]
    return {"folded": pack_lines(completer.folded), **beneath("offered", pack(asked)), **_pack_index(completer.index)}


def _unpack_completer(arrays: Arrays, facts: Sequence[Fact]) -> Completer:
    return complete_with(
        facts,
        offered=unpack(str, within(arrays, "offered")),
        folded=tuple(unpack_lines(arrays["folded"])),
        index=_unpack_index(arrays),
    )


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
