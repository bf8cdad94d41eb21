"""Take an edit back out of files that others have edited since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from bot.curation.editing import EditRefusedError

Contents = tuple[bytes | None, bytes | None]
"""The content of a file before and after an edit; None is no file."""

_EMPTY: Final = b"[]\n"
"""A file that an edit has made, without its only entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEdit:
    """An edit that was written: the content of each of its files before and after."""

    id: int
    files: Mapping[str, Contents]


class LaterEditError(EditRefusedError):
    """The lines of an edit have changed since: by the edits `by`, or outside of Discord if there are none."""

    def __init__(self, path: str, by: Sequence[int]) -> None:
        self.path = path
        self.by = tuple(by)
        super().__init__(f"{path}: these lines have changed since.")


def undo(edit: PastEdit, later: Sequence[PastEdit], now: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the content of the edit's files without it; `later` are the edits since, oldest first.

    Raises LaterEditError if something touched the same lines.
    """
    undone = {}
    for path, (before, after) in edit.files.items():
        texts = [(each.id, each.files[path]) for each in later if path in each.files]
        content = _undone(path, before or b"", after or b"", texts, now.get(path, b""))
        undone[path] = content or _EMPTY
    return undone


@dataclass(frozen=True, slots=True)
class _Range:
    """Lines of a text, the end exclusive, that are to become `lines`."""

    start: int
    end: int
    lines: tuple[bytes, ...]


def _undone(path: str, before: bytes, after: bytes, later: Sequence[tuple[int, Contents]], now: bytes) -> bytes:
    text = after.splitlines(keepends=True)
    old = before.splitlines(keepends=True)
    ranges = [_Range(start, end, tuple(old[i:j])) for start, end, i, j in _changes(text, old)]
    for number, (was, became) in later:
        ranges, text = _moved(path, ranges, text, (was or b"").splitlines(keepends=True), ())
        ranges, text = _moved(path, ranges, text, (became or b"").splitlines(keepends=True), (number,))
    ranges, text = _moved(path, ranges, text, now.splitlines(keepends=True), ())
    for each in reversed(ranges):
        text[each.start : each.end] = each.lines
    return b"".join(text)


def _moved(
    path: str, ranges: Sequence[_Range], old: Sequence[bytes], new: Sequence[bytes], by: Sequence[int]
) -> tuple[list[_Range], list[bytes]]:
    """Return where the lines of `old` are in `new`. Raises LaterEditError if one of them changed."""
    changed = list(_changes(old, new))
    moved = []
    for each in ranges:
        shift = 0
        for start, end, new_start, new_end in changed:
            if _overlaps(each, start, end):
                raise LaterEditError(path, by)
            if end <= each.start:
                shift += (new_end - new_start) - (end - start)
        moved.append(_Range(each.start + shift, each.end + shift, each.lines))
    return moved, list(new)


def _overlaps(lines: _Range, start: int, end: int) -> bool:
    """Return whether a change touches lines. What begins where the other ends is apart."""
    return lines.start < end and start < lines.end


def _changes(old: Sequence[bytes], new: Sequence[bytes]) -> Iterator[tuple[int, int, int, int]]:
    """Yield the ranges of lines that differ: of the old text, then of the new one."""
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield start, end, new_start, new_end
