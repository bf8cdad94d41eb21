"""Read the TODO comments of a base: which entry each is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from bot.core.knowledge.references import FACTS, GOLDEN, SOURCES, TOPICS, UNKNOWNS, VOCABULARY
from bot.core.knowledge.yaml_reader import MAX_PROBLEMS, TODO, Document, Position, Value, find_todos
from bot.core.text.control_chars import shortened
from bot.errors import Problem, Todo

_NOUNS: Final = {
    SOURCES: "source",
    TOPICS: "topic",
    VOCABULARY: "name",
    UNKNOWNS: "unknown",
    GOLDEN: "golden_question",
}
UNQUOTED: Final = "unquoted"
"""The key of the passages of a source that no fact quotes."""
_NAMED_BY: Final = ("id", "name", "question")


def read_todos(content: bytes, name: str, document: Document) -> tuple[Todo, ...]:
    """Return the TODO comments of a file of the base; `name` is its name in knowledge/."""
    comments = find_todos(content)
    if not comments:
        return ()
    noun = "fact" if name.startswith(FACTS) else _NOUNS.get(name, "")
    entries = sorted(_entries(document.value, document.root, noun))
    lines = [line for line, _, _ in entries]
    found = []
    for comment in comments:
        before = bisect_right(lines, comment.line) - 1
        _, entry, kind = entries[before] if before >= 0 else (0, "", "")
        found.append(
            Todo(
                file=document.file,
                line=comment.line,
                column=comment.column,
                what=comment.what,
                key=comment.key,
                entry=entry,
                noun=kind if entry else "",
            )
        )
    return tuple(found)


def _entries(value: Value, position: Position, noun: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the name and the noun of each entry of a list, or of the lists in a mapping.

    The name is "" where it has none. The passages that a source lists are entries too.
    """
    match value:
        case list():
            for index, item in enumerate(value):
                named = [item[key] for key in _NAMED_BY if key in item] if isinstance(item, dict) else []
                name = next((each for each in named if isinstance(each, str)), "")
                own = position.children[index].value
                yield own.line, name, noun
                if isinstance(item, dict) and UNQUOTED in item:
                    yield from _passages(item, own, name, noun)
        case dict():
            for key, inner in value.items():
                child = position.children[key]
                yield child.key.line, "", ""  # what follows is in no entry of the list before
                if isinstance(inner, list):
                    yield from _entries(inner, child.value, noun)
        case _:
            return


def _passages(source: Mapping[str, Value], position: Position, name: str, noun: str) -> Iterator[tuple[int, str, str]]:
    """Yield the passages of a source, and its keys after them."""
    passages, place = source[UNQUOTED], position.children[UNQUOTED]
    for index, each in enumerate(passages if isinstance(passages, list) else ()):
        exact = each.get("exact") if isinstance(each, dict) else None
        yield place.value.children[index].value.line, passage_name(exact), "passage"
    yield from ((other.key.line, name, noun) for other in position.children.values() if other.key.line > place.key.line)


def passage_name(exact: Value) -> str:
    """Return what messages call a passage: its first words."""
    return shortened(" ".join(exact.split())) if isinstance(exact, str) else ""


def todo_problems(todos: Iterable[Todo]) -> tuple[Problem, ...]:
    """Return a problem for each TODO; of each file the first `MAX_PROBLEMS`, and how many follow."""
    return tuple(problem for _, group in groupby(todos, key=attrgetter("file")) for problem in _of_file([*group]))


def _of_file(todos: Sequence[Todo]) -> Iterator[Problem]:
    yield from map(todo_problem, todos[:MAX_PROBLEMS])
    rest = todos[MAX_PROBLEMS:]
    if rest:
        first, number = rest[0], len(rest)
        more = f"The file has {number:,} more TODO comments from here on; settle the others first."
        yield Problem(file=first.file, line=first.line, column=first.column, message=more, todos=number)


def todo_problem(todo: Todo) -> Problem:
    """Return a TODO as a problem: what is not settled, and how to settle it."""
    what = f" ({shortened(todo.what)})" if todo.what else ""
    message = f"Not settled yet{what}. Fix or confirm what this line says, then delete the comment {TODO}."
    return Problem(file=todo.file, line=todo.line, column=todo.column, message=message, todos=1)
