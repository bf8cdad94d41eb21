from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

from bot.core.matching.training_texts import EVERYDAY_QUESTIONS
from bot.errors import UsageError

HEIGHT = {"q": "lamp height", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"}
FERRY = {"q": "last ferry after dark", "answerable": True, "gold": ["38 metres above the sea"], "kind": "keywords"}
KEEPER = {"q": "how old is the keeper", "answerable": False, "gold": [], "kind": "near miss", "note": "left aside"}


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

    assert shown["keywords"] == ["2", "2 (1.00)", "1 (0.50)", "1 (0.50)", "1 (0.50)", "0 (0.00)", "1 (0.50)"]
    assert shown["near miss"] == ["1", *["0 (0.00)"] * 6]
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
    counts = {"asked": 2, "answered": 2, "right_first": 1, "among_three": 1, "wrong": 1}
    assert rows["keywords"] == {**counts, "denied": 0, "right_first_always": 1}
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


def test_if_nothing_went_wrong_no_worst_is_listed(config: Path) -> None:
    assert "No question went wrong." in printed(config, HEIGHT)


def test_the_base_is_asked_its_own_questions_if_wanted(config: Path) -> None:
    own = json.loads(printed(config, HEIGHT, FERRY, options=["--left-out", "--json"]))["left_out"]
    shown = printed(config, HEIGHT, FERRY, options=["--left-out"])

    assert own["asked"] == 46
    assert 0 < own["right_first"] <= own["among_three"] <= 1
    row = next(line for line in shown.splitlines() if "right first, whatever the confidence" in line)
    assert [cell.strip() for cell in row.split("│")[2:4]] == [f"{own['right_first']:.3f}", "0.500"]


def test_the_picture_is_drawn_if_wanted(config: Path, tmp_path: Path) -> None:
    picture = tmp_path / "curve.png"

    printed(config, HEIGHT, options=["--plot", picture])

    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_file_without_questions_has_empty_figures(config: Path) -> None:
    assert "all answerable" in printed(config)


def test_a_question_is_judged_by_the_facts_that_it_names(config: Path) -> None:
    by_facts = {**FERRY, "facts": ["last-evening-crossing"]}
    found = json.loads(printed(config, HEIGHT, by_facts, options=["--json"]))

    assert found["kinds"][0]["right_first"] == 2


def labels(folder: Path, *lines: object) -> Path:
    path = folder / "labels.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


def test_the_facts_may_be_named_in_a_file_of_their_own(config: Path, tmp_path: Path) -> None:
    file = labels(tmp_path, {"q": FERRY["q"], "facts": ["last-evening-crossing"]})
    found = json.loads(printed(config, HEIGHT, FERRY, KEEPER, options=["--json", "--labels", file]))

    assert found["kinds"][0]["right_first"] == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"q": "last ferry", "facts": []}, "q: no answerable question of the files has this text."),
        ({"q": KEEPER["q"], "facts": ["keeper-saw"]}, "q: no answerable question of the files has this text."),
        ({"q": FERRY["q"]}, "facts: Field required"),
        ({"q": FERRY["q"], "facts": ["ferry"]}, "facts: the base has no fact or unknown 'ferry'."),
    ],
)
def test_a_label_that_fits_no_question_is_refused_with_its_line(
    config: Path, tmp_path: Path, line: object, said: str
) -> None:
    with pytest.raises(UsageError) as raised:
        printed(config, HEIGHT, FERRY, KEEPER, options=["--labels", labels(tmp_path, line)])

    assert str(raised.value).startswith(f"{tmp_path / 'labels.jsonl'}:1: {said}")


def test_a_question_whose_answer_is_denied_is_counted(config: Path) -> None:
    denied = {"q": "how old is the keeper", "answerable": True, "facts": ["keeper-saw"], "kind": "age"}
    found = json.loads(printed(config, denied, options=["--json"]))
    shown = printed(config, denied, options=["--left-out"])

    assert found["kinds"][0] == {
        "kind": "age",
        "asked": 1,
        "answered": 0,
        "right_first": 0,
        "among_three": 1,
        "wrong": 0,
        "denied": 1,
        "right_first_always": 0,
    }
    row = next(line for line in shown.splitlines() if "│ denied " in line)
    assert [cell.strip() for cell in row.split("│")[2:4]] == ["–", "1.000"]


def test_a_label_that_names_no_entry_of_the_base_is_refused_with_its_line(config: Path) -> None:
    with pytest.raises(UsageError) as raised:
        printed(config, HEIGHT, {**FERRY, "facts": ["last-crossing"]})

    assert "questions.jsonl:2: facts: the base has no fact or unknown 'last-crossing'." in str(raised.value)
    assert "Did you mean 'last-evening-crossing'?" in str(raised.value)


ARTICLE = {
    "title": "Lamp",
    "sentences": ["The lamp of the lighthouse was lit in 1891.", "A storm broke its glass in March."],
    "paragraphs": [0, 0],
    "questions": [{"q": "When was the lamp lit?", "typo": "When was the lmap lit?", "sentence": 0}],
    "unanswerable": ["Who painted the boathouse?"],
}
INTENTS = {
    "train": {"light_on": ["turn the light on", "lights please"], "bye": ["goodbye", "see you later"]},
    "test": [["please turn on the light", "light_on"]],
    "out_of_scope": ["how old is the moon"],
}
HIGHER = {"text": "The lamp of Grey Skerry stands 40 metres above the sea.", "never": ["supported", "claimed"]}
AS_HIGH = {"text": "The lamp of Grey Skerry stands 38 metres above the sea.", "never": ["supported"]}


