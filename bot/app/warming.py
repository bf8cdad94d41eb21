"""Read what a base needs for checks and other languages ahead of the first who asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.app.background import run_in_background
from bot.app.bases import Bases


async def read_ahead(bases: Bases, *, report: Callable[[str, BaseException], object]) -> None:
    """Read on a thread what the first questions and checks of each base in use would wait for.

    Runs until it is cancelled. `report` gets what fails and the error; other bases are read all the same.
    """
    changed = asyncio.Event()
    bases.listen(changed.set)
    while True:
        changed.clear()
        for base in bases.served:
            try:
                await run_in_background(base.read_ahead)
            except Exception as error:  # noqa: BLE001 - the task must survive every error
                report("reading ahead", error)
        await changed.wait()
