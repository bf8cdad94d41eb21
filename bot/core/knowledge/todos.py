"""Read the TODO comments of a base: which entry each is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
_NAMED_BY: Final = ("id", "name", "question")


def read_todos(content: bytes, name: str, document: Document) -> tuple[Todo, ...]:
    """Return the TODO comments of a file of the base; `name` is its name in knowledge/."""
    comments = find_todos(content)
    if not comments:
        return ()
    noun = "fact" if name.startswith(FACTS) else _NOUNS.get(name, "")
    entries = sorted(_entries(document.value, document.root))
    lines = [line for line, _ in entries]
    found = []
    for comment in comments:
        before = bisect_right(lines, comment.line) - 1
        entry = entries[before][1] if before >= 0 else ""
        found.append(
            Todo(
                file=document.file,
                line=comment.line,
                column=comment.column,
                what=comment.what,
                key=comment.key,
                entry=entry,
                noun=noun if entry else "",
            )
        )
    return tuple(found)


def _entries(value: Value, position: Position) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each entry of a list, or of the lists in a mapping; "" where it has no name."""
    match value:
        case list():
            for index, item in enumerate(value):
                named = [item[key] for key in _NAMED_BY if key in item] if isinstance(item, dict) else []
                name = next((each for each in named if isinstance(each, str)), "")
                yield position.children[index].value.line, name
        case dict():
            for key, inner in value.items():
                child = position.children[key]
                yield child.key.line, ""  # what follows is in no entry of the list before
                if isinstance(inner, list):
                    yield from _entries(inner, child.value)
        case _:
            return


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
