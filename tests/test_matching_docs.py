from __future__ import annotations

from rankers import PROJECT

from bot.core.matching.features import FEATURES

TEXT = (PROJECT / "docs" / "matching.md").read_text(encoding="utf-8")


def test_the_page_on_matching_has_a_row_for_every_feature() -> None:
    rows = [line.split("|")[1].strip() for line in TEXT.splitlines() if line.count("|") == 11]

    assert [name for name in FEATURES if name not in rows] == []


def test_the_page_on_matching_names_its_commands() -> None:
    commands = ("eval questions.jsonl --left-out", "ablate questions.jsonl", "ask --explain")

    assert [command for command in commands if f"    python -m bot {command}" not in TEXT] == []
