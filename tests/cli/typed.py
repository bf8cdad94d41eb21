"""What somebody has typed at a terminal."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from bot.cli.keyboard import LEAVE, Keyboard


class Typed(io.StringIO):
    """A terminal at which somebody has typed these lines."""

    def isatty(self) -> bool:
        return True


class Keys(Keyboard):
    """Keys and lines in the order in which they are typed; Ctrl-C at the end."""

    def __init__(self, typed: Sequence[str | None]) -> None:
        self.typed = [*typed]
        self.offered: list[str] = []

    def key(self) -> str:
        return str(self.typed.pop(0)) if self.typed else LEAVE

    def line(self, prompt: str, text: str) -> str | None:
        self.offered.append(f"{prompt}{text}")
        return self.typed.pop(0)

    def paused(self) -> AbstractContextManager[None]:
        return nullcontext()
