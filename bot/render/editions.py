"""The daily briefing: plain content, so that notifications show it, with buttons for the proofs and for questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from discord.ui import Button, LayoutView, Separator, View

from bot.core.briefing.selection import Edition
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source
from bot.custom_ids import EditionFacts, InEdition, QuestionForm
from bot.render import buttons, colours
from bot.render.escape import block, escape, line
from bot.render.excerpts import excerpt
from bot.render.frame import displays, framed
from bot.render.limits import MESSAGE_TEXT, ROW_BUTTONS, VIEW_ROWS, fit
from bot.render.passages import standing_line
from bot.texts import Texts

_QUOTE_LENGTHS: Final = (320, 220, 140, 80)  # characters; each is tried before a fact is left out
_ATTRIBUTION: Final = 120
_PUBLISHER: Final = 60
_LEAST: Final = 190  # characters that a fact needs with its statement cut
_BUTTONS: Final = ROW_BUTTONS * (VIEW_ROWS - 1)  # the last row is for all facts and for questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A briefing as it is sent: at most 2,000 characters, and a button for each fact that it tells.

    `told` are the facts that it does tell, in order: some may not have fitted.
    """

    content: str
    view: View
    told: tuple[Fact, ...]


def briefing(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool = False) -> Briefing:
    """Write an edition. Quotes are shortened first; then whole blocks are left out from the end, with a note."""
    content, told = _written(edition, knowledge, words, late=late)
    view = View(timeout=None)
    for number, row in enumerate(_rows(edition, told, words)):
        for button in row:
            button.row = number
            view.add_item(button)
    return Briefing(content=content, view=view, told=told)


def preview(edition: Edition, knowledge: Knowledge, words: Texts, *, channel: int, note: Texts) -> LayoutView:
    """An edition as `channel` would get it, with the same buttons, under a note in the words `note` of its reader."""
    content, told = _written(edition, knowledge, words, late=False)
    said = f"-# {note.preview_note.format(channel=f'<#{channel}>')}"
    rows = [found for row in _rows(edition, told, words) for found in buttons.row(row)]
    return framed([*displays([said]), Separator(), *displays([content]), *rows], colours.NEUTRAL)


def _written(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool) -> tuple[str, tuple[Fact, ...]]:
    """The content and the facts that it tells."""
    head = _head(edition, words, late=late)
    if not edition.facts:
        return f"{head}\n\n{words.briefing_empty}", ()
    for told, content in _attempts(head, edition, knowledge, words):
        if len(content) <= MESSAGE_TEXT:
            return content, told
    told, content = _first_block(head, edition, words)
    return content, told


def _head(edition: Edition, words: Texts, *, late: bool) -> str:
    quiet = bool(edition.facts) and not edition.first and not edition.news
    notes = [*([words.briefing_late] if late else []), *([words.briefing_nothing_new] if quiet else [])]
    return "\n".join([f"## {words.briefing.format(day=words.date(edition.day))}", *(f"-# {note}" for note in notes)])


def _attempts(
    head: str, edition: Edition, knowledge: Knowledge, words: Texts
) -> Iterator[tuple[tuple[Fact, ...], str]]:
    """All ways of writing the edition with whole statements and a button for each, the fullest first."""
    facts = edition.facts[:_BUTTONS]
    drafts = [
        [f"**{number}.** {_told(fact, edition, knowledge, length, words)}" for number, fact in enumerate(facts, 1)]
        for length in _QUOTE_LENGTHS
    ]
    sizes = [size for size in accumulate(map(len, edition.blocks)) if size <= _BUTTONS]
    for size in reversed(sizes):
        note = _note(len(edition.facts) - size, words)
        for draft in drafts:
            yield facts[:size], "\n\n".join([head, *draft[:size], *note])


def _first_block(head: str, edition: Edition, words: Texts) -> tuple[tuple[Fact, ...], str]:
    """The first block with its statements cut, where not even that fits: in numbers, a claim with many against it."""
    space = MESSAGE_TEXT - len(head) - max(len(text) for text in [*_note(len(edition.facts), words), ""]) - 4
    told = edition.blocks[0][: space // _LEAST]
    each = space // len(told) - 2
    parts = [_short(fact, number, each, words) for number, fact in enumerate(told, 1)]
    return told, "\n\n".join([head, *parts, *_note(len(edition.facts) - len(told), words)])


def _told(fact: Fact, edition: Edition, knowledge: Knowledge, length: int, words: Texts) -> str:
    news = {"new": words.briefing_new, "changed": words.briefing_changed}.get(edition.news.get(fact.id, ""))
    marks = [*([f"**{news}**"] if news else []), standing_line(fact, words, _ATTRIBUTION)]
    quotes = [_quoted(quote, knowledge.sources[quote.source], length, words) for quote in fact.quotes[:1]]
    return "\n".join([line(fact.statement), f"-# {' · '.join(marks)}", *quotes])


def _quoted(quote: Quote, source: Source, length: int, words: Texts) -> str:
    """The words of the source, alone in their block; that they were cut stands beneath."""
    shown = excerpt(quote.exact, length, _block)
    where = f"{fit(source.publisher, _PUBLISHER, line)}, {words.paragraph.format(number=quote.paragraph)}"
    caption = f"-# {words.briefing_cut.format(place=where) if shown.cut else where}"
    return f"{shown.written}\n{caption}" if shown.written else caption


def _short(fact: Fact, number: int, space: int, words: Texts) -> str:
    mark, standing = f"**{number}.** ", f"\n-# **{words.standing[fact.standing]}**"
    return f"{mark}{fit(fact.statement, space - len(mark) - len(standing), line)}{standing}"


def _note(dropped: int, words: Texts) -> list[str]:
    return [f"-# {words.briefing_dropped.format(facts=words.count(dropped, words.fact))}"] if dropped else []


def _rows(edition: Edition, told: Sequence[Fact], words: Texts) -> list[list[Button[Any]]]:
    """Rows of buttons: one for each fact, then all facts and the question."""
    facts = [
        buttons.in_edition(InEdition(day=edition.day, fact=fact.id), number, words)
        for number, fact in enumerate(told, 1)
    ]
    rows = [facts[start : start + ROW_BUTTONS] for start in range(0, len(facts), ROW_BUTTONS)]
    return [*rows, buttons.of_edition(EditionFacts(day=edition.day), QuestionForm(), words)]


def _block(text: str) -> str:
    return block(escape(text))
