"""`bench`: the speed of the matcher against the size of the base, beside its peers in the same run."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final, TextIO

from rich.console import Console
from rich.table import Table

from bot.benchmark.speed import Loading, Speed, Timing, measure, measure_loading
from bot.config import Config
from bot.core.knowledge.loader import load_knowledge
from bot.core.matching import load_vectors
from bot.core.progress import SILENT, Progress, told
from bot.errors import UsageError

# A base ten times as large takes minutes to write, load and load again, and pauses the loop no longer.
_LARGEST_LOADED: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Benching:
    """What to measure: sizes in facts, how many questions, the seed of the made-up facts."""

    sizes: tuple[int, ...]
    questions: int
    seed: int
    as_json: bool


def run(config: Config, benching: Benching, *, out: TextIO, progress: Progress = SILENT) -> int:
    """Measure each size in a process of its own, on one core; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError for a size or a number below 1.
    """
    if min(*benching.sizes, benching.questions) < 1:
        raise UsageError("Sizes and the number of questions must be at least 1.")
    load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
    sizes = len(benching.sizes)
    measured = list(told(_measured(config, benching), progress.tell, "Measuring each size", sizes))
    speeds = [speed for speed, _ in measured]
    loadings = [(speed.facts, loading) for speed, loading in measured if loading]
    if benching.as_json:
        records = [{**asdict(speed), "loading": asdict(loading) if loading else None} for speed, loading in measured]
        out.write(json.dumps(records) + "\n")
        return 0
    console = Console(file=out, width=118 if not out.isatty() else None)
    console.print(_table(speeds))
    out.write("Milliseconds a question, p50 / p99, on one core; of each question the median of three passes counts.\n")
    out.write("scan: rapidfuzz.process.extract (WRatio).\n")
    if loadings:
        console.print(_loading_table(loadings))
        out.write("A whole reload beside the event loop, and how long the loop stood still at most, on one core.\n")
    return 0


def _measured(config: Config, benching: Benching) -> Iterator[tuple[Speed, Loading | None]]:
    # A fresh process for each size: memory that an earlier one let go would hide what this one takes.
    with one_core(), multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        yield from pool.imap(_measure, [(config, benching, size) for size in benching.sizes])


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Keep to one core, with all threads and processes that begin meanwhile; where the system can.

    To begin on one core is not to be moved to it: numpy starts as many threads of its own as it finds cores.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def _measure(wanted: tuple[Config, Benching, int]) -> tuple[Speed, Loading | None]:
    config, benching, size = wanted
    knowledge, vectors = (
        load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds),
        load_vectors(),
    )
    speed = measure(knowledge, size, vectors=vectors, seed=benching.seed, questions=benching.questions)
    if size > _LARGEST_LOADED:
        return speed, None
    return speed, measure_loading(knowledge, size, vectors=vectors, seed=benching.seed)


def _table(speeds: list[Speed]) -> Table:
    table = Table("facts")
    for heading in ("strings", "build s", "MiB", "answer", "completion", "FTS5", "scan", "scan/answer"):
        table.add_column(heading, justify="right")
    for speed in speeds:
        table.add_row(
            f"{speed.facts:,}",
            f"{speed.strings:,}",
            f"{speed.build:.1f}",
            "?" if speed.memory is None else f"{speed.memory:,.0f}",
            _timing(speed.answer),
            _timing(speed.completion),
            "none" if speed.full_text is None else _timing(speed.full_text),
            _timing(speed.scan),
            f"{speed.scan.p50 / speed.answer.p50:,.0f} x",
        )
    return table


def _loading_table(loadings: list[tuple[int, Loading]]) -> Table:
    table = Table("facts")
    for heading in ("reload s", "longest pause ms", "idle ms"):
        table.add_column(heading, justify="right")
    for facts, loading in loadings:
        table.add_row(f"{facts:,}", f"{loading.seconds:.1f}", f"{loading.longest:.1f}", f"{loading.idle:.1f}")
    return table


def _timing(timing: Timing) -> str:
    return f"{_milliseconds(timing.p50)} / {_milliseconds(timing.p99)}"


def _milliseconds(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"  # noqa: PLR2004 - hundredths would feign precision
