"""`eval`: how the base does on labelled questions, and its peers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from bot.benchmark.quality import draw, measure, measure_left_out
from bot.cli.figures import left_out_record, measurement_record, show_left_out, show_measurement
from bot.config import Config
from bot.core.factbase.base import Base, open_base
from bot.core.matching import load_vectors
from bot.core.matching.evaluation import Question
from bot.core.progress import SILENT, Progress
from bot.errors import UsageError

# As wide as the tables need where the output is no terminal.
WIDTH: Final = 120
_FEWEST_FACTS: Final = 2


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    q: str
    answerable: bool
    gold: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluating:
    """What to measure with: a file of questions; what to print beside, where to draw, the seed of the misspellings."""

    file: Path
    as_json: bool = False
    plot: Path | None = None
    left_out: bool = False
    seed: int = 1


def run(config: Config, wanted: Evaluating, *, out: TextIO, progress: Progress = SILENT) -> int:
    """Ask every question of a JSON Lines file and print tables, or one JSON object; gives the exit code 0.

    A line: `q`, `answerable`, `gold` (passages of the source), `kind`. Raises UsageError for a file that has others.
    """
    questions = tuple(read_questions(wanted.file))
    base = open_base(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=load_vectors(config.encoder),
        step=progress.step,
    )
    if wanted.left_out:
        require_lessons(base)
    with closing(sqlite3.connect(":memory:")) as database:
        measured = measure(base, questions, database, tell=progress.tell)
    left_out = measure_left_out(base, seed=wanted.seed, tell=progress.tell) if wanted.left_out else None
    if wanted.as_json:
        own = {"left_out": left_out_record(left_out)} if left_out else {}
        out.write(json.dumps({**measurement_record(measured), **own}, ensure_ascii=False) + "\n")
    else:
        console = Console(file=out, width=None if out.isatty() else WIDTH)
        show_measurement(console, measured)
        if left_out:
            show_left_out(console, left_out, measured)
    if wanted.plot:
        draw(measured, wanted.plot)
    return 0


def require_lessons(base: Base) -> None:
    """Raise UsageError where a base is too small to be asked about itself."""
    if len(base.knowledge.facts) < _FEWEST_FACTS:
        raise UsageError(f"A base of fewer than {_FEWEST_FACTS} facts cannot be asked about itself.")


def read_questions(file: Path) -> Iterator[Question]:
    """The questions of a JSON Lines file. Raises UsageError naming the line that is wrong."""
    try:
        # Not splitlines(): a JSON string may hold U+2028 and its like as they are.
        lines = file.read_text(encoding="utf-8").split("\n")
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
