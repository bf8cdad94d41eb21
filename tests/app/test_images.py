from __future__ import annotations

import asyncio
import contextlib
import threading

from rankers import small_knowledge

from bot.app.images import Images
from bot.core.knowledge.timeline import days
from bot.i18n import ENGLISH, Texts
from bot.ui.timeline import PICTURE

SHOWN = days(small_knowledge())


PATIENCE = 0.05
"""Seconds for which one drawing waits for another to be drawn beside it."""


class Canvas:
    """Draws nothing, and remembers who drew and whether two did so at a time."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.together = False
        self._meeting = threading.Barrier(2)

    def __call__(self, _rows: object, _words: Texts, /, *, dark: bool) -> bytes:
        self.threads.append(threading.current_thread())
        with contextlib.suppress(threading.BrokenBarrierError):
            self._meeting.wait(PATIENCE)
            self.together = True
        self._meeting.reset()
        return b"dark" if dark else b"light"


async def test_a_picture_is_drawn_in_a_thread_so_that_the_event_loop_does_not_wait() -> None:
    canvas = Canvas()

    drawn = await Images(canvas).timeline(SHOWN, ENGLISH, dark=False)

    assert canvas.threads[0] is not threading.current_thread()
    assert (drawn.name, drawn.content, drawn.url) == (PICTURE, b"light", "attachment://timeline.png")
    assert drawn.description.startswith("Timeline. 3 March 2031 to 4 March 2031: 3 facts.")


async def test_however_many_are_asked_for_one_is_drawn_at_a_time() -> None:
    canvas = Canvas()
    images = Images(canvas)

    await asyncio.gather(*(images.timeline(SHOWN, ENGLISH, dark=True) for _ in range(3)))

    assert len(canvas.threads) == 3
    assert not canvas.together


async def test_after_a_picture_that_failed_the_next_one_is_drawn() -> None:
    def fail(_rows: object, _words: Texts, /, *, dark: bool) -> bytes:
        raise MemoryError(dark)

    images = Images(fail)
    failures = await asyncio.gather(
        *(images.timeline(SHOWN, ENGLISH, dark=True) for _ in range(3)), return_exceptions=True
    )

    assert [type(failure) for failure in failures] == [MemoryError] * 3
