"""What an admin relies on: the image, the unit of systemd, and the page that tells of both."""

from __future__ import annotations

import fnmatch
import io
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from bases import write_base

from bot.__main__ import main, parse
from bot.config import load_config
from bot.storage.schema import migrate

PROJECT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (PROJECT / "docs/running.md").read_text(encoding="utf-8")
UNIT: Final = PROJECT / "docs/briefing-bot.service"


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line and not line.startswith("#")]


def arguments(instruction: str) -> list[str]:
    return [rest for name, rest in instructions() if name == instruction]


def copied() -> list[str]:
    """What the image takes from the project."""
    own = [rest.split()[:-1] for rest in arguments("COPY") if not rest.startswith("--from")]
    return [name for names in own for name in names]


def settings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def keys(tree: dict[str, Any], above: str = "") -> list[str]:
    nested = [
        keys(value, f"{above}{key}.") if isinstance(value, dict) else [f"{above}{key}"] for key, value in tree.items()
    ]
    return [key for group in nested for key in group]


def test_the_image_is_pinned_by_version_and_digest_and_the_same_in_every_stage() -> None:
    images = {rest.split()[0] for rest in arguments("FROM")}

    assert len(images) == 1
    assert re.fullmatch(r"python:3\.1[1-3]\.\d+-slim-\w+@sha256:[0-9a-f]{64}", images.pop())


def test_the_image_runs_as_an_ordinary_user_until_its_end() -> None:
    names = [name for name, _ in instructions()]
    (user,) = arguments("USER")

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert "RUN" not in names[names.index("USER") :]
    assert f"--uid {user.split(':')[0]} " in " ".join(arguments("RUN"))


def test_the_image_installs_locked_packages_by_their_hashes() -> None:
    (install,) = [rest for rest in arguments("RUN") if "pip install" in rest]

    assert "--require-hashes --only-binary :all:" in install
    assert "-r /tmp/${LOCK}" in install
    assert "requirements-dev.lock" not in " ".join(copied())


def test_the_image_asks_the_bot_whether_it_is_well() -> None:
    (check,) = arguments("HEALTHCHECK")

    assert check.endswith('CMD ["python", "-m", "bot", "health"]')


def test_the_image_keeps_the_configs_store_in_its_volume() -> None:
    config = yaml.safe_load((PROJECT / "config.yaml").read_text(encoding="utf-8"))

    assert arguments("WORKDIR") == ["/app"]
    assert arguments("VOLUME") == [f'["/app/{Path(config["store"]).parent}"]']


def test_the_drawing_library_keeps_its_fonts_where_the_bot_may_write() -> None:
    (volume,) = arguments("VOLUME")
    (state,) = settings()["StateDirectory"]

    assert f"MPLCONFIGDIR={json.loads(volume)[0]}/matplotlib" in arguments("ENV")[0].split()
    assert f"MPLCONFIGDIR=%S/{state}/matplotlib" in settings()["Environment"]


def test_container_and_unit_limit_numpy_to_one_thread() -> None:
    assert "OPENBLAS_NUM_THREADS=1" in arguments("ENV")[0].split()
    assert "OPENBLAS_NUM_THREADS=1" in settings()["Environment"]


def test_no_token_comes_near_the_image() -> None:
    told = " ".join(rest for name, rest in instructions() if name in {"ENV", "ARG", "LABEL", "COPY", "ADD"})

    assert "token" not in told.lower()
    assert arguments("ARG") == ["LOCK=requirements.lock"]
    assert not arguments("ADD")


@pytest.mark.parametrize("name", copied())
def test_the_files_that_the_image_copies_exist_and_are_sent_to_the_builder(name: str) -> None:
    ignored = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()

    assert (PROJECT / name).exists()
    assert f"!{name}" in ignored


@pytest.mark.parametrize("name", [".git", ".venv", "state", ".env", "tests", "requirements-dev.lock", "token"])
def test_nothing_else_is_sent_to_the_builder(name: str) -> None:
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    sent = [fnmatch.fnmatch(name, rule.removeprefix("!")) for rule in rules if rule.startswith("!")]

    assert rules[0] == "*"
    assert not any(sent)


