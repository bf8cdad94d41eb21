"""What was asked and not answered as a table (CSV), for a spreadsheet: nothing in it is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.core.matching.clustering import Gap, Unanswered
from bot.ui.markdown import clean

COLUMNS: Final = ("group", "times", "question", "asked_at", "outcome", "nearest_fact", "confidence", "guild")
"""For scripts as well, so in no language but one. `times` is that of the group, `asked_at` is UTC."""

LARGEST: Final = 8_000_000
"""Bytes of the largest table; Discord takes files of 10 MB."""

_FORMULA: Final = ("=", "+", "-", "@")
"""What spreadsheets take for the beginning of a formula; a tab or a line end ahead of it does not keep them from it."""

_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel does not read UTF-8


def table(gaps: Sequence[Gap], *, most: int = LARGEST) -> tuple[bytes, int]:
    """The table, at most `most` bytes, and the number of questions in it, each in a row: the first groups first."""
    written = io.BytesIO()
    written.write(_line(COLUMNS, mark=_MARK))
    rows = 0
    for row in _rows(gaps):
        line = _line(row)
        if written.tell() + len(line) > most:
            break
        written.write(line)
        rows += 1
    return written.getvalue(), rows


def _rows(gaps: Iterable[Gap]) -> Iterator[Sequence[str]]:
    for number, gap in enumerate(gaps, 1):
        for question in gap.questions:
            yield (str(number), str(gap.times), *_question(question))


def _question(question: Unanswered) -> tuple[str, ...]:
    return (
        question.text,
        question.at.isoformat(timespec="seconds"),
        question.outcome,
        question.fact or "",
        "" if question.confidence is None else f"{question.confidence:.4f}",
        "" if question.guild is None else str(question.guild),
    )


def _line(cells: Iterable[str], mark: str = "") -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(map(_cell, cells))
    return (mark + text.getvalue()).encode()


def _cell(text: str) -> str:
    """Text as a spreadsheet shows it: an apostrophe ahead says that it is text."""
    shown = clean(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
