"""Set up logging: one line an event, as text or as JSON, with no secret and nothing that steers a terminal in it."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Iterable
from typing import Final, TextIO

from bot.core.text.control_chars import written_out

LINE: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
REDACTED: Final = "[redacted]"
ERROR: Final = "error %s in "
"""Begins the message of every defect; what stands for `%s` is the id that its user was shown."""

# Each of these keeps what its first group holds, and blots out the rest.
_SECRETS: Final = (
    # A token of a bot: its id in base64 (so it begins with M, N or O), when it was made, and a signature.
    re.compile(r"()(?<![\w-])[MNO][A-Za-z0-9_-]{17,35}\.[A-Za-z0-9_-]{5,8}\.[A-Za-z0-9_-]{20,}"),
    # A token of an interaction is "interaction:…" in base64; with it anybody can answer in the bot's name.
    re.compile(r"()aW50ZXJhY3Rpb246[A-Za-z0-9_=-]*"),
    re.compile(r"(/(?:webhooks|interactions)/[0-9]+/)[^/\s?#'\"<>]+"),
    re.compile(
        r"(\bauthorization['\"]?\s*[:=,]\s*(?:b?['\"])?(?:(?:bot|bearer|basic)\s+)?)[^\s'\",;)}\]]+", re.IGNORECASE
    ),
    re.compile(r"(\b(?:Bot|Bearer)\s+)[A-Za-z0-9._~+/=-]{24,}"),
    re.compile(r"(['\"]token['\"]\s*[:=]\s*['\"])[^'\"\s]+"),
)
# What these say from DEBUG upwards holds the contents of messages and what users asked.
_TALKATIVE: Final = ("discord", "aiosqlite")


def blot(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the secrets, and without whatever has the form of one: tokens, headers, addresses that act."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    for form in _SECRETS:
        text = form.sub(rf"\g<1>{REDACTED}", text)
    return text


class LineFormatter(logging.Formatter):
    r"""Writes an event on one line, a traceback indented beneath it, and blots out every secret in both.

    Line breaks and controls inside a message are written as escapes (`\n`, `\x1b`), so that no text of a user can
    pass for an event of its own or steer a terminal.
    """

    def __init__(self, *, secrets: Iterable[str] = ()) -> None:
        super().__init__(LINE)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """Give the line and, beneath it, the traceback."""
        record.message = message(record)
        record.asctime = self.formatTime(record)
        line = written_out(self.blotted(self.formatMessage(record)))
        return "\n    ".join([line, *written_out(self.traceback(record), keep="\n\t").splitlines()])

    def traceback(self, record: logging.LogRecord) -> str:
        """The traceback and the stack of an event, without secrets; empty where it has none."""
        parts = (self.formatException(record.exc_info) if record.exc_info else "", record.stack_info or "")
        return self.blotted("\n".join(filter(None, parts)))

    def blotted(self, text: str) -> str:
        """The text without secrets."""
        return blot(text, self._secrets)


class JsonFormatter(LineFormatter):
    """Writes an event as one JSON object on one line: time (UTC), level, logger, message.

    A defect has `error_id` besides, the id that its user was shown, and whatever was raised has its `traceback`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the object."""
        fields = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message(record),
            "error_id": error_id(record),
            "traceback": self.traceback(record),
        }
        told = {name: self.blotted(value) for name, value in fields.items() if value or name == "message"}
        # JSON escapes the controls of ASCII by itself; half a character is no text that a strict reader takes.
        whole = json.dumps({name: _whole(value) for name, value in told.items()}, ensure_ascii=False)
        return _AS_JSON.sub(lambda found: f"\\u{ord(found.group()):04x}", whole)


_AS_JSON: Final = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def message(record: logging.LogRecord) -> str:
    """The event's message; where its arguments do not fit it, the message as it was written."""
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - an argument's own code runs here, and a log that fails tells of nothing
        return f"{record.msg} (its arguments do not fit)"


def error_id(record: logging.LogRecord) -> str:
    """The id under which a defect was told to its user; empty for any other event."""
    match record.args:
        case (told, *_) if str(record.msg).startswith(ERROR):
            return str(told)
        case _:
            return ""


class VoiceHints(logging.Filter):
    """Drops discord.py's advice on libraries for voice, which a bot of text never needs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the event is kept."""
        return "voice will NOT be supported" not in str(record.msg)


def set_up_logging(
    *, level: int, stream: TextIO, secrets: Iterable[str] = (), as_json: bool = False
) -> logging.Handler:
    """Send all events of `level` and above to `stream`; the root logger's earlier handlers are replaced.

    Libraries whose DEBUG lines hold what users wrote are heard from INFO upwards at most.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter(secrets=secrets) if as_json else LineFormatter(secrets=secrets))
    handler.addFilter(VoiceHints())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.INFO))
    return handler
