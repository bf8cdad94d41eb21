from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bases import FERRY, REPAIR, SEED, write_base
from commands import run_command

from bot.core.knowledge.schema import json_schemas
from bot.errors import ConfigError


def check(config: Path, *options: str) -> tuple[int, list[str]]:
    code, out, _ = run_command("check", *options, "--config", config)
    return code, out.splitlines()


def test_a_clean_base_is_reported_with_its_counts(tmp_path: Path) -> None:
    code, lines = check(write_base(tmp_path))

    assert code == 0
    assert lines[:2] == [
        "The base is clean.",
        (
            "11 facts with 12 quotes, 23 questions and phrasings, 2 unknowns, 3 topics, 1 source, 3 names, "
            "2 same groups, 0 near groups"
        ),
    ]
    assert re.fullmatch("revision [0-9a-f]{64}", lines[2])
    assert "ostrand-post: facts quote 10 of 10 sentences (100.0%)" in lines
    assert lines[-1] == "grey-skerry.txt:1: set aside: “Grey Skerry goes dark” (The headline.)"


def test_a_sentence_that_no_fact_quotes_is_a_warning(tmp_path: Path) -> None:
    ferry = FERRY.replace("Its last evening crossing was on 3\\u202FMarch", "on 3\\u202FMarch")
    code, lines = check(write_base(tmp_path, {"knowledge/facts/ferry.yaml": ferry}))

    assert (code, lines[0]) == (0, "No errors, 1 warning.")
    assert "ostrand-post: facts quote 9 of 10 sentences (90.0%)" in lines
    assert lines[-1] == (
        "grey-skerry.txt:11: warning: no fact quotes this sentence of paragraph 6: “Its last evening crossing was on 3 "
        "March.” Quote it in a fact, or list it as unquoted with a reason."
    )


def test_every_problem_begins_its_line_with_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "knowledge/facts/ferry.yaml": FERRY.replace("on 3\\u202FMarch", "on 3 March"),
        "knowledge/facts/repair.yaml": REPAIR.replace("[repair-cost]", "[repair-costs]"),
    }
    write_base(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    code, lines = check(Path("config.yaml"))

    assert code == 1
    places = [line for line in lines if re.match(r"knowledge/facts/\w+\.yaml:\d+:\d+: ", line)]
    assert places == [line for line in lines if line.startswith("knowledge/")]
    assert len(places) == 2
    assert lines[-1] == "2 problems found."


def test_what_is_wrong_with_a_text_is_shown_with_the_problems_that_it_causes(tmp_path: Path) -> None:
    files = {"seeds/grey-skerry.txt": SEED.replace("“We saw", "“We saw".encode().decode("cp1252", "ignore"))}
    code, lines = check(write_base(tmp_path, files))

    assert code == 1
    assert "The quote is not in grey-skerry.txt" in "\n".join(lines)
    assert "seeds/grey-skerry.txt:7:1: warning: 'â€œ' was read in a wrong encoding; " in lines[-2]
    assert lines[-1] == "1 problem and 1 warning found."


def test_one_problem_is_counted_in_the_singular(tmp_path: Path) -> None:
    assert check(write_base(tmp_path, {"knowledge/topics.yaml": ""}))[1][-1] == "1 problem found."


def test_a_wrong_config_is_left_to_the_command_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        check(tmp_path / "config.yaml")


def test_what_may_be_wrong_in_a_fact_is_a_warning_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry = FERRY.replace("crossing was on 3 March 2031", "crossing was on 30 March 2031")
    write_base(tmp_path, {"knowledge/facts/ferry.yaml": ferry})
    monkeypatch.chdir(tmp_path)
    code, lines = check(Path("config.yaml"))

    assert (code, lines[0]) == (0, "No errors, 1 warning.")
    assert lines[-1].startswith("knowledge/facts/ferry.yaml:15:14: warning: no quote has the date '30 March 2031'.")
    assert check(Path("config.yaml"), "--strict")[0] == 1


GOLDEN = """\
- {question: "how high above the sea is the lamp", fact: lamp-height}
- {question: "what was the storm called", outcome: abstention}
"""


def test_a_golden_question_that_gets_something_else_is_a_warning_with_its_place(tmp_path: Path) -> None:
    config = write_base(tmp_path, {"knowledge/golden.yaml": GOLDEN})
    code, lines = check(config)

    assert (code, lines[0]) == (0, "No errors, 1 warning.")
    assert "2 golden questions" in lines[1]
    assert lines[-1].endswith(
        "knowledge/golden.yaml:2:14: warning: the golden question “what was the storm called” should get an "
        "abstention, but gets not in source (storm-name). Make the phrasings that match it more "
        "specific, or correct the golden question."
    )
    assert sum("golden question “" in line for line in lines) == 1


def test_a_strict_check_fails_for_such_a_warning(tmp_path: Path) -> None:
    config = write_base(tmp_path, {"knowledge/golden.yaml": GOLDEN})
    right = write_base(tmp_path / "right", {"knowledge/golden.yaml": GOLDEN.splitlines()[0]})

    assert check(config, "--strict")[0] == 1
    assert check(right, "--strict") == (0, check(right)[1])
    assert check(right)[1][0] == "The base is clean."


def test_the_schemas_are_written_beside_the_base(tmp_path: Path) -> None:
    code, lines = check(write_base(tmp_path), "--write-schema")

    assert code == 0
    folder = tmp_path / "knowledge/schema"
    assert {path.name: json.loads(path.read_text("utf-8")) for path in folder.iterdir()} == dict(json_schemas())
    assert f"Wrote {folder / 'facts.schema.json'}" in lines
    assert check(tmp_path / "config.yaml")[0] == 0
