"""The heaviest files cost no more memory and time than the limits of `heavy.py`, which is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("resource", reason="only there can a process bound its memory")

from properties.heavy import CASES

PROPERTIES = Path(__file__).parent
TESTS = PROPERTIES.parent

MOST_TOLD = 2_000_000
"""Characters of all problems of a base together: one line for each of 10,000 wrong quotes."""


@pytest.fixture(scope="module", params=["an eighth", pytest.param("full", marks=pytest.mark.soak)])
def loads(request: pytest.FixtureRequest) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - this interpreter, and a file of these tests
        [sys.executable, str(PROPERTIES / "heavy.py"), request.param],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


@pytest.mark.parametrize("name", CASES)
def test_the_heaviest_files_are_read_or_refused_within_bounds(
    name: str, loads: subprocess.CompletedProcess[str]
) -> None:
    told: dict[str, Any] = {case["name"]: case for case in map(json.loads, loads.stdout.splitlines())}

    assert name in told, f"it ended with {loads.returncode} after {list(told)[-1:]}: {loads.stderr[-2000:]}"
    assert told[name]["length"] <= MOST_TOLD
