"""The files in docs/deploy, as far as they can be checked without systemd, Docker or Kubernetes."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import Config, Shards, load_config, parse_shards

DEPLOY = Path(__file__).parents[1] / "docs" / "deploy"


def read(name: str) -> list[Any]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text("utf-8")))


def together(shards: list[Shards]) -> bool:
    """Whether processes with these shards serve each shard once."""
    (count,) = {each.count for each in shards}
    return sorted(number for each in shards for number in each.ids) == list(range(count or 0))


def test_the_processes_of_the_compose_file_serve_each_shard_once() -> None:
    (document,) = read("compose.yaml")
    bots = [service for name, service in document["services"].items() if name.startswith("bot")]
    commands = [service["command"] for service in bots]

    assert [command[:2] for command in commands] == [["run", "--shards"]] * len(bots)
    assert together([parse_shards(command[2]) for command in commands])
    assert [service["healthcheck"]["test"][-1] for service in bots] == [command[2] for command in commands]


def test_the_pods_serve_each_shard_once() -> None:
    _, _, pods = read("kubernetes.yaml")
    (container,) = pods["spec"]["template"]["spec"]["containers"]
    (script,) = container["args"]
    asked = re.search(r"--shards (\S.*)$", script)
    assert asked is not None
    shards = []
    for ordinal in range(pods["spec"]["replicas"]):
        command = ["sh", "-c", f"echo {asked[1]}"]
        done = subprocess.run(command, env={"ORDINAL": str(ordinal)}, capture_output=True, text=True, check=True)  # noqa: S603
        shards.append(parse_shards(done.stdout.strip()))

    assert together(shards)


def test_the_config_of_the_pods_is_read(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    config.write_text(read("kubernetes.yaml")[0]["data"]["config.yaml"], "utf-8")
    read_back: Config = load_config(config)
    _, _, pods = read("kubernetes.yaml")
    (container,) = pods["spec"]["template"]["spec"]["containers"]

    assert [port["containerPort"] for port in container["ports"]] == [read_back.metrics.port]
    assert read_back.postgres is not None


@pytest.mark.parametrize("instance", ["0-7", "8-15"])
def test_the_unit_takes_its_shards_from_its_instance(instance: str) -> None:
    unit = (DEPLOY / "briefing-bot@.service").read_text("utf-8")
    started = re.search(r"^ExecStart=.* --shards (\S+)$", unit, re.MULTILINE)

    assert started is not None
    assert len(parse_shards(started[1].replace("%i", instance)).ids) == 8
