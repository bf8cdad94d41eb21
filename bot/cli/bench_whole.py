"""`bench commands`, `memory`, `start` and `bases`: the whole bot on a stand-in for Discord, many bases at once."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console
from rich.table import Table

from bot.benchmark.client_process import Serve
from bot.benchmark.commands import ASKERS, ECHO, CommandCosts, measure_commands
from bot.benchmark.memory import MemoryPoint, measure_memory
from bot.benchmark.several_bases import Memory, measure_bases
from bot.benchmark.speed import draw_questions
from bot.benchmark.starting import measure_starts
from bot.cli.base import configured_library
from bot.cli.bench_serving import serve_quietly
from bot.cli.context import ProcessContext
from bot.cli.progress import bars
from bot.config import Config, DiscordConfig
from bot.core.knowledge.model import Knowledge
from bot.core.text.control_chars import json_text

FEW: Final = 5
"""Questions that each of many bases is asked."""


def bench_commands(config: Config, knowledge: Knowledge, arguments: Namespace, context: ProcessContext) -> int:
    """Run the bot on a stand-in for Discord with an empty store, measure it, and return 0."""
    with tempfile.TemporaryDirectory() as folder, bars(context.stderr) as progress:
        own = config.with_file(Path(folder) / "bench.sqlite3")
        own = own.model_copy(update={"discord": DiscordConfig(), "briefings": ()})
        costs = asyncio.run(
            measure_commands(
                knowledge,
                partial(serve_quietly, own),
                uses=arguments.questions,
                seed=arguments.seed,
                on_progress=progress.on_progress,
            )
        )
    if arguments.json:
        context.stdout.write(json_text(asdict(costs)) + "\n")
    else:
        write_table(costs, context.stdout)
    return 0


def bench_memory(config: Config, knowledge: Knowledge, arguments: Namespace, context: ProcessContext) -> int:
    """Reload a copy of the base many times, with uses of the commands in between; print the memory and return 0."""
    with tempfile.TemporaryDirectory() as name, bars(context.stderr) as progress:
        folder = Path(name)
        own = config.with_file(folder / "bench.sqlite3").model_copy(
            update={
                "root": folder,
                "knowledge": shutil.copytree(config.knowledge, folder / "knowledge"),
                "seeds": shutil.copytree(config.seeds, folder / "seeds"),
                "briefings": (),
            }
        )
        curve = asyncio.run(
            measure_memory(
                knowledge,
                own.knowledge / "topics.yaml",
                partial(_serve_for, own),
                reloads=arguments.reloads,
                uses=arguments.uses,
                seed=arguments.seed,
                on_progress=progress.on_progress,
            )
        )
    if arguments.json:
        context.stdout.write(json_text([asdict(point) for point in curve]) + "\n")
    else:
        write_curve(curve, context.stdout)
    return 0


def bench_bases(config: Config, knowledge: Knowledge, arguments: Namespace, context: ProcessContext) -> int:
    """Load many bases like that of the config in this process; print what they take and return 0."""
    asked = draw_questions(knowledge, FEW, seed=arguments.seed)
    with tempfile.TemporaryDirectory() as name, bars(context.stderr) as progress:
        library = configured_library(config)
        on_progress = progress.on_progress
        found = measure_bases(library, asked, Path(name), count=arguments.count, on_progress=on_progress)
    if arguments.json:
        context.stdout.write(json_text(asdict(found)) + "\n")
    else:
        every, first = memory_cells(found.all)[0], memory_cells(found.first)[0]
        own, files = memory_cells(found.each, digits=1)
        context.stdout.write(
            f"{found.count} bases of {found.facts:,} facts in one process: {every} MiB; with the first "
            f"alone {first} MiB.\nEach further base: {own} MiB, and "
            f"{files} MiB of mapped files, which the system takes back when it needs the room;\nloaded "
            "and asked in "
            f"{found.seconds / (found.count - 1):.2f} s from what an earlier start kept.\n"
        )
    return 0


def memory_cells(memory: Memory | None, *, digits: int = 0) -> tuple[str, str]:
    """Return what a process takes of its own and of files, as a table shows it: "?" where the system does not say."""
    if memory is None:
        return "?", "?"
    return f"{memory.own:,.{digits}f}", f"{memory.files:,.{digits}f}"


def bench_starts(config: Config, arguments: Namespace, context: ProcessContext) -> int:
    """Start the bot on a stand-in for Discord with an empty store, and again; print how long it took and return 0."""
    with tempfile.TemporaryDirectory() as folder, bars(context.stderr) as progress:
        own = config.with_file(Path(folder) / "bench.sqlite3")
        own = own.model_copy(update={"discord": DiscordConfig(), "briefings": ()})
        found = asyncio.run(
            measure_starts(partial(serve_quietly, own), times=arguments.times, on_progress=progress.on_progress)
        )
    if arguments.json:
        context.stdout.write(json_text(asdict(found)) + "\n")
        return 0
    starts = {"first, nothing kept": found.first, "later": found.later, "bare discord.py client": found.bare}
    rows = ((name, f"{start.wall:.2f}", f"{start.cpu:.2f}") for name, start in starts.items())
    _print_table(context.stdout, ("start", "seconds", "processor seconds"), rows)
    context.stdout.write(
        "From the start of the process until the stand-in for Discord has it connected; the median of "
        f"{found.times} starts, in turn.\nThe bot takes {found.later.wall - found.bare.wall:.2f} s more than the bare "
        "client.\n"
    )
    return 0


def _serve_for(config: Config, guild: int, admin: int) -> Serve:
    discord = DiscordConfig(home_guild=guild, admins=frozenset({admin}))
    return partial(serve_quietly, config.model_copy(update={"discord": discord}))


def _print_table(out: TextIO, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table whose first column has names and the others figures."""
    table = Table(headings[0])
    for heading in headings[1:]:
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(*row)
    Console(file=out, width=118 if not out.isatty() else None).print(table)


def write_curve(curve: Sequence[MemoryPoint], out: TextIO) -> None:
    """Write the curve as a table, each point as a change from the first."""
    first = curve[0].memory
    rows = (
        (f"{point.reloads}", f"{point.uses:,}", f"{point.memory:.0f}", f"{point.memory / first - 1:+.0%}")
        for point in curve
    )
    _print_table(out, ("reloads", "uses", "MiB", "change"), rows)
    out.write("Resident memory of the bot's process.\n")


def write_table(costs: CommandCosts, out: TextIO) -> None:
    """Write the costs as a table, each as a multiple of the echo."""
    echo = next(each.cpu for each in costs.commands if each.name == ECHO)
    rows = ((each.name, f"{each.cpu:.2f}", f"{each.cpu / echo:.1f} x", f"{each.wait:.1f}") for each in costs.commands)
    _print_table(out, ("command", "CPU ms", "CPU / echo", "wait ms"), rows)
    out.write(
        "One use: CPU time of the bot's process and the wait for the answer. The echo is a bare discord.py client.\n"
        f"{ASKERS} users at once ask for one new picture of /timeline: the first waits {costs.first:.0f} ms, "
        f"the last {costs.last:.0f} ms.\n"
    )
    if costs.lost:
        out.write(f"Lost, because the machine was too busy: {costs.lost} of the uses.\n")
