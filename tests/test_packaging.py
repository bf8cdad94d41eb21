"""What packages the project: the version, the console script, and the files that point to each other."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import import_module
from typing import Any

import pytest
import yaml
from rankers import PROJECT

from bot import __version__

PYPROJECT: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


def read_yaml(name: str) -> Any:
    return yaml.safe_load((PROJECT / name).read_text("utf-8"))


def test_the_console_script_names_itself_in_its_usage() -> None:
    module, _, function = PYPROJECT["project"]["scripts"]["briefing-bot"].partition(":")
    code = f"import sys; from {module} import {function}; sys.argv[0] = '/somewhere/bin/briefing-bot'; {function}()"
    asked = [sys.executable, "-c", code, "fly"]
    done = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603

    assert callable(getattr(import_module(module), function))
    assert done.returncode == 2
    assert done.stderr.startswith("usage: briefing-bot ")


def test_the_version_is_written_once() -> None:
    assert PYPROJECT["tool"]["hatch"]["version"]["path"] == "bot/__init__.py"
    assert "version" not in PYPROJECT["project"]
    assert f"## {__version__}" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_the_workflow_tests_every_python_that_the_package_names() -> None:
    (job,) = read_yaml(".github/workflows/ci.yml")["jobs"].values()
    classifiers = [line.rpartition(" ")[2] for line in PYPROJECT["project"]["classifiers"] if "Python ::" in line]

    assert job["strategy"]["matrix"]["python"] == classifiers
    assert [step["env"] for step in job["steps"] if step.get("run") == "bash .ci/run"] == [{"PYTHON": "python"}]


def test_each_hook_runs_from_the_projects_own_environment() -> None:
    hooks = [hook for repo in read_yaml(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]]

    assert [hook["entry"].removeprefix(".venv/bin/") for hook in hooks] == [
        "ruff format", "ruff check", "mypy", "python -m bot check"
    ]  # fmt: skip
    assert all(hook["language"] == "system" and hook["entry"].startswith(".venv/bin/") for hook in hooks)


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-server.lock", "requirements-dev.lock"])
def test_a_lock_file_names_no_host(lock: str) -> None:
    text = (PROJECT / lock).read_text("utf-8")

    assert "://" not in text
    assert "--index" not in text
