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
_INDENT = re.compile("^ *\t[ \t]*", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The decoded text of a file. `problems` are its tabs, which leave the rest to be read."""

    content: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecodable:
    """A file that cannot be read as text; one problem for each kind of mistake."""

    problems: tuple[Problem, ...]


def decode(content: bytes, *, file: str) -> Text | Undecodable:
    """Decode a YAML file as UTF-8 without a byte-order mark and control characters; tabs are told of and kept."""
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
    only_tabs = all(text[offset] == "\t" for offset in problems)
    found = tuple(problems.values())
    return Text(content=text, problems=found) if only_tabs else Undecodable(problems=found)


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


def spaced(text: str, *, tab: int, inside: bool = False) -> str:
    """The text with spaces for the tabs that indent, as an editor shows them whose tabs are `tab` columns wide.

    With `inside`, every other tab becomes one space as well.
    """
    indented = _INDENT.sub(lambda found: found.group().expandtabs(tab), text)
    return indented.replace("\t", " ") if inside else indented


def _refused(text: str, *, file: str) -> dict[int, Problem]:
    """One problem for each refused character, at its first place."""
    first: dict[str, int] = {}
    for found in _REFUSED.finditer(text):
        first.setdefault(found.group(), found.start())
        if len(first) == _MAX_REFUSED:
            break
    return {offset: _problem(file, *place(text, offset), _mend(character, text)) for character, offset in first.items()}


def _mend(character: str, text: str) -> str:
    if character == "\t":
        others = text.count(character) - 1
        more = f", and {others:,} more in this file" if others else ""
        return f'A tab{more}; indent with spaces (inside double quotes a tab is written "\\t").'
    escape = f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"  # noqa: PLR2004
    return f'The character {named(character)} is not read as it stands; write it as "{escape}" inside double quotes.'


def _undecodable(file: str, line: int, column: int, message: str) -> Undecodable:
    return Undecodable(problems=(_problem(file, line, column, message),))


def _problem(file: str, line: int, column: int, message: str) -> Problem:
    return Problem(file=file, line=line, column=column, message=message)
