"""Long work on a thread beside the event loop, without holding the loop up for longer than an eye blinks.

A thread shares Python's one lock with the loop. Three things keep it too long, and each is met here: a full
collection of garbage looks at every object of a base at once (half a second at 10,000 facts); freeing a base is one
step for Python, however large the base; and the loop waits for the thread's turn to end each time it wakes.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from bot.core.freeing import let_go

T = TypeVar("T")

TURN: Final = 0.0005
"""Seconds of a thread's turn. Python's own 5 ms add up: an answer takes the lock anew at each of its system calls."""


async def beside(work: Callable[[], T]) -> T:
    """Do the work on a thread and give what it gives. One at a time: what it sets, it sets for the whole process.

    Python does not wait for the thread where the bot is told to end.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(lambda: None if done.done() else settle())

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - it is raised again where the result is awaited
            failure = error
            tell(lambda: done.set_exception(failure))
        else:
            tell(lambda: done.set_result(result))

    with quietly():
        threading.Thread(target=run, name="beside", daemon=True).start()
        return await done


async def let_go_beside(things: list[object]) -> None:
    """Free large things on a thread; the list gives them up. What somebody else still holds stays."""
    await beside(lambda: let_go(things))


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """No collection of garbage meanwhile, and short turns; afterwards all that is alive is exempt from collections.

    A base refers to nothing that refers back, so it is freed without a collection once nobody holds it.
    """
    turn, collecting = sys.getswitchinterval(), gc.isenabled()
    gc.disable()
    sys.setswitchinterval(min(turn, TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.freeze()
        if collecting:
            gc.enable()
