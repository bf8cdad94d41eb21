"""A curator's YAML file -> plain values that remember their places.

Scalars stay text: `No`, `1:30` and `2025-10-15` arrive as they were written, and the schema says what they mean.
Only an unquoted `null`, `~` or nothing at all is None. What YAML offers beyond lists, mappings and scalars is refused.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, NamedTuple, NoReturn, TypeAlias, TypeGuard

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from bot.core.text.control_chars import shortened
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
class DecodedText:
    """The decoded text of a file. `problems` are its tabs, which leave the rest to be read."""

    content: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecodable:
    """A file that cannot be read as text; one problem for each kind of mistake."""

    problems: tuple[Problem, ...]


def decode(content: bytes, *, file: str) -> DecodedText | Undecodable:
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
        line, column = line_and_column(content[: error.start].decode("utf-8"), error.start)
        byte = content[error.start]
        return _undecodable(file, line, column, f"The byte 0x{byte:02X} is no UTF-8; save the file as UTF-8.")
    problems = _refused(text, file=file)
    only_tabs = all(text[offset] == "\t" for offset in problems)
    found = tuple(problems.values())
    return DecodedText(content=text, problems=found) if only_tabs else Undecodable(problems=found)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset into a text."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, offset):
        line, start = line + 1, line_break.end()
    return line, min(offset, len(text)) - start + 1


def character_name(character: str) -> str:
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
    return {
        offset: _problem(file, *line_and_column(text, offset), _mend(character, text))
        for character, offset in first.items()
    }


def _mend(character: str, text: str) -> str:
    if character == "\t":
        others = text.count(character) - 1
        more = f", and {others:,} more in this file" if others else ""
        return f'A tab{more}; indent with spaces (inside double quotes a tab is written "\\t").'
    escape = f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"  # noqa: PLR2004
    name = character_name(character)
    return f'The character {name} is not read as it stands; write it as "{escape}" inside double quotes.'


def _undecodable(file: str, line: int, column: int, message: str) -> Undecodable:
    return Undecodable(problems=(_problem(file, line, column, message),))


def _problem(file: str, line: int, column: int, message: str) -> Problem:
    return Problem(file=file, line=line, column=column, message=message)


MAX_DEPTH = 20
"""Deepest nesting of lists and mappings; the formats of this bot need five."""

MAX_PROBLEMS = 50
"""Problems of one file after which reading stops: past these, the file is something else than it should be."""

MAX_VALUES = 300_000
"""Lists, mappings, keys and scalars of one file; a file full of facts at its largest has some 100,000."""

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = tuple[str | int, ...]

_TAB_WIDTHS = (2, 4, 8)  # columns
_PLAIN = frozenset({None, ""})  # the style of an unquoted scalar, in either parser
_SURROGATE = re.compile("[\ud800-\udfff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_EMPTY = "The file is empty; write its first entry or delete the file."
_SYNTAX_MEND = "Check the indentation and the quotes; text that holds ': ' or ' #' stands in double quotes."


# Tuples, not dataclasses: there are two for each scalar of the base, and these take a third of the time.
class Position(NamedTuple):
    """Where a value begins; line and column from 1."""

    line: int
    column: int
    children: Mapping[str | int, ChildPosition] = MappingProxyType({})


class ChildPosition(NamedTuple):
    """Where a child's key and its value begin; an item of a list has its own place for both."""

    key: Position
    value: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was read. `problems` are mistakes that leave the rest readable, such as a key written twice."""

    file: str
    value: Value
    root: Position
    problems: tuple[Problem, ...] = ()

    def value_at(self, path: Path) -> Value:
        """Return the value at a path, or None if there is none."""
        value = self.value
        for step in path:
            match value, step:
                case dict(), str():
                    value = value.get(step)
                case list(), int() if step < len(value):
                    value = value[step]
                case _:
                    return None
        return value

    def position(self, path: Path, *, key: bool = False) -> Position:
        """Return where the value at a path begins, or its key; where the mapping begins if the value is missing."""
        position = self.root
        for depth, step in enumerate(path, 1):
            child = position.children.get(step)
            if child is None:
                return position
            position = child.key if key and depth == len(path) else child.value
        return position

    def problem(self, path: Path, message: str, *, key: bool = False) -> Problem:
        """Return a problem at the place of a value or of its key."""
        position = self.position(path, key=key)
        return Problem(file=self.file, line=position.line, column=position.column, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file of which nothing can be used."""

    file: str
    problems: tuple[Problem, ...]


