"""Two articles of one's own, from the text to a base that answers: drafted, reviewed, checked and asked."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from commands import run_command

from bot.config import load_config
from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load

FEWEST = {"own_article": 16, "race_article": 9}
"""How many of the 20 and 14 questions with a label have to be answered."""


@pytest.fixture(scope="module", params=FEWEST)
def base(request: pytest.FixtureRequest) -> Path:
    return Path(__file__).parent / str(request.param)


@pytest.fixture(scope="module")
def replies(base: Path) -> list[tuple[list[str], dict[str, Any]]]:
    """For each question with a label, the ids of the facts that answer it, and the reply."""
    labels = [json.loads(line) for line in (base / "labels.jsonl").read_text("utf-8").splitlines()]
    asked = io.StringIO("".join(f"{each['q']}\n" for each in labels))
    code, out, _ = run_command("ask", "--stdin", "--json", "--config", base / "config.yaml", stdin=asked)
    assert code == 0
    return [(each["facts"], json.loads(line)) for each, line in zip(labels, out.splitlines(), strict=True)]


def test_check_accepts_the_reviewed_base_without_a_warning(base: Path) -> None:
    config = load_config(base / "config.yaml")
    curated, seeds = (DiskFolder(path=path, root=config.root) for path in (config.knowledge, config.seeds))
    loaded = load(curated=curated, seeds=seeds, warn=True)

    assert loaded.warnings == ()
    assert [each for covered in source_coverage(loaded.knowledge) for each in covered.bare] == []


def test_most_questions_get_the_right_fact_and_none_gets_another(
    base: Path, replies: list[tuple[list[str], Any]]
) -> None:
    answered = [(facts, reply) for facts, reply in replies if reply["outcome"] == "answer"]
    wrong = [reply["question"] for facts, reply in answered if reply["facts"][0]["id"] not in facts]

    assert len(answered) >= FEWEST[base.name]
    assert wrong == []
