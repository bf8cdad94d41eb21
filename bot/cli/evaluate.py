"""`eval`: measure the answers to labelled questions, next to other ways of searching."""

from __future__ import annotations

import sqlite3
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError
from rich.console import Console

from bot.benchmark.quality import draw, measure, measure_left_out
from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.figures import left_out_record, measurement_record, show_left_out, show_measurement
from bot.cli.options import add_json, add_seed
from bot.cli.progress import bars
from bot.config import load_config
from bot.core.factbase.base import Base
from bot.core.matching.evaluation import Question
from bot.core.text.control_chars import json_text
from bot.errors import UsageError, reason

WIDTH: Final = 120
"""Characters of the tables when the output is not a terminal."""
_FEWEST_FACTS: Final = 2


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True)

    q: str
    answerable: bool
    gold: tuple[str, ...]
    kind: str


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `eval` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON Lines with the keys q, answerable, gold, kind")
    add_json(parser)
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw risk against coverage")
    parser.add_argument(
        "--left-out", action="store_true", help="also ask the base its own questions; takes as long as calibrate"
    )
    add_seed(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Ask every question of a JSON Lines file, print tables or one JSON object, and return 0.

    Raises UsageError for a line that has other keys than `q`, `answerable`, `gold` (passages of the source) and `kind`.
    """
    config, out = load_config(arguments.config), context.stdout
    questions = tuple(read_questions(arguments.file))
    with bars(context.stderr) as progress, closing(sqlite3.connect(":memory:")) as database:
        base = open_configured(config, progress)
        if arguments.left_out:
            require_left_out(base)
        measured = measure(base, questions, database, on_progress=progress.on_progress)
        left_out = (
            measure_left_out(base, seed=arguments.seed, on_progress=progress.on_progress)
            if arguments.left_out
            else None
        )
    if arguments.json:
        own = {"left_out": left_out_record(left_out)} if left_out else {}
        out.write(json_text({**measurement_record(measured), **own}) + "\n")
    else:
        console = Console(file=out, width=None if out.isatty() else WIDTH)
        show_measurement(console, measured)
        if left_out:
            show_left_out(console, left_out, measured)
    if arguments.plot:
        draw(measured, arguments.plot)
    return 0


def require_left_out(base: Base) -> None:
    """Raise UsageError when a base is too small to be asked its own questions."""
    if len(base.knowledge.facts) < _FEWEST_FACTS:
        raise UsageError(f"A base of fewer than {_FEWEST_FACTS} facts cannot be asked its own questions.")


def read_questions(file: Path) -> Iterator[Question]:
    """Read the questions of a JSON Lines file. Raises UsageError naming the line that is wrong."""
    try:
        # Not splitlines(): a JSON string may contain U+2028 and other line separators.
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be read: {reason(error)}.") from None
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
