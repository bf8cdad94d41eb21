"""`health`: report whether the bot that uses this database is connected to Discord."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from typing import Final

from bot.cli.context import ProcessContext
from bot.config import load_config, with_store_password
from bot.errors import UsageError
from bot.storage.state import read_last_beat

FRESH: Final = dt.timedelta(seconds=90)
"""The bot writes a heartbeat every 30 seconds, so two may be missing."""


def add_arguments(_parser: ArgumentParser) -> None:
    """Declare nothing: `health` takes only the options of every command."""


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Print how old the last heartbeat is; return 0 up to 90 seconds, else 1 with a sentence on standard error.

    Only reads: no file is created or changed.
    """
    place, now = with_store_password(load_config(arguments.config), context.env).place, context.now()
    try:
        beat = read_last_beat(place)
    except UsageError as error:
        context.stderr.write(f"{error}\n")
        return 1
    if beat is None:
        context.stderr.write(f"{place}: no connection to Discord is recorded.\n")
        return 1
    age = now - beat
    # A heartbeat is in the future when the clock has been set back.
    if abs(age) > FRESH:
        context.stderr.write(
            f"The bot is not connected to Discord. It was last connected at {beat:%Y-%m-%d %H:%M:%S} UTC.\n"
        )
        return 1
    context.stdout.write(f"The bot is connected to Discord ({max(0, round(age.total_seconds()))} s ago).\n")
    return 0
