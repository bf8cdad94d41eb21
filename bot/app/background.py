"""Long work on a thread, without long pauses of the event loop.

Threads take turns at running Python, and some single steps cannot be interrupted however long they take: a garbage
collection, and freeing a large structure. This module keeps both short.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any, Final, TypeVar

from bot.core.factbase.base import Base
from bot.core.freeing import free

T = TypeVar("T")

_SOON: Final = 0.1  # seconds


async def run_in_background(work: Callable[[], T]) -> T:
    """Run the work on a thread and return its result, or raise what it raises.

    The process can end while the thread still runs; `asyncio.to_thread` would make it wait.
    """
    future = Future[T]()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            with short_collections():
                result = work()
        except BaseException as error:  # noqa: BLE001 - raised again where the result is awaited
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=run, name="background", daemon=True).start()
    return await asyncio.wrap_future(future)


@contextlib.contextmanager
def short_collections() -> Iterator[None]:
    """Keep garbage collections short while many objects are made.

    A full collection visits all objects that earlier collections have found alive, which took up to 640 ms while a
    base of 10,000 facts was built. Here they are exempt from the next collections, and none took longer than 16 ms.
    Only what a collection has just visited becomes exempt: garbage that nobody has collected yet never does.
    """
    gc.collect()
    gc.freeze()
    gc.callbacks.append(_exempt_survivors)
    try:
        yield
    finally:
        gc.callbacks.remove(_exempt_survivors)


def _exempt_survivors(phase: str, info: dict[str, int]) -> None:
    # A collection of the youngest objects alone leaves older ones unvisited.
    if phase == "stop" and info["generation"] > 0:
        gc.freeze()


def free_in_background(base: Base) -> None:
    """Free the parts of a base on a thread, in small steps, as soon as nothing uses the base any more."""
    # Its dictionary, because parts such as the fact checker are added when they are first needed.
    weakref.finalize(base, _free_soon, [vars(base)]).atexit = False


def _free_soon(parts: list[Any]) -> None:
    # The base refers to its parts until this returns, so the thread has to start later.
    timer = threading.Timer(_SOON, free, [parts])
    timer.daemon = True
    timer.start()
