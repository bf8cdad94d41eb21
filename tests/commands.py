"""Run a command of the command line in this process; what it raises reaches the test."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.__main__ import PROG, parse
from bot.cli.context import ProcessContext

P = ParamSpec("P")
T = TypeVar("T")

NOW = dt.datetime(2031, 3, 5, 9, 30, tzinfo=dt.UTC)


def run_command(
    *arguments: str | Path,
    stdin: io.StringIO | None = None,
    now: dt.datetime = NOW,
    env: Mapping[str, str] | None = None,
) -> tuple[int, str, str]:
    """Return the exit code and what was written to standard output and to standard error."""
    parsed = parse([str(argument) for argument in arguments])
    out, err = io.StringIO(), io.StringIO()
    context = ProcessContext(
        env=env or {}, stdin=stdin or io.StringIO(), stdout=out, stderr=err, now=lambda: now, program=PROG
    )
    return parsed.run(parsed, context), out.getvalue(), err.getvalue()


def once(measure: Callable[P, Iterable[T]]) -> Callable[P, list[T]]:
    """Measure at the first call, and return the same to all: for commands that show one measurement in two ways."""
    measured: list[list[T]] = []

    def remembered(*arguments: P.args, **options: P.kwargs) -> list[T]:
        if not measured:
            measured.append(list(measure(*arguments, **options)))
        return measured[0]

    return remembered
