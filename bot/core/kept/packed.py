"""Sequences in two arrays, which take a fraction of the memory of Python's objects and can be mapped from a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.codec import from_json, reader, to_json

T = TypeVar("T")

Arrays = Mapping[str, NDArray[Any]]
"""Arrays by name."""

_REMEMBERED: Final = 2**12  # values that are not read again each time
_FEW: Final = 2**13
"""Values that are kept as objects, because these are faster: those of a base of some hundred facts."""

_AT_ONCE: Final = 2**13  # values that are read in one step

_END: Final = "\n"
"""The end of a value, which JSON has in no other place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packed(Sequence[T], Generic[T]):
    """Values as text, one after the other in `content`; value number n is at `ends[n - 1]:ends[n]`."""

    content: NDArray[np.uint8]
    ends: NDArray[np.int64]
    read: Callable[[int], T]

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            return [self.read(each) for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.read(int(place) % len(self))

    def __iter__(self) -> Iterator[T]:
        return map(self.read, range(len(self)))


def pack(values: Iterable[object]) -> dict[str, NDArray[Any]]:
    """Return the arrays of values, each as JSON."""
    if isinstance(values, Packed):
        return {"content": values.content, "ends": values.ends}
    content, ends = bytearray(), []
    for value in values:
        content += to_json(value) + _END.encode()
        ends.append(len(content))
    return {"content": np.frombuffer(content, dtype=np.uint8), "ends": np.array(ends, dtype=np.int64)}


def unpack(kind: type[T], arrays: Arrays) -> Sequence[T]:
    """Return the values of arrays: as objects if they are few."""
    content, ends = arrays["content"], arrays["ends"]
    if len(ends) <= _FEW:
        return tuple(read_rows(kind, arrays, 0, len(ends)))

    @lru_cache(maxsize=_REMEMBERED)
    def read(place: int) -> T:
        start = int(ends[place - 1]) if place else 0
        return from_json(kind, content[start : int(ends[place])].tobytes())

    return Packed(content=content, ends=ends, read=read)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackedSets(Sequence[frozenset[int]]):
    """Sets of numbers, one after the other in `members`; set number n is at `ends[n - 1]:ends[n]`."""

    members: memoryview
    ends: memoryview

    def __len__(self) -> int:
        return len(self.ends)

    @overload
    def __getitem__(self, place: int) -> frozenset[int]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[frozenset[int]]: ...
    def __getitem__(self, place: int | slice) -> frozenset[int] | Sequence[frozenset[int]]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if place < 0:
            place += len(self)
        end = self.ends[place]
        return frozenset(self.members[self.ends[place - 1] if place else 0 : end])


def pack_sets(sets: Sequence[frozenset[int]]) -> dict[str, NDArray[Any]]:
    """Return the arrays of sets of numbers."""
    members = [number for each in sets for number in sorted(each)]
    return {
        "members": np.array(members, dtype=np.int32),
        "ends": np.cumsum(list(map(len, sets)), dtype=np.int64),
    }


def unpack_sets(arrays: Arrays) -> Sequence[frozenset[int]]:
    """Return the sets of `pack_sets`: as objects if they are few."""
    members, ends = (np.ascontiguousarray(arrays[name]).data for name in ("members", "ends"))
    found = PackedSets(members=members, ends=ends)
    return tuple(found) if len(found) <= _FEW else found


def read_rows(kind: type[T], rows: Arrays, first: int, last: int) -> Iterator[T]:
    """Yield the values of some rows, which are read some thousands at a time: that takes a fraction of the time."""
    content, ends = rows["content"], rows["ends"]
    for begin in range(first, last, _AT_ONCE):
        end = min(begin + _AT_ONCE, last)
        some = content[int(ends[begin - 1]) if begin else 0 : int(ends[end - 1])]
        listed = some.tobytes().decode().removesuffix(_END).replace(_END, ",")
        yield from map(reader(kind), json.loads(f"[{listed}]"))


Rows = Mapping[str, NDArray[Any]]
"""The arrays of `pack`: its `content`, and where each value `ends`."""


def rows_of(texts: Iterable[str]) -> Rows:
    """Return texts without line ends as rows, each with a line end behind it."""
    encoded = [f"{text}{_END}".encode() for text in texts]
    return {
        "content": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        "ends": np.cumsum(list(map(len, encoded)), dtype=np.int64),
    }


def lines_of(rows: Rows) -> NDArray[np.uint8]:
    """Return the texts of `rows_of` as `pack_lines` does."""
    return rows["content"][: -len(_END)]


def join_rows(parts: Sequence[Rows], places: NDArray[np.intp]) -> Rows:
    """Return some rows, by their places among those of all the parts, one part after the other."""
    sizes = np.concatenate([np.diff(part["ends"], prepend=0) for part in parts])
    firsts = np.cumsum([0, *(len(part["ends"]) for part in parts)])
    # Rows that follow each other are copied together.
    begins = np.flatnonzero((np.diff(places, prepend=-2) != 1) | np.isin(places, firsts))
    runs = []
    for begin, end in zip(begins.tolist(), [*begins[1:].tolist(), len(places)], strict=False):
        number = int(firsts.searchsorted(places[begin], side="right")) - 1
        ends = parts[number]["ends"]
        first, last = (int(places[place] - firsts[number]) for place in (begin, end - 1))
        runs.append(parts[number]["content"][int(ends[first - 1]) if first else 0 : int(ends[last])])
    content = np.concatenate(runs) if runs else np.zeros(0, dtype=np.uint8)
    return {"content": content, "ends": np.cumsum(sizes.take(places), dtype=np.int64)}


def pack_lines(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Return texts without line ends as one array."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def unpack_lines(content: NDArray[np.uint8]) -> list[str]:
    """Return the texts of an array that `pack_lines` made of at least one text that is not empty."""
    return content.tobytes().decode().split("\n") if len(content) else []


def within(arrays: Arrays, name: str) -> Arrays:
    """Return the arrays whose names begin with `name` and a slash, without that beginning."""
    start = f"{name}/"
    return {each.removeprefix(start): array for each, array in arrays.items() if each.startswith(start)}


def beneath(name: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    """Return the arrays with `name` and a slash before their names."""
    return {f"{name}/{each}": array for each, array in arrays.items()}
