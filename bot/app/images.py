"""Images for users: drawn once and kept, one at a time in a thread, so that nobody else waits for them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from bot.app.rate_limit import RateLimit
from bot.app.responses import AttachedFile
from bot.core.knowledge.timeline import Day, Row, rows
from bot.i18n import Texts
from bot.ui.timeline import MOST_ROWS, PICTURE, described

KEPT: Final = 8 * 2**20
"""Bytes of the images that are kept, at most: more than a hundred images."""

NEW_PER_MINUTE: Final = 6
"""Images that one user can have drawn in a minute. Each takes the processor for a quarter of a second, and all others
wait for their own meanwhile."""


class DrawTimeline(Protocol):
    """A function that draws a timeline."""

    def __call__(self, rows: Sequence[Row], words: Texts, /, *, dark: bool) -> bytes:
        """Return the image as a PNG."""


def draw_timeline(rows: Sequence[Row], words: Texts, /, *, dark: bool) -> bytes:
    """Draw a timeline with matplotlib, which is imported with the first image because that is slow."""
    from bot.ui import timeline_image  # noqa: PLC0415

    return timeline_image.draw(rows, words, dark=dark)


class TooManyImages:
    """The user has had NEW_PER_MINUTE images drawn in the last minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """What an image shows: the same subject gives the same image. `months` distinguish the languages."""

    revision: str
    first: dt.date
    last: dt.date
    months: tuple[str, ...]
    dark: bool


class Images:
    """Draws images one after the other, and keeps them: each keeps a processor busy for part of a second.

    `clock` returns aware instants.
    """

    def __init__(self, *, clock: Callable[[], dt.datetime], draw: DrawTimeline = draw_timeline) -> None:
        self._draw = draw
        self._limit = RateLimit(most=NEW_PER_MINUTE, clock=clock)
        self._one_at_a_time = asyncio.Lock()
        self._drawing: dict[_Subject, asyncio.Task[AttachedFile]] = {}
        self._kept: OrderedDict[_Subject, AttachedFile] = OrderedDict()
        self._size = 0

    async def timeline(
        self, days: Sequence[Day], words: Texts, *, dark: bool, revision: str, user: int
    ) -> AttachedFile | TooManyImages:
        """Return the image of all days of a base from the first to the last; at least one day.

        Users who ask for the same image wait for one drawing. Raises what the library raises.
        """
        subject = _Subject(revision=revision, first=days[0].date, last=days[-1].date, months=words.months, dark=dark)
        if subject in self._kept:
            self._kept.move_to_end(subject)
            return self._kept[subject]
        if subject not in self._drawing:
            if self._limit.take(user) is not None:
                return TooManyImages()
            task = asyncio.create_task(self._draw_new(days, words, dark=dark), name="image")
            self._drawing[subject] = task
            task.add_done_callback(partial(self._keep, subject))
        # A user who no longer waits must not take the image from the others.
        return await asyncio.shield(self._drawing[subject])

    async def _draw_new(self, days: Sequence[Day], words: Texts, *, dark: bool) -> AttachedFile:
        shown = rows(days, MOST_ROWS)
        async with self._one_at_a_time:
            content = await asyncio.to_thread(self._draw, shown, words, dark=dark)
        return AttachedFile(name=PICTURE, content=content, description=described(shown, words))

    def _keep(self, subject: _Subject, task: asyncio.Task[AttachedFile]) -> None:
        del self._drawing[subject]
        if task.cancelled() or task.exception() is not None:
            return
        self._kept[subject] = task.result()
        self._size += len(task.result().content)
        while self._size > KEPT:
            _, dropped = self._kept.popitem(last=False)
            self._size -= len(dropped.content)
