"""Bytes of a curator's file -> text, with every character that YAML reads in a surprising way refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.errors import Problem

MAX_BYTES = 2 * 1024 * 1024
"""Largest file that is read, in bytes. A fact takes about 1 KiB, so a file has room for some 2,000."""

_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# YAML 1.1 takes NEL, LS and PS for line breaks and folds them away inside quoted text.
_REFUSED = re.compile("[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_MAX_REFUSED = 20
_CONTROLS = {"\t": "TAB", "\n": "LINE FEED", "\r": "CARRIAGE RETURN"}  # Unicode leaves them without names
_LINE_BREAK = re.compile("\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The decoded text of a file."""

    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecodable:
    """A file that cannot be read as text; one problem for each kind of mistake."""

    problems: tuple[Problem, ...]


def decode(content: bytes, *, file: str) -> Text | Undecodable:
    """Decode a YAML file as UTF-8 without a byte-order mark, tabs and control characters."""
    if len(content) > MAX_BYTES:
        message = f"The file is larger than {MAX_BYTES:,} bytes, and no more is read; split it into several files."
        return _undecodable(file, 1, 1, message)
    if content.startswith(_UTF16_MARKS):
        return _undecodable(file, 1, 1, "The file is UTF-16; save it as UTF-8.")
    if content.startswith(_UTF8_MARK):
        return _undecodable(
            file, 1, 1, "The file begins with a byte-order mark; save it as UTF-8 without one (no BOM)."
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place(content[: error.start].decode("utf-8"), error.start)
        byte = content[error.start]
        return _undecodable(file, line, column, f"The byte 0x{byte:02X} is no UTF-8; save the file as UTF-8.")
    problems = _refused(text, file=file)
    return Undecodable(problems=problems) if problems else Text(content=text)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset into a text."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, offset):
        line, start = line + 1, line_break.end()
    return line, min(offset, len(text)) - start + 1


def named(character: str) -> str:
    """Code point and Unicode name, such as "U+202F NARROW NO-BREAK SPACE"."""
    name = unicodedata.name(character, "") or _CONTROLS.get(character, "CONTROL CHARACTER")
    return f"U+{ord(character):04X} {name}"


def _refused(text: str, *, file: str) -> tuple[Problem, ...]:
    """One problem for each refused character, at its first place."""
    first: dict[str, int] = {}
    for found in _REFUSED.finditer(text):
        first.setdefault(found.group(), found.start())
        if len(first) == _MAX_REFUSED:
            break
    return tuple(_problem(file, *place(text, offset), _mend(character)) for character, offset in first.items())


def _mend(character: str) -> str:
    if character == "\t":
        return 'A tab; indent with spaces (inside double quotes a tab is written "\\t").'
    escape = f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"  # noqa: PLR2004
    return f'The character {named(character)} is not read as it stands; write it as "{escape}" inside double quotes.'


def _undecodable(file: str, line: int, column: int, message: str) -> Undecodable:
    return Undecodable(problems=(_problem(file, line, column, message),))


def _problem(file: str, line: int, column: int, message: str) -> Problem:
    return Problem(file=file, line=line, column=column, message=message)