def test_the_unit_lets_the_bot_write_nothing_but_its_state() -> None:
    unit = settings()

    assert unit["ProtectSystem"] == ["strict"]
    assert unit["StateDirectory"] == ["briefing-bot"]
    assert "ReadWritePaths" not in unit
    assert unit["DynamicUser"] == unit["NoNewPrivileges"] == ["yes"]
    assert "/var/lib/briefing-bot/bot.sqlite3" in PAGE


def test_the_unit_hands_the_token_over_as_a_credential() -> None:
    unit = settings()
    (credential,) = unit["LoadCredential"]

    assert f"DISCORD_TOKEN_FILE=%d/{credential.split(':')[0]}" in unit["Environment"]
    assert not any(value.startswith("DISCORD_TOKEN=") for value in unit["Environment"])
    assert credential.split(":")[1] in PAGE


def test_unit_and_example_limit_the_memory_and_write_no_core_dump() -> None:
    unit = settings()

    assert unit["MemoryMax"] == ["1G"]
    assert unit["LimitCORE"] == ["0"]
    assert "--memory 1g --ulimit core=0" in PAGE


def test_the_containers_log_is_rotated() -> None:
    assert "--log-driver local --log-opt max-size=10m --log-opt max-file=5" in PAGE


def test_make_installs_no_package_that_would_run_its_own_code_to_build() -> None:
    installs = [
        line for line in (PROJECT / "Makefile").read_text(encoding="utf-8").splitlines() if "pip install" in line
    ]

    assert len(installs) == 4
    assert [line for line in installs if "--only-binary :all:" not in line] == []


def test_the_readme_says_where_the_word_vectors_come_from_and_what_works_without_them() -> None:
    readme = " ".join((PROJECT / "README.md").read_text(encoding="utf-8").split())

    assert "LLaMA 2 70B and phi 3 medium" in readme
    assert "Without wordllama" in readme


def test_the_unit_restarts_after_failures_that_may_pass_and_only_then() -> None:
    unit = settings()

    assert unit["Restart"] == ["on-failure"]
    assert unit["RestartPreventExitStatus"] == ["2"]
    assert unit["StartLimitIntervalSec"] == ["0"]
    assert int(unit["RestartSec"][0].removesuffix("s")) >= 5


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    # Its paths are made here as it would find them on the machine that it runs on.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/briefing-bot/.venv/bin/python", shutil.which("python3") or "")
    (tmp_path / UNIT.name).write_text(text.replace("/opt/briefing-bot", str(tmp_path)), encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / UNIT.name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603 - constants

    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_page_describes_every_key_of_the_config() -> None:
    config = yaml.safe_load((PROJECT / "config.yaml").read_text(encoding="utf-8"))

    assert [key for key in keys(config) if f"| `{key}` |" not in PAGE] == []


@pytest.mark.parametrize("command", ["run", "health", "backup FILE", "check"])
def test_the_commands_of_the_page_exist(command: str) -> None:
    name = command.split(maxsplit=1)[0]

    assert f"-m bot {name}" in PAGE + UNIT.read_text(encoding="utf-8")
    assert parse(command.split()).command == name


def test_backup_and_health_work_from_the_command_line(tmp_path: Path) -> None:
    config = write_base(tmp_path)
    with closing(sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)) as db:
        migrate(db)
    (tmp_path / "state").mkdir()
    (tmp_path / "old.sqlite3").rename(load_config(config).store)
    copied = ran("backup", tmp_path / "copy.sqlite3", "--config", config)
    again = ran("backup", tmp_path / "copy.sqlite3", "--config", config)
    looked = ran("health", "--config", config)

    assert copied[0] == 0
    assert "whole: 0 scheduled briefings" in copied[1]
    assert again[0] == 2
    assert "exists already, and nothing is overwritten" in again[2]
    assert looked[0] == 1
    assert "no connection to Discord is recorded" in looked[2]


def ran(*words: str | Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main([str(word) for word in words], {}, io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()
