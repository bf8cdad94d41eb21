"""The files in docs/deploy, as far as they can be checked without systemd, Docker or Kubernetes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import Config, Shards, load_config, parse_shards

PROJECT = Path(__file__).parents[1]
DEPLOY = PROJECT / "docs" / "deploy"


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


def test_the_secrets_that_the_environment_names_are_mounted() -> None:
    (compose,) = read("compose.yaml")
    bots = [service for name, service in compose["services"].items() if name.startswith("bot")]
    _, _, pods = read("kubernetes.yaml")
    template = pods["spec"]["template"]["spec"]
    (container,) = template["containers"]
    (mount,) = (each for each in container["volumeMounts"] if each["name"] == "secrets")
    named = {each["name"]: each.get("value") for each in container["env"]}
    created = set(re.findall(r"--from-file=(\S+)", (DEPLOY / "kubernetes.yaml").read_text("utf-8")))

    for bot in bots:
        assert {f"/run/secrets/{name}" for name in bot["secrets"]} == set(bot["environment"].values())
        assert set(bot["secrets"]) <= compose["secrets"].keys()
    assert {value for name, value in named.items() if name.endswith("_FILE")} == {
        f"{mount['mountPath']}/{name}" for name in created
    }


def test_what_is_written_while_a_container_is_read_only_has_a_volume() -> None:
    (compose,) = read("compose.yaml")
    _, _, pods = read("kubernetes.yaml")
    (container,) = pods["spec"]["template"]["spec"]["containers"]
    writable = [each["mountPath"] for each in container["volumeMounts"] if not each.get("readOnly")]
    for name, service in compose["services"].items():
        if name.startswith("bot"):
            kept = [volume.split(":")[1] for volume in service["volumes"] if not volume.endswith(":ro")]
            assert sorted([*kept, *service["tmpfs"]]) == sorted(writable) == ["/app/state", "/tmp"]  # noqa: S108 - in the container


def test_a_pod_has_longer_for_its_first_start_than_a_process_that_hangs() -> None:
    _, _, pods = read("kubernetes.yaml")
    (container,) = pods["spec"]["template"]["spec"]["containers"]
    start, live = (
        container[probe]["periodSeconds"] * container[probe]["failureThreshold"]
        for probe in ("startupProbe", "livenessProbe")
    )

    assert start >= 600 > live


def test_the_packages_of_several_processes_are_what_their_database_and_metrics_need() -> None:
    (compose,) = read("compose.yaml")
    lock = compose["x-bot"]["build"]["args"]["LOCK"]
    packages = (PROJECT / lock).read_text("utf-8")
    steps = (PROJECT / "docs" / "several-processes.md").read_text("utf-8")
    make = ["make", "--dry-run", "-W", lock, f"LOCK={lock}", ".venv/.run"]
    installed = subprocess.run(make, cwd=PROJECT, capture_output=True, text=True, check=True).stdout  # noqa: S603

    assert re.search("^asyncpg==", packages, re.MULTILINE)
    assert re.search("^prometheus-client==", packages, re.MULTILINE)
    assert f"sudo {' '.join([make[0], *make[2:]])}" in steps
    assert f"-r {lock}" in installed


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
@pytest.mark.parametrize("unit", ["deploy/briefing-bot@.service", "briefing-bot.service"])
def test_systemd_understands_every_line_of_the_units(unit: str, tmp_path: Path) -> None:
    text = (DEPLOY.parent / unit).read_text("utf-8")
    path = tmp_path / Path(unit).name
    path.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.MULTILINE), "utf-8")
    command = ["systemd-analyze", "verify", "--recursive-errors=no", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603

    assert done.stderr == ""


@pytest.mark.parametrize("instance", ["0-7", "8-15"])
def test_the_unit_takes_its_shards_from_its_instance(instance: str) -> None:
    unit = (DEPLOY / "briefing-bot@.service").read_text("utf-8")
    started = re.search(r"^ExecStart=.* --shards (\S+)$", unit, re.MULTILINE)

    assert started is not None
    assert len(parse_shards(started[1].replace("%i", instance)).ids) == 8
