"""The dated facts, page by page, with a picture on the first page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from discord import MediaGalleryItem
from discord.ui import Item, LayoutView, MediaGallery, Separator

from bot.core.knowledge.model import Fact, Standing
from bot.core.knowledge.timeline import Day, Row, Unit
from bot.i18n import Texts, phrases
from bot.ui import components
from bot.ui.components import displays, framed, page_line, page_of, room
from bot.ui.custom_ids import TimelinePage
from bot.ui.facts import Headed, grouped
from bot.ui.fitting import ALT_TEXT, fit
from bot.ui.markdown import line, plain

PICTURE: Final = "timeline.png"
"""The file name of the picture that is sent with the layout."""

MOST_ROWS: Final = 10
"""Rows that fit in the picture."""

_FACTS_ON_PAGE: Final = 5


def row_label(row: Row, words: Texts) -> str:
    """Return the label of a row: 15 October 2025, October 2025, 2025, 2020–2029."""
    match row.unit:
        case Unit.DAY:
            return words.date(row.first)
        case Unit.MONTH:
            return words.month(row.first)
        case Unit.YEAR:
            return str(row.first.year)
        case _:
            return f"{row.first.year}–{row.last.year}"


def timeline(  # noqa: PLR0913 - what a page may have
    shown: Sequence[Day],
    at: TimelinePage,
    words: Texts,
    *,
    undated: int = 0,
    picture: str | None = None,
    notes: Sequence[str] = (),
) -> LayoutView:
    """Show a page of the facts of one or more days, under their days; a page past the last shows the last.

    `undated` is the number of facts without a date. `picture` describes the file PICTURE, which must be sent with the
    layout; None if there is no picture. `notes` are sentences above the facts.
    """
    number = sum(len(day.facts) for day in shown)
    page, pages, _ = page_of(range(number), at.page, _FACTS_ON_PAGE)
    about = (phrases.date_range([day.date for day in shown], words), words.count(number, words.fact))
    head = [f"## {words.timeline}", *page_line(page, pages, words, *about)]
    if undated and page == 0:
        head.append(f"-# {words.timeline_undated.format(facts=words.count(undated, words.fact))}")
    head += [f"-# {line(note)}" for note in notes]
    items: list[Item[Any]] = displays(head)
    if picture is not None:
        gallery = MediaGallery[Any](MediaGalleryItem(f"attachment://{PICTURE}", description=picture))
        items.append(gallery)
    items += [Separator(), *grouped(_headed(shown, page * _FACTS_ON_PAGE, words), room(head), words)]
    turns = components.turn(page, pages, lambda target: at.but(page=target), words)
    if picture is not None:
        name = words.picture_light if at.dark else words.picture_dark
        turns.append(components.open_part(name, at.but(page=0, dark=not at.dark)))
    return framed([*items, *components.row(turns)])


def has_picture(at: TimelinePage) -> bool:
    """Return whether the page shows the picture. Only the first does: on a phone it would be in the way."""
    return at.page == 0


def described(rows: Sequence[Row], words: Texts) -> str:
    """Describe the picture for people who cannot see it."""
    facts = [fact for row in rows for fact in row.facts]
    dates = [fact.when for fact in facts if fact.when]
    title = words.picture_alt.format(range=phrases.date_range(dates, words), facts=words.count(len(facts), words.fact))
    if len(rows) == 1:  # it has the dates and the number of all
        title = f"{words.timeline}."
    return fit(" ".join([title, *(_described(row, words) for row in rows)]), ALT_TEXT, plain)


def _described(row: Row, words: Texts) -> str:
    counts = Counter(fact.standing for fact in row.facts)
    standings = [f"{words.standing[each]} {words.number(counts[each])}" for each in Standing if counts[each]]
    return f"{row_label(row, words)}: {words.count(len(row.facts), words.fact)} ({', '.join(standings)})."


def _headed(shown: Sequence[Day], start: int, words: Texts) -> list[Headed]:
    """Return the facts of the page that begins with number `start` under their days.

    The first day is "continued" if it began on an earlier page. The facts are without their dates, which are in the
    headings.
    """
    headed: list[tuple[str, Fact]] = []
    for day in shown:
        if -_FACTS_ON_PAGE < start < len(day.facts):
            date = words.date(day.date)
            heading = words.timeline_continued.format(day=date) if start > 0 else date
            part = day.facts[max(start, 0) : start + _FACTS_ON_PAGE]
            headed += [(f"### {heading}", replace(fact, when=None)) for fact in part]
        start -= len(day.facts)
    return headed
