"""`bench bases`: what many bases in one process take."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.benchmark import several_bases
from bot.benchmark.several_bases import memory_in_use
from bot.errors import UsageError


def test_the_memory_and_the_time_of_further_bases_are_printed(tmp_path: Path) -> None:
    code, out, _ = run_command("bench", "bases", "--config", write_base(tmp_path), "--count", "3")

    assert code == 0
    assert out.startswith("3 bases of 11 facts in one process: ")
    assert "Each further base: " in out


def test_memory_that_the_system_does_not_tell_is_a_question_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "status"
    silent.write_text("Name: python\nVmRSS: 1 kB\n", "ascii")
    monkeypatch.setattr(several_bases, "memory_in_use", lambda: memory_in_use(silent))
    _, out, _ = run_command("bench", "bases", "--config", write_base(tmp_path), "--count", "2")

    assert memory_in_use(tmp_path / "none") is None
    assert "in one process: ? MiB; with the first alone ? MiB.\nEach further base: ? MiB, and ? MiB of mapped" in out


def test_a_single_base_has_no_further_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bases at least 2"):
        run_command("bench", "bases", "--config", write_base(tmp_path), "--count", "1")
