"""`backup`: copy the bot's database, even while the bot runs."""

from __future__ import annotations

import contextlib
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from bot.cli.context import ProcessContext
from bot.config import load_config
from bot.errors import UsageError
from bot.storage.backup import back_up

_KIB = 1024


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `backup` takes."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy, which must not exist yet")


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Copy the database, check the copy, print what it contains, and return 0.

    Raises UsageError when there is no database or the copy's file exists, BotError when the copy failed.
    """
    config = load_config(arguments.config)
    if config.postgres is not None:
        raise UsageError(
            f"{config.postgres}: is backed up by PostgreSQL's own pg_dump, such as pg_dump --format=custom "
            f"--file={arguments.file} {config.postgres}. For a copy in an SQLite file: {context.program} store copy."
        )
    with _cleaned_up():
        copy = back_up(config.store, arguments.file, context.now())
    context.stdout.write(
        f"{arguments.file}: {max(1, round(copy.size / _KIB))} KiB, whole: {copy.schedules} scheduled briefings, "
        f"{copy.deliveries} sent, {copy.questions} questions, {copy.votes} votes, {copy.revisions} revisions.\n"
    )
    return 0


@contextlib.contextmanager
def _cleaned_up() -> Iterator[None]:
    """Let SIGTERM raise an exception, so that an unfinished copy is deleted."""
    previous = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)
