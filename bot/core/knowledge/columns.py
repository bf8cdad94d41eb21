"""What is asked of all facts of a base at once, such as their days, as arrays that can be kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.codec import to_json
from bot.core.kept.packed import Arrays
from bot.core.knowledge.model import Fact, FactColumns, FactTopics, LargeFacts, Unknown

_DIGEST_BYTES: Final = 16


def digest_of(target: Fact | Unknown) -> bytes:
    """Return a hash of all that a ranker learns from an entry; of nothing else, such as a topic."""
    learned: tuple[object, ...]
    match target:
        case Fact():
            quotes = [(each.source, each.paragraph, each.start, each.end, each.exact) for each in target.quotes]
            about = (target.attribution, target.standing.value, target.when is None, quotes)
            learned = (target.statement, target.questions, about)
        case Unknown():
            learned = (target.statement, target.questions, target.nearest)
    # Texts, numbers and tuples of them, which repr writes unambiguously, many times faster than JSON.
    return hashlib.blake2b(repr(learned).encode("utf-8", "backslashreplace"), digest_size=_DIGEST_BYTES).digest()


def digests_of(targets: Iterable[Fact | Unknown]) -> NDArray[np.uint8]:
    """Return the hashes of entries, shape (entries, bytes)."""
    return np.frombuffer(b"".join(map(digest_of, targets)), dtype=np.uint8).reshape(-1, _DIGEST_BYTES)


def texts_of(target: Fact | Unknown) -> int:
    """Return how many texts find an entry: its questions, its statement and its quotes."""
    return len(target.questions) + 1 + (len(target.quotes) if isinstance(target, Fact) else 0)


def read_columns(facts: Iterable[Fact]) -> FactColumns:
    """Read what is asked of all facts."""
    digests, topics = bytearray(), list[tuple[str, ...]]()
    read: list[tuple[int, int, int, int, bool]] = []
    for fact in facts:
        digests += digest_of(fact)
        topics.append(fact.topics)
        day = fact.when.toordinal() if fact.when else 0
        read.append((texts_of(fact), len(fact.questions), fact.importance, day, bool(fact.disputes)))
    texts, asked, importance, days, disputes = np.array(read, dtype=np.int32).reshape(-1, 5).T
    return FactColumns(
        digests=np.frombuffer(digests, dtype=np.uint8).reshape(-1, _DIGEST_BYTES),
        texts=texts,
        asked=asked,
        importance=importance.astype(np.int8),
        days=days,
        disputes=disputes.astype(np.bool_),
        topics=_number(topics),
    )


def _number(topics: Iterable[tuple[str, ...]]) -> FactTopics:
    """Return the topics of all facts, given those of each."""
    numbers: dict[tuple[str, ...], int] = {}
    of_each = np.array([numbers.setdefault(each, len(numbers)) for each in topics], dtype=np.int32)
    return FactTopics(sets=tuple(numbers), numbers=of_each)


def columns_of(facts: Mapping[str, Fact]) -> FactColumns:
    """Return what is asked of all facts; of a large base that was kept, this takes no time."""
    return facts.columns if isinstance(facts, LargeFacts) else read_columns(facts.values())


def rows_of(facts: Mapping[str, Fact]) -> Sequence[Fact]:
    """Return facts by their places in the base."""
    return facts.rows if isinstance(facts, LargeFacts) else tuple(facts.values())


_ARRAYS: Final = ("digests", "texts", "asked", "importance", "days", "disputes")


def join_columns(parts: Sequence[FactColumns], places: NDArray[np.intp]) -> FactColumns:
    """Return the columns of some facts, by their places among those of all the parts, one part after the other."""
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]).take(places, axis=0) for name in _ARRAYS
    }
    topics = [part.topics.sets[number] for part in parts for number in part.topics.numbers.tolist()]
    return FactColumns(**joined, topics=_number(topics[place] for place in places.tolist()))


def pack_columns(columns: FactColumns) -> dict[str, NDArray[Any]]:
    """Return the arrays, by their names."""
    sets = np.frombuffer(to_json(columns.topics.sets), dtype=np.uint8)
    arrays: dict[str, NDArray[Any]] = {name: getattr(columns, name) for name in _ARRAYS}
    return {**arrays, "topics": columns.topics.numbers, "sets": sets}


def unpack_columns(arrays: Arrays) -> FactColumns:
    """Return the columns of the arrays that were kept."""
    held: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    sets = tuple(map(tuple, json.loads(arrays["sets"].tobytes())))
    return FactColumns(**held, topics=FactTopics(sets=sets, numbers=arrays["topics"]))
