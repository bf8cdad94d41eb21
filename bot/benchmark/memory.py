"""Measure how the memory of the whole bot grows with reloads and with use."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

from bot.benchmark.client_process import Serve, client_process
from bot.benchmark.commands import PATIENCE, Audience, everyday_uses
from bot.core.knowledge.model import Knowledge
from bot.core.progress import ProgressCallback, track
from bot.sandbox import Sandbox
from bot.sandbox.permissions import bits

ServeFor = Callable[[int, int], Serve]
"""Returns what runs the bot, given the ids of its home guild and of an admin there."""

_POINTS: Final = 8  # of the curve, after the first


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPoint:
    """The resident memory of the bot's process in MiB after so many reloads and uses of its commands."""

    reloads: int
    uses: int
    memory: float


async def measure_memory(  # noqa: PLR0913 - what there is to vary
    knowledge: Knowledge,
    edited: Path,
    serve_for: ServeFor,
    *,
    reloads: int,
    uses: int,
    seed: int,
    on_progress: ProgressCallback,
) -> tuple[MemoryPoint, ...]:
    """Reload the base again and again, with uses of the commands in between, and return the curve.

    `edited` is a file of the base, which gets another comment before each reload. The first point is the level after
    the first eighth of both: until then caches fill, and the first reload needs room for two bases.
    Raises RuntimeError if the system does not say how much memory a process has.
    """
    dice = random.Random(seed)  # noqa: S311 - which questions, no secrets
    async with Sandbox.serve(patience=PATIENCE) as sandbox:
        people = Audience(sandbox)
        managers = sandbox.world.add_role(people.guild, "managers", bits("manage_guild"))
        admin = sandbox.user("admin", roles=[managers])
        async with client_process(sandbox, serve_for(people.guild.id, admin.user.id)) as bot:
            chosen = cycle(everyday_uses(people, knowledge, dice))
            points: list[MemoryPoint] = []
            for number in track(range(1, reloads + 1), on_progress, "Reloading", reloads):
                with edited.open("a", encoding="utf-8") as file:
                    file.write(f"# reload {number}\n")
                await people.reload(admin)
                for _ in range(uses // reloads):
                    await next(chosen)()
                if number % max(1, reloads // _POINTS) == 0:
                    points.append(_point(number, number * (uses // reloads), bot.usage().memory))
            return tuple(points)


def _point(reloads: int, uses: int, memory: float | None) -> MemoryPoint:
    if memory is None:
        raise RuntimeError("This system does not say how much memory a process has.")
    return MemoryPoint(reloads=reloads, uses=uses, memory=memory)
