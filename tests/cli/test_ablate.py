from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from bases import write_base
from commands import once, run_command

from bot.cli import ablate
from bot.core.matching.features import FEATURES
from bot.errors import UsageError

ASKED = {"q": "lamp height", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"}


@functools.cache
def printed() -> tuple[dict[str, Any], str]:
    """What is printed as JSON, with a question, and what is printed as a table of the same rows, without one."""
    measure = once(ablate._rows)
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        config, file = write_base(Path(folder)), Path(folder, "questions.jsonl")
        file.write_text(json.dumps(ASKED), encoding="utf-8")
        patch.setattr(ablate, "_rows", measure)
        code, as_json, _ = run_command("ablate", file, "--json", "--config", config)
        patch.setattr(ablate, "_rows", lambda *arguments: [(row, ()) for row, _ in measure(*arguments)])
        table_code, table, _ = run_command("ablate", "--config", config)
        assert (code, table_code) == (0, 0)
        assert not Path(folder, "knowledge/calibration.json").exists()
    return json.loads(as_json), table


def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = printed()[0]["without"]
    return found


def test_each_feature_has_its_row_after_the_whole() -> None:
    dropped = [row["without"] for row in rows()]

    assert dropped[: len(FEATURES) + 1] == [[], *([name] for name in FEATURES)]
    assert dropped[len(FEATURES) + 1 :] in ([], [["all word vectors"]])


def test_questions_are_measured_beside_the_left_out_questions() -> None:
    for row in rows():
        answerable, others = row["questions"]
        assert (answerable["asked"], others["asked"]) == (1, 0)
        assert row["left_out"]["asked"] == 46


def test_the_cost_of_each_part_is_reported() -> None:
    spent = printed()[0]["ms"]

    assert spent["whole"] > 0
    assert spent["ask"] >= 0


def test_a_table_has_the_same_rows_for_a_reader() -> None:
    _, shown = printed()

    assert [name for name in ("(none)", *FEATURES) if f"│ {name} " not in shown] == []
    assert "asked:" not in shown.partition("└")[0]
    assert "a whole ranking" in shown


def test_a_base_of_one_fact_cannot_be_asked_about_itself(tmp_path: Path) -> None:
    one = (
        '- id: lamp-height\n  statement: "The lamp stands 38 metres above the sea."\n  topics: [light]\n'
        '  attribution: "Ostrand Post"\n  standing: reported\n  importance: 1\n'
        '  quotes:\n    - source: ostrand-post\n      exact: "stands 38 metres"\n  question: "lamp height"\n'
    )
    files = {
        "knowledge/facts/light.yaml": one,
        "knowledge/facts/repair.yaml": None,
        "knowledge/facts/ferry.yaml": None,
        "knowledge/unknowns.yaml": None,
    }
    config = write_base(tmp_path, files)
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps(ASKED), encoding="utf-8")

    with pytest.raises(UsageError, match="fewer than 2 facts"):
        run_command("ablate", "--config", config)
    with pytest.raises(UsageError, match="fewer than 2 facts"):
        run_command("eval", questions, "--left-out", "--config", config)
    assert run_command("eval", questions, "--config", config)[0] == 0
