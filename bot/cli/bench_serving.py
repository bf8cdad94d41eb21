"""The bot as `bench` measures it, in a process of its own."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from pathlib import Path

from bot.config import Config
from bot.credentials import Secret
from bot.logs import set_up_logging


def serve_quietly(config: Config, token: str) -> None:
    """Run the bot as `run` does, with a log that nobody reads."""
    # As `bot.__main__` does around the import of a command.
    gc.disable()
    from bot.cli.run import run_bot  # noqa: PLC0415 - the import is part of what is measured

    gc.freeze()
    gc.enable()
    with Path(os.devnull).open("w", encoding="utf-8") as log:
        set_up_logging(level=config.logging.level, stream=log, secrets=(token,), as_json=config.logging.as_json)
        asyncio.run(run_bot(config, Secret(token), stderr=sys.stderr))
