"""Decode the bytes of texts and pages, by their byte-order mark or by the character set that they name."""

from __future__ import annotations

import codecs
import re
from typing import Final

from bot.errors import UsageError
from bot.reading.extracted import Original

_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_META: Final = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_START: Final = 4096  # bytes in which a page names its character set; the standard says 1,024
# As browsers do: pages that name these contain characters of Windows-1252.
_AS_WESTERN: Final = frozenset({"ascii", "iso8859-1"})
_KNOWN: Final = ("utf-8", "utf-16", "cp125", "cp874", "iso8859", "koi8", "gb", "big5", "euc", "shift_jis", "mac")
"""Codecs of character sets. Python has others, such as base64, which a server must not choose."""


def decode_text(original: Original) -> str:
    """Decode plain text. Raises UsageError if it is neither UTF-8 nor in the character set that it names."""
    marked = _by_mark(original.content)
    if marked is not None:
        return marked
    charset = _codec(original.charset) or "utf-8"
    try:
        return original.content.decode(charset)
    except UnicodeDecodeError as error:
        line = original.content.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{original.content[error.start]:02X} at offset {error.start}"
        raise UsageError(f"{original.name}:{line}: is not {charset.upper()} ({byte}); save it as UTF-8.") from None


def decode_page(original: Original) -> str:
    """Decode a web page as browsers do; lost characters become U+FFFD, of which `check` warns."""
    marked = _by_mark(original.content)
    if marked is not None:
        return marked
    meta = _META.search(original.content[:_START])
    for label in (original.charset, meta[1].decode("ascii") if meta else ""):
        if codec := _codec(label):
            # A page that can be read as ASCII cannot be UTF-16, whatever it says.
            return original.content.decode("utf-8" if meta and codec.startswith("utf-16") else codec, errors="replace")
    try:
        return original.content.decode("utf-8")
    except UnicodeDecodeError:
        return original.content.decode("cp1252", errors="replace")


def _by_mark(content: bytes) -> str | None:
    for mark, codec in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(codec, errors="replace")
    return None


def _codec(label: str) -> str:
    """Return the codec of a character set, or "" if it is not known."""
    try:
        name = codecs.lookup(label.strip()).name if label.strip() else ""
    except (LookupError, ValueError):
        return ""
    if name in _AS_WESTERN:
        return "cp1252"
    return name if name.startswith(_KNOWN) else ""
