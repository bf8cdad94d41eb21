from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MOST_GROWTH = 64
"""MiB that the process may grow by: all caches, full, and what Python keeps of what it has freed."""


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="it reads the process's memory from /proc")
def test_five_thousand_hostile_questions_do_not_fill_the_memory() -> None:
    command = (sys.executable, str(HERE / "hostile.py"), "5000", "1000")
    path = f"{HERE.parents[1]}:{HERE.parent}"
    done = subprocess.run(  # noqa: S603 - this Python with a file of the tests
        command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    measured = [json.loads(line) for line in done.stdout.splitlines()]
    print("\n| hostile questions | MiB |\n|---:|---:|")  # noqa: T201 - the table is what a soak run is for
    for row in measured:
        print(f"| {row['asked']:,} | {row['MiB']} |")  # noqa: T201

    assert [row["asked"] for row in measured] == [0, 1_000, 2_000, 3_000, 4_000, 5_000]
    assert measured[-1]["MiB"] - measured[0]["MiB"] < MOST_GROWTH
