"""`backup`: a copy of the store while the bot runs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TextIO

from bot.config import Config
from bot.storage.backup import copy_store

_KIB = 1024


def run(config: Config, target: Path, *, now: dt.datetime, out: TextIO) -> int:
    """Copy the store to `target`, check the copy and print what it holds; gives the exit code 0.

    Raises UsageError where there is no store or the target exists, BotError where the copy failed.
    """
    copy = copy_store(config.store, target, now)
    out.write(
        f"{target}: {max(1, round(copy.size / _KIB))} KiB, whole: {copy.schedules} scheduled briefings, "
        f"{copy.deliveries} sent, {copy.questions} questions, {copy.votes} votes, {copy.revisions} revisions.\n"
    )
    return 0
