"""What to do next with a draft, as `draft`, `check` and `review` say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.knowledge.todo_groups import group_todos
from bot.errors import Todo
from bot.i18n import ENGLISH


def counted_entries(todos: Sequence[Todo]) -> str:
    """Return how many entries of each kind have TODOs: 33 facts, 7 unknowns, 1 source."""
    groups = [group for group in group_todos(todos) if group.noun]
    return ", ".join(ENGLISH.count(group.entries, getattr(ENGLISH, group.noun)) for group in groups)


def next_steps(program: str, option: str, *, checked: bool = False, listed: bool = False) -> Iterator[str]:
    """Yield the commands that lead on; after a check, the one that lists each TODO, unless it has `listed` them."""
    yield f"Next: {program} review{option} goes through the draft, fact by fact; --web shows it in the browser."
    if not checked:
        yield f"To see what is left, and what is wrong: {program} check{option}"
    elif not listed:
        yield f"To list each TODO with its place: {program} check --todos{option}"
    yield f"To try it, each answer marked DRAFT: {program} ask{option}, or {program} sandbox{option}"
