from __future__ import annotations

import io
import re
from typing import Never

import pytest

from bot.cli.progress import bars

HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
"""What hides a terminal's cursor while a bar moves, and shows it again."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


def seen(terminal: io.StringIO) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.getvalue())


def test_a_terminal_sees_the_work_and_how_much_of_it_is_done(terminal: Terminal) -> None:
    with bars(terminal) as progress:
        for done in range(4):
            progress.on_progress("Asking", done, 3)

    assert "Asking" in seen(terminal)
    assert "3/3" in seen(terminal)


def test_a_terminal_sees_a_work_that_is_not_counted(terminal: Terminal) -> None:
    with bars(terminal) as progress, progress.step("building"):
        assert "building" in seen(terminal)


def test_a_bar_leaves_the_cursor_and_an_empty_line_even_if_the_work_fails(terminal: Terminal) -> None:
    def interrupted() -> Never:
        with bars(terminal) as progress:
            progress.on_progress("Asking", 0, 3)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert terminal.getvalue().count(HIDDEN) == terminal.getvalue().count(SHOWN) == 1
    # The last that is done is to clear the line.
    assert terminal.getvalue().endswith("\x1b[2K")


def test_work_after_work_has_a_bar_each(terminal: Terminal) -> None:
    with bars(terminal) as progress:
        progress.on_progress("Asking", 0, 3)
        with progress.step("building"):
            pass
        progress.on_progress("Fitting", 0, 2)

    assert all(work in seen(terminal) for work in ("Asking", "building", "Fitting"))
    assert terminal.getvalue().count(HIDDEN) == terminal.getvalue().count(SHOWN) == 3


def test_without_a_terminal_nothing_is_written() -> None:
    piped = io.StringIO()
    with bars(piped) as progress, progress.step("building"):
        progress.on_progress("Asking", 0, 3)
        progress.on_progress("Asking", 3, 3)

    assert piped.getvalue() == ""
