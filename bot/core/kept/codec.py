"""Write frozen values as JSON and read them again, by their types. Nothing in a file can run code or name a type."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from enum import Enum
from functools import cache
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Reader = Callable[[Any], Any]

_PLAIN: Final = frozenset({str, int, float, bool, type(None)})


def to_json(value: object) -> bytes:
    """Write a value: frozen dataclasses, tuples, frozensets, mappings, enums, days, texts and numbers."""
    return json.dumps(value, default=_plain, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode()


def from_json(kind: type[T], content: bytes) -> T:
    """Read a value of a type. Raises ValueError, TypeError, LookupError or AttributeError if it is none."""
    found: T = reader(kind)(json.loads(content))
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value that a base has
    """Return what JSON has for a value that it does not know."""
    match value:
        case AbstractSet():
            return sorted(value)
        case Mapping():
            return dict(value)
        case dt.date():
            return value.isoformat()
        case _:
            kind: Any = type(value)
            return [getattr(value, name) for name in _names(kind)]


def reader(kind: Any) -> Reader:  # noqa: ANN401 - a type, or what typing makes of one
    """Return the function that reads a value of a type from what JSON has for it."""
    return _reader(kind)


@cache
def _reader(kind: Any) -> Reader:  # noqa: ANN401, PLR0911 - the same
    if kind in _PLAIN:
        return _same
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        (inner,) = (each for each in arguments if each is not type(None))
        return _optional(inner)
    if origin is tuple:
        return _sequence(tuple, arguments[0])
    if origin is frozenset:
        return _sequence(frozenset, arguments[0])
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(*arguments)
    if issubclass(kind, Enum):
        return {each.value: each for each in kind}.__getitem__
    if issubclass(kind, dt.date):
        return dt.date.fromisoformat
    return _dataclass(kind)


def _same(value: Any) -> Any:  # noqa: ANN401
    return value


def _optional(inner: Any) -> Reader:  # noqa: ANN401
    read = reader(inner)
    return read if read is _same else lambda value: None if value is None else read(value)


def _sequence(make: Callable[[Iterable[Any]], Any], inner: Any) -> Reader:  # noqa: ANN401
    read = reader(inner)
    return make if read is _same else lambda value: make(map(read, value))


def _mapping(key: Any, value: Any) -> Reader:  # noqa: ANN401
    read_key = reader(key)

    def read(plain: dict[str, Any]) -> dict[Any, Any]:
        # Not before it is needed: a node of a tree has nodes.
        read_value = reader(value)
        if read_key is read_value is _same:
            return dict(plain)
        return {read_key(each): read_value(held) for each, held in plain.items()}

    return read


def _dataclass(kind: Any) -> Reader:  # noqa: ANN401 - a type
    hints = get_type_hints(kind)
    names = _names(kind)
    readers: Sequence[tuple[str, Reader]] | None = None

    def read(plain: list[Any]) -> Any:  # noqa: ANN401
        nonlocal readers
        if readers is None:
            # Not before it is needed: a node of a tree has nodes. Several threads may get here; each makes its own.
            found = ((name, reader(hints[name])) for name in names)
            readers = [(name, each) for name, each in found if each is not _same]
        values = dict(zip(names, plain, strict=True))
        for name, each in readers:
            values[name] = each(values[name])
        return kind(**values)

    return read


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - a type
    return tuple(each.name for each in dataclasses.fields(kind) if each.init)
