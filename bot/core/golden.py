"""Golden questions: what the base has to answer, and how. They are asked before a base is loaded, and by `check`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.checking import Entry, propose
from bot.core.entries import Entries
from bot.core.facts import Golden
from bot.core.schema import GoldenShape
from bot.core.text import same_text
from bot.errors import Problem


def build_golden(entries: Entries) -> tuple[Golden, ...]:
    """The golden questions, in the order of their file."""
    return tuple(_golden(entry) for entry in entries.golden)


def golden_problems(entries: Entries) -> Iterator[Problem]:
    """Every mistake of golden questions: nothing or too much expected, an id that names nothing, one asked twice."""
    first: dict[str, Entry[GoldenShape]] = {}
    for entry in entries.golden:
        value = entry.value
        if (value.fact is None) == (value.outcome is None):
            yield entry.problem((), "Say what the question has to get: either 'fact' or 'outcome', and not both.")
        if value.fact is not None and entries.fact_ids is not None and value.fact not in entries.fact_ids:
            yield entry.problem(
                ("fact",), f"'{value.fact}' is not the id of a fact.{propose(value.fact, entries.fact_ids)}"
            )
        earlier = first.setdefault(same_text(value.question), entry)
        if earlier is not entry:
            yield entry.problem(("question",), f"This question stands already at {_golden(earlier).place}; remove one.")


def _golden(entry: Entry[GoldenShape]) -> Golden:
    value, mark = entry.value, entry.document.mark((*entry.path, "question"))
    return Golden(
        question=value.question,
        fact=value.fact,
        silence=value.outcome,
        file=entry.document.file,
        line=mark.line,
        column=mark.column,
    )
