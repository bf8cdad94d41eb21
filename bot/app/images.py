"""Images for users, drawn one at a time in a thread, so that nobody else waits for them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from bot.app.responses import AttachedFile
from bot.core.knowledge.timeline import Day, Row, rows
from bot.i18n import Texts
from bot.ui.timeline import MOST_ROWS, PICTURE, described


class DrawTimeline(Protocol):
    """A function that draws a timeline."""

    def __call__(self, rows: Sequence[Row], words: Texts, /, *, dark: bool) -> bytes:
        """Return the image as a PNG."""


def draw_timeline(rows: Sequence[Row], words: Texts, /, *, dark: bool) -> bytes:
    """Draw a timeline with matplotlib, which is imported with the first image because that is slow."""
    from bot.ui import timeline_image  # noqa: PLC0415

    return timeline_image.draw(rows, words, dark=dark)


class Images:
    """Draws images one after the other: each keeps a processor busy for part of a second."""

    def __init__(self, draw: DrawTimeline = draw_timeline) -> None:
        self._draw = draw
        self._one_at_a_time = asyncio.Lock()

    async def timeline(self, days: Sequence[Day], words: Texts, *, dark: bool) -> AttachedFile:
        """Draw at least one day. Raises what the library raises."""
        shown = rows(days, MOST_ROWS)
        async with self._one_at_a_time:
            content = await asyncio.to_thread(self._draw, shown, words, dark=dark)
        return AttachedFile(name=PICTURE, content=content, description=described(shown, words))
