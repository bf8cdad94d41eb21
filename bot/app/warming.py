"""Read the facts of the bases in use ahead of the first message that is checked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from bot.app.background import run_in_background
from bot.app.bases import Bases
from bot.core.factbase.base import Base


async def warm_up_checkers(bases: Bases, *, report: Callable[[str, BaseException], object]) -> None:
    """Read the facts of each base that is put into use, so that its first message is checked as fast as later ones.

    Runs until it is cancelled. `report` gets what fails and the error; other bases are read all the same.
    """
    changed = asyncio.Event()
    bases.listen(changed.set)
    while True:
        changed.clear()
        for base in bases.served:
            try:
                await run_in_background(partial(_warm_up, base))
            except Exception as error:  # noqa: BLE001 - the task must survive every error
                report("reading the facts for checks", error)
        await changed.wait()


def _warm_up(base: Base) -> None:
    base.checker.warm_up()  # making the checker takes a second too, so that is done on the thread
