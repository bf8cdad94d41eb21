"""`bench`: measure the ranker's speed for bases of several sizes, or what the whole bot costs for each command."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from typing import Final

from rich.console import Console
from rich.table import Table

from bot.benchmark.keeping import measure_loading
from bot.benchmark.process import ProcessTiming, measure_process
from bot.benchmark.speed import ReloadTiming, Speed, Timing, draw_questions, measure, measure_reload
from bot.cli.bench_whole import bench_bases, bench_commands, bench_memory, bench_starts, memory_cells
from bot.cli.context import ProcessContext
from bot.cli.options import add_json, add_seed
from bot.cli.progress import bars
from bot.config import Config, load_config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import Knowledge
from bot.core.matching import load_vectors
from bot.core.progress import track
from bot.core.text.control_chars import json_text
from bot.errors import UsageError

# Facts; a base ten times as large takes minutes to write and load twice, and blocks the loop no longer than this.
_LARGEST_LOADED: Final = 10_000

_Work = tuple[Config, int, int, int, bool]  # config, size in facts, number of questions, seed, in processor time


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `bench` takes."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=("ranker", "loading", "commands", "memory", "bases", "start"),
        default="ranker",
        help="the ranker beside other ways of searching (default), how long it takes to load the base and made ones of "
        "these sizes, the CPU time of the whole bot for each command, or its memory over many reloads and uses, the "
        "memory of many bases in one process, or the time until it is connected",
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[100, 1_000, 10_000, 100_000],
        metavar="FACTS",
        help="sizes of the bases, in facts (default: 100 1000 10000 100000)",
    )
    parser.add_argument(
        "--questions", type=int, default=200, help="how many are timed, or uses of each command (default: %(default)s)"
    )
    parser.add_argument(
        "--cpu",
        action="store_true",
        help="count processor time for the ranker and for loading, which differs less on a machine that others use too",
    )
    parser.add_argument("--reloads", type=int, default=40, help="how many for the memory (default: %(default)s)")
    parser.add_argument("--uses", type=int, default=5_000, help="of commands, for the memory (default: %(default)s)")
    parser.add_argument("--count", type=int, default=100, help="how many bases (default: %(default)s)")
    parser.add_argument("--times", type=int, default=5, help="how many starts (default: %(default)s)")
    add_seed(parser, of="made-up facts")
    add_json(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Measure in processes of their own and return 0.

    Raises KnowledgeError when the base has problems, UsageError for a size or a number below 1.
    """
    config = load_config(arguments.config)
    if (
        min(
            *arguments.sizes,
            arguments.questions,
            arguments.reloads,
            arguments.uses,
            arguments.times,
            arguments.count - 1,
        )
        < 1
    ):
        raise UsageError("Sizes and numbers must be at least 1, and bases at least 2.")
    knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
    match arguments.what:
        case "loading":
            return _bench_loading(config, knowledge, arguments, context)
        case "commands":
            return bench_commands(config, knowledge, arguments, context)
        case "memory":
            return bench_memory(config, knowledge, arguments, context)
        case "bases":
            return bench_bases(config, knowledge, arguments, context)
        case "start":
            return bench_starts(config, arguments, context)
        case _:
            return _bench_ranker(config, knowledge, arguments, context)


def _bench_ranker(config: Config, knowledge: Knowledge, arguments: Namespace, context: ProcessContext) -> int:
    """Measure each size on one core, then the whole bot as it is run."""
    out = context.stdout
    asked = draw_questions(knowledge, arguments.questions, seed=arguments.seed)
    work = [(config, size, arguments.questions, arguments.seed, arguments.cpu) for size in arguments.sizes]
    with bars(context.stderr) as progress:
        measured = list(track(_measured(work), progress.on_progress, "Measuring each size", len(work)))
        whole = measure_process(arguments.config, asked, neighbours=(0, os.cpu_count() or 1))
    speeds = [speed for speed, _ in measured]
    loadings = [(speed.facts, loading) for speed, loading in measured if loading]
    if arguments.json:
        served = {"whole_process": [asdict(timing) for timing in whole]}
        records = [
            {**asdict(speed), "loading": asdict(loading) if loading else None, **served} for speed, loading in measured
        ]
        out.write(json_text(records) + "\n")
        return 0
    console = Console(file=out, width=118 if not out.isatty() else None)
    console.print(_table(speeds))
    time_of = " of processor time" if arguments.cpu else ""
    out.write(
        f"Milliseconds{time_of} per question, p50 / p99, on one core; the median of three runs for each question.\n"
    )
    out.write("scan: rapidfuzz.process.extract (WRatio).\n")
    if loadings:
        console.print(_loading_table(loadings))
        out.write(
            "A whole reload after one fact has changed, while the event loop runs, and the longest time that the loop "
            "was blocked, on one core.\n"
        )
    console.print(_process_table(whole))
    out.write(
        f"Milliseconds per question to the bot as it is run: {len(knowledge.facts):,} facts, `ask --json --stdin` in a "
        "process of its own, on all cores,\nalone and beside processes that keep every core busy; every stall counts.\n"
    )
    return 0


