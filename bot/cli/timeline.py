"""`timeline`: show the facts that have a date, at a terminal and as a picture."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.cli.context import ProcessContext
from bot.cli.options import add_base, add_lang
from bot.cli.terminal import console_of, show_draft, standing_line
from bot.config import load_config
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.timeline import Day, days, rows
from bot.core.text.control_chars import shortened
from bot.core.text.dates import DateRange, NotADate, find_ambiguity, read_date_range
from bot.core.text.normalise import visible
from bot.errors import UsageError, reason
from bot.i18n import Texts, phrases, texts_for

_PNG: Final = ".png"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `timeline` takes."""
    parser.add_argument("--from", dest="first", metavar="DATE", help="the first day, month or year to show")
    parser.add_argument("--to", dest="last", metavar="DATE", help="the last day, month or year to show")
    parser.add_argument("--picture", type=Path, metavar="FILE.png", help="draw the timeline as well")
    parser.add_argument("--dark", action="store_true", help="draw it on a dark background")
    add_lang(parser)
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Print the facts of a date range day by day, or that there are none; draw them when a file is named. Return 0.

    Raises KnowledgeError when the base has problems; UsageError for what is not a date, for a file that cannot be
    written, and for a picture without facts.
    """
    config, words = load_config(arguments.config, base=arguments.base), texts_for(arguments.lang)
    knowledge = load_knowledge(
        root=config.root, knowledge=config.knowledge, seeds=config.seeds, drafts=config.allows_drafts
    )
    every = knowledge.dates()
    found = days(knowledge, _date_range(arguments.first, arguments.last, every, words)) if every else ()
    if arguments.picture is not None:
        _draw(found, arguments.picture, words, dark=arguments.dark)
    shown = _lines(found, words) if found else [Text(_nothing(every, words))]
    read = map(Text, _readings((arguments.first, arguments.last), every, words))
    show_draft(console_of(context.stdout), knowledge, words)
    console_of(context.stdout).print(*read, *shown, sep="\n", highlight=False)
    return 0


def _nothing(every: Sequence[dt.date], words: Texts) -> str:
    if not every:
        return words.timeline_no_dates
    return words.timeline_none.format(first=words.date(every[0]), last=words.date(every[-1]))


def _readings(typed: Iterable[str | None], dated: Sequence[dt.date], words: Texts) -> Iterator[str]:
    """Say how each typed date was read that could be two days."""
    for each in filter(None, typed):
        if date := find_ambiguity(each, dated, month_first=False):
            yield words.date_reading(shortened(each), date)


def _date_range(first: str | None, last: str | None, dated: Sequence[dt.date], words: Texts) -> DateRange:
    begin, end = (_read(typed, dated, words) for typed in (first, last))
    dates = DateRange(first=begin.first if begin else None, last=end.last if end else None)
    if dates.first and dates.last and dates.first > dates.last:
        raise UsageError(words.range_reversed.format(first=words.date(dates.first), last=words.date(dates.last)))
    return dates


def _read(typed: str | None, dated: Sequence[dt.date], words: Texts) -> DateRange | None:
    if typed is None:
        return None
    match read_date_range(typed, dated, month_first=False):
        case DateRange() as dates:
            return dates
        case NotADate():
            raise UsageError(words.no_date(shortened(typed), dated[-1]))


def _draw(found: Sequence[Day], file: Path, words: Texts, *, dark: bool) -> None:
    from bot.ui.timeline import MOST_ROWS  # noqa: PLC0415
    from bot.ui.timeline_image import draw  # noqa: PLC0415 - slow to import

    if not found:
        raise UsageError(f"{file} was not drawn: no fact has a date in that range.")
    if file.suffix.lower() != _PNG:
        raise UsageError(f"{file}: the picture is a PNG; name a file that ends in {_PNG}.")
    try:
        file.write_bytes(draw(rows(found, MOST_ROWS), words, dark=dark))
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {reason(error)}.") from None


def _lines(found: Iterable[Day], words: Texts) -> Iterable[RenderableType]:
    for day in found:
        yield Text(f"\n{words.date(day.date)}", style="bold")
        for fact in day.facts:
            yield Padding(Text(visible(phrases.statement(fact, words))), (0, 2), expand=False)
            yield Padding(standing_line(fact, words), (0, 4), expand=False)
    yield Text()
