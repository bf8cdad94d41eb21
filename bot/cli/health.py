"""`health`: report whether the bot that uses this database is connected to Discord."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from bot.cli.context import ProcessContext
from bot.cli.shards import add_shards, with_shards
from bot.config import Shards, load_config, with_store_password
from bot.errors import UsageError
from bot.storage.processes import read_processes
from bot.storage.state import read_last_beat
from bot.store_address import PostgresAddress

FRESH: Final = dt.timedelta(seconds=90)
"""The bot writes a heartbeat every 30 seconds, so two may be missing."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare which process of several is asked for."""
    add_shards(parser, "the process with these shards, such as 0-3/16, where several share a database")


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Print how old the last heartbeat is; return 0 up to 90 seconds, else 1 with a sentence on standard error.

    Of several processes, the one with the shards of the config or of `--shards` counts. Only reads: no file is created
    or changed.
    """
    config = with_shards(with_store_password(load_config(arguments.config), context.env), arguments.shards)
    place, shards, now = config.place, config.discord.shards, context.now()
    try:
        beat = read_last_beat(place) if shards.count is None else _beat_of(place, shards)
    except UsageError as error:
        context.stderr.write(f"{error}\n")
        return 1
    who = "The bot" if shards.count is None else f"The process with the shards {shards}"
    if beat is None:
        of = "" if shards.count is None else f" of the shards {shards}"
        context.stderr.write(f"{place}: no connection{of} to Discord is recorded.\n")
        return 1
    age = now - beat
    # A heartbeat is in the future when the clock has been set back.
    if abs(age) > FRESH:
        context.stderr.write(
            f"{who} is not connected to Discord. It was last connected at {beat:%Y-%m-%d %H:%M:%S} UTC.\n"
        )
        return 1
    context.stdout.write(f"{who} is connected to Discord ({max(0, round(age.total_seconds()))} s ago).\n")
    return 0


def _beat_of(place: Path | PostgresAddress, shards: Shards) -> dt.datetime | None:
    """Return when a process with these shards last said that all of them are connected."""
    beats = [each.beat for each in read_processes(place) if each.shards == str(shards) and each.connected]
    return max(beats, default=None)
