"""Group the TODO comments of a base by their entries: what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.errors import Todo


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoGroup:
    """Entries of one kind: how many there are, and how many TODOs the one with the fewest and the most has.

    `keys` are the keys of the lines with a TODO in any of them. The places outside of all entries have no noun.
    """

    noun: str
    entries: int
    fewest: int
    most: int
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsettledEntry:
    """An entry with TODOs, in the order of their places."""

    entry: str
    noun: str
    todos: tuple[Todo, ...]


def unsettled_entries(todos: Iterable[Todo]) -> tuple[UnsettledEntry, ...]:
    """Return the entries that have TODOs, in the order of the files."""
    found: dict[tuple[str, str, str], list[Todo]] = {}
    for todo in todos:
        if todo.entry:
            found.setdefault((todo.file, todo.noun, todo.entry), []).append(todo)
    return tuple(UnsettledEntry(entry=entry, noun=noun, todos=tuple(each)) for (_, noun, entry), each in found.items())


def group_todos(todos: Sequence[Todo]) -> tuple[TodoGroup, ...]:
    """Group the entries by their kind, the kind with the most TODOs first; places outside of entries come last."""
    by_noun: dict[str, list[UnsettledEntry]] = {}
    for entry in unsettled_entries(todos):
        by_noun.setdefault(entry.noun, []).append(entry)
    total = {noun: sum(len(each.todos) for each in entries) for noun, entries in by_noun.items()}
    groups = [_group(by_noun[noun]) for noun in sorted(by_noun, key=lambda noun: -total[noun])]
    outside = len(todos) - sum(total.values())
    return (*groups, *([TodoGroup(noun="", entries=outside, fewest=1, most=1)] if outside else []))


def group_alike(todos: Sequence[Todo]) -> tuple[TodoGroup, ...]:
    """Group the entries of each kind that have TODOs on lines with the same keys, the largest group first."""
    alike: dict[tuple[str, tuple[str, ...]], list[UnsettledEntry]] = {}
    for entry in unsettled_entries(todos):
        alike.setdefault((entry.noun, tuple(sorted(todo.key for todo in entry.todos))), []).append(entry)
    groups = sorted(map(_group, alike.values()), key=lambda group: -group.entries * group.most)
    outside = sum(not todo.entry for todo in todos)
    return (*groups, *([TodoGroup(noun="", entries=outside, fewest=1, most=1)] if outside else []))


def _group(entries: Sequence[UnsettledEntry]) -> TodoGroup:
    numbers = [len(each.todos) for each in entries]
    keys = Counter(todo.key for each in entries for todo in each.todos if todo.key)
    return TodoGroup(
        noun=entries[0].noun, entries=len(entries), fewest=min(numbers), most=max(numbers), keys=tuple(sorted(keys))
    )
