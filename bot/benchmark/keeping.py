"""Measure what loading a base costs: the first time, at a later start, and when one of its files has changed."""

from __future__ import annotations

import multiprocessing
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from bot.app.background import short_collections
from bot.benchmark.several_bases import Memory, added, memory_in_use
from bot.benchmark.speed import Timer, Timing, draw_questions, time_each, write_grown
from bot.config import Config
from bot.core.factbase.base import Base, Library
from bot.core.kept.files import kept_beside
from bot.core.knowledge.model import Knowledge
from bot.core.matching import load_vectors

T = TypeVar("T")

_STATEMENT: Final = re.compile(r'"?statement"?: (?:>-?\s+)?"?')


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterStart:
    """Seconds of a start from what was kept and of a reload after one statement has changed, and the speed of answers.

    `memory` is what the base takes after the questions, None if the system does not say.
    """

    facts: int
    started: float
    reloaded: float
    memory: Memory | None
    answer: Timing


@dataclass(frozen=True, slots=True, kw_only=True)
class Loading:
    """Seconds of the `first` load, with nothing kept, and what a `later` start of a fresh process takes."""

    first: float
    later: LaterStart


def measure_loading(  # noqa: PLR0913 - what a measurement depends on
    config: Config, knowledge: Knowledge, size: int | None, *, questions: int, seed: int, clock: Timer
) -> Loading:
    """Load a copy of the base of the config, or one of `size` varied facts, in two processes after each other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if size is None:
            shutil.copytree(config.knowledge, folder / "knowledge")
            shutil.copytree(config.seeds, folder / "seeds")
        else:
            write_grown(folder, knowledge, size, seed=seed)
        first = _alone(partial(load_first, folder, clock))
        return Loading(first=first, later=_alone(partial(load_later, folder, questions, seed, clock)))


def _alone(work: Callable[[], T]) -> T:
    """Return what `work` returns in a process of its own: nothing of it is in memory, and nothing stays there."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work)


def load_first(folder: Path, clock: Timer) -> float:
    """Return the seconds of loading a base of which nothing was kept."""
    library, began = _library(folder), clock()
    _open(library)
    return clock() - began


def load_later(folder: Path, questions: int, seed: int, clock: Timer) -> LaterStart:
    """Load a base from what was kept of it, ask it some of its questions, and load it again with a new statement."""
    library, before, began = _library(folder), memory_in_use(), clock()
    base = _open(library)
    started = clock() - began
    answer = time_each(base.decide, draw_questions(base.knowledge, questions, seed=seed), clock=clock)
    after = memory_in_use()
    changed = min((folder / "knowledge/facts").iterdir())
    changed.write_text(with_new_statement(changed.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    began = clock()
    _open(library)
    return LaterStart(
        facts=len(base.knowledge.facts),
        started=started,
        reloaded=clock() - began,
        memory=added(before, after),
        answer=answer,
    )


def with_new_statement(facts: str) -> str:
    """Return a file of facts whose first statement says something else."""
    return _STATEMENT.sub(r"\g<0>So ", facts, count=1)


def _library(folder: Path) -> Library:
    return Library(
        root=folder,
        knowledge=folder / "knowledge",
        seeds=folder / "seeds",
        vectors=load_vectors(),
        kept=partial(kept_beside, folder / "bench.sqlite3"),
    )


def _open(library: Library) -> Base:
    with short_collections():
        return library.open()
