"""Join and keep what is asked of all facts of a base at once, such as their days."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.codec import to_json
from bot.core.kept.packed import Arrays
from bot.core.knowledge.model import DIGEST_BYTES, Fact, FactColumns, FactTopics, LargeFacts, Unknown, digest_of


def digests_of(targets: Iterable[Fact | Unknown]) -> NDArray[np.uint8]:
    """Return the hashes of entries, shape (entries, bytes)."""
    return np.frombuffer(b"".join(map(digest_of, targets)), dtype=np.uint8).reshape(-1, DIGEST_BYTES)


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
    return FactColumns(**joined, topics=FactTopics.of(topics[place] for place in places.tolist()))


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
