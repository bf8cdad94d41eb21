"""What is left to settle in a draft, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from bot.core.knowledge.todo_groups import TodoGroup, group_alike, unsettled_entries
from bot.errors import Todo
from bot.i18n import ENGLISH
from bot.i18n.phrases import todo_group

_MOST: Final = 10  # facts or files that are named
_GROUPS: Final = 6  # of one file


def todo_report(todos: Sequence[Todo]) -> list[str]:
    """Return lines for the files with the most TODOs, with groups of entries alike, and for the facts with the most."""
    files = [list(group) for _, group in groupby(todos, key=attrgetter("file"))]
    files.sort(key=len, reverse=True)
    lines = [line for file in files[:_MOST] for line in _file(file)]
    if len(files) > _MOST:
        rest = sum(map(len, files[_MOST:]))
        lines.append(f"{len(files) - _MOST} more files: {ENGLISH.count(rest, ENGLISH.todo)}")
    return [*lines, *_neediest(todos)]


def _file(todos: Sequence[Todo]) -> Iterator[str]:
    yield f"{todos[0].file}: {ENGLISH.count(len(todos), ENGLISH.todo)}"
    groups = group_alike(todos)
    for group in groups[:_GROUPS]:
        yield f"  {_described(group)}"
    if rest := groups[_GROUPS:]:
        entries = sum(group.entries for group in rest)
        yield f"  {entries} more, with other lines to settle"


def _described(group: TodoGroup) -> str:
    return ": ".join(filter(None, (todo_group(group, ENGLISH), ", ".join(group.keys))))


def _neediest(todos: Sequence[Todo]) -> Iterator[str]:
    """Yield the facts that need more than most others, if some do."""
    facts = [entry for entry in unsettled_entries(todos) if entry.noun == "fact"]
    fewest = min((len(entry.todos) for entry in facts), default=0)
    needy = sorted((each for each in facts if len(each.todos) > fewest), key=lambda each: -len(each.todos))
    if needy:
        yield "Facts that need most:"
    for entry in needy[:_MOST]:
        first = entry.todos[0]
        yield f"  {first.file}:{first.line}: {entry.entry} ({ENGLISH.count(len(entry.todos), ENGLISH.todo)})"
