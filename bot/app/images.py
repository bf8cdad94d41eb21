"""Pictures for users: drawn one at a time in a thread, so that nobody else waits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from bot.app.responses import Attached
from bot.core.knowledge.timeline import Day, Row, rows
from bot.i18n import Texts
from bot.ui.timeline import MOST_ROWS, PICTURE, described


class Drawing(Protocol):
    """What draws a timeline."""

    def __call__(self, rows: Sequence[Row], words: Texts, /, *, dark: bool) -> bytes:
        """The picture as a PNG."""


def draw(rows: Sequence[Row], words: Texts, /, *, dark: bool) -> bytes:
    """Draw a timeline with matplotlib, which is imported with the first picture because that is slow."""
    from bot.ui import timeline_image  # noqa: PLC0415

    return timeline_image.draw(rows, words, dark=dark)


class Pictures:
    """Draws what is asked for in turn: each picture takes part of a second of one processor."""

    def __init__(self, timeline: Drawing = draw) -> None:
        self._timeline = timeline
        self._turn = asyncio.Lock()

    async def timeline(self, shown: Sequence[Day], words: Texts, *, dark: bool) -> Attached:
        """The picture of at least one day. Raises what the library raises."""
        found = rows(shown, MOST_ROWS)
        async with self._turn:
            content = await asyncio.to_thread(self._timeline, found, words, dark=dark)
        return Attached(name=PICTURE, content=content, description=described(found, words))
