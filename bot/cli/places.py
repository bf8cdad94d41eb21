"""Where a mistake stands, as somebody at a terminal has to name it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.errors import Problem


def from_here(problem: Problem, config_path: Path) -> Problem:
    """The problem with its file named from where the command was typed, not from the folder of the config.

    `config_path` is the config as it was typed, so that an editor opens the file that a message names.
    """
    return replace(problem, file=(config_path.parent / problem.file).as_posix())
