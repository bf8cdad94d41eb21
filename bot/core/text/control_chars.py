"""Escape control characters, so that shown text cannot forge lines or steer a terminal."""

from __future__ import annotations

import re
from typing import Final

# Controls with ESC, the line ends U+0085, U+2028 and U+2029, changes of writing direction, and surrogates.
_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BYTE: Final = 0x100
_MAX_SHOWN: Final = 60  # characters of a wrong value that a message repeats


def written_out(text: str, *, keep: str = "") -> str:
    r"""Replace control characters, except those in `keep`, by escapes such as `\n`, `\x1b` or `\u2028`."""
    return _STEERING.sub(lambda found: found.group() if found.group() in keep else _escape(found.group()), text)


def shortened(text: str) -> str:
    """Shorten a value for a message: its beginning, on one line, at most 61 characters before escapes."""
    return written_out(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…")


def _escape(character: str) -> str:
    point = ord(character)
    return _SHORT.get(character) or (f"\\x{point:02x}" if point < _BYTE else f"\\u{point:04x}")
