"""The commands where the config has several bases."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from commands import run_command
from logged import log_question
from two_bases import NESS, SKERRY, write_two_bases

from bot.__main__ import COMMANDS, parse
from bot.config import load_config
from bot.errors import UsageError
from bot.storage import Store

WITH_A_BASE = (
    *("ask", "overview", "factcheck", "check", "timeline", "calibrate", "eval", "ablate", "report", "draft"),
    *("review", "update"),
)
NEEDED = {"factcheck": ["a text"], "eval": ["file"], "draft": ["article"], "update": ["text"]}


@pytest.mark.parametrize(("options", "height"), [((), "38 metres"), (("--base", NESS), "52 metres")])
def test_a_question_goes_to_the_default_base_or_to_the_one_that_is_named(
    tmp_path: Path, options: tuple[str, ...], height: str
) -> None:
    code, out, _ = run_command("ask", "--config", write_two_bases(tmp_path), *options, "how high is the lamp")

    assert code == 0
    assert height in out


def test_check_reads_the_base_that_is_named(tmp_path: Path) -> None:
    config = write_two_bases(tmp_path)
    seed = tmp_path / NESS / "seeds/grey-skerry.txt"
    seed.write_text("Another text.\n", encoding="utf-8")

    assert run_command("check", "--config", config, "--base", SKERRY)[0] == 0
    assert run_command("check", "--config", config, "--base", NESS)[0] == 1


@pytest.mark.parametrize("command", WITH_A_BASE)
def test_each_command_that_reads_a_base_can_name_it(command: str) -> None:
    parsed = parse([command, "--base", NESS, *NEEDED.get(command, [])])

    assert parsed.base == NESS
    assert set(WITH_A_BASE) < set(COMMANDS)


def test_an_unknown_base_is_a_mistake_of_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no base 'north' in the config"):
        run_command("overview", "--config", write_two_bases(tmp_path), "--base", "north")


async def test_a_report_has_the_unanswered_questions_of_its_base_alone(tmp_path: Path) -> None:
    config = load_config(write_two_bases(tmp_path))
    at = dt.datetime(2031, 3, 7, tzinfo=dt.UTC)
    async with Store.open(config.store) as store:
        for base, text in ((SKERRY, "where is the whale"), (NESS, "where is the walrus")):
            await log_question(
                store, at=at, text=text, outcome="abstention", fact=None, confidence=None, guild=None, base=base
            )
    page = tmp_path / "report.html"
    run_command("report", "--config", tmp_path / "config.yaml", "--base", NESS, page)

    shown = page.read_text(encoding="utf-8")
    assert "where is the walrus" in shown
    assert "where is the whale" not in shown
