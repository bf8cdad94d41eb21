"""How long a question takes, against the size of the base, beside the usual ways of searching in the same run."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from rapidfuzz import process

from bot.core.knowledge.model import Fact, Knowledge
from bot.core.matching import WordVectors, build_matcher
from bot.core.matching.calibration import misspell
from bot.core.matching.decision import decide
from bot.measuring.growth import grow
from bot.measuring.peers import Peer, full_text
from bot.quiet import quietly

Clock = Callable[[], float]

# A linear scan of a large base takes seconds a question: a few of them tell enough.
_SCANNED: Final = 5
# All questions in turn, and then all again: asked twice running, one would find all that it needs in the cache.
_PASSES: Final = 3
_TYPED: Final = (3, 8, 15, 25)
_PAGE: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds a question: the median and the 99th percentile."""

    p50: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """One size of base. `build` is in seconds; `memory` in MiB, that of the process grown by the matcher, or None."""

    facts: int
    strings: int
    build: float
    memory: float | None
    answer: Timing
    completion: Timing
    scan: Timing
    full_text: Timing | None


def measure(knowledge: Knowledge, size: int, *, vectors: WordVectors | None, seed: int, questions: int) -> Speed:
    """Grow the base to `size` facts and time it, on as many questions: its asks, every second one misspelt."""
    dice = random.Random(seed)  # noqa: S311 - which questions, no secrets
    grown = grow(knowledge, size, seed=seed)
    asked = _questions(tuple(grown.facts.values()), questions, dice)
    before, began = _resident(), time.perf_counter()
    with quietly():  # as the bot loads a base
        matcher = build_matcher(grown, vectors=vectors)
    build, memory = time.perf_counter() - began, _resident()
    strings = [example.parsed.text for example in matcher.entries.examples]
    typed = [question[:length] for question in asked for length in _TYPED]
    return Speed(
        facts=len(grown.facts),
        strings=len(strings),
        build=build,
        memory=None if before is None or memory is None else memory - before,
        answer=time_each(lambda question: decide(question, matcher), asked),
        completion=time_each(matcher.completer.complete, typed),
        scan=time_each(lambda question: process.extract(question, strings, limit=3), asked[:_SCANNED]),
        full_text=_full_text(tuple(grown.facts.values()), asked),
    )


def time_each(work: Callable[[str], object], questions: Iterable[str], *, clock: Clock = time.perf_counter) -> Timing:
    """Do the work for each question, after one that does not count; of each question its median pass counts.

    A machine stops a process for some milliseconds now and then, which is no cost of the question that it hits.
    """
    waiting = list(questions)
    work(waiting[0])
    spent = np.array([[_milliseconds(work, question, clock) for question in waiting] for _ in range(_PASSES)])
    each = np.median(spent, axis=0)
    return Timing(p50=float(np.percentile(each, 50)), p99=float(np.percentile(each, 99)))


def _milliseconds(work: Callable[[str], object], question: str, clock: Clock) -> float:
    began = clock()
    work(question)
    return (clock() - began) * 1000


def _questions(facts: Sequence[Fact], number: int, dice: random.Random) -> list[str]:
    asks = [dice.choice(dice.choice(facts).asks) for _ in range(number)]
    return [misspell(ask, dice) if place % 2 else ask for place, ask in enumerate(asks)]


def _full_text(facts: Sequence[Fact], questions: Sequence[str]) -> Timing | None:
    with closing(sqlite3.connect(":memory:")) as database:
        match full_text(facts, database):
            case Peer(find=find):
                return time_each(find, questions)
            case _:
                return None


def _resident() -> float | None:
    """The memory that the process holds, MiB; None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * _PAGE / 2**20
