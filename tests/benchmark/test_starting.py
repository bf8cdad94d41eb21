from __future__ import annotations

import json
from pathlib import Path

from bases import write_base
from commands import run_command


def test_bench_start_measures_the_bot_beside_a_bare_client(tmp_path: Path) -> None:
    code, out, _ = run_command("bench", "start", "--times", "1", "--json", "--config", write_base(tmp_path))

    measured = json.loads(out)
    assert code == 0
    assert measured["times"] == 1
    assert all(measured[name]["cpu"] > 0 for name in ("first", "later", "bare"))
