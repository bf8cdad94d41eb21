from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

HEIGHT = {"q": "lamp height", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"}
FERRY = {"q": "last ferry after dark", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"}
KEEPER = {"q": "how old is the keeper", "answerable": False, "gold": [], "kind": "near miss", "note": "left aside"}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write_base(tmp_path)


def written(folder: Path, *questions: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(map(json.dumps, questions)), encoding="utf-8")
    return path


def printed(config: Path, *questions: object, options: Sequence[str | Path] = ()) -> str:
    code, out, _ = run_command("eval", written(config.parent, *questions), *options, "--config", config)
    assert code == 0
    return out


def test_figures_are_printed_as_a_table(config: Path) -> None:
    table = printed(config, HEIGHT, FERRY, KEEPER).partition("next to other ways")[0]
    rows = {row[0]: row[1:] for line in table.splitlines() if len(row := line.split("│")[1:-1]) > 1}
    shown = {kind.strip(): [cell.strip() for cell in cells] for kind, cells in rows.items()}

    assert shown["keywords"] == ["2", "2 (1.00)", "1 (0.50)", "1 (0.50)", "1 (0.50)"]
    assert shown["near miss"] == ["1", "0 (0.00)", "0 (0.00)", "0 (0.00)", "0 (0.00)"]
    assert shown["all answerable"][0] == "2"
    assert shown["all others"][0] == "1"


def test_peers_the_curve_and_the_worst_are_printed_as_well(config: Path) -> None:
    shown = printed(config, HEIGHT, FERRY, KEEPER)

    parts = ("next to other ways of searching", "bm25s (snowball)", "Risk against coverage", "The worst 1")
    assert [part for part in parts if part not in shown] == []
    assert "last ferry after dark" in shown.partition("The worst 1")[2]


def test_figures_are_printed_for_scripts(config: Path) -> None:
    found = json.loads(printed(config, HEIGHT, FERRY, KEEPER, options=["--json"]))

    rows = {row.pop("kind"): row for row in found["kinds"]}
    assert rows["keywords"] == {"asked": 2, "answered": 2, "right_first": 1, "among_three": 1, "wrong": 1}
    assert list(rows) == ["keywords", "near miss", "all answerable", "all others"]
    assert {"name": "RapidFuzz WRatio, all texts", "asked": 2, "right_first": 1, "among_three": 1} in found["peers"]
    assert found["threshold"] in [point["threshold"] for point in found["curve"]]
    assert "left_out" not in found


def test_the_curve_and_the_worst_are_printed_for_scripts(config: Path) -> None:
    found = json.loads(printed(config, HEIGHT, FERRY, KEEPER, options=["--json"]))

    assert found["curve"][0] == {
        "threshold": 0.0,
        "coverage": 1.0,
        "right_first": 0.5,
        "risk": 0.5,
        "needless": {"near miss": 0},
    }
    (case,) = found["worst"]
    assert (case["question"], case["outcome"]) == ("last ferry after dark", "answer")
    assert case["facts"][0] == "last-evening-crossing"


def test_where_nothing_went_wrong_no_worst_is_listed(config: Path) -> None:
    assert "No question went wrong." in printed(config, HEIGHT)


def test_the_base_asks_itself_where_that_is_wanted(config: Path) -> None:
    own = json.loads(printed(config, HEIGHT, FERRY, options=["--left-out", "--json"]))["left_out"]
    shown = printed(config, HEIGHT, FERRY, options=["--left-out"])

    assert own["asked"] == 46
    assert 0 < own["right_first"] <= own["among_three"] <= 1
    row = next(line for line in shown.splitlines() if "right first, whatever the confidence" in line)
    assert [cell.strip() for cell in row.split("│")[2:4]] == [f"{own['right_first']:.3f}", "0.500"]


def test_the_picture_is_drawn_where_that_is_wanted(config: Path, tmp_path: Path) -> None:
    picture = tmp_path / "curve.png"

    printed(config, HEIGHT, options=["--plot", picture])

    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_file_without_questions_has_empty_figures(config: Path) -> None:
    assert "all answerable" in printed(config)
