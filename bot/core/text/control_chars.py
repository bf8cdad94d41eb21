"""Find and escape control characters, so that shown text cannot forge lines or steer a terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# Controls with ESC, the line ends U+0085, U+2028 and U+2029, changes of writing direction, and surrogates.
_STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# What json.dumps leaves as it is: the same, and marks of direction, annotations and invisible tags.
_IN_JSON: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# What does not belong in a text: all of these except tabs and line ends, and spaces and marks without width.
_STRAY: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\r(?!\n)"
)
_NAMES: Final = {"\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN"}  # they have no Unicode names
_SHORT: Final = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BYTE: Final = 0x100
_MAX_SHOWN: Final = 60  # characters of a wrong value that a message repeats


def written_out(text: str, *, keep: str = "") -> str:
    r"""Replace control characters, except those in `keep`, by escapes such as `\n`, `\x1b` or `\u2028`."""
    return _STEERING.sub(lambda found: found.group() if found.group() in keep else _escape(found.group()), text)


def json_text(value: object) -> str:
    r"""Return the value as JSON on one line; control and direction-changing characters become `\u202e` and the like."""
    encoded = json.dumps(value, ensure_ascii=False)
    return _IN_JSON.sub(lambda found: json.dumps(found.group())[1:-1], encoded)


def stray_characters(text: str) -> Iterator[re.Match[str]]:
    """Find the control characters and invisible characters that do not belong in a text."""
    return _STRAY.finditer(text)


def character_name(character: str) -> str:
    """Return code point and Unicode name, such as "U+202F NARROW NO-BREAK SPACE"."""
    name = unicodedata.name(character, "") or _NAMES.get(character, "CONTROL CHARACTER")
    return f"U+{ord(character):04X} {name}"


def shortened(text: str) -> str:
    """Shorten a value for a message: its beginning, on one line, at most 61 characters before escapes."""
    return written_out(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…")


def _escape(character: str) -> str:
    point = ord(character)
    return _SHORT.get(character) or (f"\\x{point:02x}" if point < _BYTE else f"\\u{point:04x}")
