"""Read single keys and lines from a terminal."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from types import ModuleType
from typing import Any, Final, Protocol

if sys.platform == "win32":
    import msvcrt
else:
    import termios
    import tty

ENTER: Final = "enter"
LEFT: Final = "left"
RIGHT: Final = "right"
LINE_KEYS: Final = "Enter saves, Ctrl-C leaves it as it was."
"""What is said before a line is edited: Escape, which many would press, begins a key of the line editor's own."""
LEAVE: Final = "leave"
"""Ctrl-C, Ctrl-D, or the end of the input."""

_NAMED: Final = {
    "\r": ENTER,
    "\n": ENTER,
    "\x03": LEAVE,
    "\x04": LEAVE,
    "": LEAVE,
    "\x1b[C": RIGHT,
    "\x1bOC": RIGHT,
    "\x1b[D": LEFT,
    "\x1bOD": LEFT,
    " ": RIGHT,
}
_KEY: Final = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|.", re.DOTALL)
_LONGEST: Final = 1024  # bytes that are read at once


class Keyboard(Protocol):
    """Where keys and lines come from."""

    def key(self) -> str:
        """Wait for a key: a character, or one of the names above."""

    def line(self, prompt: str, text: str) -> str | None:
        """Let a text be edited on one line, and return it; None if that is cancelled."""

    def paused(self) -> AbstractContextManager[None]:
        """Leave the terminal to another program, such as an editor."""


class TerminalKeyboard(Keyboard):
    """The terminal that the process was started at. Inside `open`, it passes on each key at once and shows none."""

    def __init__(self) -> None:
        self._typed = ""

    def key(self) -> str:
        """Wait for a key: a character, or one of the names above."""
        found = _KEY.match(self._typed) or _KEY.match(self._read())
        typed = found.group() if found else ""
        self._typed = self._typed[len(typed) :]
        return _NAMED.get(typed, typed)

    def line(self, prompt: str, text: str) -> str | None:
        """Let a text be edited on one line, and return it; None if that is cancelled with Ctrl-C or Ctrl-D."""
        editing = _line_editing()
        sys.stdout.write(f"{LINE_KEYS}\n")
        try:
            with self.paused():
                if editing is None:  # the text is typed again, or kept by an empty line
                    return input(f"{text}\n{prompt}") or text
                editing.set_startup_hook(lambda: editing.insert_text(text))
                return input(prompt)
        except (EOFError, KeyboardInterrupt):
            sys.stdout.write("\n")
            return None
        finally:
            if editing is not None:
                editing.set_startup_hook(None)

    def _read(self) -> str:
        self._typed = _typed()
        return self._typed

    if sys.platform == "win32":

        def open(self) -> AbstractContextManager[None]:
            """Read single keys inside the block."""
            return nullcontext()

        def paused(self) -> AbstractContextManager[None]:
            """Leave the terminal to another program, such as an editor."""
            return nullcontext()

    else:

        @contextmanager
        def open(self) -> Iterator[None]:
            """Read single keys inside the block."""
            before = termios.tcgetattr(sys.stdin)
            self._before = before
            try:
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, _single_keys(before))
                yield
            finally:
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)

        @contextmanager
        def paused(self) -> Iterator[None]:
            """Leave the terminal to another program, such as an editor."""
            ours = termios.tcgetattr(sys.stdin)
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)
            try:
                yield
            finally:
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, ours)


def _line_editing() -> ModuleType | None:
    """Return the library that edits lines; Windows has none."""
    try:
        return importlib.import_module("readline")
    except ImportError:
        return None


if sys.platform == "win32":

    def _typed() -> str:
        typed = msvcrt.getwch()
        if typed in {"\x00", "\xe0"}:
            return {"K": "\x1b[D", "M": "\x1b[C"}.get(msvcrt.getwch(), "?")
        return typed

else:

    def _typed() -> str:
        return os.read(sys.stdin.fileno(), _LONGEST).decode(errors="replace")

    def _single_keys(attributes: list[Any]) -> list[Any]:
        """Return the terminal's attributes with which keys are not collected to lines, not shown, and not acted on."""
        changed = [*attributes]
        changed[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.ISIG | termios.IEXTEN)
        changed[tty.CC] = [*attributes[tty.CC]]
        changed[tty.CC][termios.VMIN], changed[tty.CC][termios.VTIME] = 1, 0
        return changed
