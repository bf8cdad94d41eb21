"""Many texts as arrays that are mapped from a file: the text of a number, and the number of a text.

As Python's objects, half a million texts and a dict of them would take a hundred megabytes and half a second to read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.packed import Arrays, pack_lines, unpack_lines

MANY: Final = 2**16
"""Texts from which on they stay arrays: a look-up takes a microsecond longer than in a dict."""

_AT_ONCE: Final = 2**13  # texts that are read in one step
_END: Final = 10  # a line feed, which no text has
_FREE: Final = -1  # in a table: no text has this place


class Lines(Sequence[str]):
    """Texts, each read when it is needed. `content` is what `pack_lines` returns for at least one text."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self._content = np.ascontiguousarray(content).data
        self._ends = np.append(np.flatnonzero(content == _END), len(content)).data

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return self.bytes_at(place if place >= 0 else place + len(self)).decode()

    def __iter__(self) -> Iterator[str]:
        """Yield all texts: some thousands are read at a time, in a fraction of the time."""
        for first in range(0, len(self), _AT_ONCE):
            last = min(first + _AT_ONCE, len(self)) - 1
            start = self._ends[first - 1] + 1 if first else 0
            yield from self._content[start : self._ends[last]].tobytes().decode().split("\n")

    def bytes_at(self, place: int) -> bytes:
        """Return a text in UTF-8."""
        start = self._ends[place - 1] + 1 if place else 0
        return self._content[start : self._ends[place]].tobytes()


class Numbered(Mapping[str, int]):
    """The numbers of different texts, by a hash table with open addressing: `table` has the places of the texts."""

    def __init__(self, lines: Lines, table: NDArray[np.int32]) -> None:
        self._lines = lines
        self._table = np.ascontiguousarray(table).data

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __getitem__(self, text: str) -> int:
        wanted = text.encode(errors="surrogatepass")  # half a surrogate pair, which no text has
        last = len(self._table) - 1
        slot = zlib.crc32(wanted) & last
        while (place := self._table[slot]) != _FREE:
            if self._lines.bytes_at(place) == wanted:
                return place
            slot = (slot + 1) & last
        raise KeyError(text)


def pack_numbered(numbers: Mapping[str, int]) -> dict[str, NDArray[Any]]:
    """Return the arrays of texts that are numbered from 0 in their order."""
    packed: dict[str, NDArray[Any]] = {"terms": pack_lines(numbers)}
    if len(numbers) > MANY:
        # At most half of the places are taken, so that a search ends soon.
        size = 1 << (2 * len(numbers) - 1).bit_length()
        table = [_FREE] * size
        for place, text in enumerate(numbers):
            slot = zlib.crc32(text.encode()) & (size - 1)
            while table[slot] != _FREE:
                slot = (slot + 1) & (size - 1)
            table[slot] = place
        packed["table"] = np.array(table, dtype=np.int32)
    return packed


def unpack_numbered(arrays: Arrays) -> Mapping[str, int]:
    """Return the numbers of texts: as a dict if they are few."""
    if "table" in arrays:
        return Numbered(Lines(arrays["terms"]), arrays["table"])
    terms = unpack_lines(arrays["terms"])
    return dict(zip(terms, range(len(terms)), strict=True))


def unpack_many_lines(content: NDArray[np.uint8], number: int) -> Sequence[str]:
    """Return texts, of which there are so many: as a list if they are few."""
    return Lines(content) if number > MANY else unpack_lines(content)
