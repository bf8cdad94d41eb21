"""Read a curator's YAML file into plain values that remember their places.

Scalars stay text: `No`, `1:30` and `2025-10-15` arrive as they were written, and the schema says what they mean.
Only an unquoted `null`, `~` or nothing at all is None. What YAML offers beyond lists, mappings and scalars is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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

from bot.core.text.control_chars import character_name, shortened
from bot.errors import Problem

MAX_BYTES: Final = 2 * 1024 * 1024
"""Largest file that is read, in bytes. A fact takes about 1 KiB, so a file has room for some 2,000."""

MAX_DEPTH: Final = 20
"""Deepest nesting of lists and mappings; the formats of this bot need five."""

MAX_PROBLEMS: Final = 50
"""Problems of one file after which reading stops: with more, it is probably another kind of file."""

MAX_VALUES: Final = 300_000
"""Lists, mappings, keys and scalars of one file; a file full of facts has some 100,000."""

TODO: Final = "# TODO"
"""The beginning of a comment that marks what is not settled."""

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
YamlPath: TypeAlias = tuple[str | int, ...]

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
# YAML 1.1 takes NEL, LS and PS for line breaks and folds them away inside quoted text.
_REFUSED: Final = re.compile("[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_MAX_REFUSED: Final = 20
_LINE_BREAK: Final = re.compile("\r\n|\n|\r")
_INDENT: Final = re.compile("^ *\t[ \t]*", re.MULTILINE)
_TAB_WIDTHS: Final = (2, 4, 8)  # columns
_PLAIN: Final = frozenset({None, ""})  # the style of an unquoted scalar, in either parser
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SYNTAX_FIX: Final = "Check the indentation and the quotes; put text that contains ': ' or ' #' in double quotes."
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BEHIND: Final = re.compile(r" +#[^\r\n]*")
# The lookahead consumes nothing, so a real comment is found after a value that looks like one.
_COMMENT: Final = re.compile(r"(?<!\S)#[ \t]*TODO\b(?=[ \t]*:?[ \t]*(?P<what>[^\r\n]*))")
_ITEM: Final = re.compile(r" *- ")
_LIST_KEY: Final = re.compile(r" *(?:- +)*(?P<key>[a-z_]+) *:[ \t]*(?:#.*)?(?=[\r\n])")
_KEY: Final = re.compile(r" *(?:- +)*(?P<key>[a-z_]+) *:")


# Tuples, as there are two for each scalar of the base: dataclasses take three times as long.
class Position(NamedTuple):
    """Where a value begins; line and column count from 1."""

    line: int
    column: int
    children: Mapping[str | int, ChildPosition] = MappingProxyType({})


class ChildPosition(NamedTuple):
    """Where a child's key and its value begin; an item of a list has one place for both."""

    key: Position
    value: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file that was read.

    `problems` are mistakes that leave the rest readable, such as a repeated key. `comments` has the comments behind
    unquoted scalars, with the white space before the #, by the line and column of the scalar.
    """

    file: str
    value: Value
    root: Position
    problems: tuple[Problem, ...] = ()
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def value_at(self, path: YamlPath) -> Value:
        """Return the value at a path, or None if there is none."""
        value = self.value
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def position(self, path: YamlPath, *, key: bool = False) -> Position:
        """Return where the value at a path begins, or its key; where the mapping begins if the value is missing."""
        position = self.root
        for depth, step in enumerate(path, 1):
            child = position.children.get(step)
            if child is None:
                return position
            position = child.key if key and depth == len(path) else child.value
        return position

    def comment(self, path: YamlPath) -> str:
        """Return the comment behind an unquoted scalar on its line, with the white space before it; "" if none is."""
        position = self.position(path)
        return self.comments.get((position.line, position.column), "")

    def problem(self, path: YamlPath, message: str, *, key: bool = False) -> Problem:
        """Return a problem at the place of a value or of its key."""
        position = self.position(path, key=key)
        return Problem(file=self.file, line=position.line, column=position.column, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that cannot be used."""

    file: str
    problems: tuple[Problem, ...]


