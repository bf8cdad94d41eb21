from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import run_command


def explained(config: Path, question: str, *options: str) -> str:
    code, out, _ = run_command("ask", question, "--explain", *options, "--config", config)
    assert code == 0
    return out


def record_of(config: Path, question: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(explained(config, question, "--json"))
    return found


def test_the_explanation_is_printed_below_the_outcome(config: Path) -> None:
    shown = explained(config, "price of the becon repairs")
    outcome, _, why = shown.partition("“becon” was read as “beacon”")

    assert "600,000 crowns" in outcome
    parts = (
        "1 fact repair-cost · total",
        "odds against nothing",
        "lighthouse (lighthouse",
        "What each feature brought",
        "classifier",
        "What made the confidence",
        "log odds",
        "an answer needs 0.50, a suggestion 0.20",
    )
    assert [part for part in parts if part not in " ".join(why.split())] == []


def test_an_unknown_is_marked_as_one(config: Path) -> None:
    assert "1  unknown keeper-age" in explained(config, "age of the keeper")


def test_an_exact_ask_needs_no_signals(config: Path) -> None:
    shown = explained(config, "lamp height")

    assert "one of the first entry's questions, word for word" in shown
    assert "What made the confidence" not in shown


@pytest.mark.parametrize("question", ["·", "🎉🎉", "؟"])
def test_a_question_without_letters_or_digits_is_explained_as_asking_for_help(question: str, config: Path) -> None:
    assert "asks for a page (help)" in explained(config, question)


@pytest.mark.parametrize("question", ["the", "\x00\x1b[31m", "' OR 1=1; --" * 100])
def test_bad_input_is_explained_without_an_error(question: str, config: Path) -> None:
    assert "Confidence 0." in explained(config, question)
    assert "\x1b" not in explained(config, question)


def test_the_explanation_is_part_of_the_json_object(config: Path) -> None:
    found = record_of(config, "price of the becon repairs")
    why = found["explanation"]

    assert found["outcome"] in {"answer", "suggestion"}
    assert why["repairs"] == [{"written": "becon", "read": "beacon"}]
    assert [word["word"] for word in why["words"]] == ["price", "beacon", "repairs"]
    assert sum(word["weight"] for word in why["words"]) == pytest.approx(1, abs=1e-3)
    assert why["entries"][0]["id"] == "repair-cost"
    assert why["entries"][0]["kind"] == "fact"
    brought = [feature["brought"] for feature in why["entries"][0]["features"]]
    assert sum(brought) == pytest.approx(why["entries"][0]["total"], abs=2e-3)
    assert why["entries"][0]["covers"][1]["through"] == ["lighthouse", "light", "beacon"]
    assert why["thresholds"] == {"answer": 0.5, "suggest": 0.2}


@pytest.mark.parametrize(
    ("question", "veto", "said"),
    [
        ("what did the Harbour Office say about how high above the sea the lamp is", "other subject", "does not name"),
        ("how high were the waves in the storm of 1999", "other time", "is of another time"),
        ("how much did the waves in the storm cost", "no measure", "has no age, or no amount of money"),
    ],
)
def test_what_forbids_an_answer_is_named(config: Path, question: str, veto: str, said: str) -> None:
    assert record_of(config, question)["explanation"]["veto"] == veto
    assert said in " ".join(explained(config, question).split())
    assert record_of(config, "how high were the waves")["explanation"]["veto"] is None


def test_without_the_flag_nothing_is_explained(config: Path) -> None:
    _, out, _ = run_command("ask", "lamp", "--json", "--config", config)

    assert "explanation" not in json.loads(out)
