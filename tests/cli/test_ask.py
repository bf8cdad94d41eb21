from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from cli.typed import Typed
from commands import run_command
from rankers import small_knowledge

from bot.errors import KnowledgeError, UsageError

NOTHING = "No fact here answers that."


def asked(config: Path, *arguments: str, stdin: str = "") -> str:
    code, out, _ = run_command("ask", "--config", config, *arguments, stdin=io.StringIO(stdin))
    assert code == 0
    return out


def converse(config: Path, *lines: str) -> str:
    code, out, _ = run_command("ask", "--config", config, stdin=Typed("".join(f"{line}\n" for line in lines)))
    assert code == 0
    return " ".join(out.split())


def statement(fact: str) -> str:
    return small_knowledge().facts[fact].statement


def test_a_question_is_answered_for_a_reader(config: Path) -> None:
    shown = asked(config, "how high above the sea is the lamp?")

    assert statement("lamp-height") in shown
    assert "stands 38 metres above the sea" in shown
    assert "paragraph 3" in shown


def test_a_question_is_answered_for_a_script(config: Path) -> None:
    line = asked(config, "how high above the sea is the lamp?", "--json")

    found: dict[str, Any] = json.loads(line)
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    assert (found["outcome"], found["facts"][0]["id"]) == ("answer", "lamp-height")
    assert found["ms"] > 0


def test_text_is_written_as_it_is_and_not_as_escapes(config: Path) -> None:
    assert "“We saw the glass go" in asked(config, "what did the keeper see", "--json")


def test_every_line_gets_one_object_also_an_empty_one_and_a_last_one_without_its_end(config: Path) -> None:
    lines = asked(config, "--json", "--stdin", stdin="lamp height\n\nlast ferry after dark\r\n  \nlamp range")

    found = [json.loads(line) for line in lines.splitlines()]
    assert [each["question"] for each in found] == ["lamp height", "", "last ferry after dark", "  ", "lamp range"]
    assert [each["outcome"] for each in found[:4]] == ["answer", "help", "answer", "help"]
    assert found[2]["facts"][0]["id"] == "last-evening-crossing"


def test_no_lines_get_no_answers(config: Path) -> None:
    assert asked(config, "--json", "--stdin") == ""


def test_lines_can_be_answered_for_a_reader_too(config: Path) -> None:
    shown = asked(config, "--stdin", stdin="lamp height\nrange of the lighthouse\n")

    assert shown.index(statement("lamp-height")) < shown.index(statement("lamp-range"))


def test_the_prompt_asks_until_an_empty_line(config: Path) -> None:
    shown = converse(config, "lamp height", "", "range of the lighthouse")

    assert shown.startswith("Ask about the 11 facts.")
    assert statement("lamp-height") in shown
    assert "“The lamp, which could be seen for 21 nautical miles”" not in shown
    assert shown.endswith("?")


def test_the_prompt_ends_with_its_input(config: Path) -> None:
    assert statement("lamp-height") in converse(config, "lamp height")


def test_a_number_opens_a_fact_that_was_just_listed(config: Path) -> None:
    listed = converse(config, "what was the storm called")
    opened = converse(config, "what was the storm called", "2")

    quote = "“Waves of 11 metres were measured that night by the weather buoy off Ostrand”"
    assert f"2. {statement('wave-height')}" in listed
    assert quote not in listed
    assert quote in opened


def test_the_list_stays_open_until_the_next_question(config: Path) -> None:
    shown = converse(config, "what was the storm called", "2", "1")

    assert "“The lighthouse on Grey Skerry has been dark since Tuesday, 4 March 2031" in shown


@pytest.mark.parametrize("number", ["0", "7", "99"])
def test_a_number_that_is_not_listed_is_reported_and_the_list_stays(config: Path, number: str) -> None:
    shown = converse(config, "what was the storm called", number, "2")

    assert f"There is no fact {number} in the last list, which has 3." in shown
    assert "“Waves of 11 metres were measured" in shown


def test_a_number_of_thousands_of_digits_is_not_listed_either(config: Path) -> None:
    shown = converse(config, "what was the storm called", "1" * 5_000, "2")

    assert f"There is no fact {'1' * 60}… in the last list, which has 3." in shown
    assert "“Waves of 11 metres were measured" in shown


def test_before_any_question_no_number_is_listed(config: Path) -> None:
    assert "There is no fact 1 in the last list, which has 0." in converse(config, "1")


@pytest.mark.parametrize("word", ["exit", "QUIT", "q", "salir"])
def test_what_people_type_to_leave_ends_the_prompt(config: Path, word: str) -> None:
    assert statement("lamp-height") not in converse(config, word, "lamp height")


def test_a_question_together_with_lines_is_refused(config: Path) -> None:
    with pytest.raises(UsageError, match="not both"):
        asked(config, "lamp", "--stdin")


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_nothing_to_answer_and_no_terminal_is_refused(config: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="Add a question"):
        asked(config, *arguments)


@pytest.mark.parametrize("question", ["", "  ", "\u200b"])
def test_an_empty_question_is_refused(config: Path, question: str) -> None:
    with pytest.raises(UsageError, match="Add a question"):
        asked(config, question)


def test_words_without_quotation_marks_are_one_question(config: Path) -> None:
    assert json.loads(asked(config, "last", "ferry", "after", "dark", "--json"))["question"] == "last ferry after dark"


def test_each_question_in_quotation_marks_gets_its_own_answer(config: Path) -> None:
    code, out, _ = run_command(
        "ask", "how high is the lamp?", "what does the repair cost?", "--json", "--config", config
    )

    assert code == 0
    assert [json.loads(line)["question"] for line in out.splitlines()] == [
        "how high is the lamp?",
        "what does the repair cost?",
    ]


def test_there_is_no_prompt_for_a_script_even_at_a_terminal(config: Path) -> None:
    with pytest.raises(UsageError, match="Add a question"):
        run_command("ask", "--json", "--config", config, stdin=Typed("lamp\n"))


def test_a_broken_base_is_left_to_the_command_line_to_report(config: Path) -> None:
    (config.parent / "knowledge/topics.yaml").write_text("- id: [", encoding="utf-8")

    with pytest.raises(KnowledgeError):
        asked(config, "lamp")


def test_an_answer_is_cited_on_lines_that_can_be_copied(config: Path) -> None:
    question = "how high above the sea is the lamp?"
    plain, cited = asked(config, question), asked(config, question, "--cite")
    record = json.loads(asked(config, question, "--cite", "--json"))
    (quote,) = small_knowledge().facts["lamp-height"].quotes

    assert cited.startswith(plain)
    text, markdown = cited.removeprefix(plain).rstrip("\n").split("\n\n")
    assert text.split("\n")[0] == f"“{quote.exact}”"
    assert markdown.split("\n")[0] == f"> {quote.exact}"
    assert record["citations"] == [{"text": text, "markdown": markdown}]


def test_no_quote_is_cited_where_nothing_is_answered(config: Path) -> None:
    question = "zebra crossings in Peru"

    assert asked(config, question, "--cite") == asked(config, question)
    assert json.loads(asked(config, question, "--cite", "--json"))["citations"] == []
