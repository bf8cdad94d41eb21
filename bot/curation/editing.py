"""Edit the curators' YAML as text: an edit changes the value that it is about, and every other byte stays.

The parser says where each value is; the text is cut there and joined again. Writing a parsed file back, even by a
library that keeps comments, would change line ends, escapes, long lines and lists that a curator laid out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any, Final

import yaml

from bot.core.knowledge.anchor_repair import yaml_text
from bot.core.knowledge.yaml_reader import Document, Unreadable, Value, YamlPath
from bot.errors import BotError, Problem

_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TODO: Final = re.compile(r"(?<!\S)#[ \t]*TODO\b[ \t]*:?[ \t]*(?P<what>[^\r\n]*)")
_BREAK: Final = re.compile(r"\r\n|\n|\r")
_BLANK: Final = re.compile(r"[ \t]*(?:\r\n|\n|\r)")
_PLAIN: Final = re.compile(r"[^\W_][\w .’()/+-]*")  # a comma would end it inside of brackets
_CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODES: Final = frozenset(
    "id topics standing when published retrieved replaced reworded importance source related disputes nearest file "
    "kind fact outcome".split()
)
"""Keys whose values are written without quotation marks."""
_RESOLVER: Final[Any] = yaml.SafeLoader("")
_INDENT: Final = "  "


class EditRefusedError(BotError):
    """The text cannot be edited by a program; the message says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TodoMark:
    """A TODO comment of an entry: what it says, and the key whose value it is about ("" if it is before all keys)."""

    key: str
    what: str
    line: int
    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True)
