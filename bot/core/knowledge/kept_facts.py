"""The facts of a large base stay in a mapped file, and each is read, and proven again, when somebody looks at it.

As objects, a hundred thousand facts would take a hundred megabytes, and a second of each start.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.codec import from_json
from bot.core.kept.lines import pack_numbered, unpack_numbered
from bot.core.kept.packed import Arrays, beneath, join_rows, pack, read_rows, within
from bot.core.knowledge.columns import join_columns, pack_columns, unpack_columns
from bot.core.knowledge.model import Fact, FactColumns, LargeFacts, Source

_FEW: Final = 2**13  # facts that are kept as objects, because these are faster
_REMEMBERED: Final = 2**12  # facts that are not read again each time
_AT_ONCE: Final = 2**10  # facts that are read in one step, so that their objects take little memory

CHANGED_ON_DISK: Final = (
    "{what} in the folder 'cache' beside the database has changed on the disk since it was kept. Restart the bot; if "
    "that does not help, delete the folder."
)
"""What an error says of a kept value that is not the one that was kept."""


class FactRows(Sequence[Fact]):
    """Facts by their places in the base. Reading one raises ValueError if it is not the one that was kept.

    `arrays` are those of `pack_facts`; `sources` are the quoted ones, by their ids.
    """

    def __init__(self, arrays: Arrays, sources: Mapping[str, Source]) -> None:
        self._reader = _Reader(arrays, sources)
        # A method of this object would refer back to it, and only a full collection would free it after a reload.
        self._at = lru_cache(maxsize=_REMEMBERED)(self._reader.fact)

    def __len__(self) -> int:
        return len(self._reader)

    @overload
    def __getitem__(self, place: int) -> Fact: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Fact]: ...
    def __getitem__(self, place: int | slice) -> Fact | Sequence[Fact]:
        if isinstance(place, slice):
            return [self._at(each) for each in range(len(self))[place]]
        return self._at(range(len(self))[place])

    def __iter__(self) -> Iterator[Fact]:
        for first in range(0, len(self), _AT_ONCE):
            yield from self._reader.facts(first, min(first + _AT_ONCE, len(self)))


class _Reader:
    """Reads facts from the file, and compares each with its checksum and its sources."""

    def __init__(self, arrays: Arrays, sources: Mapping[str, Source]) -> None:
        self._content = arrays["content"].data
        self._ends, self._checks = arrays["ends"], arrays["checks"]
        self._sources = sources

    def __len__(self) -> int:
        return len(self._ends)

    def fact(self, place: int) -> Fact:
        [content] = self._contents(place, place + 1)
        return self._proven(from_json(Fact, content))

    def facts(self, first: int, last: int) -> Iterator[Fact]:
        contents = self._contents(first, last)
        rows = {"content": np.frombuffer(b"".join(contents), dtype=np.uint8), "ends": np.cumsum([*map(len, contents)])}
        return map(self._proven, read_rows(Fact, rows, 0, len(contents)))

    def _contents(self, first: int, last: int) -> list[bytes]:
        """Return the bytes of facts. They are copied, then checked: the file may be read from the disk again."""
        bounds = _bounds(self._ends, first, last)
        found = [bytes(self._content[start:end]) for start, end in itertools.pairwise(bounds)]
        if [*map(zlib.crc32, found)] != self._checks[first:last].tolist():
            raise ValueError(CHANGED_ON_DISK.format(what="A fact"))
        return found

    def _proven(self, fact: Fact) -> Fact:
        for quote in fact.quotes:
            if self._sources[quote.source].text[quote.start : quote.end] != quote.exact:
                raise ValueError(CHANGED_ON_DISK.format(what="A fact"))
        return fact


class KeptFacts(LargeFacts):
    """The facts of `FactRows` by their ids."""

    def __init__(self, arrays: Arrays, sources: Mapping[str, Source]) -> None:
        self._rows = FactRows(arrays, sources)
        self._places = unpack_numbered(within(arrays, "ids"))
        self._columns = unpack_columns(within(arrays, "columns"))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._places

    def __getitem__(self, key: str) -> Fact:
        return self._rows[self._places[key]]

    def values(self) -> ValuesView[Fact]:
        """Return all facts: some are read at a time, in a fraction of the time."""
        return _Values(self)

    def items(self) -> ItemsView[str, Fact]:
        """Return all facts with their ids: some are read at a time."""
        return _Items(self)

    @property
    def rows(self) -> Sequence[Fact]:
        """The facts by their places."""
        return self._rows

    @property
    def columns(self) -> FactColumns:
        """What is asked of all facts."""
        return self._columns


class _Values(ValuesView[Fact]):
    def __init__(self, facts: KeptFacts) -> None:
        super().__init__(facts)
        self._rows = facts.rows

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._rows)


class _Items(ItemsView[str, Fact]):
    def __init__(self, facts: KeptFacts) -> None:
        super().__init__(facts)
        self._facts = facts

    def __iter__(self) -> Iterator[tuple[str, Fact]]:
        return zip(self._facts, self._facts.rows, strict=True)


def pack_facts(facts: Mapping[str, Fact], columns: FactColumns) -> dict[str, NDArray[Any]]:
    """Return the arrays of facts and their columns, to be kept."""
    rows = pack(facts.values())
    return _packed(rows, _checks(rows), columns, facts)


def pack_facts_again(
    facts: Mapping[str, Fact], old: Arrays, new: Sequence[Fact], places: Sequence[int]
) -> dict[str, NDArray[Any]]:
    """Return the same, by the places of the facts among those of the `old` arrays and, behind them, the `new` ones."""
    taken = np.array(places, dtype=np.intp)
    rows = pack(new)
    # The checksums of old facts are taken too: new ones would hide that their bytes have changed since.
    checks = np.concatenate([old["checks"], _checks(rows)]).take(taken)
    columns = join_columns([unpack_columns(within(old, "columns")), FactColumns.of(new)], taken)
    return _packed(join_rows([old, rows], taken), checks, columns, facts)


def _checks(rows: Arrays) -> NDArray[np.uint32]:
    content, bounds = rows["content"].data, _bounds(rows["ends"], 0, len(rows["ends"]))
    return np.array([zlib.crc32(content[start:end]) for start, end in itertools.pairwise(bounds)], dtype=np.uint32)


def _packed(
    rows: Arrays, checks: NDArray[np.uint32], columns: FactColumns, ids: Iterable[str]
) -> dict[str, NDArray[Any]]:
    return {
        "content": rows["content"],
        "ends": rows["ends"],
        "checks": checks,
        **beneath("ids", pack_numbered({key: place for place, key in enumerate(ids)})),
        **beneath("columns", pack_columns(columns)),
    }


def _bounds(ends: NDArray[np.int64], first: int, last: int) -> list[int]:
    """Return where the rows from `first` to before `last` begin, and where the last of them ends."""
    return [int(ends[first - 1]) if first else 0, *ends[first:last].tolist()]


def stay_in_file(number: int) -> bool:
    """Return whether so many facts are read when somebody looks at them; fewer are faster as objects."""
    return number > _FEW


def unpack_facts(arrays: Arrays, sources: Mapping[str, Source]) -> Mapping[str, Fact]:
    """Return the facts of arrays: as objects if they are few. Raises ValueError if one of these is not proven."""
    if stay_in_file(len(arrays["ends"])):
        return KeptFacts(arrays, sources)
    return MappingProxyType({fact.id: fact for fact in FactRows(arrays, sources)})
