from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from bases import write_base
from rankers import PROJECT

from bot.benchmark.process import busy_neighbours, measure_process

ORPHANING = """
if __name__ == "__main__":
    import os, signal
    from bot.benchmark.process import busy_neighbours
    with busy_neighbours(2):
        print("running", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_process_is_asked_alone_and_beside_neighbours(tmp_path: Path) -> None:
    alone, beside = measure_process(
        write_base(tmp_path), ["where did the bombers\n take off", "who?"], neighbours=(0, 1)
    )

    assert (alone.neighbours, beside.neighbours) == (0, 1)
    assert 0 < alone.p50 <= alone.p99
    assert 0 < beside.p50 <= beside.p99


def test_a_process_that_ends_instead_of_answering_is_an_error(tmp_path: Path) -> None:
    with pytest.raises((ValueError, BrokenPipeError)):
        measure_process(tmp_path / "none.yaml", ["who?"], neighbours=(0,))


def test_neighbours_end_with_the_block_also_when_it_fails() -> None:
    running: list[BaseProcess] = []

    def fail() -> None:
        with busy_neighbours(2):
            running.extend(multiprocessing.active_children())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert [process.is_alive() for process in running] == [False, False]


@pytest.mark.skipif(os.name == "nt", reason="this system has no SIGKILL")
def test_neighbours_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "orphaning.py").write_text(ORPHANING, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    # The neighbours share its output, which is at its end only when the last of them has ended.
    done = subprocess.run(
        [sys.executable, "orphaning.py"], cwd=tmp_path, env=env, stdout=subprocess.PIPE, timeout=120, check=False
    )

    assert done.stdout.split() == [b"running"]
    assert done.returncode < 0
