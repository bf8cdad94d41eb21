"""Learn from a base, and again from nothing but the entries that have changed.

What was learned of each entry is kept under a hash of its texts. After a change the arrays are put together from what
was kept of the same entries and from what is read of the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.packed import Arrays, Rows, beneath, join_rows, pack, rows_of, within
from bot.core.knowledge.model import Fact, Unknown
from bot.core.knowledge.vocabulary import ConceptIndex
from bot.core.matching.answer_type import capitalised_within
from bot.core.matching.arrays import Floats, Indexes
from bot.core.matching.autocomplete import fold_offered
from bot.core.matching.documents import Entries, TextRole, collect_texts
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.exact import NO_QUESTION, hash_of_question
from bot.core.matching.index import IndexBuilder, InvertedIndex, join_indexes, pack_index, ranges, unpack_index
from bot.core.matching.reading import names_of, read_texts
from bot.core.text.normalise import same_text
from bot.core.text.word_cache import room_for_a_base

_AT_ONCE: Final = 2**12  # entries that are read in one step, so that their values as objects take little memory

# What there is of each entry, of each example, and of each text that is offered while somebody types.
_OF_ENTRIES: Final = ("answer words", "named words", "foci")
_OF_EXAMPLES: Final = ("sorted words",)
_OFFERED: Final = ("folded",)
_INDEXES_OF_ENTRIES: Final = ("entries", "spelt", "names", "capitals", "content")
"""Terms, words, stems that are capitalised within sentences, stems that are capitalised anywhere, content words."""
_INDEXES_OF_EXAMPLES: Final = ("words", "characters")
_INDEX_OFFERED: Final = "completer"
_ONLY_SMALL: Final = ("content", "characters")
"""Indexes that only a base with a classifier has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPart:
    """What was learned of some entries, of a base that is `small` enough for a classifier or of a larger one.

    Of each entry, `digests` has the hash, `examples` and `offered` the number of its texts, and `asking` how many of
    these ask for anything definite. Of each example, `asked` has the hash if it is a question, else 0, and `vectors`
    the row of `meaning`.
    """

    small: bool
    digests: NDArray[np.uint8]
    examples: Indexes
    offered: Indexes
    asking: Indexes
    asked: NDArray[np.uint64]
    vectors: Indexes
    meaning: Floats
    indexes: Mapping[str, InvertedIndex]
    rows: Mapping[str, Rows]

    def has(self, digests: NDArray[np.uint8]) -> bool:
        """Return whether these are the entries, in the same order."""
        return np.array_equal(self.digests, digests)

    def places_of(self, digests: NDArray[np.uint8]) -> Indexes:
        """Return the place of each of these entries, -1 if there is none."""
        known = {each: place for place, each in enumerate(_each(self.digests))}
        return np.array([known.get(each, -1) for each in _each(digests)], dtype=np.intp)


def learn_again(  # noqa: PLR0913 - what is read, by what, and what is known
    targets: Sequence[Fact | Unknown],
    digests: NDArray[np.uint8],
    concept_index: ConceptIndex,
    vectors: WordVectors | None,
    old: LearnedPart | None,
    *,
    small: bool,
) -> LearnedPart:
    """Return what there is to learn of the entries, and take what has not changed from `old`."""
    origin = np.full(len(targets), -1, dtype=np.intp) if old is None else old.places_of(digests)
    names, origin = _names(targets, origin, old)
    parts = [] if old is None else [old]
    size = 0 if old is None else len(old.digests)
    new = np.flatnonzero(origin < 0)
    origin[new] = np.arange(size, size + len(new))
    with room_for_a_base():
        for first in range(0, len(new), _AT_ONCE):
            some = new[first : first + _AT_ONCE]
            entries = collect_texts([targets[place] for place in some.tolist()], concept_index)
            parts.append(_read(entries, digests[some], concept_index, vectors, names, small=small))
    return _join(parts, origin)


def _each(digests: NDArray[np.uint8]) -> list[bytes]:
    whole, size = digests.tobytes(), digests.shape[1]
    return [whole[at : at + size] for at in range(0, len(whole), size)]


def _names(
    targets: Sequence[Fact | Unknown], origin: Indexes, old: LearnedPart | None
) -> tuple[frozenset[str], Indexes]:
    """Return the stems that the base capitalises within sentences, and the places of the entries that stay the same.

    A stem that has become such a name, or is none any more, changes how other statements are read.
    """
    found = set[str]()
    for place in np.flatnonzero(origin < 0).tolist():
        found |= names_of(targets[place])
    said = frozenset(found)
    if old is None:
        return said, origin
    kept = np.zeros(len(old.digests), dtype=np.bool_)
    kept[origin[origin >= 0]] = True
    names = said.union(_terms_of(old.indexes["names"], kept))
    changed = names ^ frozenset(old.indexes["names"].terms)
    capitals = old.indexes["capitals"]
    affected = np.zeros(len(kept) + 1, dtype=np.bool_)  # one more, for the origin of a new entry
    for number in (capitals.terms[stem] for stem in changed if stem in capitals.terms):
        affected[capitals.texts[capitals.offsets[number] : capitals.offsets[number + 1]]] = True
    return names, np.where(affected[origin], -1, origin)


def _terms_of(index: InvertedIndex, texts: NDArray[np.bool_]) -> Iterator[str]:
    """Yield the terms that some of these texts have."""
    having = np.concatenate([[0], np.cumsum(texts.take(index.texts))]).take(index.offsets)
    return itertools.compress(index.terms, np.diff(having).tolist())


