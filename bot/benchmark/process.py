"""Measure the whole bot as a process of its own, alone and beside processes that keep every core busy."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import IO, Final

_PACKAGE: Final = Path(__file__).parents[1]
_STARTED_WITHIN: Final = 120.0  # seconds; a process starts in one, on a busy machine in some
_PASSES: Final = 3
_STEP: Final = 100_000  # numbers that a neighbour adds up before it looks whether it is still wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessTiming:
    """Milliseconds per question beside some busy neighbours: until the answer is read, and of processor time.

    `cpu` counts all threads of the process; it is None if the system does not say.
    """

    neighbours: int
    p50: float
    p99: float
    cpu: float | None


def measure_process(config: Path, questions: Sequence[str], *, neighbours: Sequence[int]) -> list[ProcessTiming]:
    """Start `ask --json --stdin` as a user does, on all cores, and time the questions beside each number of neighbours.

    Unlike the other figures these include every stall: it is what a user waits for.
    """
    command = [sys.executable, "-m", _PACKAGE.name, "ask", "--json", "--stdin", "--config", str(config)]
    path = os.pathsep.join(filter(None, (str(_PACKAGE.parent), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, encoding="utf-8") as process:  # noqa: S603 - this very program
        assert process.stdin and process.stdout  # noqa: S101, PT018 - both are pipes
        try:
            _ask(process.stdin, process.stdout, questions[0])
            return [_timed(process, process.stdin, process.stdout, questions, count) for count in neighbours]
        finally:
            process.kill()


@contextmanager
def busy_neighbours(count: int) -> Iterator[None]:
    """Run processes that use all the time they get, until the block ends or this process does, even by SIGKILL."""
    spawn = multiprocessing.get_context("spawn")
    running = spawn.Barrier(count + 1)
    processes = [spawn.Process(target=_keep_busy, args=(running,), daemon=True) for _ in range(count)]
    try:
        for process in processes:
            process.start()
        running.wait(_STARTED_WITHIN)
        yield
    finally:
        for process in processes:
            if process.pid is not None:
                process.kill()
                process.join()


def _keep_busy(running: Barrier) -> None:
    parent = multiprocessing.parent_process()
    running.wait(_STARTED_WITHIN)
    while parent is not None and parent.is_alive():
        sum(range(_STEP))


def _timed(
    process: subprocess.Popen[str], asking: IO[str], answers: IO[str], questions: Sequence[str], neighbours: int
) -> ProcessTiming:
    with busy_neighbours(neighbours):
        before = _processor_seconds(process.pid)
        waited = sorted(_ask(asking, answers, question) for _ in range(_PASSES) for question in questions)
        after = _processor_seconds(process.pid)
    return ProcessTiming(
        neighbours=neighbours,
        p50=waited[len(waited) // 2] * 1000,
        p99=waited[len(waited) * 99 // 100] * 1000,
        cpu=None if before is None or after is None else (after - before) / len(waited) * 1000,
    )


def _ask(asking: IO[str], answers: IO[str], question: str) -> float:
    """Return the seconds until the answer is there. Raises ValueError if the process has ended instead."""
    began = time.perf_counter()
    asking.write(" ".join(question.split()) + "\n")
    asking.flush()
    answer = answers.readline()
    seconds = time.perf_counter() - began
    json.loads(answer)
    return seconds


def _processor_seconds(pid: int) -> float | None:
    """Return the processor time that the threads of a process have used, None if the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None