def _bench_loading(config: Config, knowledge: Knowledge, arguments: Namespace, context: ProcessContext) -> int:
    """Load the base, then a made one of each size."""
    measured = partial(
        measure_loading,
        config,
        knowledge,
        questions=arguments.questions,
        seed=arguments.seed,
        clock=time.process_time if arguments.cpu else time.perf_counter,
    )
    sizes: list[int | None] = [None, *arguments.sizes]
    with bars(context.stderr) as progress:
        found = [measured(size) for size in track(sizes, progress.on_progress, "Loading each size", len(sizes))]
    if arguments.json:
        context.stdout.write(json_text([asdict(each) for each in found]) + "\n")
        return 0
    table = Table("facts")
    for heading in ("first s", "later start s", "reload s", "own MiB", "mapped MiB", "answer ms"):
        table.add_column(heading, justify="right")
    for each in found:
        later = each.later
        table.add_row(
            f"{later.facts:,}",
            f"{each.first:.2f}",
            f"{later.started:.2f}",
            f"{later.reloaded:.2f}",
            *memory_cells(later.memory),
            _timing(later.answer),
        )
    Console(file=context.stdout, width=118 if not context.stdout.isatty() else None).print(table)
    context.stdout.write(
        "The first load, one by a fresh process from what was kept, and a reload after a statement has changed; what "
        "the base takes\nafter the questions: memory of its own, and mapped files, which the system takes back when it "
        "needs the room; milliseconds\nper question, p50 / p99.\n"
    )
    return 0


def _measured(work: Sequence[_Work]) -> Iterator[tuple[Speed, ReloadTiming | None]]:
    # A fresh process for each size: memory that an earlier one has freed would hide what this one takes.
    with one_core(), multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        yield from pool.imap(_measure, work)


@contextlib.contextmanager
def one_core() -> Iterator[None]:
    """Run on one core, with all threads and processes started meanwhile, on systems that support it.

    This must happen before numpy is imported in them: it starts as many threads as it finds cores.
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


def _measure(work: _Work) -> tuple[Speed, ReloadTiming | None]:
    config, size, questions, seed, cpu = work
    knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
    vectors = load_vectors()
    clock = time.process_time if cpu else time.perf_counter
    speed = measure(knowledge, size, vectors=vectors, seed=seed, questions=questions, clock=clock)
    if size > _LARGEST_LOADED:
        return speed, None
    return speed, measure_reload(knowledge, size, vectors=vectors, seed=seed)


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


def _loading_table(loadings: list[tuple[int, ReloadTiming]]) -> Table:
    table = Table("facts")
    for heading in ("reload s", "longest pause ms", "idle ms"):
        table.add_column(heading, justify="right")
    for facts, loading in loadings:
        table.add_row(f"{facts:,}", f"{loading.seconds:.1f}", f"{loading.longest:.1f}", f"{loading.idle:.1f}")
    return table


def _process_table(timings: Sequence[ProcessTiming]) -> Table:
    table = Table("busy neighbours")
    for heading in ("answer", "processor time"):
        table.add_column(heading, justify="right")
    for timing in timings:
        used = "?" if timing.cpu is None else _milliseconds(timing.cpu)
        table.add_row(f"{timing.neighbours}", _timing(timing), used)
    return table


def _timing(timing: Timing | ProcessTiming) -> str:
    return f"{_milliseconds(timing.p50)} / {_milliseconds(timing.p99)}"


def _milliseconds(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.2f}"  # noqa: PLR2004 - hundredths would suggest a precision that is not there
