"""Caches of what is computed from words. Readers type new words without end, so each cache is bounded in bytes.

A large base has more words than that, so the caches have more room while one is read.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

LONGEST_CACHED: Final = 64
"""Characters of a word that is cached. Longer ones are no words that anybody uses twice."""

CACHE_BYTES: Final = 4 * 2**20
"""Bytes of a cache, if nothing else is said: room for the 10,000 to 20,000 words of a base of thousands of facts."""

_ENTRY_BYTES: Final = 100  # what a dict needs for an entry, and its growth

_MORE_ROOM: Final = 10  # times the bytes of a cache while a base is read: room for 100,000 to 200,000 words

V = TypeVar("V")


class _Readers:
    """How many threads read a base."""

    def __init__(self) -> None:
        self.number = 0
        self._lock = threading.Lock()

    def add(self, more: int) -> None:
        with self._lock:
            self.number += more


_readers = _Readers()


@contextlib.contextmanager
def room_for_a_base() -> Iterator[None]:
    """Let all caches grow while a base is read. One that is too large then is emptied when it gets the next word."""
    _readers.add(1)
    try:
        yield
    finally:
        _readers.add(-1)


class WordCache(dict[str, V]):
    """What a function returns for a word. It is emptied when it is full.

    A subclass of dict, because looking up a word that it has must cost next to nothing.
    """

    def __init__(self, compute: Callable[[str], V], *, size: Callable[[V], int], most_bytes: int) -> None:
        super().__init__()
        self._compute = compute
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0

    def __missing__(self, word: str) -> V:
        value = self._compute(word)
        if len(word) <= LONGEST_CACHED:
            self._keep(word, value)
        return value

    def _keep(self, word: str, value: V) -> None:
        size = _ENTRY_BYTES + sys.getsizeof(word) + self._size(value)
        if self._bytes + size > self._most_bytes * (_MORE_ROOM if _readers.number else 1):
            self.clear()
            self._bytes = 0
        self._bytes += size
        self[word] = value


def cached_by_word(
    *, size: Callable[[Any], int] = sys.getsizeof, most_bytes: int = CACHE_BYTES
) -> Callable[[Callable[[str], V]], Callable[[str], V]]:
    """Return a decorator that caches what a function returns for a word. `size` returns the bytes of such a value."""

    def decorate(compute: Callable[[str], V]) -> Callable[[str], V]:
        return WordCache(compute, size=size, most_bytes=most_bytes).__getitem__

    return decorate


def size_of_strings(strings: tuple[str, ...]) -> int:
    """Return the bytes of a tuple and its strings."""
    return sys.getsizeof(strings) + sum(map(sys.getsizeof, strings))
