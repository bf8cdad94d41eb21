"""Run a command of the command line in this process; what it raises reaches the test."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from bot.__main__ import PROG, parse
from bot.cli.context import ProcessContext

NOW = dt.datetime(2031, 3, 5, 9, 30, tzinfo=dt.UTC)


def run_command(
    *arguments: str | Path, stdin: io.StringIO | None = None, now: dt.datetime = NOW
) -> tuple[int, str, str]:
    """Return the exit code and what was written to standard output and to standard error."""
    parsed = parse([str(argument) for argument in arguments])
    out, err = io.StringIO(), io.StringIO()
    context = ProcessContext(
        env={}, stdin=stdin or io.StringIO(), stdout=out, stderr=err, now=lambda: now, program=PROG
    )
    return parsed.run(parsed, context), out.getvalue(), err.getvalue()
