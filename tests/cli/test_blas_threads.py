"""How many threads numpy gets. Each process here reports what it finds in its environment when it imports numpy."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from rankers import PROJECT

from bot.__main__ import BLAS_THREADS, limit_blas_threads

REPORT = """
import os, sys

class Reporter:
    def find_spec(self, name, path=None, target=None):
        if name == "numpy":
            sys.meta_path.remove(self)
            sys.stderr.write(f"numpy: {os.environ.get('OPENBLAS_NUM_THREADS')} {os.environ.get('OMP_NUM_THREADS')}\\n")
            if "multiprocessing" not in sys.modules:
                sys.stderr.flush()
                os._exit(0)  # what the command does then is not looked at

sys.meta_path.insert(0, Reporter())
"""
SCRIPT = "import sys; from bot.__main__ import start; sys.argv[0] = '/bin/briefing-bot'; sys.exit(start())"
SPAWN = """
if __name__ == "__main__":
    import multiprocessing, sys
    from bot.__main__ import start
    sys.argv = ["briefing-bot", "--version"]
    try:
        start()
    except SystemExit:
        pass
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(exec, ("import numpy",))
"""


def reported(folder: Path, *arguments: str, **variables: str) -> list[str]:
    """Run Python with the report in place and none of the variables but the given ones; return what it reports."""
    (folder / "sitecustomize.py").write_text(textwrap.dedent(REPORT), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if name not in BLAS_THREADS}
    env = {**kept, "PYTHONPATH": f"{folder}{os.pathsep}{PROJECT}", **variables}
    done = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, text=True, timeout=300, check=False
    )

    assert done.returncode == 0, done.stderr
    return [line for line in done.stderr.splitlines() if line.startswith("numpy: ")]


def test_no_command_imports_numpy_before_it_is_limited_to_one_thread(tmp_path: Path) -> None:
    only_dispatches = "import bot.__main__"

    assert reported(tmp_path, "-c", only_dispatches) == []
    assert reported(tmp_path, "-m", "bot", "ask", "--help") == ["numpy: 1 1"]


def test_the_installed_command_limits_numpy_to_one_thread(tmp_path: Path) -> None:
    assert reported(tmp_path, "-c", SCRIPT, "check", "--help") == ["numpy: 1 1"]


def test_a_process_that_a_command_starts_is_limited_to_one_thread(tmp_path: Path) -> None:
    (tmp_path / "spawning.py").write_text(SPAWN, encoding="utf-8")

    assert reported(tmp_path, "spawning.py") == ["numpy: 1 1"]


def test_a_number_of_threads_that_the_user_has_set_stays(tmp_path: Path) -> None:
    assert reported(tmp_path, "-m", "bot", "check", "--help", OPENBLAS_NUM_THREADS="2") == ["numpy: 2 None"]


@pytest.mark.parametrize("name", BLAS_THREADS)
def test_any_of_the_variables_speaks_for_all(name: str) -> None:
    env = {name: "4"}
    limit_blas_threads(env)

    assert env == {name: "4"}


def test_an_empty_variable_is_not_a_setting() -> None:
    env = {"OMP_NUM_THREADS": ""}
    limit_blas_threads(env)

    assert env == dict.fromkeys(BLAS_THREADS, "1")
