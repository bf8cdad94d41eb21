"""Set up logging: one line an event, as text or JSON, without secrets and control characters."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable
from typing import Final, TextIO

from bot.core.text.control_chars import json_text, written_out

LINE_FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
REDACTED: Final = "[redacted]"
ERROR_PREFIX: Final = "error %s in "
"""The beginning of every defect's message; `%s` is the id that the user was shown."""

# Each pattern keeps its first group; the rest is replaced.
_SECRETS: Final = (
    # A bot token: the id in base64 (which begins with M, N or O), a timestamp and a signature.
    re.compile(r"()(?<![\w-])[MNO][A-Za-z0-9_-]{17,35}\.[A-Za-z0-9_-]{5,8}\.[A-Za-z0-9_-]{20,}"),
    # An interaction token: "interaction:…" in base64. Anyone who has it can answer in the bot's name.
    re.compile(r"()aW50ZXJhY3Rpb246[A-Za-z0-9_=-]*"),
    re.compile(r"(/(?:webhooks|interactions)/[0-9]+/)[^/\s?#'\"<>]+"),
    re.compile(
        r"(\bauthorization['\"]?\s*[:=,]\s*(?:b?['\"])?(?:(?:bot|bearer|basic)\s+)?)[^\s'\",;)}\]]+", re.IGNORECASE
    ),
    re.compile(r"(\b(?:Bot|Bearer)\s+)[A-Za-z0-9._~+/=-]{24,}"),
    re.compile(r"(['\"]token['\"]\s*[:=]\s*['\"])[^'\"\s]+"),
)
_STATEMENTS: Final = ("alembic", "sqlalchemy")  # their INFO lines are about each statement and each migration
_VERBOSE: Final = ("discord", "aiosqlite")  # their DEBUG lines contain users' messages and questions


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without the secrets and without what looks like one: tokens, headers, webhook addresses."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    for pattern in _SECRETS:
        text = pattern.sub(rf"\g<1>{REDACTED}", text)
    return text


class LineFormatter(logging.Formatter):
    r"""Formats an event on one line, with an indented traceback below it, both without secrets.

    Escapes line breaks and control characters (`\n`, `\x1b`), so that logged text cannot forge lines or control a
    terminal.
    """

    def __init__(self, *, secrets: Iterable[str] = ()) -> None:
        super().__init__(LINE_FORMAT)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Return the line and, below it, the traceback."""
        record.message = message(record)
        record.asctime = self.formatTime(record)
        line = written_out(self.redacted(self.formatMessage(record)))
        return "\n    ".join([line, *written_out(self.traceback(record), keep="\n\t").splitlines()])

    def traceback(self, record: logging.LogRecord) -> str:
        """Return the traceback and the stack of an event, without secrets; empty if it has none."""
        parts = (self.formatException(record.exc_info) if record.exc_info else "", record.stack_info or "")
        return self.redacted("\n".join(filter(None, parts)))

    def redacted(self, text: str) -> str:
        """Return the text without secrets."""
        return redact(text, self._secrets)


class JsonFormatter(LineFormatter):
    """Formats an event as one JSON object on one line: time (UTC), level, logger, message.

    A defect also has `error_id`, the id that the user was shown; an exception has its `traceback`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        fields = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message(record),
            "error_id": error_id(record),
            "traceback": self.traceback(record),
        }
        present = {name: self.redacted(value) for name, value in fields.items() if value or name == "message"}
        return json_text({name: _valid(value) for name, value in present.items()})


def message(record: logging.LogRecord) -> str:
    """Return the event's message, without its arguments if they do not fit."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - an argument's own code runs here, and logging must not fail
        return f"{record.msg} (its arguments do not fit)"


def error_id(record: logging.LogRecord) -> str:
    """Return the id that the user of a defect was shown; empty for any other event."""
    match record.args:
        case (shown, *_) if str(record.msg).startswith(ERROR_PREFIX):
            return str(shown)
        case _:
            return ""


class NoVoiceAdvice(logging.Filter):
    """Drops discord.py's advice on voice libraries, which a text bot does not need."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to log the event."""
        return "voice will NOT be supported" not in str(record.msg)


def set_up_logging(
    *, level: int, stream: TextIO, secrets: Iterable[str] = (), as_json: bool = False
) -> logging.Handler:
    """Log all events of `level` and above to `stream`, and remove the root logger's other handlers.

    Libraries whose DEBUG lines contain what users wrote are logged from INFO up.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter(secrets=secrets) if as_json else LineFormatter(secrets=secrets))
    handler.addFilter(NoVoiceAdvice())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _VERBOSE:
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    for name in _STATEMENTS:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    return handler


def _valid(text: str) -> str:
    """Replace halves of surrogate pairs, which strict JSON readers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")
