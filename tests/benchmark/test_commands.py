from __future__ import annotations

import io
import json
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.benchmark.client_process import client_process, serve_echo
from bot.benchmark.commands import CommandCost, CommandCosts
from bot.cli.bench_whole import write_table
from bot.sandbox import Sandbox

WORK = 2.0  # seconds of processor time, longer than a client takes to connect


def test_bench_commands_measures_each_command_beside_the_echo(tmp_path: Path) -> None:
    code, out, _ = run_command("bench", "commands", "--questions", "1", "--json", "--config", write_base(tmp_path))

    measured = json.loads(out)
    names = [each["name"] for each in measured["commands"]]
    assert code == 0
    assert names == [
        "echo",
        "/ask",
        "/help",
        "/who",
        "check 3 sentences",
        "/timeline, same picture",
        "/timeline, new picture",
    ]
    assert min(figure for each in measured["commands"] for figure in (each["cpu"], each["wait"])) > 0
    assert 0 < measured["first"] <= measured["last"]


def test_the_table_shows_the_cpu_time_as_a_multiple_of_the_echo() -> None:
    out = io.StringIO()
    echo, ask = CommandCost(name="echo", cpu=1.25, wait=2), CommandCost(name="/ask", cpu=5, wait=9.04)

    write_table(CommandCosts(commands=(echo, ask), first=20, last=31, lost=2), out)

    assert "/ask" in out.getvalue()
    assert "4.0 x" in out.getvalue()
    assert "the first waits 20 ms, the last 31 ms" in out.getvalue()
    assert "Lost, because the machine was too busy: 2" in out.getvalue()


async def test_a_client_that_ends_before_it_is_connected_is_reported_at_once() -> None:
    async with Sandbox.serve() as sandbox:
        with pytest.raises(RuntimeError, match="ended before it was connected"):
            # It does something with the token and ends.
            async with client_process(sandbox, print):
                raise AssertionError


async def test_a_client_has_settled_once_its_work_after_the_start_is_done(tmp_path: Path) -> None:
    done = tmp_path / "done"

    async with Sandbox.serve() as sandbox, client_process(sandbox, partial(_serve_with_work, done)) as client:
        await client.settle()
        assert done.exists()


def _serve_with_work(done: Path, token: str) -> None:
    threading.Thread(target=_work, args=(done,), daemon=True).start()
    serve_echo(token)


def _work(done: Path) -> None:
    while time.thread_time() < WORK:
        pass
    done.touch()
