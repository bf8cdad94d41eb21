"""Set up logging: one line an event, no secret in any of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
REDACTED: Final = "[redacted]"


class LineFormatter(logging.Formatter):
    r"""Writes an event on one line, a traceback indented beneath it, and blots out every secret in both.

    Line breaks inside a message are written as `\n`, so that no text of a user can pass for an event of its own.
    """

    def __init__(self, *, secrets: Iterable[str] = ()) -> None:
        super().__init__(LINE)
        self._secrets = tuple(secret for secret in secrets if secret)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging names it
        """Give the event's line."""
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")

    def format(self, record: logging.LogRecord) -> str:
        """Give the line and, beneath it, the traceback."""
        text = super().format(record).replace("\n", "\n    ")
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        return text


class VoiceHints(logging.Filter):
    """Drops discord.py's advice on libraries for voice, which a bot of text never needs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the event is kept."""
        return "voice will NOT be supported" not in record.getMessage()


def set_up_logging(*, level: int, stream: TextIO, secrets: Iterable[str] = ()) -> logging.Handler:
    """Send all events of `level` and above to `stream`; the root logger's earlier handlers are replaced.

    discord.py itself is heard from INFO upwards at most: its DEBUG lines hold the contents of messages.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter(secrets=secrets))
    handler.addFilter(VoiceHints())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
    return handler
