"""Open a file in the curator's own editor, at a line."""

from __future__ import annotations

import shlex
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Final

from bot.errors import UsageError

_GOTO: Final = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"})
_COLON: Final = frozenset({"subl", "sublime_text", "zed", "hx", "helix", "atom"})
_WAITING: Final = frozenset({"subl", "sublime_text", "zed", "atom"})
_PLAIN: Final = frozenset({"notepad", "open", "xdg-open", "gedit"})


def editor_command(env: Mapping[str, str], path: Path, line: int) -> Sequence[str]:
    """Return the command that opens a file at a line in VISUAL or EDITOR; empty if neither is set.

    Most editors take +LINE. Those that return at once are asked to wait until the file is closed. Raises UsageError if
    a quotation mark in the variable has no end.
    """
    variable = "VISUAL" if env.get("VISUAL") else "EDITOR"
    try:
        words = shlex.split(env.get(variable, ""))
    except ValueError:
        raise UsageError(f"{variable} has a quotation mark without its end: {env[variable]}") from None
    if not words:
        return ()
    name = PurePath(words[0]).stem.lower()
    if name in _GOTO:
        return [*words, *([] if {"--wait", "-w"} & set(words) else ["--wait"]), "--goto", f"{path}:{line}"]
    if name in _COLON:
        wait = [] if name not in _WAITING or {"--wait", "-w"} & set(words) else ["--wait"]
        return [*words, *wait, f"{path}:{line}"]
    return [*words, str(path)] if name in _PLAIN else [*words, f"+{line}", str(path)]


def run_editor(command: Sequence[str]) -> None:
    """Run an editor until it is closed. Raises UsageError if it cannot be started.

    Ctrl-C in the editor is the editor's own, and does not end this process.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        subprocess.run(command, check=False)  # noqa: S603 - the curator's own EDITOR
    except OSError as error:
        raise UsageError(f"The editor {command[0]} cannot be started: {error.strerror or error}.") from error
    finally:
        signal.signal(signal.SIGINT, before)
