from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.benchmark.memory import MemoryPoint
from bot.cli.bench_whole import write_curve

CONFIG = Path(__file__).parents[2] / "config.yaml"

ALLOWED = 1.2
"""The highest memory as a multiple of the level after the first reloads and uses."""

linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="this system does not say how much is used")


@linux
def test_bench_memory_reloads_the_base_and_uses_the_commands_in_between(tmp_path: Path) -> None:
    code, out, _ = run_command(
        "bench", "memory", "--reloads", "2", "--uses", "4", "--json", "--config", write_base(tmp_path)
    )

    curve = json.loads(out)
    assert code == 0
    assert [(point["reloads"], point["uses"]) for point in curve] == [(1, 2), (2, 4)]
    assert min(point["memory"] for point in curve) > 0


def test_the_curve_is_printed_as_changes_from_its_first_point() -> None:
    out = io.StringIO()
    points = (MemoryPoint(reloads=5, uses=625, memory=400), MemoryPoint(reloads=10, uses=1250, memory=440))

    write_curve(points, out)

    assert "1,250" in out.getvalue()
    assert "+10%" in out.getvalue()


@linux
@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_the_memory_after_forty_reloads_and_five_thousand_uses_is_that_after_the_first_ones() -> None:
    _, out, _ = run_command("bench", "memory", "--json", "--config", CONFIG)

    curve = [MemoryPoint(**point) for point in json.loads(out)]
    table = io.StringIO()
    write_curve(curve, table)
    print(f"\n{table.getvalue()}")  # noqa: T201 - the curve is what a soak run is for
    assert max(point.memory for point in curve) <= ALLOWED * curve[0].memory
