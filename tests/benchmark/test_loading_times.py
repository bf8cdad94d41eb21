"""`bench loading`: what loading a base costs, at first, later and after a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.benchmark.keeping import with_new_statement


def test_the_base_and_a_made_one_are_loaded(tmp_path: Path) -> None:
    code, out, _ = run_command(
        "bench", "loading", "--json", "--cpu", "--config", write_base(tmp_path), "--sizes", "20", "--questions", "3"
    )

    assert code == 0
    real, made = json.loads(out)
    assert (real["later"]["facts"], made["later"]["facts"]) == (11, 20)
    assert min(real["first"], real["later"]["started"], made["later"]["reloaded"]) > 0


@pytest.mark.parametrize(
    ("facts", "changed"),
    [
        ('- statement: "It is dark."', '- statement: "So It is dark."'),
        ("- statement: It is dark.", "- statement: So It is dark."),
        ('[{"statement": "It is dark."}]', '[{"statement": "So It is dark."}]'),
        ("- statement: >-\n    It is dark.", "- statement: >-\n    So It is dark."),
        ("- statement_es: a\n- statement: b\n- statement: c", "- statement_es: a\n- statement: So b\n- statement: c"),
    ],
)
def test_the_first_statement_of_a_file_is_changed(facts: str, changed: str) -> None:
    assert with_new_statement(facts) == changed
