"""Characters that steer whatever shows them, written out: a line of a log or of a terminal stays what it says it is."""

from __future__ import annotations

import re
from typing import Final

# Controls with ESC and the line ends U+0085, U+2028 and U+2029; what turns the direction of writing; half characters.
_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BYTE: Final = 0x100
_SHOWN: Final = 60  # characters of a wrong value that a message repeats


def written_out(text: str, *, keep: str = "") -> str:
    r"""The text with every steering character but those in `keep` as an escape, such as `\n`, `\x1b` or `\u2028`."""
    return _STEERING.sub(lambda found: found.group() if found.group() in keep else _escape(found.group()), text)


def shortened(text: str) -> str:
    """A value as a message repeats it: its beginning, on one line, at most 61 characters before escapes."""
    return written_out(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _escape(character: str) -> str:
    point = ord(character)
    return _SHORT.get(character) or (f"\\x{point:02x}" if point < _BYTE else f"\\u{point:04x}")