def read_document(content: bytes, *, file: str) -> Document | Unreadable:
    """Read one YAML document; no content raises."""
    match decode(content, file=file):
        case Undecodable(problems=problems):
            return Unreadable(file=file, problems=problems)
        case DecodedText(content=text, problems=()):
            return _Builder(text, file).document()
        case DecodedText(content=text, problems=tabs):
            return _read_past(tabs, text, file)


def _read_past(tabs: tuple[Problem, ...], text: str, file: str) -> Document | Unreadable:
    """Read what the tabs leave to be read: as an editor shows it, at each width that tabs commonly have."""
    attempts = (*(spaced(text, tab=width) for width in _TAB_WIDTHS), spaced(text, tab=_TAB_WIDTHS[0], inside=True))
    for attempt in attempts:
        document = _Builder(attempt, file).document()
        if isinstance(document, Document):
            return replace(document, problems=(*tabs, *document.problems))
    return Unreadable(file=file, problems=tabs)  # whatever else is wrong may come from the tabs


class _StoppedError(Exception):
    """Reading stops here: the last problem says why."""


class _Builder:
    """Builds values from the parser's events, so that nothing is resolved, merged or repeated behind our back."""

    def __init__(self, text: str, file: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[Event] = yaml.parse(text, Loader=loader)
        self._file = file
        self._problems: list[Problem] = []
        self._values, self._last = 0, Position(line=1, column=1)

    def document(self) -> Document | Unreadable:
        try:
            value, root = self._document()
        except _StoppedError:
            return self._unreadable()
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
            return self._unreadable()
        except (ValueError, OverflowError):  # the parser that is written in Python, on an escape such as \U00110000
            self._problems.append(self._problem(self._last, "An escape after this place names no character."))
            return self._unreadable()
        return Document(file=self._file, value=value, root=root, problems=tuple(self._problems))

    def _unreadable(self) -> Unreadable:
        return Unreadable(file=self._file, problems=tuple(self._problems))

    def _document(self) -> tuple[Value, Position]:
        found: tuple[Value, Position] | None = None
        for event in self._events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if found is not None:
                self._add(_mark(event), "A second document begins here; a file holds one: remove the '---'.")
                break
            found = self._node(next(self._events), 1)
        if found is None or found[0] is None:
            self._stop(Position(line=1, column=1), _EMPTY)
        return found

    def _node(self, event: Event, depth: int) -> tuple[Value, Position]:
        mark = _mark(event)
        self._refuse_extras(event, mark)
        self._values, self._last = self._values + 1, mark
        if self._values > MAX_VALUES:
            self._stop(mark, f"The file has more than {MAX_VALUES:,} values; split it into several files.")
        if depth > MAX_DEPTH:
            self._stop(mark, f"Lists and mappings are nested more than {MAX_DEPTH} deep here; write them flat.")
        match event:
            case ScalarEvent():
                return self._scalar(event, mark), mark
            case SequenceStartEvent():
                return self._sequence(mark, depth)
            case MappingStartEvent():
                return self._mapping(mark, depth)
            case _:
                return None, mark

    def _scalar(self, event: ScalarEvent, mark: Position) -> str | None:
        if _SURROGATE.search(event.value):  # the same parser lets these pass
            self._add(mark, "An escape here is half a character; write the whole one.")
            return None
        return None if event.style in _PLAIN and event.value in _NULLS else str(event.value)

    def _sequence(self, mark: Position, depth: int) -> tuple[list[Value], Position]:
        values: list[Value] = []
        children: dict[str | int, ChildPosition] = {}
        for event in self._children():
            value, value_mark = self._node(event, depth + 1)
            children[len(values)] = ChildPosition(value_mark, value_mark)
            values.append(value)
        return values, mark._replace(children=children)

    def _mapping(self, mark: Position, depth: int) -> tuple[dict[str, Value], Position]:
        values: dict[str, Value] = {}
        children: dict[str | int, ChildPosition] = {}
        for event in self._children():
            key, key_mark = self._node(event, depth + 1)
            value, value_mark = self._node(next(self._events), depth + 1)
            if self._is_key(key, event, key_mark, children):
                values[key], children[key] = value, ChildPosition(key_mark, value_mark)
        return values, mark._replace(children=children)

    def _is_key(
        self, key: Value, event: Event, key_mark: Position, siblings: Mapping[str | int, ChildPosition]
    ) -> TypeGuard[str]:
        if not isinstance(key, str):
            self._add(key_mark, "Expected a key, a plain word before a colon.")
            return False
        if key == "<<" and isinstance(event, ScalarEvent) and event.style in _PLAIN:
            self._add(key_mark, "The merge key '<<' is not read; write the keys out.")
            return False
        if key in siblings:
            line = siblings[key].key.line
            self._add(
                key_mark, f"The key '{shortened(key)}' stands twice in this mapping, first in line {line}; remove one."
            )
            return False
        return True

    def _children(self) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _refuse_extras(self, event: Event, mark: Position) -> None:
        anchor, tag = getattr(event, "anchor", None) or "", getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self._add(mark, f"The alias *{shortened(anchor)} is not read; write the value out.")
        elif anchor:
            self._add(
                mark, f"The anchor &{shortened(anchor)} is not read; remove it (text that begins with & is quoted)."
            )
        if tag:
            self._add(mark, "Tags (!…) are not read; remove it (text that begins with ! is quoted).")

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        line, column = _line_column(error)
        context = f" {error.context} (line {error.context_mark.line + 1})" if error.context_mark else ""
        message = f"This is no YAML: {error.problem}{context}. {_SYNTAX_MEND}"
        self._problems.append(self._problem(Position(line=line, column=column), message))

    def _add(self, mark: Position, message: str) -> None:
        self._problems.append(self._problem(mark, message))
        if len(self._problems) >= MAX_PROBLEMS:
            self._stop(mark, f"The file has more than {MAX_PROBLEMS} such problems; mend these first.")

    def _stop(self, mark: Position, message: str) -> NoReturn:
        self._problems.append(self._problem(mark, message))
        raise _StoppedError

    def _problem(self, mark: Position, message: str) -> Problem:
        return Problem(file=self._file, line=mark.line, column=mark.column, message=message)


def _mark(event: Event) -> Position:
    start = event.start_mark
    return Position(line=start.line + 1, column=start.column + 1) if start else Position(line=1, column=1)


def _line_column(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    mark = error.problem_mark or error.context_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


TODO: Final = "# TODO"
"""Begins such a comment."""

# What follows is looked at, not taken: a value may hold what looks like a mark, with a real one behind it.
_COMMENT: Final = re.compile(r"(?<!\S)#[ \t]*TODO\b(?=[ \t]*:?[ \t]*(?P<what>[^\r\n]*))")


def find_todos(content: bytes, *, file: str) -> tuple[Problem, ...]:
    """A problem for each mark in a YAML file that was read, the first `MAX_PROBLEMS` at most."""
    if b"TODO" not in content:
        return ()
    text = content.decode("utf-8", errors="replace")
    found = list(_comments(text))
    problems = [_todo_problem(text, comment, file) for comment in found[:MAX_PROBLEMS]]
    if len(found) > MAX_PROBLEMS:
        line, column = line_and_column(text, found[MAX_PROBLEMS].start())
        more = f"The file has {len(found) - MAX_PROBLEMS:,} more TODO marks from here on; settle the others first."
        problems.append(Problem(file=file, line=line, column=column, message=more))
    return tuple(problems)


def _comments(text: str) -> Iterator[re.Match[str]]:
    """The comments that begin with TODO; none that only looks so inside of a value."""
    starts, ends = _values(text)
    for comment in _COMMENT.finditer(text):
        before = bisect_right(starts, comment.start()) - 1
        if before < 0 or ends[before] <= comment.start():
            yield comment


def _values(text: str) -> tuple[list[int], list[int]]:
    """Where each scalar begins and ends, in the order of the text. A file that breaks off is read as far as it goes."""
    starts: list[int] = []
    ends: list[int] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, ScalarEvent) and event.start_mark and event.end_mark:
                starts.append(event.start_mark.index)
                ends.append(event.end_mark.index)
    except (yaml.YAMLError, ValueError, OverflowError):
        pass  # whoever reads the file for its values says what is wrong with it
    return starts, ends


def _todo_problem(text: str, comment: re.Match[str], file: str) -> Problem:
    line, column = line_and_column(text, comment.start())
    what = f" ({shortened(comment['what'].strip())})" if comment["what"].strip() else ""
    message = f"Still to be settled{what}. Mend what this line says, or confirm it, then delete the mark {TODO}."
    return Problem(file=file, line=line, column=column, message=message)
