from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import threading
from collections.abc import Sequence

import pytest
from rankers import small_knowledge

from bot.app import images as module
from bot.app.images import NEW_PER_MINUTE, Images, TooManyImages
from bot.app.responses import AttachedFile
from bot.core.knowledge.timeline import Day, days
from bot.i18n import ENGLISH, SPANISH, Texts
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


class Clock:
    def __init__(self) -> None:
        self.now = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now


def drawer(canvas: module.DrawTimeline, clock: Clock | None = None) -> Images:
    return Images(clock=clock or Clock(), draw=canvas)


async def picture(  # noqa: PLR0913  # what an image depends on
    images: Images,
    *,
    shown: Sequence[Day] = SHOWN,
    words: Texts = ENGLISH,
    dark: bool = False,
    revision: str = "a",
    user: int = 1,
) -> AttachedFile | TooManyImages:
    return await images.timeline(shown, words, dark=dark, revision=revision, user=user)


async def test_a_picture_is_drawn_in_a_thread_so_that_the_event_loop_does_not_wait() -> None:
    canvas = Canvas()

    drawn = await picture(drawer(canvas))

    assert canvas.threads[0] is not threading.current_thread()
    assert isinstance(drawn, AttachedFile)
    assert (drawn.name, drawn.content) == (PICTURE, b"light")
    assert drawn.description.startswith("Timeline. 3 to 4 March 2031: 3 facts.")


async def test_however_many_are_asked_for_one_is_drawn_at_a_time() -> None:
    canvas = Canvas()
    images = drawer(canvas)

    await asyncio.gather(*(picture(images, revision=revision) for revision in "abc"))

    assert len(canvas.threads) == 3
    assert not canvas.together


async def test_all_who_ask_for_the_same_picture_at_once_get_the_same_drawing() -> None:
    canvas = Canvas()
    images = drawer(canvas)

    drawn = await asyncio.gather(*(picture(images, user=user) for user in range(40)))

    assert len(canvas.threads) == 1
    assert {each.content for each in drawn if isinstance(each, AttachedFile)} == {b"light"}


async def test_a_picture_that_was_drawn_before_is_not_drawn_again() -> None:
    canvas = Canvas()
    images = drawer(canvas)

    first = await picture(images)
    again = await picture(images, user=2)

    assert again is first
    assert len(canvas.threads) == 1


async def test_another_base_range_theme_or_language_is_drawn_for_itself() -> None:
    canvas = Canvas()
    images = drawer(canvas)

    await picture(images)
    await picture(images, revision="b")
    await picture(images, shown=SHOWN[:1])
    await picture(images, dark=True)
    await picture(images, words=SPANISH)

    assert len(canvas.threads) == 5


async def test_the_pictures_that_are_kept_are_bounded_in_bytes_and_the_oldest_is_dropped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "KEPT", 2 * len(b"light"))
    canvas = Canvas()
    images = drawer(canvas)

    for revision in "abaca":
        await picture(images, revision=revision)
    before = len(canvas.threads)
    await picture(images, revision="b")

    assert before == 3
    assert len(canvas.threads) == 4
    assert sum(len(each.content) for each in images._kept.values()) == images._size == 2 * len(b"light")


async def test_after_a_picture_that_failed_the_next_one_is_drawn() -> None:
    def fail(_rows: object, _words: Texts, /, *, dark: bool) -> bytes:
        raise MemoryError(dark)

    images = drawer(fail)
    together = await asyncio.gather(*(picture(images) for _ in range(3)), return_exceptions=True)
    after = await asyncio.gather(picture(images), return_exceptions=True)

    assert [type(failure) for failure in (*together, *after)] == [MemoryError] * 4


async def test_a_user_who_stops_waiting_does_not_cancel_the_picture_for_the_others() -> None:
    canvas = Canvas()
    images = drawer(canvas)
    first, second = asyncio.create_task(picture(images)), asyncio.create_task(picture(images, user=2))
    await asyncio.sleep(0)

    first.cancel()

    assert isinstance(await second, AttachedFile)
    assert len(canvas.threads) == 1


async def test_a_user_gets_a_limited_number_of_new_pictures_a_minute_and_any_number_of_kept_ones() -> None:
    canvas, clock = Canvas(), Clock()
    images = drawer(canvas, clock)

    for number in range(NEW_PER_MINUTE):
        await picture(images, revision=str(number))
    kept = await picture(images, revision="0")
    refused = await picture(images, revision="new")
    other = await picture(images, revision="other", user=2)
    clock.now += dt.timedelta(minutes=1)
    later = await picture(images, revision="new")

    assert isinstance(refused, TooManyImages)
    assert all(isinstance(each, AttachedFile) for each in (kept, other, later))
    assert len(canvas.threads) == NEW_PER_MINUTE + 2
