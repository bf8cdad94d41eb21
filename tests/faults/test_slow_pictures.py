from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from faults.test_answer_faults import EACH
from faults.timers import PATIENCE as LONGEST
from faults.timers import Timers
from faults.watching import CALLBACK, troubles, written
from serving import Stage

from bot.app.images import Images
from bot.app.interactions import PATIENCE
from bot.i18n import ENGLISH, Texts
from bot.sandbox import Fault, Message, ResponseKind


class Gate:
    """Draws once it is opened."""

    def __init__(self) -> None:
        self._opened = threading.Event()

    def __call__(self, _rows: object, _words: Texts, /, *, dark: bool) -> bytes:
        assert self._opened.wait(LONGEST)
        return b"dark" if dark else b"light"

    def open(self) -> None:
        self._opened.set()


def drawn(message: Message) -> list[bytes]:
    return [each.body for each in message.attachments]


async def test_a_timeline_whose_picture_takes_long_is_deferred_and_then_filled_in(
    newsroom: Stage, timers: Timers
) -> None:
    gate = Gate()
    async with newsroom.bot(sleep=timers) as bot:
        bot.images = Images(clock=bot.clock, draw=gate)
        asked = newsroom.reader.start_slash(newsroom.channel, "timeline")
        await timers.ring(PATIENCE)
        deferred = await asked.answered()
        thinking = deferred.message.loading
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        gate.open()
        shown = await deferred.filled()

    assert thinking
    assert "## Topics" in topics.text
    assert "## Timeline" in shown.text
    assert (shown.ephemeral, drawn(shown.message)) == (True, [b"dark"])
    assert written(newsroom.sandbox) == [shown.message, topics.message]


async def test_a_timeline_whose_new_picture_takes_long_stays_until_it_arrives(newsroom: Stage, timers: Timers) -> None:
    first, second = Gate(), Gate()
    first.open()
    async with newsroom.bot(sleep=timers) as bot:
        bot.images = Images(clock=bot.clock, draw=first)
        shown = await newsroom.reader.slash(newsroom.channel, "timeline")
        bot.images = Images(clock=bot.clock, draw=second)
        pressed = newsroom.reader.start_click(shown.message, ENGLISH.picture_light)
        await timers.ring(PATIENCE, times=2)
        await pressed.answered()
        meanwhile = drawn(shown.message)
        second.open()
        async with asyncio.timeout(LONGEST):
            await newsroom.sandbox.until(lambda: drawn(shown.message) == [b"light"])

    assert pressed.kind is ResponseKind.DEFERRED_UPDATE
    assert meanwhile == [b"dark"]
    assert ENGLISH.picture_dark in shown.message.labels
    assert written(newsroom.sandbox) == [shown.message]


@EACH
@pytest.mark.usefixtures("hasty")
async def test_a_picture_whose_sending_fails_arrives_once_and_complete(
    newsroom: Stage, fault: Callable[[str, str], Fault], caplog: pytest.LogCaptureFixture
) -> None:
    gate = Gate()
    gate.open()
    async with newsroom.bot() as bot:
        bot.images = Images(clock=bot.clock, draw=gate)
        newsroom.sandbox.faults.order(fault("POST", CALLBACK))
        shown = await newsroom.reader.slash(newsroom.channel, "timeline")

    assert written(newsroom.sandbox) == [shown.message]
    assert drawn(shown.message) == [b"dark"]
    assert troubles(caplog.records) == []
