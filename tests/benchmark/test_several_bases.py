"""`bench bases`: what many bases in one process take."""

from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.errors import UsageError


def test_the_memory_and_the_time_of_further_bases_are_printed(tmp_path: Path) -> None:
    code, out, _ = run_command("bench", "bases", "--config", write_base(tmp_path), "--count", "3")

    assert code == 0
    assert out.startswith("3 bases of 11 facts in one process: ")
    assert "Each further base: " in out


def test_a_single_base_has_no_further_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="bases at least 2"):
        run_command("bench", "bases", "--config", write_base(tmp_path), "--count", "1")