class YamlText:
    """The text of a YAML file. Each method that edits returns a new text; a path leads from the root to a value.

    Raises EditRefusedError for a text that is not YAML, and for a path that leads nowhere.
    """

    text: str

    @cached_property
    def _root(self) -> yaml.Node:
        try:
            root: yaml.Node | None = yaml.compose(self.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            mark = getattr(error, "problem_mark", None)
            where = f"line {mark.line + 1}: " if mark else ""
            raise EditRefusedError(f"{where}This is not YAML; fix it in an editor first.") from error
        if root is None:
            raise EditRefusedError("The file is empty.")
        return root

    @cached_property
    def _newline(self) -> str:
        found = _BREAK.search(self.text)
        return found.group() if found else "\n"

    @cached_property
    def _scalars(self) -> Sequence[tuple[int, int]]:
        return [(_start(node), self._end(node)) for node in _walk(self._root) if isinstance(node, yaml.ScalarNode)]

    @cached_property
    def _lines(self) -> Sequence[int]:
        """The offset of each line."""
        return [0, *(found.end() for found in _BREAK.finditer(self.text))]

    def value(self, path: YamlPath = ()) -> Value:
        """Return the value at a path, as `read_document` reads it; None if there is none."""
        try:
            return _value(self._node(path))
        except EditRefusedError:
            return None

    def line(self, path: YamlPath) -> int:
        """Return the line of a value, counted from 1."""
        mark = self._node(path).start_mark
        return int(mark.line) + 1

    def lines(self, path: YamlPath) -> tuple[int, int]:
        """Return the first and the last line of an entry, counted from 1, with the comments that belong to it."""
        start, end = self._entry(path)
        return bisect_right(self._lines, start), bisect_right(self._lines, end)

    def todos(self, path: YamlPath) -> tuple[TodoMark, ...]:
        """Return the TODO comments of an entry, in the order of the text."""
        start, end = self._entry(path)
        node = self._node(path)
        keys = _pairs(node) if isinstance(node, yaml.MappingNode) else ()
        found = []
        for comment in self._comments(start, end):
            at = comment.start()
            key = next((str(key.value) for key, _ in reversed(keys) if _start(key) <= at), "")
            line, what = bisect_right(self._lines, at), comment["what"].strip()
            found.append(TodoMark(key=key, what=what, line=line, start=at, end=comment.end()))
        return tuple(found)

    def todo_lines(self) -> tuple[int, ...]:
        """Return the lines of all TODO comments, inside of entries and outside, counted from 1."""
        comments = self._comments(0, len(self.text))
        return tuple(bisect_right(self._lines, comment.start()) for comment in comments)

    def _comments(self, start: int, end: int) -> Iterator[re.Match[str]]:
        for comment in _TODO.finditer(self.text, start, end):
            scalar = bisect_right(self._scalars, comment.start(), key=lambda span: span[0]) - 1
            if scalar < 0 or self._scalars[scalar][1] <= comment.start():
                yield comment

    def without_todos(self, path: YamlPath, *keys: str) -> YamlText:
        """Delete the TODO comments of an entry, or only those of some of its keys."""
        return self.without_marks([todo for todo in self.todos(path) if not keys or todo.key in keys])

    def without_marks(self, todos: Sequence[TodoMark]) -> YamlText:
        """Delete some of the TODO comments, which are in the order of the text."""
        text = self.text
        for todo in reversed(todos):
            start = self._before_blanks(todo.start)
            alone = start == self._line_start(start)
            text = text[:start] + text[self._past_line(todo.end) if alone else todo.end :]
        return YamlText(text)

    def with_todo(self, path: YamlPath, what: str) -> YamlText:
        """Add a TODO comment behind a value of one line."""
        end = self._end(self._node(path))
        return self._spliced(end, end, f"  # TODO: {what}")

    def with_text(self, path: YamlPath, value: str, *, order: Sequence[str] = ()) -> YamlText:
        """Replace a text, in the style in which it was written. A key that is missing is added (see `with_field`)."""
        parent, step = self._node(path[:-1]), path[-1]
        if isinstance(parent, yaml.MappingNode) and step not in dict(_named(parent)):
            return self.with_field(path, value, order=order)
        node = self._node(path)
        if not isinstance(node, yaml.ScalarNode):
            raise EditRefusedError(f"line {node.start_mark.line + 1}: '{step}' is not a text.")
        written = _written(value, node, code=path_key(path) in _CODES)
        start = _start(node)
        if start and self.text[start - 1] == ":":  # a key without a value
            written = f" {written}"
        return self._spliced(start, self._end(node), written)

    def with_list(self, path: YamlPath, values: Sequence[str], *, order: Sequence[str] = ()) -> YamlText:
        """Replace a list of texts; what stays in it keeps its own lines."""
        if not self._has(path) or not isinstance(self._node(path), yaml.SequenceNode):
            text = self if not self._has(path) else self.without(path)
            return text.with_field(path, list(values), order=order) if values else text
        old = [str(item) for item in self._items(path)]
        text = self
        for kind, first, last, new_first, new_last in reversed(
            SequenceMatcher(None, old, values, autojunk=False).get_opcodes()
        ):
            if kind == "replace" and last - first == new_last - new_first:
                for index, value in zip(range(first, last), values[new_first:new_last], strict=True):
                    text = text.with_text((*path, index), value)
            elif kind != "equal":
                for value in reversed(values[new_first:new_last]):
                    text = text.with_item(path, value, at=last)
                for index in reversed(range(first, last)):
                    text = text.without((*path, index))
        return text

    def with_field(self, path: YamlPath, value: Value, *, order: Sequence[str] = ()) -> YamlText:
        """Add a key to a mapping, after the keys that come before it in `order`; at the end if it is not in there."""
        parent, key = self._node(path[:-1]), str(path[-1])
        if not isinstance(parent, yaml.MappingNode) or not parent.value:
            raise EditRefusedError(f"line {parent.start_mark.line + 1}: there is no mapping to add '{key}' to.")
        before = set(order[: order.index(key)]) if key in order else None
        pairs = _pairs(parent)
        after = max((at for at, (name, _) in enumerate(pairs) if before is None or name.value in before), default=-1)
        if _is_flow(parent):
            _, last = pairs[max(after, 0)]
            end = self._end(last)
            return self._spliced(end, end, f", {key}: {_flow(value, key)}")
        indent = " " * int(pairs[0][0].start_mark.column)
        lines = [f"{indent}{line}" for line in _block({key: value})]
        return self._inserted_after(self._end(pairs[max(after, 0)][1]), lines)

    def with_item(self, path: YamlPath, value: Value, *, at: int | None = None) -> YamlText:
        """Insert an item into a list at an index, by default at its end. The empty path is the whole file."""
        node, key = self._node(path), path_key(path)
        if not isinstance(node, yaml.SequenceNode):
            if isinstance(node, yaml.ScalarNode) and node.value in _NULLS and path:
                return self.without(path).with_field(path, [value])
            raise EditRefusedError(f"line {node.start_mark.line + 1}: '{key}' is not a list.")
        items = node.value
        index = len(items) if at is None else at
        if not items:
            return self._into_empty(node, path, value)
        if _is_flow(node):
            written = _flow(value, key)
            if index < len(items):
                return self._spliced(_start(items[index]), _start(items[index]), f"{written}, ")
            return self._spliced(self._end(items[-1]), self._end(items[-1]), f", {written}")
        indent = " " * int(node.start_mark.column)
        lines = [f"{indent}{line}" for line in _block([value], key)]
        if index == 0:
            start = self._line_start(_start(items[0]))
            return self._spliced(start, start, "".join(f"{line}{self._newline}" for line in lines))
        _, end = self._entry((*path, index - 1))
        spaced = self._is_spaced(items)
        return self._inserted_after(end, ["", *lines] if spaced else lines)

    def without(self, path: YamlPath) -> YamlText:
        """Delete an entry of a list or a key of a mapping, with its lines. A list that loses its last entry is `[]`."""
        parent, node = self._node(path[:-1]), self._node(path)
        if isinstance(parent, yaml.MappingNode):
            return self._without_key(parent, str(path[-1]))
        items, index = parent.value, int(path[-1])
        if _is_flow(parent):
            return self._without_part([(_start(each), self._end(each)) for each in items], index)
        start, end = self._entry(path)
        if self.text[self._line_start(_start(node)) : _start(node)].strip() != "-":
            raise EditRefusedError(f"line {node.start_mark.line + 1}: this entry shares its line with another.")
        past = self._past_line(end)
        if len(items) == 1:
            return self._emptied(path[:-1], start, past)
        while index + 1 < len(items) and (blank := _BLANK.match(self.text, past)):
            past = blank.end()
        while index + 1 == len(items) and (before := self._blank_before(start)) < start:
            start = before
        return self._spliced(start, past, "")

    def _without_key(self, parent: yaml.MappingNode, key: str) -> YamlText:
        pairs = _pairs(parent)
        index = next(at for at, (name, _) in enumerate(pairs) if name.value == key)
        if len(pairs) == 1:
            raise EditRefusedError(f"line {parent.start_mark.line + 1}: '{key}' is the only key here.")
        spans = [(_start(name), self._end(value)) for name, value in pairs]
        if _is_flow(parent):
            return self._without_part(spans, index)
        start, end = spans[index]
        line = self._line_start(start)
        if self.text[line:start].strip():  # the dash of its entry is on the same line
            return self._spliced(start, spans[index + 1][0], "")
        return self._spliced(line, self._past_line(end), "")

    def _without_part(self, spans: Sequence[tuple[int, int]], index: int) -> YamlText:
        """Delete a part of a flow list or mapping with one of the commas beside it."""
        start, end = spans[index]
        if index + 1 < len(spans):
            return self._spliced(start, spans[index + 1][0], "")
        return self._spliced(spans[index - 1][1] if index else start, end, "")

    def _emptied(self, path: YamlPath, start: int, past: int) -> YamlText:
        if not path:
            return self._spliced(start, past, f"[]{self._newline}")
        parent = self._node(path[:-1])
        pairs = _pairs(parent) if isinstance(parent, yaml.MappingNode) else ()
        colon = next((self.text.index(":", self._end(name)) + 1 for name, _ in pairs if name.value == path[-1]), None)
        if colon is None:
            raise EditRefusedError(f"line {parent.start_mark.line + 1}: this list cannot be emptied.")
        return YamlText(f"{self.text[:colon]} []{self.text[colon:start]}{self.text[past:]}")

    def _into_empty(self, node: yaml.Node, path: YamlPath, value: Value) -> YamlText:
        key, start, end = path_key(path), _start(node), self._end(node)
        if isinstance(value, str) and key in _CODES:
            return self._spliced(start, end, f"[{_flow(value, key)}]")
        indent = ""
        if path:
            parent = self._node(path[:-1])
            if _is_flow(parent):
                return self._spliced(start, end, f"[{_flow(value, key)}]")
            indent = f"{' ' * int(_pairs(parent)[0][0].start_mark.column)}{_INDENT}"
        lines = [f"{indent}{line}" for line in _block([value], key)]
        if not path:
            return self._spliced(start, end, self._newline.join(lines))
        before = self._before_blanks(start)
        opened = self._spliced(before, end, "")
        return opened._inserted_after(before, lines)  # noqa: SLF001 - of the same class

    def _is_spaced(self, items: Sequence[yaml.Node]) -> bool:
        """Return whether a blank line separates the last two entries, or the first two."""
        if len(items) == 1:
            return False
        start = self._line_start(_start(items[-1]))
        return self._blank_before(start) < start

    def _node(self, path: YamlPath) -> yaml.Node:
        node = self._root
        for step in path:
            found: yaml.Node | None = None
            if isinstance(node, yaml.MappingNode) and isinstance(step, str):
                found = dict(_named(node)).get(step)
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                found = node.value[step]
            if found is None:
                raise EditRefusedError(f"line {node.start_mark.line + 1}: there is no '{step}' here.")
            node = found
        return node

    def _has(self, path: YamlPath) -> bool:
        parent = self._node(path[:-1])
        return isinstance(parent, yaml.MappingNode) and path[-1] in dict(_named(parent))

    def _items(self, path: YamlPath) -> Sequence[Value]:
        value = self.value(path)
        return value if isinstance(value, list) else ()

    def _entry(self, path: YamlPath) -> tuple[int, int]:
        """Return the start of an entry's first line and the end of its last, with the comments indented below it."""
        node = self._node(path)
        end = self._line_end(self._end(node))
        column = int(node.start_mark.column)
        while True:
            past = self._past_line(end)
            following = self.text[past : self._line_end(past)]
            stripped = following.lstrip(" ")
            if past == end or not stripped.startswith("#") or len(following) - len(stripped) < column:
                return self._line_start(_start(node)), end
            end = self._line_end(past)

    def _end(self, node: yaml.Node) -> int:
        """Return the end of a value, without the white space and the comments after it."""
        if not isinstance(node, yaml.ScalarNode) and not _is_flow(node):
            parts = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
            return self._end(parts[-1]) if parts else _start(node)
        end = int(node.end_mark.index)
        return _start(node) + len(self.text[_start(node) : end].rstrip())

    def _before_blanks(self, index: int) -> int:
        """Return the offset before the spaces that end at an offset."""
        while index and self.text[index - 1] in " \t":
            index -= 1
        return index

    def _blank_before(self, index: int) -> int:
        """Return the start of the line before the one that begins at an offset if it is blank, else the offset."""
        line = bisect_right(self._lines, index) - 1
        start = self._lines[line - 1] if line else index
        return index if self.text[start:index].strip() else start

    def _line_start(self, index: int) -> int:
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def _line_end(self, index: int) -> int:
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def _past_line(self, index: int) -> int:
        found = _BREAK.search(self.text, index)
        return found.end() if found else len(self.text)

    def _spliced(self, start: int, end: int, text: str) -> YamlText:
        return YamlText(f"{self.text[:start]}{text}{self.text[end:]}")

    def _inserted_after(self, index: int, lines: Sequence[str]) -> YamlText:
        """Insert lines after the line of an offset."""
        end = self._line_end(index)
        return self._spliced(end, end, "".join(f"{self._newline}{line}" for line in lines))


def edit_problems(document: Document | Unreadable, content: bytes) -> Sequence[Problem]:
    """Return why a file cannot be edited, such as tabs, which can be read past and not edited past."""
    if isinstance(document, Unreadable):
        return document.problems
    try:
        YamlText(content.decode()).lines(())
    except EditRefusedError as error:
        return document.problems or (Problem(file=document.file, line=1, column=1, message=str(error)),)
    return ()


def path_key(path: YamlPath) -> str:
    """Return the last key of a path; of an item, the key of its list."""
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _is_flow(node: yaml.Node) -> bool:
    """Return whether a list or mapping is written in brackets."""
    return bool(getattr(node, "flow_style", False))


def _start(node: yaml.Node) -> int:
    return int(node.start_mark.index)


def _pairs(node: yaml.Node) -> Sequence[tuple[yaml.ScalarNode, yaml.Node]]:
    pairs: Sequence[tuple[yaml.ScalarNode, yaml.Node]] = node.value
    return pairs


def _named(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    return ((str(key.value), value) for key, value in _pairs(node))


def _walk(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    if not isinstance(node, yaml.ScalarNode):
        for part in node.value:
            for each in part if isinstance(part, tuple) else (part,):
                yield from _walk(each)


def _value(node: yaml.Node) -> Value:
    match node:
        case yaml.MappingNode():
            return {name: _value(value) for name, value in _named(node)}
        case yaml.SequenceNode():
            return [_value(item) for item in node.value]
        case _:
            return None if not getattr(node, "style", None) and node.value in _NULLS else str(node.value)


def _written(value: str, like: yaml.ScalarNode, *, code: bool) -> str:
    """Write a text in the style of the one that it replaces, if that style can hold it."""
    if not like.style and (like.value not in _NULLS or code) and _fits_plain(value, like):
        return value
    if like.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return yaml_text(value) if not code else _code(value)


def _fits_plain(value: str, like: yaml.ScalarNode) -> bool:
    if not _PLAIN.fullmatch(value) or value != value.strip() or value in _NULLS:
        return False
    kinds = [_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) for text in (value, like.value)]
    return kinds[0] in {kinds[1], "tag:yaml.org,2002:str"}


def _code(value: str) -> str:
    return value if _CODE.fullmatch(value) and value not in _NULLS else yaml_text(value)


def _flow(value: Value, key: str) -> str:
    match value:
        case None:
            return "null"
        case str():
            return _code(value) if key in _CODES else yaml_text(value)
        case list():
            return f"[{', '.join(_flow(item, key) for item in value)}]"
        case dict():
            return "{" + ", ".join(f"{name}: {_flow(item, name)}" for name, item in value.items()) + "}"


def _block(value: list[Value] | dict[str, Value], key: str = "") -> Iterator[str]:
    """Yield the lines of a list or a mapping, without indentation."""
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict) and item:
                first, *rest = _block(item)
                yield f"- {first}"
                yield from (f"{_INDENT}{line}" for line in rest)
            else:
                yield f"- {_flow(item, key)}"
        return
    for name, item in value.items():
        if isinstance(item, Mapping) and item:
            yield f"{name}:"
            yield from (f"{_INDENT}{line}" for line in _block(item))
        elif isinstance(item, list) and item and name not in _CODES:
            yield f"{name}:"
            yield from (f"{_INDENT}{line}" for line in _block(item, name))
        else:
            yield f"{name}: {_flow(item, name)}"
