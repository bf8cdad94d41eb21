from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.matching.features import FEATURES
from bot.core.matching.weights import CALIBRATION_FILE
from bot.errors import UsageError

ONE_FACT = """\
- id: lamp-height
  statement: "The lamp of Grey Skerry stands 38 metres above the sea."
  topics: [light]
  attribution: "Ostrand Post"
  standing: reported
  importance: 1
  quotes:
    - source: ostrand-post
      exact: "stands 38 metres above the sea"
  question: "lamp height"
"""


def test_learned_weights_are_reported_written_and_used(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path))
    code, out, _ = run_command("calibrate", "--config", tmp_path / "config.yaml")

    assert code == 0
    base = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None).open()
    assert base.calibration is not None
    assert base.calibration.revision == base.knowledge.revision
    assert "46 questions" in out
    assert "46 questions are few to learn from" in out
    assert all(name in out for name in FEATURES)
    assert out.endswith(f"Wrote {Path('knowledge', CALIBRATION_FILE)}\n")


def test_a_broken_calibration_is_written_again(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path, {f"knowledge/{CALIBRATION_FILE}": "broken"}))

    run_command("calibrate", "--config", tmp_path / "config.yaml")

    assert Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None).open().calibration


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path))
    written = []
    for _ in range(2):
        run_command("calibrate", "--seed", "3", "--config", tmp_path / "config.yaml")
        written.append((config.knowledge / CALIBRATION_FILE).read_bytes())

    assert written[0] == written[1]


def test_one_fact_teaches_nothing(tmp_path: Path) -> None:
    files = {
        "knowledge/facts/light.yaml": ONE_FACT,
        "knowledge/facts/repair.yaml": None,
        "knowledge/facts/ferry.yaml": None,
        "knowledge/unknowns.yaml": None,
    }
    config = load_config(write_base(tmp_path, files))

    with pytest.raises(UsageError, match="fewer than 2 facts"):
        run_command("calibrate", "--config", tmp_path / "config.yaml")

    assert not (config.knowledge / CALIBRATION_FILE).exists()
