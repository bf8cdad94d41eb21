"""`bench commands`: measure the CPU time of the whole bot for each command, next to a bare discord.py client."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from argparse import Namespace
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table

from bot.benchmark.commands import ASKERS, ECHO, CommandCosts, measure_commands
from bot.cli.context import ProcessContext
from bot.cli.progress import bars
from bot.cli.run import run_bot
from bot.config import Config, DiscordConfig, Token
from bot.core.knowledge.model import Knowledge
from bot.core.text.control_chars import json_text
from bot.logs import set_up_logging


def bench_commands(config: Config, knowledge: Knowledge, arguments: Namespace, context: ProcessContext) -> int:
    """Run the bot on a stand-in for Discord with an empty store, measure it, and return 0."""
    with tempfile.TemporaryDirectory() as folder, bars(context.stderr) as progress:
        own = config.model_copy(
            update={"store": Path(folder) / "bench.sqlite3", "discord": DiscordConfig(), "briefings": ()}
        )
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


def serve_quietly(config: Config, token: str) -> None:
    """Run the bot as `run` does, with a log that nobody reads."""
    with Path(os.devnull).open("w", encoding="utf-8") as log:
        set_up_logging(level=config.logging.level, stream=log, secrets=(token,), as_json=config.logging.as_json)
        asyncio.run(run_bot(config, Token(token), stderr=sys.stderr))


def write_table(costs: CommandCosts, out: TextIO) -> None:
    """Write the costs as a table, each as a multiple of the echo."""
    table = Table("command")
    for heading in ("CPU ms", "CPU / echo", "wait ms"):
        table.add_column(heading, justify="right")
    echo = next(each.cpu for each in costs.commands if each.name == ECHO)
    for each in costs.commands:
        table.add_row(each.name, f"{each.cpu:.2f}", f"{each.cpu / echo:.1f} x", f"{each.wait:.1f}")
    Console(file=out, width=118 if not out.isatty() else None).print(table)
    out.write(
        "One use: CPU time of the bot's process and the wait for the answer. The echo is a bare discord.py client.\n"
        f"{ASKERS} users at once ask for one new picture of /timeline: the first waits {costs.first:.0f} ms, "
        f"the last {costs.last:.0f} ms.\n"
    )
