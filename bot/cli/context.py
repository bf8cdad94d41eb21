"""What a command uses from outside, and how it names files to the person who typed it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO, TypeVar

from bot.errors import Problem, Todo

Placed = TypeVar("Placed", Problem, Todo)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessContext:
    """The environment, the standard streams, the clock, which returns aware times, and the name of the program."""

    env: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    now: Callable[[], dt.datetime]
    program: str


def from_here(problem: Placed, config_path: Path) -> Placed:
    """Return the problem or TODO with its file named from the current folder instead of the config's folder.

    `config_path` is the config as it was typed, so that an editor opens the file that a message names.
    """
    return replace(problem, file=(config_path.parent / problem.file).as_posix())
