"""Compare two versions of a text: the words that changed, and where each passage of the old one is in the new one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from rapidfuzz.distance import Indel

from bot.core.text.language import STOPWORDS
from bot.core.text.sentences import Paragraph, paragraphs

_WORD: Final = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]")
_BLANK: Final = re.compile(r"\n\s*\n")
_MOST_COMPARED: Final = 200_000_000  # pairs of words of one block; more would take gigabytes
_SHORT_RUN: Final = 2  # words that two different passages have in common by chance if they carry no subject


class PieceKind(StrEnum):
    """What happened to a piece of a text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPiece:
    """A piece of the old or of the new text."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPlace:
    """A paragraph that changed, word by word. `start` is its offset in the new text, or where it was cut out."""

    start: int
    pieces: tuple[DiffPiece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Characters that both texts have: `size` of them from `old` in the old text and from `new` in the new one."""

    old: int
    new: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TextComparison:
    """What two versions of a text share and what changed between them."""

    runs: tuple[_Run, ...]
    changes: tuple[ChangedPlace, ...]

    def mapped(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a passage of the old text is in the new one, by those of its words that both have, or None."""
        first = max(0, bisect_right(self.runs, start, key=lambda run: run.old) - 1)
        inside = [
            run for run in self.runs[first : first + _until(self.runs[first:], end)] if run.old + run.size > start
        ]
        if not inside:
            return None
        begin, last = inside[0], inside[-1]
        return (
            begin.new + max(0, start - begin.old),
            last.new + min(last.size, end - last.old),
        )


def _until(runs: Sequence[_Run], end: int) -> int:
    return bisect_right(runs, end - 1, key=lambda run: run.old)


def compare_texts(old: str, new: str) -> TextComparison:
    """Compare two versions of a text, first by paragraphs, then word by word where these differ."""
    before, after = paragraphs(old), paragraphs(new)
    matcher = SequenceMatcher(
        None,
        [old[each.start : each.end] for each in before],
        [new[each.start : each.end] for each in after],
        autojunk=False,
    )
    runs: list[_Run] = []
    changes: list[ChangedPlace] = []
    for kind, first, last, new_first, new_last in matcher.get_opcodes():
        if kind == "equal":
            pairs = zip(before[first:last], after[new_first:new_last], strict=True)
            runs.extend(_Run(old=a.start, new=b.start, size=a.end - a.start) for a, b in pairs)
            continue
        old_span = _span(before[first:last], before[first].start if first < len(before) else len(old))
        new_span = _span(after[new_first:new_last], after[new_first].start if new_first < len(after) else len(new))
        found = list(_shared(old, new, old_span, new_span))
        runs.extend(found)
        changes.extend(_by_paragraph(new_span[0], _pieces(old, new, old_span, new_span, found)))
    return TextComparison(runs=tuple(runs), changes=tuple(changes))


def _span(blocks: Sequence[Paragraph], place: int) -> tuple[int, int]:
    """Return the start and the end of paragraphs; of none, the place where they would be."""
    spans = [(each.start, each.end) for each in blocks]
    return (spans[0][0], spans[-1][1]) if spans else (place, place)


def _shared(old: str, new: str, old_span: tuple[int, int], new_span: tuple[int, int]) -> Iterator[_Run]:
    """Yield the runs of words that two passages share."""
    a, b = list(_WORD.finditer(old, *old_span)), list(_WORD.finditer(new, *new_span))
    if not a or not b or len(a) * len(b) > _MOST_COMPARED:
        return
    blocks = Indel.opcodes([each.group() for each in a], [each.group() for each in b]).as_matching_blocks()
    for block in blocks:
        if not block.size or _is_chance(a[block.a : block.a + block.size]):
            continue
        yield from _solid(old, new, a[block.a : block.a + block.size], b[block.b : block.b + block.size])


def _is_chance(run: Sequence[re.Match[str]]) -> bool:
    """Return whether a run is so short and common that two different passages may have it by chance."""
    return len(run) <= _SHORT_RUN and all(
        not each.group()[0].isalnum() or each.group().lower() in STOPWORDS for each in run
    )


def _solid(old: str, new: str, a: Sequence[re.Match[str]], b: Sequence[re.Match[str]]) -> Iterator[_Run]:
    """Yield runs that are the same character by character: the white space between two words may differ."""
    first = 0
    for index in range(1, len(a) + 1):
        if index == len(a) or old[a[index - 1].end() : a[index].start()] != new[b[index - 1].end() : b[index].start()]:
            yield _Run(old=a[first].start(), new=b[first].start(), size=a[index - 1].end() - a[first].start())
            first = index


def _pieces(
    old: str, new: str, old_span: tuple[int, int], new_span: tuple[int, int], runs: Sequence[_Run]
) -> Iterator[DiffPiece]:
    (old_at, old_end), (new_at, new_end) = old_span, new_span
    for run in (*runs, _Run(old=old_end, new=new_end, size=0)):
        yield from _changed(old[old_at : run.old], new[new_at : run.new])
        if run.size:
            yield DiffPiece(kind=PieceKind.SAME, text=new[run.new : run.new + run.size])
        old_at, new_at = run.old + run.size, run.new + run.size


def _by_paragraph(start: int, pieces: Iterable[DiffPiece]) -> Iterator[ChangedPlace]:
    """Split the pieces where a paragraph ends in both texts, and leave out the paragraphs without a change."""
    place: list[DiffPiece] = []
    at = begin = start
    for piece in pieces:
        if piece.kind is not PieceKind.SAME:
            place.append(piece)
            at += len(piece.text) if piece.kind is PieceKind.ADDED else 0
            continue
        done = 0
        for blank in _BLANK.finditer(piece.text):
            yield from _place(begin, [*place, replace(piece, text=piece.text[done : blank.start()])])
            place, done = [], blank.end()
            begin = at + done
        place.append(replace(piece, text=piece.text[done:]))
        at += len(piece.text)
    yield from _place(begin, place)


def _place(start: int, pieces: Sequence[DiffPiece]) -> Iterator[ChangedPlace]:
    if any(piece.kind is not PieceKind.SAME for piece in pieces):
        yield ChangedPlace(start=start, pieces=tuple(piece for piece in pieces if piece.text))


def _changed(removed: str, added: str) -> Iterator[DiffPiece]:
    """Yield what was removed and what was added between two runs, with the white space that both begin or end with."""
    if not removed.strip() and not added.strip():
        if added:
            yield DiffPiece(kind=PieceKind.SAME, text=added)
        return
    lead = added if not added.strip() else added[: len(added) - len(added.lstrip())]
    lead = lead or removed[: len(removed) - len(removed.lstrip())]
    tail = added[len(added.rstrip()) :] if added.strip() else removed[len(removed.rstrip()) :]
    if lead:
        yield DiffPiece(kind=PieceKind.SAME, text=lead)
    if removed.strip():
        yield DiffPiece(kind=PieceKind.REMOVED, text=removed.strip())
    if added.strip():
        yield DiffPiece(kind=PieceKind.ADDED, text=added.strip())
    if tail:
        yield DiffPiece(kind=PieceKind.SAME, text=tail)
