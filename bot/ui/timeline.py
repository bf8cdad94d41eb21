"""The facts that have a day, page by page, with the picture above the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from discord import MediaGalleryItem
from discord.ui import Item, LayoutView, MediaGallery, Separator

from bot.core.knowledge.model import Fact, Standing
from bot.core.knowledge.timeline import Day, Row, Unit
from bot.i18n import Texts
from bot.ui import components
from bot.ui.browse import page_line, page_of
from bot.ui.components import displays, framed, room
from bot.ui.custom_ids import TimelinePage
from bot.ui.facts import Headed, grouped
from bot.ui.fitting import ALT_TEXT, fit
from bot.ui.markdown import plain


def period(row: Row, words: Texts) -> str:
    """What a row stands for: 15 October 2025, October 2025, 2025, 2020–2029."""
    match row.unit:
        case Unit.DAY:
            return words.date(row.first)
        case Unit.MONTH:
            return words.month(row.first)
        case Unit.YEAR:
            return str(row.first.year)
        case _:
            return f"{row.first.year}–{row.last.year}"


def span_of(facts: Sequence[Fact], words: Texts) -> str:
    """From the first to the last day of facts that are in the order of time; one day stands alone."""
    days = [fact.when for fact in facts if fact.when]
    first, last = words.date(days[0]), words.date(days[-1])
    span = first if first == last else words.timeline_range.format(first=first, last=last)
    return span[:1].upper() + span[1:]


PICTURE: Final = "timeline.png"
"""The name under which the picture goes with the layout."""

MOST_ROWS: Final = 10
"""Rows that fit into the height of the picture."""

_FACTS_ON_PAGE: Final = 5


def timeline(
    shown: Sequence[Day], at: TimelinePage, words: Texts, *, undated: int = 0, picture: str | None = None
) -> LayoutView:
    """A page of the facts of at least one day, under their days; a page past the last shows the last.

    `undated` is how many facts of the base have no day. `picture` is what is read out in place of the picture PICTURE,
    which has to be sent along; None where there is none.
    """
    facts = [fact for day in shown for fact in day.facts]
    page, pages, _ = page_of(facts, at.page, _FACTS_ON_PAGE)
    counted = page_line(words.count(len(facts), words.fact), page, pages, words)
    head = [f"## {words.timeline}", f"-# {span_of(facts, words)} · {counted}"]
    if undated and page == 0:
        head.append(f"-# {words.timeline_undated.format(facts=words.count(undated, words.fact))}")
    items: list[Item[Any]] = displays(head)
    if picture is not None:
        gallery = MediaGallery[Any](MediaGalleryItem(f"attachment://{PICTURE}", description=picture))
        items.append(gallery)
    start = page * _FACTS_ON_PAGE
    listing = _headed(shown, start, words)[start : start + _FACTS_ON_PAGE]
    items += [Separator(), *grouped(listing, room(head), words)]
    turns = components.turn(page, pages, lambda target: replace(at, page=target), words)
    if picture is not None:
        name = words.picture_light if at.dark else words.picture_dark
        turns.append(components.open_part(name, replace(at, page=0, dark=not at.dark)))
    return framed([*items, *components.row(turns)], components.NEUTRAL)


def has_picture(at: TimelinePage) -> bool:
    """Whether the page shows the picture: on a phone it would stand in the way on those that follow the first."""
    return at.page == 0


def described(rows: Sequence[Row], words: Texts) -> str:
    """What the picture shows, for who cannot see it."""
    facts = [fact for row in rows for fact in row.facts]
    title = words.picture_alt.format(range=span_of(facts, words), facts=words.count(len(facts), words.fact))
    return fit(" ".join([title, *(_described(row, words) for row in rows)]), ALT_TEXT, plain)


def _described(row: Row, words: Texts) -> str:
    counts = Counter(fact.standing for fact in row.facts)
    standings = [f"{words.standing[each]} {words.number(counts[each])}" for each in Standing if counts[each]]
    return f"{period(row, words)}: {words.count(len(row.facts), words.fact)} ({', '.join(standings)})."


def _headed(shown: Sequence[Day], start: int, words: Texts) -> list[Headed]:
    """All facts under their days; the day of the fact at `start` is said to go on where it began before."""
    headed: list[tuple[str, Fact]] = []
    for day in shown:
        date = words.date(day.date)
        goes_on = len(headed) < start < len(headed) + len(day.facts)
        heading = words.timeline_continued.format(day=date) if goes_on else date
        headed += [(f"### {heading}", fact) for fact in day.facts]
    return headed
