from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from cli.typed import Typed
from commands import run_command

from bot.i18n import ENGLISH, SPANISH


def asked(config: Path, *arguments: str) -> str:
    return run_command("ask", "--config", config, *arguments)[1]


def test_the_overview_has_dates_sources_and_a_fact_of_each_topic(config: Path) -> None:
    code, out, _ = run_command("overview", "--config", config)

    assert code == 0
    shown = " ".join(out.split())
    assert shown.startswith(
        "The story in short Grey Skerry goes dark · Ostrand Post · published 6 March 2031 3 to 4 March 2031 "
        "· 11 facts · 1 source "
        "The light 1. The lighthouse on Grey Skerry has been dark since 4 March 2031"
    )
    assert "The ferry 3. The ferry Petrel runs only by day" in shown
    assert SPANISH.overview in run_command("overview", "--config", config, "--lang", "es")[1]


def test_a_question_for_a_page_gets_it_at_the_terminal(config: Path) -> None:
    assert asked(config, "¿de qué va esto?").split("\n")[1].strip() == ENGLISH.overview
    assert "https://example.com/grey-skerry" in asked(config, "what is the source?")
    assert "Published 6 March 2031" in asked(config, "what is the source?")
    assert "1. The Harbour Office puts the repair" in asked(config, "who is the harbour office?")
    assert "how much will the repair cost" in asked(config, "hello")
    assert "(help)" in asked(config, "hello", "--explain")


def test_a_date_that_could_be_two_says_how_it_was_read(config: Path) -> None:
    assert "“4/3/2031” was read as 4 March 2031. If you mean 3 April 2031," in asked(config, "4/3/2031")


def test_a_script_gets_an_outcome_of_its_own_for_each_page(config: Path) -> None:
    questions = "summary\nwho's port authority?\nsource\n4 March\nthanks\nwho is Napoleon\n"
    _, out, _ = run_command("ask", "--json", "--stdin", "--config", config, stdin=io.StringIO(questions))

    found = [json.loads(line) for line in out.splitlines()]
    assert [each["outcome"] for each in found[:-1]] == ["overview", "who", "sources", "timeline", "help"]
    assert [len(each["facts"]) for each in found[:-1]] == [3, 3, 0, 2, 0]
    assert found[-1]["outcome"] not in {"who", "answer"}
    assert all(each.keys() == {"question", "outcome", "confidence", "facts", "ms"} for each in found[:-1])


def test_a_fact_of_a_page_is_opened_by_its_number(config: Path) -> None:
    _, out, _ = run_command("ask", "--config", config, stdin=Typed("catch me up\n2\n"))

    assert "The Harbour Office says the repair will cost 600,000 crowns" in " ".join(out.split())


@pytest.mark.parametrize(
    "arguments", [("ask", "how high is the lamp"), ("overview",), ("timeline",), ("factcheck", "The lamp is lit.")]
)
def test_what_goes_into_a_pipe_has_no_spaces_at_the_ends_of_its_lines(config: Path, arguments: tuple[str, ...]) -> None:
    command, *rest = arguments
    lines = run_command(command, "--config", config, *rest)[1].split("\n")

    assert len(lines) > 3
    assert [line for line in lines if line != line.rstrip()] == []