def records(config: Path, *files: Path, options: Sequence[str] = ()) -> list[Any]:
    code, out, _ = run_command("eval", *files, "--json", *options, "--config", config)
    assert code == 0
    return [json.loads(line) for line in out.splitlines()]


def asked_by_kind(found: dict[str, Any]) -> dict[str, int]:
    return {row["kind"]: row["asked"] for row in found["kinds"] if not row["kind"].startswith("all ")}


def test_articles_are_measured_as_a_base_each_and_as_one_base(config: Path, tmp_path: Path) -> None:
    apart, together = records(config, written(tmp_path, ARTICLE, {**ARTICLE, "title": "Lamp again"}))

    assert apart["base"] == "2 articles, a base of each, default weights"
    assert together["base"] == "2 articles, one base of 4 sentences, default weights"
    assert asked_by_kind(apart) == {"clean": 2, "typo": 2, "unanswerable": 2}
    assert asked_by_kind(together) == {**asked_by_kind(apart), "everyday": len(EVERYDAY_QUESTIONS)}


def test_intents_are_measured_with_few_and_with_all_phrasings(config: Path, tmp_path: Path) -> None:
    many = {**INTENTS, "train": {"light_on": [f"turn on light {number}" for number in range(9)], "bye": ["goodbye"]}}
    found = records(config, written(tmp_path, many))

    assert [each["base"] for each in found] == [
        "2 intents, 5 phrasings of each, default weights",
        "2 intents, 9 phrasings of each, default weights",
    ]
    assert [asked_by_kind(each) for each in found] == [{"test": 1, "out of scope": 1}] * 2


def test_a_made_base_is_asked_its_own_questions_too(config: Path, tmp_path: Path) -> None:
    (default,) = records(config, written(tmp_path, INTENTS), options=["--left-out"])
    (fitted,) = records(config, written(tmp_path, INTENTS), options=["--calibrate"])

    assert default["left_out"]["asked"] == fitted["left_out"]["asked"] == 8
    assert fitted["base"] == "2 intents, 2 phrasings of each, fitted weights"
    assert default["curve"] != fitted["curve"]


def test_the_configured_base_can_be_fitted_without_writing_a_file(config: Path) -> None:
    default = json.loads(printed(config, HEIGHT, options=["--json", "--left-out"]))
    fitted = json.loads(printed(config, HEIGHT, options=["--json", "--calibrate"]))

    assert (default["base"], fitted["base"]) == ("11 facts, default weights", "11 facts, fitted weights")
    assert default["left_out"] != fitted["left_out"]
    assert not (config.parent / "knowledge/calibration.json").exists()


def test_verdicts_are_printed_with_those_that_are_forbidden(config: Path, tmp_path: Path) -> None:
    file = written(tmp_path, HIGHER, AS_HIGH, {"text": "Plums are sweet.", "want": "not_covered"})
    (found,) = records(config, file)
    _, shown, _ = run_command("eval", file, "--config", config)

    counts = {"supported": 1, "claimed": 0, "contradicted": 1, "related": 0, "not_covered": 0}
    assert found["verdicts"][0] == {"want": None, "checked": 2, **counts, "forbidden": 1}
    assert found["forbidden"] == [{"sentence": AS_HIGH["text"], "verdict": "supported", "fact": "lamp-height"}]
    row = next(line for line in shown.splitlines() if "│ (any) " in line)
    assert [cell.strip() for cell in row.split("│")[2:9]] == ["2", "1", "0", "1", "0", "0", "1 (0.50)"]
    assert "lamp-height" in shown.partition("Forbidden verdicts")[2]


def test_if_no_verdict_is_forbidden_the_output_says_so(config: Path, tmp_path: Path) -> None:
    _, shown, _ = run_command("eval", written(tmp_path, HIGHER), "--config", config)

    assert "No sentence got a verdict that it must never get." in shown


def test_several_files_are_measured_one_after_the_other(config: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    files = (written(tmp_path / "a", HEIGHT), written(tmp_path / "b", HIGHER))
    _, shown, _ = run_command("eval", *files, "--config", config)

    assert [each["file"] for each in records(config, *files)] == [str(file) for file in files]
    headings = [f"{files[0]}: 11 facts, default weights\n", f"{files[1]}: 11 facts\n"]
    assert [line for line in shown.splitlines(keepends=True) if line in headings] == headings


def test_a_sample_asks_less_of_each_kind(config: Path, tmp_path: Path) -> None:
    few = ["--sample", "1"]
    (questions,) = records(config, written(tmp_path, HEIGHT, FERRY, KEEPER), options=few)
    (sentences,) = records(config, written(tmp_path, HIGHER, AS_HIGH), options=few)
    apart, _ = records(config, written(tmp_path, ARTICLE, {**ARTICLE, "title": "Lamp again"}), options=few)

    assert asked_by_kind(questions) == {"keywords": 1, "near miss": 1}
    assert sum(row["checked"] for row in sentences["verdicts"]) == 1
    assert asked_by_kind(apart) == {"clean": 1, "typo": 1, "unanswerable": 1}


def test_an_empty_sample_is_refused(config: Path) -> None:
    with pytest.raises(UsageError, match="--sample must be at least 1"):
        printed(config, HEIGHT, options=["--sample", "0"])


def test_a_picture_of_several_bases_is_refused(config: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--plot draws the answers of one base"):
        printed(config, ARTICLE, options=["--plot", tmp_path / "curve.png"])
