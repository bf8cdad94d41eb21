"""Measure how long a client takes from the start of its process until the stand-in for Discord has it connected."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.benchmark.client_process import Serve, client_process, serve_echo
from bot.core.progress import ProgressCallback, track
from bot.sandbox import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Seconds until a client is connected, and the seconds of processor time that it used until then."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """The bot's `first` start, with nothing kept, and the medians of its `later` ones and of a `bare` client's."""

    times: int
    first: Start
    later: Start
    bare: Start


async def measure_starts(serve: Serve, *, times: int, on_progress: ProgressCallback) -> Starts:
    """Start the bot, then it and a bare discord.py client in turn, `times` each."""
    later: list[Start] = []
    bare: list[Start] = []
    async with Sandbox.serve() as sandbox, Sandbox.serve() as other:
        for each in (sandbox, other):
            each.channel(each.guild("Newsroom"), "general")
        first = await _started(sandbox, serve)
        for _ in track(range(times), on_progress, "Starting the bot", times):
            later.append(await _started(sandbox, serve))
            bare.append(await _started(other, serve_echo))
    return Starts(times=times, first=first, later=_median(later), bare=_median(bare))


async def _started(sandbox: Sandbox, serve: Serve) -> Start:
    began = time.perf_counter()
    async with client_process(sandbox, serve) as client:
        return Start(wall=time.perf_counter() - began, cpu=client.usage().cpu)


def _median(starts: Sequence[Start]) -> Start:
    return Start(
        wall=statistics.median(start.wall for start in starts), cpu=statistics.median(start.cpu for start in starts)
    )
