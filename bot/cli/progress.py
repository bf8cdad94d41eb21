"""Progress as bars on a terminal, which disappear when their work is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Display

from bot.core.progress import SILENT, Progress


@contextmanager
def bars(stream: TextIO) -> Iterator[Progress]:
    """Show progress on a stream; show none when it is not a terminal."""
    if not stream.isatty():
        yield SILENT
        return
    shown = _Bars(Console(file=stream))
    try:
        yield Progress(on_progress=shown.on_progress, step=shown.step)
    finally:
        shown.clear()


class _Bars:
    """The bar of the current work. One bar shows at a time: new work replaces work that has not ended."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._display: Display | None = None

    def on_progress(self, work: str, done: int, parts: int) -> None:
        """Show how many parts of some work are done."""
        if done == 0:
            counted = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            self._begin(work, parts, counted)
        if self._display is not None:
            for task in self._display.task_ids:
                self._display.update(task, completed=done)
        if done >= parts:
            self.clear()

    @contextmanager
    def step(self, work: str) -> Iterator[None]:
        """Show that some work is being done."""
        spinning = (SpinnerColumn(), TextColumn("{task.description}"))
        self._begin(work, None, spinning)
        try:
            yield
        finally:
            self.clear()

    def clear(self) -> None:
        """Remove the bar."""
        if self._display is not None:
            self._display.stop()
            self._display = None

    def _begin(self, work: str, parts: int | None, columns: Sequence[ProgressColumn]) -> None:
        self.clear()
        # Redirecting would change where the commands write their own output meanwhile.
        self._display = Display(
            *columns, console=self._console, transient=True, redirect_stdout=False, redirect_stderr=False
        )
        self._display.add_task(work, total=parts)
        self._display.start()