def _read(  # noqa: PLR0913 - the same
    entries: Entries,
    digests: NDArray[np.uint8],
    concept_index: ConceptIndex,
    vectors: WordVectors | None,
    names: frozenset[str],
    *,
    small: bool,
) -> LearnedPart:
    found = read_texts(entries, concept_index, vectors, names=names, small=small)
    facts = [target for target in entries.targets if isinstance(target, Fact)]
    said, capitals = IndexBuilder(), IndexBuilder()
    for target in entries.targets:
        said.add(dict.fromkeys(names_of(target), 1.0))
        capitals.add(dict.fromkeys(capitalised_within(target.statement) if isinstance(target, Fact) else (), 1.0))
    asked = [
        hash_of_question(same_text(each.text)) if each.role is TextRole.QUESTION else NO_QUESTION
        for each in entries.examples
    ]
    only_small = {"content": found.content_index, "characters": found.similarity.characters}
    return LearnedPart(
        small=small,
        digests=digests,
        examples=np.diff(entries.starts),
        offered=np.array([2 if isinstance(target, Fact) else 0 for target in entries.targets], dtype=np.intp),
        asking=np.array(found.asking, dtype=np.intp),
        asked=np.array(asked, dtype=np.uint64),
        vectors=found.similarity.rows,
        meaning=found.similarity.meaning,
        indexes={
            "entries": found.entry_index,
            "spelt": found.word_index,
            "names": said.build(scaled=False),
            "capitals": capitals.build(scaled=False),
            "words": found.similarity.words,
            "completer": found.offered,
            **(only_small if small else {}),
        },
        rows={
            "answer words": pack(found.answer_words),
            "named words": pack(found.named_words),
            "foci": pack(found.foci),
            "sorted words": rows_of(found.sorted_words),
            "folded": rows_of(fold_offered(facts)),
        },
    )


def _join(parts: Sequence[LearnedPart], places: Indexes) -> LearnedPart:
    """Return what was learned of some entries, by their places among those of all the parts."""

    def joined(read: Callable[[LearnedPart], NDArray[Any]], some: Indexes) -> NDArray[Any]:
        return np.concatenate([read(part) for part in parts]).take(some, axis=0)

    examples = _texts_of(np.concatenate([part.examples for part in parts]), places)
    offered = _texts_of(np.concatenate([part.offered for part in parts]), places)
    firsts = itertools.accumulate((len(part.meaning) for part in parts), initial=0)
    vectors = np.concatenate([part.vectors + first for part, first in zip(parts, firsts, strict=False)])
    used, row = np.unique(vectors.take(examples), return_inverse=True)
    of = {
        **dict.fromkeys((*_OF_ENTRIES, *_INDEXES_OF_ENTRIES), places),
        **dict.fromkeys((*_OF_EXAMPLES, *_INDEXES_OF_EXAMPLES), examples),
        **dict.fromkeys((*_OFFERED, _INDEX_OFFERED), offered),
    }
    small = parts[0].small
    return LearnedPart(
        small=small,
        digests=joined(lambda part: part.digests, places),
        examples=joined(lambda part: part.examples, places),
        offered=joined(lambda part: part.offered, places),
        asking=joined(lambda part: part.asking, places),
        asked=joined(lambda part: part.asked, examples),
        vectors=row.astype(np.intp),
        meaning=_take_rows([part.meaning for part in parts], used),
        indexes={
            name: join_indexes(
                [part.indexes[name] for part in parts],
                of[name],
                scaled=name == _INDEX_OFFERED,
                # For a classifier, a text is the same vector whatever the others are.
                by_rarity=not (small and name in _INDEXES_OF_EXAMPLES),
            )
            for name in parts[0].indexes
        },
        rows={name: join_rows([part.rows[name] for part in parts], of[name]) for name in parts[0].rows},
    )


def _take_rows(tables: Sequence[Floats], rows: Indexes) -> Floats:
    """Return some rows, ascending, of tables below each other. All of them at once would take twice the memory."""
    found = np.empty((len(rows), tables[0].shape[1]), dtype=np.float32)
    first = begin = 0
    for table in tables:
        end = int(rows.searchsorted(first + len(table)))
        table.take(rows[begin:end] - first, axis=0, out=found[begin:end])
        first, begin = first + len(table), end
    return found


def _texts_of(sizes: Indexes, entries: Indexes) -> Indexes:
    """Return the places of the texts of some entries; `sizes` are how many each entry has."""
    return ranges((np.cumsum(sizes) - sizes).take(entries), sizes.take(entries))


_ARRAYS: Final = ("digests", "examples", "offered", "asking", "asked", "vectors", "meaning")


def pack_part(part: LearnedPart) -> dict[str, NDArray[Any]]:
    """Return the arrays of a part, to be kept."""
    packed: dict[str, NDArray[Any]] = {name: getattr(part, name) for name in _ARRAYS}
    for name, index in part.indexes.items():
        packed |= beneath(f"index {name}", pack_index(index))
    for name, rows in part.rows.items():
        packed |= beneath(f"rows {name}", rows)
    return packed


def unpack_part(arrays: Arrays, *, small: bool) -> LearnedPart:
    """Return the part whose arrays were kept."""
    all_indexes = (*_INDEXES_OF_ENTRIES, *_INDEXES_OF_EXAMPLES, _INDEX_OFFERED)
    indexes = [name for name in all_indexes if small or name not in _ONLY_SMALL]
    rows = (*_OF_ENTRIES, *_OF_EXAMPLES, *_OFFERED)
    others: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    return LearnedPart(
        small=small,
        indexes={name: unpack_index(within(arrays, f"index {name}")) for name in indexes},
        rows={name: within(arrays, f"rows {name}") for name in rows},
        **others,
    )
