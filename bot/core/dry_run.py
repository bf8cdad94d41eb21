"""What a reload would serve, tried out before anybody meets it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.base import Base
from bot.core.changes import BlastRadius
from bot.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A base that could be served in place of the one that is. `run` tells it from other dry runs.

    `back` is the revision that it goes back to, None for the files on disk; `served` is the revision that serves.
    `asked_unread` tells that the latest questions could not be had.
    """

    run: int
    base: Base
    radius: BlastRadius
    served: str
    back: str | None = None
    asked_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRun:
    """A base that cannot be served, with every problem; `back` as for DryRun."""

    run: int
    problems: tuple[Problem, ...]
    back: str | None = None
