"""`eval`: how the base does on labelled questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console
from rich.table import Table

from bot.config import Config
from bot.core.base import open_base
from bot.core.evaluation import Figures, Judged, Question, figures, judge, tally
from bot.core.matching import load_vectors
from bot.errors import UsageError


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    q: str
    answerable: bool
    gold: tuple[str, ...]
    kind: str


def run(config: Config, file: Path, *, as_json: bool, out: TextIO) -> int:
    """Ask every question of a JSON Lines file and print a table, or with `as_json` one object; gives 0.

    A line: `q`, `answerable`, `gold` (passages of the source), `kind`. Raises UsageError for a file that has others.
    """
    questions = tuple(read_questions(file))
    base = open_base(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=load_vectors())
    judged = judge(questions, base.decide)
    rows = (*tally(judged), *_totals(judged))
    if as_json:
        out.write(json.dumps([_as_json(row) for row in rows]) + "\n")
    else:
        Console(file=out).print(_table(rows))
    return 0


def read_questions(file: Path) -> Iterator[Question]:
    """The questions of a JSON Lines file. Raises UsageError naming the line that is wrong."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _question(line, f"{file}:{number}")


def _question(line: str, place: str) -> Question:
    try:
        read = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(map(str, first["loc"])) or "the line"
        raise UsageError(f"{place}: {key}: {first['msg']}") from None
    return Question(text=read.q, answerable=read.answerable, gold=read.gold, kind=read.kind)


def _totals(judged: Sequence[Judged]) -> Iterator[Figures]:
    yield figures("all answerable", [case for case in judged if case.question.answerable])
    yield figures("all others", [case for case in judged if not case.question.answerable])


def _as_json(row: Figures) -> dict[str, object]:
    return {
        "kind": row.kind,
        "asked": row.asked,
        "answered": row.answered,
        "right_first": row.right,
        "among_three": row.among,
        "wrong": row.wrong,
    }


def _table(rows: Sequence[Figures]) -> Table:
    table = Table("kind of question", title=None)
    columns: Sequence[tuple[str, Callable[[Figures], int]]] = (
        ("answered", lambda row: row.answered),
        ("right first", lambda row: row.right),
        ("among three", lambda row: row.among),
        ("wrong", lambda row: row.wrong),
    )
    table.add_column("asked", justify="right")
    for heading, _ in columns:
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(row.kind, str(row.asked), *(_share(count(row), row.asked) for _, count in columns))
    return table


def _share(count: int, of: int) -> str:
    return f"{count} ({count / of:.2f})" if of else "0"