def read_document(content: bytes, *, file: str) -> Document | Unreadable:
    """Read one YAML document. No content makes this raise."""
    text = _decode(content, file)
    if isinstance(text, Problem):
        return Unreadable(file=file, problems=(text,))
    refused = _refused(text, file)
    if any(text[offset] != "\t" for offset in refused):
        return Unreadable(file=file, problems=tuple(refused.values()))
    if refused:
        return _read_past_tabs(tuple(refused.values()), text, file)
    return _Builder(text, file).document()


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both counted from 1."""
    line, start = 1, 0
    for line_break in _LINE_BREAK.finditer(text, 0, offset):
        line, start = line + 1, line_break.end()
    return line, min(offset, len(text)) - start + 1


class TodoComment(NamedTuple):
    """A TODO comment of a file: its place, its text, and the key of its line, or of the list that the line is in.

    The key is "" behind no value.
    """

    line: int
    column: int
    what: str
    key: str


def find_todos(content: bytes) -> tuple[TodoComment, ...]:
    """Return the TODO comments of a YAML file, as far as the file can be read."""
    if b"TODO" not in content:
        return ()
    text = content.decode("utf-8", errors="replace")
    starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
    found = []
    read, list_key = 0, ""  # the lines read so far, and the last key above them that has no value on its line
    for comment in _todo_comments(text):
        line = bisect_right(starts, comment.start())
        begins = starts[line - 1]
        for start in starts[read : line - 1]:
            above = _LIST_KEY.match(text, start)
            list_key = above["key"] if above else list_key
        read = line - 1
        own = _KEY.match(text, begins, comment.start())
        item = list_key if _ITEM.match(text, begins, comment.start()) else ""
        key = own["key"] if own else item
        found.append(TodoComment(line, comment.start() - begins + 1, comment["what"].strip(), key))
    return tuple(found)


def _decode(content: bytes, file: str) -> str | Problem:
    if len(content) > MAX_BYTES:
        return _whole(file, f"The file is larger than {MAX_BYTES:,} bytes; split it into several files.")
    if content.startswith(_UTF16_MARKS):
        return _whole(file, "The file is UTF-16; save it as UTF-8.")
    if content.startswith(_BYTE_ORDER_MARK):
        return _whole(file, "The file begins with a byte-order mark; save it as UTF-8 without one (no BOM).")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = line_and_column(content[: error.start].decode("utf-8"), error.start)
        message = f"The byte 0x{content[error.start]:02X} is not UTF-8; save the file as UTF-8."
        return Problem(file=file, line=line, column=column, message=message)


def _whole(file: str, message: str) -> Problem:
    return Problem(file=file, line=1, column=1, message=message)


def _refused(text: str, file: str) -> dict[int, Problem]:
    """Return a problem for each refused character, by its first offset."""
    first: dict[str, int] = {}
    for found in _REFUSED.finditer(text):
        first.setdefault(found.group(), found.start())
        if len(first) == _MAX_REFUSED:
            break
    return {offset: _refused_problem(text, offset, file) for offset in first.values()}


def _refused_problem(text: str, offset: int, file: str) -> Problem:
    line, column = line_and_column(text, offset)
    character = text[offset]
    if character == "\t":
        others = text.count(character) - 1
        more = f", and {others:,} more in this file" if others else ""
        message = f'A tab{more}; indent with spaces (inside double quotes write a tab as "\\t").'
    else:
        code = ord(character)
        escape = f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"  # noqa: PLR2004
        message = f'YAML cannot contain {character_name(character)}; write it as "{escape}" inside double quotes.'
    return Problem(file=file, line=line, column=column, message=message)


def _read_past_tabs(tabs: tuple[Problem, ...], text: str, file: str) -> Document | Unreadable:
    """Read a text with tabs as an editor shows it, at each width that tabs commonly have."""
    attempts = [_without_tabs(text, width) for width in _TAB_WIDTHS]
    attempts.append(attempts[0].replace("\t", " "))
    for attempt in attempts:
        document = _Builder(attempt, file).document()
        if isinstance(document, Document):
            return replace(document, problems=(*tabs, *document.problems))
    return Unreadable(file=file, problems=tabs)  # whatever else is wrong may come from the tabs


def _without_tabs(text: str, width: int) -> str:
    """Replace the tabs that indent by spaces."""
    return _INDENT.sub(lambda found: found.group().expandtabs(width), text)


class _StoppedError(Exception):
    """Stop reading here; the last problem says why."""


class _Builder:
    """Builds values from the parser's events, so that the parser resolves, merges and repeats nothing."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._events: Iterator[Event] = _parse(text)
        self._comments: dict[tuple[int, int], str] = {}
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
        except (ValueError, OverflowError):  # the Python parser, at an escape such as \U00110000
            message = "An escape after this place is not a character; correct it."
            self._problems.append(self._problem(self._last, message))
            return self._unreadable()
        return Document(
            file=self._file,
            value=value,
            root=root,
            problems=tuple(self._problems),
            comments=MappingProxyType(self._comments),
        )

    def _unreadable(self) -> Unreadable:
        return Unreadable(file=self._file, problems=tuple(self._problems))

    def _document(self) -> tuple[Value, Position]:
        found: tuple[Value, Position] | None = None
        for event in self._events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if found is not None:
                self._add(_position(event), "A second document begins here, but a file has one; remove the '---'.")
                break
            found = self._node(next(self._events), 1)
        if found is None or found[0] is None:
            self._stop(Position(line=1, column=1), "The file is empty; write its first entry or delete the file.")
        return found

    def _node(self, event: Event, depth: int) -> tuple[Value, Position]:
        position = _position(event)
        self._refuse_extras(event, position)
        self._values, self._last = self._values + 1, position
        if self._values > MAX_VALUES:
            self._stop(position, f"The file has more than {MAX_VALUES:,} values; split it into several files.")
        if depth > MAX_DEPTH:
            self._stop(position, f"Lists and mappings are nested more than {MAX_DEPTH} deep here; flatten them.")
        match event:
            case ScalarEvent():
                return self._scalar(event, position), position
            case SequenceStartEvent():
                return self._sequence(position, depth)
            case MappingStartEvent():
                return self._mapping(position, depth)
            case _:
                return None, position

    def _scalar(self, event: ScalarEvent, position: Position) -> str | None:
        if _SURROGATE.search(event.value):  # the Python parser lets these pass
            self._add(position, "An escape here is half of a surrogate pair; write the whole character.")
            return None
        if event.style not in _PLAIN:
            return str(event.value)
        comment = _BEHIND.match(self._text, event.end_mark.index) if event.end_mark else None
        if comment:
            self._comments[position.line, position.column] = comment.group().rstrip()
        return None if event.value in _NULLS else str(event.value)

    def _sequence(self, position: Position, depth: int) -> tuple[list[Value], Position]:
        values: list[Value] = []
        children: dict[str | int, ChildPosition] = {}
        for event in self._children():
            value, value_position = self._node(event, depth + 1)
            children[len(values)] = ChildPosition(value_position, value_position)
            values.append(value)
        return values, position._replace(children=children)

    def _mapping(self, position: Position, depth: int) -> tuple[dict[str, Value], Position]:
        values: dict[str, Value] = {}
        children: dict[str | int, ChildPosition] = {}
        for event in self._children():
            key, key_position = self._node(event, depth + 1)
            value, value_position = self._node(next(self._events), depth + 1)
            if self._is_key(key, event, key_position, children):
                values[key], children[key] = value, ChildPosition(key_position, value_position)
        return values, position._replace(children=children)

    def _is_key(
        self, key: Value, event: Event, key_position: Position, siblings: Mapping[str | int, ChildPosition]
    ) -> TypeGuard[str]:
        if not isinstance(key, str):
            self._add(key_position, "Expected a key: a plain word before a colon.")
            return False
        if key == "<<" and isinstance(event, ScalarEvent) and event.style in _PLAIN:
            self._add(key_position, "The merge key '<<' is not supported; write the keys out.")
            return False
        if key in siblings:
            line = siblings[key].key.line
            self._add(
                key_position, f"The key '{shortened(key)}' is already in this mapping, in line {line}; remove one."
            )
            return False
        return True

    def _children(self) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, CollectionEndEvent):
                return
            yield event

    def _refuse_extras(self, event: Event, position: Position) -> None:
        anchor, tag = getattr(event, "anchor", None) or "", getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self._add(position, f"The alias *{shortened(anchor)} is not supported; write the value out.")
        elif anchor:
            message = f"The anchor &{shortened(anchor)} is not supported; remove it, or put the text in quotes."
            self._add(position, message)
        if tag:
            self._add(position, "Tags (!…) are not supported; remove it, or put the text in quotes.")

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        line, column = _line_column(error)
        context = f" {error.context} (line {error.context_mark.line + 1})" if error.context_mark else ""
        message = f"This is not YAML: {error.problem}{context}. {_SYNTAX_FIX}"
        self._problems.append(self._problem(Position(line=line, column=column), message))

    def _add(self, position: Position, message: str) -> None:
        self._problems.append(self._problem(position, message))
        if len(self._problems) >= MAX_PROBLEMS:
            self._stop(position, f"The file has more than {MAX_PROBLEMS} such problems; fix these first.")

    def _stop(self, position: Position, message: str) -> NoReturn:
        self._problems.append(self._problem(position, message))
        raise _StoppedError

    def _problem(self, position: Position, message: str) -> Problem:
        return Problem(file=self._file, line=position.line, column=position.column, message=message)


def _parse(text: str) -> Iterator[Event]:
    events: Iterator[Event] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return events


def _position(event: Event) -> Position:
    start = event.start_mark
    return Position(line=start.line + 1, column=start.column + 1) if start else Position(line=1, column=1)


def _line_column(error: yaml.MarkedYAMLError) -> tuple[int, int]:
    mark = error.problem_mark or error.context_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _todo_comments(text: str) -> Iterator[re.Match[str]]:
    """Find the comments that begin with TODO, but not text inside a value that looks like one."""
    starts, ends = _scalar_spans(text)
    for comment in _COMMENT.finditer(text):
        before = bisect_right(starts, comment.start()) - 1
        if before < 0 or ends[before] <= comment.start():
            yield comment


def _scalar_spans(text: str) -> tuple[list[int], list[int]]:
    """Return where each scalar begins and ends, in the order of the text, as far as it can be read."""
    starts: list[int] = []
    ends: list[int] = []
    try:
        for event in _parse(text):
            if isinstance(event, ScalarEvent) and event.start_mark and event.end_mark:
                starts.append(event.start_mark.index)
                ends.append(event.end_mark.index)
    except (yaml.YAMLError, ValueError, OverflowError):
        pass  # `read_document` says what is wrong
    return starts, ends
