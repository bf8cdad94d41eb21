from __future__ import annotations

import io
from pathlib import Path

import pytest
from bases import write_base

from bot.__main__ import main

QUOTE = "The Harbour Office says the repair will cost 600,000 crowns"


def asked(folder: Path, *arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    question = ("ask", "how much will the repair cost", "--config", str(write_base(folder)))
    return main([*question, *arguments], {}, io.StringIO(), out, err), out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "said"), [((), "Disputed"), (("--lang", "en"), "Disputed"), (("--lang", "es"), "Cuestionado")]
)
def test_the_terminal_speaks_the_language_that_is_asked_for(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, _ = asked(tmp_path, *arguments)

    assert code == 0
    assert said in out
    assert QUOTE in " ".join(out.split())


def test_wrong_usage_is_reported_in_the_requested_language(tmp_path: Path) -> None:
    code, _, err = asked(tmp_path, "--stdin", "--lang", "es")

    assert code == 2
    assert err == "Una pregunta o --stdin, pero no ambas cosas.\n"
