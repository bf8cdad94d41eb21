"""Measure what many bases in one process take: each is loaded from what an earlier start kept, and asked a question."""

from __future__ import annotations

import functools
import gc
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.factbase.base import Base, Library
from bot.core.kept.files import FOLDER, kept_beside
from bot.core.progress import ProgressCallback, track


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The resident memory of the process in MiB: its `own`, and pages of files that it reads.

    The system takes these back when others need the room.
    """

    own: float
    files: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralBases:
    """The memory with one base and with `count`, and the seconds that the further ones took to load.

    The memory is None if the system does not say.
    """

    count: int
    facts: int
    first: Memory | None
    all: Memory | None
    seconds: float

    @property
    def each(self) -> Memory | None:
        """What each further base takes."""
        return added(self.first, self.all, shares=self.count - 1)


def measure_bases(
    library: Library, questions: Sequence[str], folder: Path, *, count: int, on_progress: ProgressCallback
) -> SeveralBases:
    """Load `count` bases from the folders of one, each with files of its own that it keeps below `folder`.

    They share what the library gives to all: the vectors.
    """
    store = folder / "bench.sqlite3"
    names = [f"base-{number}" for number in range(1, count + 1)]
    libraries = [replace(library, name=name, kept=functools.partial(kept_beside, store)) for name in names]
    _use(libraries[0].open(), questions)
    for name in names[1:]:
        shutil.copytree(folder / FOLDER / names[0], folder / FOLDER / name)
    served = [libraries[0].open()]
    _use(served[0], questions)
    first = memory_in_use()
    began = time.perf_counter()
    for each in track(libraries[1:], on_progress, "Loading bases", count - 1):
        served.append(each.open())
        _use(served[-1], questions)
    seconds = time.perf_counter() - began
    return SeveralBases(
        count=count, facts=len(served[0].knowledge.facts), first=first, all=memory_in_use(), seconds=seconds
    )


def _use(base: Base, questions: Sequence[str]) -> None:
    """Ask questions and complete one, so that what a base computes at its first use is there."""
    for question in questions:
        base.decide(question)
        base.complete(question[:3])


def added(before: Memory | None, after: Memory | None, *, shares: int = 1) -> Memory | None:
    """Return what each of so many shares has added; None if that is not known."""
    if before is None or after is None:
        return None
    return Memory(own=(after.own - before.own) / shares, files=(after.files - before.files) / shares)


def memory_in_use(status: Path = Path("/proc/self/status")) -> Memory | None:
    """Return the memory that this process takes, without garbage; None if the file `status` does not say."""
    gc.collect()
    try:
        lines = status.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    kibibytes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssFile"))}
    match kibibytes:
        case {"RssAnon": own, "RssFile": files}:
            return Memory(own=own / 1024, files=files / 1024)
        case _:
            return None
