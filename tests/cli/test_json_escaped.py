"""What --json prints: control and direction-changing characters only as escapes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

BOT = Path(__file__).parents[2] / "bot"
STEERING = "\x1b[2J\x7f\x9b\x85\u061c\u200e\u200f\u2028\u202e\u2066\ufff9\U000e0041"
QUESTION = f"how high{STEERING} is the lamp"
RAW = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]"
)


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", QUESTION, "--json"),
        ("ask", QUESTION, "--json", "--explain"),
        ("ask", "--stdin", "--json"),
        ("factcheck", QUESTION, "--json"),
        ("factcheck", "--stdin", "--json"),
    ],
)
def test_typed_text_in_the_json_controls_no_terminal(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    config = write_base(tmp_path)
    stdin = io.StringIO(QUESTION if "--stdin" in arguments else "")
    code, out, _ = run_command(arguments[0], *arguments[1:], "--config", config, stdin=stdin)

    assert code == 0
    assert not RAW.findall(out)
    assert [json.loads(line) for line in out.splitlines()]


def test_every_command_prints_json_through_the_one_function_that_escapes() -> None:
    written = {
        file.name
        for file in (BOT / "cli").glob("*.py")
        if re.search(r"\bjson\.dumps?\b", file.read_text(encoding="utf-8"))
    }

    assert written == {"check.py"}  # which writes the JSON Schemas to files
