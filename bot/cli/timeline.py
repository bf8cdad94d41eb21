"""`timeline`: the facts that have a day, at a terminal or as a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.cli.ask import standing_line
from bot.config import Config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.timeline import Day, days, rows
from bot.core.text.control_chars import shortened
from bot.core.text.dates import DateRange, NotADate, read_date_range
from bot.core.text.normalise import visible
from bot.errors import UsageError
from bot.i18n import Texts

_PNG: Final = ".png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """What to show: from which day, month or year to which, as typed; a file for the picture, and how it is drawn."""

    first: str | None
    last: str | None
    picture: Path | None
    dark: bool
    words: Texts


def run(config: Config, showing: Showing, *, out: TextIO) -> int:
    """Print the facts of a time day by day, and draw them where a file is named; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError for what is no date, for a time without facts, and for
    a file that cannot be written.
    """
    words = showing.words
    knowledge = load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)
    every = [day.date for day in days(knowledge)]
    if not every:
        raise UsageError(words.timeline_no_dates)
    found = days(knowledge, _span(showing, every))
    if not found:
        raise UsageError(words.timeline_none.format(first=words.date(every[0]), last=words.date(every[-1])))
    if showing.picture is not None:
        _draw(found, showing.picture, words, dark=showing.dark)
    Console(file=out).print(*_lines(found, words), sep="\n", highlight=False)
    return 0


def _span(showing: Showing, dated: Sequence[dt.date]) -> DateRange:
    words = showing.words
    begin, end = (_read(typed, dated, words) for typed in (showing.first, showing.last))
    span = DateRange(first=begin.first if begin else None, last=end.last if end else None)
    if span.first and span.last and span.first > span.last:
        raise UsageError(words.range_reversed.format(first=words.date(span.first), last=words.date(span.last)))
    return span


def _read(typed: str | None, dated: Sequence[dt.date], words: Texts) -> DateRange | None:
    if typed is None:
        return None
    match read_date_range(typed, dated, month_first=False):
        case DateRange() as period:
            return period
        case NotADate():
            raise UsageError(words.no_date(shortened(typed), dated[-1]))


def _draw(found: Sequence[Day], file: Path, words: Texts, *, dark: bool) -> None:
    from bot.ui.timeline import MOST_ROWS  # noqa: PLC0415
    from bot.ui.timeline_image import draw  # noqa: PLC0415 - slow to import

    if file.suffix.lower() != _PNG:
        raise UsageError(f"{file}: the picture is a PNG; name a file that ends in {_PNG}.")
    try:
        file.write_bytes(draw(rows(found, MOST_ROWS), words, dark=dark))
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error}") from None


def _lines(found: Iterable[Day], words: Texts) -> Iterable[RenderableType]:
    for day in found:
        yield Text(f"\n{words.date(day.date)}", style="bold")
        for fact in day.facts:
            yield Padding(Text(visible(fact.statement)), (0, 2), expand=False)
            yield Padding(standing_line(fact, words), (0, 4), expand=False)
    yield Text()
