from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pytest

from bot.logs import REDACTED, set_up_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "MTA.made.up"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, library = root.handlers, root.level, logging.getLogger("discord").level
    yield io.StringIO()
    root.handlers, root.level = handlers, level
    logging.getLogger("discord").setLevel(library)


def test_an_event_is_one_line_even_where_its_text_holds_line_breaks(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    logging.getLogger("bot").info("asked %s", "first\n2026-01-01 ERROR bot: forged")

    assert stream.getvalue().count("\n") == 1
    assert "first\\n2026-01-01" in stream.getvalue()


def test_a_traceback_is_indented_beneath_its_event(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    try:
        raise ValueError("boom")  # noqa: TRY301 - the traceback is what is tested
    except ValueError:
        logging.getLogger("bot").exception("failed")

    first, *rest = stream.getvalue().splitlines()
    assert first.endswith("bot: failed")
    assert rest[-1] == "    ValueError: boom"
    assert all(line.startswith("    ") for line in rest)


def test_a_secret_shows_neither_in_a_message_nor_in_a_traceback(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream, secrets=[TOKEN])

    try:
        raise ValueError(f"Bot {TOKEN}")  # noqa: TRY301 - same
    except ValueError:
        logging.getLogger("bot").exception("sent %s", TOKEN)

    assert TOKEN not in stream.getvalue()
    assert stream.getvalue().count(REDACTED) == 2


def test_events_below_the_level_and_the_librarys_debug_lines_are_not_heard(stream: io.StringIO) -> None:
    set_up_logging(level=logging.DEBUG, stream=stream)
    logging.getLogger("discord.gateway").debug("payload")
    logging.getLogger("bot").debug("step")
    set_up_logging(level=logging.WARNING, stream=stream)
    logging.getLogger("bot").info("quiet")

    assert "payload" not in stream.getvalue()
    assert "quiet" not in stream.getvalue()
    assert "step" in stream.getvalue()


def test_advice_on_voice_is_dropped(stream: io.StringIO) -> None:
    set_up_logging(level=logging.INFO, stream=stream)

    logging.getLogger("discord.client").warning("PyNaCl is not installed, voice will NOT be supported")

    assert stream.getvalue() == ""
