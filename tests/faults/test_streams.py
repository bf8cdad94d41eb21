from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from bases import write_base

BOT = f"{sys.executable} -m bot"
QUESTION = "how much will the repair cost"


def shell(line: str, config: Path, *, stdin: int = subprocess.DEVNULL) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell, as people type it; $BOT is the bot, $CONFIG its base."""
    env = {**os.environ, "BOT": BOT, "CONFIG": str(config)}
    return subprocess.run(  # noqa: S603 - the lines stand below
        ["/bin/sh", "-c", line], stdin=stdin, capture_output=True, text=True, env=env, check=False
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (f"$BOT ask '{QUESTION}' --config $CONFIG >&-", 0),
        (f"$BOT ask '{QUESTION}' --config $CONFIG 2>&-", 0),
        ("$BOT check --config $CONFIG >&-", 0),
        ("$BOT ask --config $CONFIG <&-", 2),
        ("$BOT ask --config $CONFIG </dev/null", 2),
        ("$BOT ask --stdin --config $CONFIG <&-", 0),
        ("$BOT ask --config $CONFIG <&- >&- 2>&-", 2),
    ],
)
def test_a_closed_stream_causes_no_traceback(line: str, code: int, tmp_path: Path) -> None:
    done = shell(line, write_base(tmp_path))

    assert "Traceback" not in done.stderr
    assert done.returncode == code


def test_a_prompt_whose_reader_has_gone_ends_quietly(tmp_path: Path) -> None:
    config = write_base(tmp_path)
    terminal, typed = pty.openpty()
    os.write(terminal, f"{QUESTION}\n{QUESTION}\n{QUESTION}\n".encode())
    try:
        done = shell("$BOT ask --config $CONFIG | head -n 1", config, stdin=typed)
    finally:
        os.close(terminal)
        os.close(typed)

    assert done.stdout.startswith("Ask about the 11 facts")
    assert done.stderr == ""


def test_a_prompt_whose_terminal_has_gone_ends_quietly(tmp_path: Path) -> None:
    config = write_base(tmp_path)
    terminal, typed = pty.openpty()
    os.close(terminal)
    try:
        done = shell("$BOT ask --config $CONFIG", config, stdin=typed)
    finally:
        os.close(typed)

    assert "Traceback" not in done.stderr
