from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bases import CONFIG, FERRY, LIGHT, write_base
from commands import run_command

from bot.cli.run import library_of
from bot.cli.sandbox import trial_library
from bot.config import load_config
from bot.errors import KnowledgeError

BANNER = "DRAFT · not confirmed by a curator 13 TODOs left: 6 facts × 2–3"
QUESTION = "how far could the lamp be seen"


def write_draft(folder: Path, **files: str) -> Path:
    """Write the small base with two TODOs in each fact about the light, and a third in one."""
    light = re.sub(r"^(  (?:standing|importance): .*)$", r"\1  # TODO: is it?", LIGHT, flags=re.MULTILINE)
    light = light.replace("- id: lamp-range", "- id: lamp-range  # TODO: a better id?")
    return write_base(folder, {"knowledge/facts/light.yaml": light, **files})


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_draft(tmp_path_factory.mktemp("draft"))


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def test_ask_answers_from_a_draft_and_says_that_it_is_one(draft: Path) -> None:
    code, out, _ = run_command("ask", QUESTION, "--config", draft)
    said = on_one_line(out)

    assert code == 0
    assert said.startswith(BANNER)
    assert "The lamp of Grey Skerry could be seen for 21 nautical miles." in said
    assert "Not settled in this fact: id, standing, importance" in said


def test_a_page_and_an_answer_in_spanish_say_so_too(draft: Path) -> None:
    assert on_one_line(run_command("ask", "overview", "--config", draft)[1]).startswith(BANNER)
    assert "BORRADOR · sin confirmar" in run_command("ask", QUESTION, "--lang", "es", "--config", draft)[1]


def test_the_json_of_an_answer_has_the_todos_in_groups_and_those_of_its_facts(draft: Path) -> None:
    found = json.loads(run_command("ask", QUESTION, "--json", "--config", draft)[1])

    assert found["draft"]["todos"] == 13
    assert found["draft"]["groups"] == [{"kind": "fact", "entries": 6, "fewest": 2, "most": 3}]
    assert found["draft"]["facts"]["lamp-range"] == ["id", "standing", "importance"]
    assert found["facts"][0]["id"] == "lamp-range"


def test_the_json_of_a_base_without_todos_does_not_change(tmp_path: Path) -> None:
    found = json.loads(run_command("ask", QUESTION, "--json", "--config", write_base(tmp_path))[1])

    assert "draft" not in found


@pytest.mark.parametrize("command", [("timeline",), ("overview",), ("factcheck", "The lamp failed.")])
def test_other_commands_refuse_a_draft_unless_the_config_allows_it(
    draft: Path, command: tuple[str, ...], tmp_path: Path
) -> None:
    with pytest.raises(KnowledgeError):
        run_command(*command, "--config", draft)

    allowing = write_draft(tmp_path, **{"config.yaml": f"{CONFIG}drafts: allowed\n"})
    assert on_one_line(run_command(*command, "--config", allowing)[1]).startswith(BANNER)


def test_the_bot_on_discord_opens_a_draft_only_if_the_config_allows_it(draft: Path) -> None:
    config = load_config(draft)

    with pytest.raises(KnowledgeError):
        library_of(config).read()
    assert len(trial_library(config).read().knowledge.todos) == 13
    assert library_of(config.model_copy(update={"drafts": "allowed"})).read().knowledge.todos


def test_check_groups_what_is_left_names_what_needs_most_and_says_what_to_do(draft: Path) -> None:
    code, out, _ = run_command("check", "--config", draft)
    file = draft.parent / "knowledge/facts/light.yaml"

    option = f"--config {draft}"

    assert code == 1
    assert out.splitlines() == [
        f"{file}: 13 TODOs",
        "  5 facts × 2 TODOs: importance, standing",
        "  1 fact × 3 TODOs: id, importance, standing",
        "Facts that need most:",
        f"  {file}:29: lamp-range (3 TODOs)",
        "",
        "13 TODOs found.",
        f"Next: python -m bot review {option} goes through the draft, fact by fact; --web shows it in the browser.",
        f"To list each TODO with its place: python -m bot check --todos {option}",
        f"To try it, each answer marked DRAFT: python -m bot ask {option}, or python -m bot sandbox {option}",
    ]


def test_check_lists_each_todo_if_it_is_told_to(draft: Path) -> None:
    out = run_command("check", "--todos", "--config", draft)[1]
    places = re.findall(r"light\.yaml:(\d+):\d+: Not settled yet \(", out)

    assert len(places) == 13


def test_check_lists_a_few_todos_beside_the_problems(tmp_path: Path) -> None:
    ferry = FERRY.replace("importance: 3", "importance: 3  # TODO: is it?").replace(
        "standing: stated", "standing: sure"
    )
    code, out, _ = run_command("check", "--config", write_base(tmp_path, {"knowledge/facts/ferry.yaml": ferry}))

    assert code == 1
    assert "ferry.yaml:6:18: Not settled yet (is it?)." in out
    assert out.splitlines()[-1] == "1 problem and 1 TODO found."
