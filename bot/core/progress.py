"""Progress of long work, reported to callbacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

ProgressCallback = Callable[[str, int, int], None]
"""Receives the name of the work, how many parts are done, and their total. Called first with 0, at the end with all."""

StepContext = Callable[[str], AbstractContextManager[None]]
"""Returns a context in which a named step runs whose parts are not counted."""


def no_progress(_work: str, _done: int, _total: int) -> None:
    """Ignore the progress."""


def no_step(_work: str) -> AbstractContextManager[None]:
    """Return a context that does nothing."""
    return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Callbacks for both kinds of work."""

    on_progress: ProgressCallback = no_progress
    step: StepContext = no_step


SILENT: Final = Progress()


def track(parts: Iterable[T], on_progress: ProgressCallback, work: str, total: int) -> Iterator[T]:
    """Yield the parts, and report each when the next one is asked for. `total` is how many are expected."""
    on_progress(work, 0, total)
    for done, part in enumerate(parts, 1):
        yield part
        # The last one is reported after the loop, because there may be fewer parts than expected.
        if done < total:
            on_progress(work, done, total)
    on_progress(work, total, total)
