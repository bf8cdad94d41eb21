"""How far a long piece of work has come, told to whoever wants to know it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

Tell = Callable[[str, int, int], None]
"""Takes the name of the work, how many of its parts are done, and how many there are: first 0, at the end all."""

Step = Callable[[str], AbstractContextManager[None]]
"""Takes the name of a work whose parts are not counted, which is done inside of what it gives."""


def untold(_work: str, _done: int, _parts: int) -> None:
    """Tell nobody."""


def untimed(_work: str) -> AbstractContextManager[None]:
    """Do a step without telling or timing it."""
    return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Both ways of telling."""

    tell: Tell = untold
    step: Step = untimed


SILENT: Final = Progress()


def told(parts: Iterable[T], tell: Tell, work: str, number: int) -> Iterator[T]:
    """The parts of a work, each told of once whoever takes them is done with it. `number` is how many are expected."""
    tell(work, 0, number)
    for done, part in enumerate(parts, 1):
        yield part
        # The last is told of at the end: there may be fewer parts than were expected.
        if done < number:
            tell(work, done, number)
    tell(work, number, number)
